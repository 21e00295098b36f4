# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who is to blame for a failed exchange, whether it may pass, and what to do: by what was seen."""

from __future__ import annotations

import dataclasses
import http.client
import socket
import ssl

import pytest
import requests
import urllib3

from ansible_collections.wallarm.fast.plugins.module_utils._errors import NotSent, ReplyLost, ReplyTooLong, ReplyUnusable, Unreachable
from ansible_collections.wallarm.fast.plugins.module_utils._http.connection_errors import AddressesFailed, Attempt, failure_of
from ansible_collections.wallarm.fast.plugins.module_utils._http.endpoint import Endpoint
from ansible_collections.wallarm.fast.plugins.module_utils._http.exchange import Phase
from ansible_collections.wallarm.fast.plugins.module_utils._http.proxy import Proxy

DIRECT = Attempt(Endpoint("https://api.example", "api.example", "tok3n"), "GET /v1/x", 2.5, 4 * 1024 * 1024)
PROXY = Proxy("http://proxy.example:3128", None, "https_proxy")
PROXIED = dataclasses.replace(DIRECT, endpoint=dataclasses.replace(DIRECT.endpoint, proxy=PROXY))
LOGGED_IN = dataclasses.replace(DIRECT, endpoint=dataclasses.replace(DIRECT.endpoint, proxy=dataclasses.replace(PROXY, authorization="Basic x")))


def told(attempt, phase, exc, over=False, too_long=False):
    return failure_of(attempt, phase, exc, over, too_long)


def tunnel(status_line):
    return OSError(f"Tunnel connection failed: {status_line}")


def tls(reason=None, code=None, said="", kind=ssl.SSLError):
    error = (ssl.SSLCertVerificationError if code is not None else kind)("x")
    if reason:
        error.reason = reason
    if code is not None:
        error.verify_code, error.verify_message = code, said
    return error


NO_NAME = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
LATER = socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
REFUSED = ConnectionRefusedError(111, "Connection refused")
NO_ROUTE = OSError(113, "No route to host")


@pytest.mark.parametrize(
    "attempt, phase, exc, kind, message",
    [
        (DIRECT, Phase.LOOK_UP, NO_NAME, Unreachable,
         "Could not connect to api.example: that name is unknown (Name or service not known). Check api_host."),
        (PROXIED, Phase.LOOK_UP, NO_NAME, Unreachable,
         "Could not connect to api.example through the proxy proxy.example:3128: the proxy's name is unknown (Name or service not known). Check https_proxy."),
        (DIRECT, Phase.LOOK_UP, UnicodeError("label too long"), Unreachable, "that name is unknown (it is no host name). Check api_host."),
        (DIRECT, Phase.LOOK_UP, LATER, NotSent, "Could not connect to api.example (Temporary failure in name resolution). Check api_host, the network"),
        (DIRECT, Phase.CONNECT, AddressesFailed([("192.0.2.1", REFUSED), ("2001:db8::1", NO_ROUTE)]), NotSent,
         "(192.0.2.1: Connection refused, 2001:db8::1: No route to host)"),
        (DIRECT, Phase.CONNECT, AddressesFailed([("192.0.2.1", socket.timeout("timed out"))]), NotSent, "(192.0.2.1: it did not answer in time)"),
        (DIRECT, Phase.CONNECT, AddressesFailed([(f"192.0.2.{last}", REFUSED) for last in range(7)]), NotSent,
         "192.0.2.3: Connection refused, and 3 more)"),
        (PROXIED, Phase.CONNECT, AddressesFailed([("192.0.2.1", REFUSED)]), NotSent,
         "through the proxy proxy.example:3128: the proxy could not be reached (192.0.2.1: Connection refused). Check https_proxy,"),
        (PROXIED, Phase.PROXY, tunnel("407 Proxy Authentication Required"), Unreachable,
         "The proxy proxy.example:3128 asks for a user name and a password (407 Proxy Authentication Required). Set https_proxy to http://user:password@"),
        (LOGGED_IN, Phase.PROXY, tunnel("407 Who?"), Unreachable,
         "The proxy proxy.example:3128 refuses the user name and password (407 Who?). Set https_proxy"),
        (PROXIED, Phase.PROXY, tunnel("403 Forbidden"), Unreachable, "The proxy proxy.example:3128 refuses to connect to api.example (403 Forbidden)."),
        (PROXIED, Phase.PROXY, tunnel("405 \x1b[31mNo"), Unreachable, "(405 [31mNo)"),
        (PROXIED, Phase.PROXY, tunnel("403 your token tok3n"), Unreachable, "(403 your token ********)"),
        (PROXIED, Phase.PROXY, tunnel("403 " + "x" * 500), Unreachable, "x...)"),
        (PROXIED, Phase.PROXY, tunnel("501"), Unreachable, "refuses to connect to api.example (501)."),
        (PROXIED, Phase.PROXY, tunnel("503 Service Unavailable"), NotSent,
         "could not connect to api.example (503 Service Unavailable). Check api_host and https_proxy"),
        (PROXIED, Phase.PROXY, tunnel("429 Later"), NotSent, "could not connect to api.example (429 Later)"),
        (PROXIED, Phase.PROXY, http.client.BadStatusLine("SSH-2.0"), Unreachable, "The proxy proxy.example:3128 does not answer as an HTTP proxy does"),
        (PROXIED, Phase.PROXY, http.client.RemoteDisconnected("x"), NotSent,
         "The connection to the proxy proxy.example:3128 broke before it was connected to api.example (it was closed without an answer)."),
        (PROXIED, Phase.PROXY, ConnectionResetError(104, "Connection reset by peer"), NotSent, "(Connection reset by peer)"),
        (PROXIED, Phase.PROXY_TLS, tls("WRONG_VERSION_NUMBER"), Unreachable,
         "No secure connection to the proxy proxy.example:3128 could be made: it does not speak TLS (WRONG_VERSION_NUMBER). Check https_proxy"),
        (PROXIED, Phase.TLS, tls("WRONG_VERSION_NUMBER"), Unreachable,
         "No secure connection to api.example through the proxy proxy.example:3128 could be made: it does not speak TLS (WRONG_VERSION_NUMBER). Check api"),
        (DIRECT, Phase.TLS, tls(code=10, said="certificate has expired"), Unreachable,
         "No secure connection to api.example could be made: its certificate has expired (certificate has expired). Have the certificate renewed"),
        (DIRECT, Phase.TLS, tls(kind=ssl.SSLEOFError), NotSent, "the connection was closed during the handshake"),
        (DIRECT, Phase.TLS, ConnectionResetError(104, "Connection reset by peer"), NotSent, "Could not connect to api.example (Connection reset by peer)"),
        (DIRECT, Phase.REPLY, tls("TLSV13_ALERT_CERTIFICATE_REQUIRED"), Unreachable, "it demands a client certificate"),
        (DIRECT, Phase.REPLY, tls(kind=ssl.SSLEOFError), ReplyLost,
         "The connection to api.example broke before GET /v1/x was answered (the connection was closed"),
        (DIRECT, Phase.REPLY, http.client.RemoteDisconnected("x"), ReplyLost, "broke before GET /v1/x was answered (it was closed without an answer)."),
        (DIRECT, Phase.REPLY, http.client.IncompleteRead(b"x", 5), ReplyLost, "(the answer ended too early)"),
        (DIRECT, Phase.REPLY, ValueError("http://joe:s3cret@proxy"), ReplyLost, "(the answer could not be read)"),
        (PROXIED, Phase.REPLY, ConnectionResetError(104, "Connection reset by peer"), ReplyLost,
         "to api.example through the proxy proxy.example:3128 broke before"),
        (DIRECT, Phase.REPLY, http.client.BadStatusLine("\x00"), ReplyUnusable, "api.example did not answer GET /v1/x by HTTP. Check api_host"),
        (DIRECT, Phase.REPLY, http.client.LineTooLong("header line"), ReplyUnusable,
         "The head of the reply of api.example to GET /v1/x is longer than is taken."),
        (DIRECT, Phase.REPLY, http.client.HTTPException("got more than 100 headers"), ReplyUnusable, "is longer than is taken"),
    ],
)
def test_a_failure_by_what_was_seen(attempt, phase, exc, kind, message):
    found, words = told(attempt, phase, exc)
    assert (found, message in words, words) == (kind, True, words)
    assert "tok3n" not in words and "s3cret" not in words and words.isprintable()
    # The libraries wrap it, each version in its own way.
    for wrapped in (requests.ConnectionError(exc), urllib3.exceptions.ProtocolError("x", exc), requests.exceptions.SSLError(urllib3.exceptions.SSLError(exc))):
        assert told(attempt, phase, wrapped) == (found, words)


