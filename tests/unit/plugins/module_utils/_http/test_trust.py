# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whom to trust, and what is said of real servers that can't be trusted."""

from __future__ import annotations

import datetime
import shutil
import ssl
import subprocess
import time

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._errors import InvalidInput, NotSent, Unreachable
from ansible_collections.wallarm.fast.plugins.module_utils._http import trust as trust_module
from ansible_collections.wallarm.fast.plugins.module_utils._http.retry import READ
from ansible_collections.wallarm.fast.plugins.module_utils._http.trust import Trust, apply_trust, trust_of
from ansible_collections.wallarm.fast.tests.unit.plugins.module_utils._http.servers import Listener, TlsListener

trustme = pytest.importorskip("trustme")

PATH = "/v1/test_run/4485"
OK = b'HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{"status": 200}'
LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)
DAY = datetime.timedelta(days=1)


@pytest.fixture(name="authority", scope="module")
def authority_fixture():
    return trustme.CA()


@pytest.fixture(name="ca_path")
def ca_path_fixture(authority, tmp_path):
    path = tmp_path / "private-ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


def server_context(authority, *names, **dates):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*(names or ("127.0.0.1", "localhost")), **dates).configure_cert(context)
    return context


def get(bench, server, trust, **given):
    return bench.transport(api_host=given.pop("api_host", f"127.0.0.1:{server.port}"), trust=trust, **given).request("GET", PATH, READ)


def refusal(bench, server, trust, **given):
    """Return the message of a connection that is refused for a reason that lasts: it is told at once, and nothing is sent."""
    with pytest.raises(Unreachable) as failure:
        get(bench, server, trust, **given)
    assert (bench.clock.slept, bench.warnings) == ([], [])
    assert b"GET" not in server.received
    return str(failure.value)


# --- the CA certificates that are trusted ---------------------------------------------------------------------------


def test_the_system_store_is_trusted_as_the_environment_says(bench, authority, ca_path, tmp_path, monkeypatch):
    with TlsListener(server_context(authority), [[OK]]) as server:
        assert "ca_path" in refusal(bench, server, Trust())
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none"))
        assert "ca_path" in refusal(bench, server, Trust())
        monkeypatch.setenv("SSL_CERT_FILE", ca_path)
        assert get(bench, server, Trust()).status == 200


def test_a_directory_of_the_environment_is_trusted(bench, authority, ca_path, tmp_path, monkeypatch):
    hashed = directory_of(ca_path, tmp_path)
    monkeypatch.setenv("SSL_CERT_DIR", str(hashed))
    with TlsListener(server_context(authority), [[OK]]) as server:
        assert get(bench, server, Trust()).status == 200


def directory_of(ca_path, tmp_path):
    """A directory as OpenSSL has them, with the certificate under the hash of its subject."""
    if not shutil.which("openssl"):
        pytest.skip("the program openssl, which tells the hash of a certificate, is not installed")
    found = subprocess.run(["openssl", "x509", "-noout", "-hash", "-in", ca_path], capture_output=True, text=True, check=True)
    directory = tmp_path / "certs"
    directory.mkdir()
    (directory / f"{found.stdout.strip()}.0").symlink_to(ca_path)
    return directory


def test_ca_path_may_be_a_directory(bench, authority, ca_path, tmp_path):
    with TlsListener(server_context(authority), [[OK]]) as server:
        assert get(bench, server, Trust(ca_path=str(directory_of(ca_path, tmp_path)))).status == 200


def test_ca_path_takes_the_place_of_the_system_store(bench, authority, ca_path, tmp_path, monkeypatch):
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    monkeypatch.setenv("SSL_CERT_FILE", ca_path)
    with TlsListener(server_context(authority), [[OK]]) as server:
        assert "check that it holds that CA" in refusal(bench, server, Trust(ca_path=str(other)))
        monkeypatch.setenv("SSL_CERT_FILE", str(other))
        assert get(bench, server, Trust(ca_path=ca_path)).status == 200


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_a_bundle_of_the_environment_is_trusted_besides_the_system_store(bench, authority, ca_path, tmp_path, monkeypatch, variable):
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    with TlsListener(server_context(authority), [[OK]]) as server:
        assert get(bench, server, trust_of(True, "", {variable: ca_path})).status == 200
        assert "not trusted here" in refusal(bench, TlsListener(server_context(authority)), trust_of(True, None, {variable: str(other)}))
        # As uri, which doesn't know this variable.
        monkeypatch.setenv("SSL_CERT_FILE", ca_path)
        assert get(bench, server, trust_of(True, None, {variable: str(other)})).status == 200


@pytest.mark.parametrize(
    "validate, ca_path, environ, trust",
    [
        (True, None, {}, Trust()),
        (True, "", {"REQUESTS_CA_BUNDLE": "", "CURL_CA_BUNDLE": ""}, Trust()),
        (True, "/ca", {"CURL_CA_BUNDLE": "/c"}, Trust(True, "/ca", (("CURL_CA_BUNDLE", "/c"),))),
        (False, None, {"REQUESTS_CA_BUNDLE": "/r", "CURL_CA_BUNDLE": "/c"}, Trust(False, None, (("REQUESTS_CA_BUNDLE", "/r"), ("CURL_CA_BUNDLE", "/c")))),
    ],
)
def test_whom_options_and_environment_say_to_trust(validate, ca_path, environ, trust):
    assert trust_of(validate, ca_path, environ) == trust


