# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which connection a request goes out on, which reply is taken for its own, and what the adapter stands on."""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import time

import pytest
import urllib3

from ansible_collections.wallarm.fast.plugins.module_utils._errors import NotSent, ReplyLost, ReplyTooLong, Unsupported
from ansible_collections.wallarm.fast.plugins.module_utils._http import adapter as http_adapter
from ansible_collections.wallarm.fast.plugins.module_utils._http import transport as http
from ansible_collections.wallarm.fast.plugins.module_utils._http.exchange import Exchange
from ansible_collections.wallarm.fast.plugins.module_utils._http.retry import ACTION, CREATE, READ
from ansible_collections.wallarm.fast.plugins.module_utils._http.trust import Trust
from ansible_collections.wallarm.fast.tests.unit.plugins.module_utils._http.servers import DrippingTunnel, Listener, TlsListener

trustme = pytest.importorskip("trustme")

PATH = "/v1/test_run/4485"
CA = trustme.CA()
EARLY_HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n"
PROCESSING = b"HTTP/1.1 102 Processing\r\n\r\n"


def answer(number, head=b"", framing=None):
    body = json.dumps({"status": 200, "body": {"id": number}}).encode()
    return b"HTTP/1.1 200 OK\r\n" + head + (framing or b"Content-Length: %d\r\n\r\n" % len(body)) + body


def context(name="127.0.0.1"):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    CA.issue_cert(name).configure_cert(made)
    return made


@pytest.fixture(name="transport_to")
def transport_to_fixture(bench, tmp_path):
    """Return a transport to a server of this test, which keeps its connections."""
    CA.cert_pem.write_to_path(str(tmp_path / "ca.pem"))

    def make(server, **given):
        return bench.transport(api_host=f"127.0.0.1:{server.port}", trust=Trust(ca_path=str(tmp_path / "ca.pem")), **given)

    return make


def ids(transport, requests=3):
    return [transport.request("GET", PATH, READ).data["body"]["id"] for _turn in range(requests)]


@pytest.mark.parametrize(
    "before",
    [[EARLY_HINTS], [EARLY_HINTS, 0.1], [PROCESSING, EARLY_HINTS, b"HTTP/1.1 100 Continue\r\n\r\n"]],
    ids=["together", "apart", "many"],
)
def test_an_interim_reply_is_passed_over(transport_to, before):
    with TlsListener(context(), [[*before, answer(number)] for number in (1, 2, 3)]) as server:
        assert (ids(transport_to(server)), server.accepted) == ([1, 2, 3], 1)


def test_interim_replies_without_end_end_at_the_deadline(transport_to):
    with TlsListener(context(), [[part for _turn in range(100) for part in (EARLY_HINTS, 0.02)]]) as server:
        started = time.monotonic()
        with pytest.raises(ReplyLost, match="within 0.5 s"):
            transport_to(server, request_timeout=0.5, retries=0).request("GET", PATH, READ)
        assert time.monotonic() - started < 1.5