@pytest.mark.parametrize(
    "attempt, phase, kind, who, what",
    [
        (DIRECT, Phase.LOOK_UP, NotSent, "api.example was waited for", "name was not looked up"),
        (PROXIED, Phase.LOOK_UP, NotSent, "the proxy proxy.example:3128 was waited for", "name was not looked up"),
        (DIRECT, Phase.CONNECT, NotSent, "api.example was waited for", "did not take the connection"),
        (PROXIED, Phase.CONNECT, NotSent, "the proxy proxy.example:3128 was waited for", "Check https_proxy"),
        (PROXIED, Phase.PROXY_TLS, NotSent, "the proxy proxy.example:3128 was waited for", "TLS handshake"),
        (PROXIED, Phase.PROXY, NotSent, "the proxy proxy.example:3128 was waited for", "did not connect to api.example"),
        (PROXIED, Phase.TLS, NotSent, "api.example was waited for", "TLS handshake. Check api_host"),
        (DIRECT, Phase.REPLY, ReplyLost, "api.example did not finish its answer to GET /v1/x within 2.5 s", "request_timeout"),
    ],
)
def test_what_was_waited_for_at_the_deadline(attempt, phase, kind, who, what):
    for exc in (socket.timeout("timed out"), ssl.SSLError("The handshake operation timed out")):
        found, words = told(attempt, phase, exc, over=True)
        assert (found, who in words, what in words, "within 2.5 s" in words, words) == (kind, True, True, True, words)


def test_a_reply_that_is_too_long_is_told_as_that_first():
    kind, words = told(DIRECT, Phase.REPLY, socket.timeout("x"), over=True, too_long=True)
    assert kind is ReplyTooLong and "longer than 4 MiB" in words


def test_the_cause_that_lies_deepest_is_told():
    inner = OSError("wrapped")
    inner.__cause__ = ConnectionRefusedError(111, "Connection refused")
    outer = ValueError(inner)
    outer.__cause__ = ConnectionResetError(104, "Connection reset by peer")
    assert "(Connection refused)" in told(DIRECT, Phase.CONNECT, outer)[1]


def test_causes_that_go_round_in_a_circle_are_no_trouble():
    one, other = OSError("x"), ValueError("y")
    one.__cause__, other.__cause__ = other, one
    assert told(DIRECT, Phase.CONNECT, one)[0] is NotSent