def test_certificates_put_in_etc_ansible_are_trusted_as_uri_trusts_them(bench, authority, ca_path, tmp_path, monkeypatch):
    (tmp_path / "notes.pem").write_text("no certificate", encoding="ascii")
    monkeypatch.setattr(trust_module, "_BY_HAND", str(tmp_path))
    with TlsListener(server_context(authority), [[OK]]) as server:
        assert get(bench, server, Trust()).status == 200


def test_another_store_is_looked_for_where_openssl_has_none(authority, ca_path, tmp_path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", "/nonexistent")
    monkeypatch.setenv("SSL_CERT_DIR", "/nonexistent")
    monkeypatch.setattr(trust_module, "_STORES", {"": (str(tmp_path),)})
    assert certificates() == 1
    monkeypatch.setattr(trust_module, "_STORES", {"": (str(tmp_path / "none"),)})
    monkeypatch.setattr("requests.certs.where", lambda: ca_path)
    assert certificates() == 1


def certificates():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    apply_trust(context, Trust())
    return context.cert_store_stats()["x509_ca"]


def test_the_flags_of_the_standard_library_are_kept():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    apply_trust(context, Trust())
    default = ssl.create_default_context()
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert (context.verify_flags, context.verify_mode, context.check_hostname) == (default.verify_flags, default.verify_mode, default.check_hostname)


@pytest.mark.parametrize("text, words", [("no certificate here", "holds no CA certificate"), (None, "does not exist")])
def test_a_bundle_that_is_none_is_told_before_anything_is_asked(tmp_path, text, words):
    path = tmp_path / "bundle.pem"
    if text:
        path.write_text(text, encoding="ascii")
    with pytest.raises(InvalidInput, match=f"^ca_path '.*bundle.pem' {words}"):
        apply_trust(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), Trust(ca_path=str(path)))
    with pytest.raises(InvalidInput, match=f"^CURL_CA_BUNDLE '.*bundle.pem' {words}"):
        apply_trust(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), trust_of(True, "", {"CURL_CA_BUNDLE": str(path)}))


# --- real servers that can't be trusted -----------------------------------------------------------------------------


def test_only_an_unknown_ca_asks_for_ca_path(bench, authority, ca_path):
    trusted = Trust(ca_path=ca_path)
    with TlsListener(server_context(authority)) as server:
        assert "a CA that is not trusted here" in refusal(bench, server, Trust())
    with TlsListener(server_context(authority, not_before=LONG_AGO, not_after=LONG_AGO + DAY)) as server:
        message = refusal(bench, server, trusted)
        assert "has expired" in message and "clock" in message and "ca_path" not in message
    tomorrow = datetime.datetime.now(datetime.timezone.utc) + DAY
    with TlsListener(server_context(authority, not_before=tomorrow, not_after=tomorrow + DAY)) as server:
        message = refusal(bench, server, trusted)
        assert "not valid yet" in message and "ca_path" not in message
    with TlsListener(server_context(authority, "other.example")) as server:
        for host in (f"127.0.0.1:{server.port}", f"localhost:{server.port}"):
            message = refusal(bench, server, trusted, api_host=host)
            assert "is for another name" in message and "Check api_host" in message and "ca_path" not in message


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_an_old_tls_is_told_as_that(bench, authority, ca_path):
    context = server_context(authority)
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    with TlsListener(context) as server:
        message = refusal(bench, server, Trust(ca_path=ca_path))
        assert "no version of TLS that is safe" in message and "TLS 1.2 or newer" in message and "ca_path" not in message


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_demanded_client_certificate_is_told_as_that(bench, authority, ca_path, version):
    context = server_context(authority)
    context.minimum_version = context.maximum_version = version
    context.verify_mode = ssl.CERT_REQUIRED
    authority.configure_trust(context)
    with TlsListener(context) as server:
        with pytest.raises(Unreachable, match="client certificate") as failure:
            get(bench, server, Trust(ca_path=ca_path))
        assert "ca_path" not in str(failure.value)
        assert (bench.clock.slept, server.received) == ([], b"")


def test_plain_http_on_the_port_is_told_as_that(bench):
    with Listener(b"HTTP/1.1 400 Bad Request\r\n\r\n") as server:
        message = refusal(bench, server, Trust())
        assert "does not speak TLS" in message and "the port" in message and "ca_path" not in message


def test_a_connection_that_is_closed_during_the_handshake_may_pass(bench):
    with Listener(b"") as server, pytest.raises(NotSent, match="No secure connection|Could not connect") as failure:
        get(bench, server, Trust(), retries=2)
    assert not isinstance(failure.value, Unreachable)
    assert (bench.clock.slept, "ca_path" in str(failure.value)) == ([1, 2], False)


def test_without_verification_any_certificate_will_do(bench, authority):
    with TlsListener(server_context(authority, "other.example"), [[OK]]) as server:
        started = time.monotonic()
        assert get(bench, server, Trust(validate=False, ca_path="/nonexistent")).status == 200
        assert time.monotonic() - started < 2