def test_another_protocol_is_no_answer(transport_to):
    with TlsListener(context(), [[b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n"]]) as server:
        with pytest.raises(Exception, match="HTTP 101|do not read replies") as failure:
            transport_to(server, retries=0).request("GET", PATH, READ)
        assert isinstance(failure.value, (ReplyLost, Unsupported))


@pytest.mark.parametrize("surplus", [answer(9), b"x" * 5000, answer(9) * 200], ids=["a reply", "rubbish", "many replies"])
def test_what_comes_after_a_reply_is_not_taken_for_the_next(transport_to, surplus):
    with TlsListener(context(), [[answer(1) + surplus]]) as server:
        assert ids(transport_to(server)) == [1, 1, 1]


def test_a_reply_that_was_given_up_is_not_taken_for_the_next(transport_to, bench):
    with TlsListener(context(), [[0.6, answer(1)], [answer(2)]]) as server:
        transport = transport_to(server, request_timeout=0.3, retries=0)
        with pytest.raises(ReplyLost):
            transport.request("GET", PATH, READ)
        # On a connection of its own, where the server begins anew.
        with pytest.raises(ReplyLost):
            transport.request("GET", PATH, READ)
        assert server.accepted == 2


def test_a_creation_goes_out_on_a_connection_of_its_own(transport_to):
    with TlsListener(context(), [[answer(1)]]) as server:
        transport = transport_to(server)
        for method, retry in (("GET", READ), ("POST", CREATE), ("GET", READ), ("POST", ACTION), ("POST", CREATE)):
            transport.request(method, PATH, retry)
        assert server.accepted == 3


def test_a_creation_is_not_lost_on_a_connection_that_the_server_closes_just_then(transport_to):
    """The server takes one request a connection, and doesn't say so: it closes at the next one's first byte."""
    with TlsListener(context(), [[answer(1)]], hold=False) as server:
        transport = transport_to(server)
        transport.request("GET", PATH, READ)
        assert transport.request("POST", "/v1/test_run", CREATE).status == 200


@pytest.mark.parametrize("status, kind", [(200, "data"), (403, "text")])
def test_compression_that_was_not_asked_for_is_undone(transport_to, status, kind):
    body = gzip.compress(b'{"status": %d, "body": "the words"}' % status)
    reply = b"HTTP/1.1 %d X\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % (status, len(body)) + body
    with TlsListener(context(), [[reply]]) as server:
        found = transport_to(server).request("GET", PATH, READ)
        assert (found.status, found.data["body"], "the words" in found.text) == (status, "the words", True)


def test_a_body_that_can_not_be_undone_is_not_shown(transport_to):
    reply = b"HTTP/1.1 403 X\r\nContent-Encoding: br\r\nContent-Length: 5\r\n\r\n\x8b\x02\x80\x61\x03"
    with TlsListener(context(), [[reply]]) as server:
        found = transport_to(server).request("GET", PATH, READ)
        assert (found.status, found.data, found.text) == (403, None, "")


def test_a_compressed_body_counts_as_long_as_it_is(transport_to, monkeypatch):
    monkeypatch.setattr(http, "SIZE_LIMIT", 1024 * 1024)
    body = gzip.compress(b"x" * 10_000_000)
    reply = b"HTTP/1.1 200 X\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    with TlsListener(context(), [[reply]]) as server, pytest.raises(ReplyTooLong, match="longer than 1 MiB"):
        transport_to(server).request("GET", PATH, READ)


# --- the deadline, also through proxies -----------------------------------------------------------------------------


def test_nothing_is_begun_after_the_deadline():
    exchange = Exchange("api.example")
    exchange.begin(0, 1000)
    assert exchange.over
    with pytest.raises(socket.timeout):
        exchange.remaining()


def proxied_by(monkeypatch, proxy, scheme="http"):
    monkeypatch.setenv("HTTPS_PROXY", f"{scheme}://joe:s3cret@127.0.0.1:{proxy.port}")


def ends_in_time(transport, words, seconds=0.5):
    started = time.monotonic()
    with pytest.raises((NotSent, ReplyLost), match=words) as failure:
        transport.request("GET", PATH, READ)
    assert seconds - 0.1 < time.monotonic() - started < seconds + 1
    assert "s3cret" not in str(failure.value)
    return failure.value


def test_a_proxy_that_drips_ends_at_the_deadline(transport_to, monkeypatch):
    with TlsListener(context(), [[answer(1)]]) as server, DrippingTunnel(server.port) as proxy:
        proxied_by(monkeypatch, proxy)
        ends_in_time(transport_to(server, request_timeout=0.5, retries=0), "within 0.5 s: .* did not finish the TLS handshake")


class TlsTunnel(DrippingTunnel):
    """The same, but that it speaks TLS itself."""

    def __init__(self, target, pause, name="127.0.0.1"):
        self._context = context(name)
        super().__init__(target, pause)

    def _talk(self, client):
        try:
            with self._context.wrap_socket(client, server_side=True) as tls:
                super()._talk(tls)
        except OSError:
            pass


def test_tls_runs_inside_the_tls_of_a_proxy(transport_to, monkeypatch):
    with TlsListener(context(), [[EARLY_HINTS, answer(1)]]) as server, TlsTunnel(server.port, 0) as proxy:
        proxied_by(monkeypatch, proxy, "https")
        assert (ids(transport_to(server)), server.accepted, proxy.accepted) == ([1, 1, 1], 1, 1)


def test_tls_inside_the_tls_of_a_proxy_that_drips_ends_at_the_deadline(transport_to, monkeypatch):
    with TlsListener(context(), [[answer(1)]]) as server, TlsTunnel(server.port, 0.05) as proxy:
        proxied_by(monkeypatch, proxy, "https")
        ends_in_time(transport_to(server, request_timeout=0.5, retries=0), "within 0.5 s: .* did not finish the TLS handshake")


def test_a_proxy_whose_certificate_is_not_trusted_is_blamed_for_it(bench, transport_to, monkeypatch, tmp_path):
    with TlsListener(context(), [[answer(1)]]) as server, TlsTunnel(server.port, 0) as proxy:
        proxied_by(monkeypatch, proxy, "https")
        with pytest.raises(NotSent, match=f"No secure connection to the proxy 127.0.0.1:{proxy.port} could be made: .*not trusted here.*ca_path"):
            bench.transport(api_host=f"127.0.0.1:{server.port}", trust=Trust()).request("GET", PATH, READ)
        assert bench.warnings == []


def test_a_proxy_is_verified_by_its_own_name(transport_to, monkeypatch):
    with TlsListener(context(), [[answer(1)]]) as server, TlsTunnel(server.port, 0, "localhost") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"https://localhost:{proxy.port}")
        assert ids(transport_to(server), 1) == [1]
        monkeypatch.setenv("HTTPS_PROXY", f"https://127.0.0.1:{proxy.port}")
        with pytest.raises(NotSent, match=f"No secure connection to the proxy 127.0.0.1:{proxy.port} could be made: .* is for another name.*Check HTTPS_PROXY"):
            transport_to(server).request("GET", PATH, READ)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_server_behind_a_proxy_is_verified_by_its_own_name(bench, transport_to, monkeypatch, scheme):
    with TlsListener(context("other.example")) as server, (TlsTunnel if scheme == "https" else DrippingTunnel)(server.port, 0) as proxy:
        proxied_by(monkeypatch, proxy, scheme)
        with pytest.raises(NotSent, match=f"No secure connection to 127.0.0.1:{server.port} through the proxy .* is for another name.*Check api_host"):
            transport_to(server).request("GET", PATH, READ)
        assert (server.received, bench.warnings) == (b"", [])


def test_a_name_that_ends_in_a_dot_is_looked_up_as_it_is_and_verified_without(bench, monkeypatch, tmp_path):
    CA.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    asked = []
    with TlsListener(context("api.example"), [[answer(1)]]) as server:
        found = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", server.port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda host, *more: asked.append(host) or found)
        trust = Trust(ca_path=str(tmp_path / "ca.pem"))
        assert bench.transport(api_host=f"api.example.:{server.port}", trust=trust).request("GET", PATH, READ).status == 200
        assert asked == ["api.example."]


@pytest.mark.parametrize("scheme, words", [("http", "did not connect to 127.0.0.1"), ("https", "TLS handshake")])
def test_a_proxy_that_says_nothing_ends_at_the_deadline(transport_to, monkeypatch, scheme, words):
    with Listener(hold=True) as proxy, Listener() as server:
        proxied_by(monkeypatch, proxy, scheme)
        ends_in_time(transport_to(server, request_timeout=0.5, retries=0), f"the proxy 127.0.0.1:{proxy.port} was waited for, .*{words}")


@pytest.mark.parametrize("status, tries", [(407, 1), (403, 1), (502, 4), (429, 4)])
def test_a_proxy_that_refuses_is_asked_again_only_if_that_may_pass(bench, transport_to, monkeypatch, status, tries):
    with Listener(b"HTTP/1.1 %d Words\r\nContent-Length: 0\r\n\r\n" % status) as proxy, Listener() as server:
        proxied_by(monkeypatch, proxy)
        with pytest.raises(NotSent, match=f"The proxy 127.0.0.1:{proxy.port} .*{status} Words"):
            transport_to(server).request("GET", PATH, READ)
        assert (proxy.accepted, len(bench.warnings)) == (tries, tries - 1)


def test_what_a_proxy_answers_is_masked(bench, transport_to, monkeypatch):
    with Listener(f"HTTP/1.1 403 {bench.fast.token}\r\n\r\n".encode()) as proxy, Listener() as server:
        proxied_by(monkeypatch, proxy)
        with pytest.raises(NotSent, match=r"403 \*{8}") as failure:
            transport_to(server).request("GET", PATH, READ)
        assert bench.fast.token not in str(failure.value)


def test_all_addresses_are_told_of(bench, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    family = (socket.SOCK_STREAM, 0, "")
    found = [(socket.AF_INET6, *family, ("::1", port, 0, 0)), (socket.AF_INET, *family, ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args: found)
    with pytest.raises(NotSent, match=r"\(::1: .+, 127\.0\.0\.1: Connection refused\)"):
        bench.transport(api_host=f"localhost:{port}", retries=0).request("GET", PATH, READ)


# --- what the adapter stands on -------------------------------------------------------------------------------------


class Hooks:
    """Takes away one thing at a time of what urllib3 asks for."""

    @staticmethod
    def no_new_conn(monkeypatch, adapter):
        connection = adapter._pools["https"].ConnectionCls
        monkeypatch.setattr(connection, "_new_conn", super(connection, connection)._new_conn)

    @staticmethod
    def no_connect(monkeypatch, adapter):
        connection = adapter._pools["https"].ConnectionCls
        monkeypatch.setattr(connection, "connect", super(connection, connection).connect)

    @staticmethod
    def no_send(monkeypatch, adapter):
        connection = adapter._pools["https"].ConnectionCls
        monkeypatch.setattr(connection, "send", super(connection, connection).send)

    @staticmethod
    def another_context(monkeypatch, adapter):
        ours = adapter._context
        adapter._context = ssl.create_default_context(cafile=adapter._endpoint.trust.ca_path)
        adapter._context.check_hostname = False  # which urllib3 1.26 can't have for an IP address
        adapter.init_poolmanager(1, 1)
        adapter._context = ours

    @staticmethod
    def other_pools(monkeypatch, adapter):
        adapter.poolmanager.pool_classes_by_scheme = urllib3.PoolManager().pool_classes_by_scheme

    @staticmethod
    def no_reading(monkeypatch, adapter):
        monkeypatch.setattr(Exchange, "count", lambda self, size: None)


@pytest.mark.parametrize("hook", ["no_new_conn", "no_connect", "another_context"])
def test_a_hook_that_is_no_longer_asked_is_a_defect_before_anything_is_sent(bench, monkeypatch, hook):
    adapter = http_adapter.BoundedAdapter(bench.transport().endpoint)
    getattr(Hooks, hook)(monkeypatch, adapter)
    with pytest.raises(Unsupported, match=r"requests [0-9.]+ and urllib3 [0-9.]+, which .*defect of wallarm.fast"):
        bench.transport(adapter=adapter).request("GET", PATH, READ)
    assert (bench.sent(), bench.warnings) == ([], [])


@pytest.mark.parametrize("hook", ["no_send", "other_pools", "no_reading"])
def test_a_hook_that_is_no_longer_asked_is_a_defect_on_its_first_use(bench, monkeypatch, hook):
    adapter = http_adapter.BoundedAdapter(bench.transport().endpoint)
    getattr(Hooks, hook)(monkeypatch, adapter)
    with pytest.raises(Unsupported, match=r"requests [0-9.]+ and urllib3 [0-9.]+, which .*defect of wallarm.fast"):
        bench.transport(adapter=adapter).request("GET", PATH, READ)
    assert (len(bench.sent()) <= 1, bench.warnings) == (True, [])


def test_a_hook_that_is_gone_is_a_defect_when_an_adapter_is_made(bench, monkeypatch):
    class PoolManager(urllib3.PoolManager):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            del self.pool_classes_by_scheme

    monkeypatch.setattr("requests.adapters.PoolManager", PoolManager)
    with pytest.raises(Unsupported, match="pool_classes_by_scheme"):
        http_adapter.BoundedAdapter(bench.transport().endpoint)
