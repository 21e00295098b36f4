# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Why an exchange failed: the system's words, and none that hold a secret."""

from __future__ import annotations

import socket
import ssl

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._http.connection_errors import (
    distrusted,
    misdirected,
    reason,
    tls_reason,
    without_credentials,
)


def test_a_certificate_error_made_by_urllib3_has_a_reason_too():
    assert tls_reason(ssl.SSLCertVerificationError("hostname doesn't match")) == "the certificate is not valid for this host"


def test_a_connection_that_tls_refused_has_the_reason_of_tls_if_there_is_one():
    failure = ssl.SSLError("x")
    assert tls_reason(failure) == "the TLS connection failed"
    failure.reason = "WRONG_VERSION_NUMBER"
    assert tls_reason(failure) == "WRONG_VERSION_NUMBER"


def test_what_is_not_about_tls_has_no_reason_of_tls():
    assert tls_reason(ConnectionRefusedError(111, "Connection refused")) is None


@pytest.mark.parametrize(
    "exc, so",
    [
        (ssl.SSLCertVerificationError("expired"), True),
        (OSError("Could not find a suitable TLS CA certificate bundle, invalid path: x"), True),
        (ssl.SSLError("wrong version number"), False),
        (ConnectionResetError(104, "Connection reset by peer"), False),
    ],
    ids=str,
)
def test_a_certificate_that_is_refused_is_told_from_what_passes(exc, so):
    assert distrusted(exc) is so


@pytest.mark.parametrize(
    "exc, so",
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), True),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"), False),
        (OSError("Tunnel connection failed: 407 Proxy Authentication Required"), True),
        (OSError("Tunnel connection failed: 502 Bad Gateway"), False),
        (UnicodeError("label too long"), True),
        (ConnectionRefusedError(111, "Connection refused"), False),
    ],
    ids=str,
)
def test_a_way_that_leads_nowhere_is_told_from_one_that_is_blocked(exc, so):
    assert misdirected(exc) is so


def test_the_innermost_cause_is_told():
    try:
        try:
            raise ConnectionRefusedError(111, "Connection refused")
        except OSError as exc:
            raise ValueError("http://joe:s3cret@proxy") from exc
    except ValueError as exc:
        assert reason(exc) == "Connection refused"


def test_the_cause_that_lies_deepest_is_told():
    inner = OSError("wrapped")
    inner.__cause__ = ConnectionRefusedError(111, "Connection refused")
    outer = ValueError(inner)
    outer.__cause__ = ConnectionResetError(104, "Connection reset by peer")
    assert reason(outer) == "Connection refused"


def test_a_cause_without_the_systems_words_is_told_by_its_kind():
    assert reason(ValueError("http://joe:s3cret@proxy")) == "ValueError"
    assert reason(ValueError(KeyError("http://joe:s3cret@proxy"))) == "KeyError"


def test_what_a_proxy_answers_is_made_printable():
    assert reason(OSError("Tunnel connection failed: 403 \x1b[31mNo")) == "Tunnel connection failed: 403 [31mNo"


@pytest.mark.parametrize(
    "proxy, shown",
    [
        ("http://proxy.example.com:3128", "proxy.example.com:3128"),
        ("http://proxy.example.com/", "proxy.example.com"),
        ("proxy.example.com:3128", "proxy.example.com:3128"),
        ("HTTP://joe:s3cret@[::1]:3128", "[::1]:3128"),
        ("http://joe:s3/cret@127.0.0.1:9", "127.0.0.1:9"),
        ("http://joe:s3@cret#x?@127.0.0.1:9", "127.0.0.1:9"),
        ("joe:s3cret@127.0.0.1:9", "127.0.0.1:9"),
        ("http://joe:s3cret", "that is set"),
        ("http://joe:s3#cret", "that is set"),
        ("http://[", "that is set"),
        ("", "that is set"),
    ],
)
def test_a_proxy_is_named_without_its_credentials(proxy, shown):
    assert without_credentials(proxy) == shown
