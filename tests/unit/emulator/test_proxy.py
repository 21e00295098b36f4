# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A FAST node's proxy: what it passes on, and what it refuses. What it records is in test_recorder.py."""

from __future__ import annotations

import socket
import threading
import typing as t
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from ansible_collections.wallarm.fast.tests.emulator import NODE_ID, SECOND_NODE_ID, Emulator, forwarding

SECONDS = 5


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was asked; the path chooses how."""

    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        size = int(self.headers.get("Content-Length", 0))
        self.server.seen.append((self.command, self.path, list(self.headers.items()), self.rfile.read(size)))
        if self.path == "/silence":
            self.server.ended.wait(SECONDS)
            return
        if self.path == "/nonsense":
            self.wfile.write(b"What?\r\n\r\n")
            self.close_connection = True
            return
        status = int(self.path[1:]) if self.path[1:].isdigit() else 200
        self.send_response_only(status, "Fine" if status == 299 else None)
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.send_header("Keep-Alive", "timeout=5")
        self.send_header("X-Only-Here", "1")
        self.send_header("Connection", "keep-alive, X-Only-Here")
        if self.path == "/chunked":
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
            return
        if self.path == "/short":
            self.close_connection = True
            self.send_header("Content-Length", "200")
        elif status not in (204, 304):
            self.send_header("Content-Length", "100")
        self.end_headers()
        if self.command != "HEAD" and status not in (204, 304):
            self.wfile.write(b"x" * 100)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = answer

    def log_message(self, format: str, *args: t.Any) -> None:
        pass


class Target(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Echo)
        self.seen: t.List[t.Tuple[str, str, t.List[t.Tuple[str, str]], bytes]] = []
        self.ended = threading.Event()
        self.url = "http://127.0.0.1:%d" % self.server_port


@pytest.fixture
def target() -> t.Iterator[Target]:
    """An application to ask through the proxy."""
    with Target() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.ended.set()
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def fast() -> t.Iterator[Emulator]:
    """An emulator whose first node has its proxy; no test here changes anything in it."""
    with Emulator(tls=False, proxy=True) as emulator:
        yield emulator


@pytest.fixture
def through(fast: Emulator) -> t.Iterator[requests.Session]:
    """A client that sends everything through the proxy."""
    with requests.Session() as session:
        session.trust_env = False
        session.proxies = {"http": fast.proxy_url}
        yield session


def raw(fast: Emulator, request: bytes) -> bytes:
    """All that comes back for these bytes."""
    host, _colon, port = fast.proxy_url[len("http://"):].partition(":")
    with socket.create_connection((host, int(port)), timeout=SECONDS) as plain:
        plain.sendall(request)
        received = b""
        while True:
            part = plain.recv(65536)
            if not part:
                return received
            received += part


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_every_method_is_passed_on_with_its_body(through: requests.Session, target: Target, method: str) -> None:
    body = b"" if method in ("GET", "HEAD") else b"\x00\xffbody"
    reply = through.request(method, target.url + "/a%20b;c?q=1&q=%2F", data=body, timeout=SECONDS)
    assert reply.status_code == 200
    assert reply.content == (b"" if method == "HEAD" else b"x" * 100)
    assert reply.headers["Content-Length"] == "100"
    ((seen, path, headers, received),) = target.seen
    assert (seen, path, received) == (method, "/a%20b;c?q=1&q=%2F", body)
    assert dict(headers)["Host"] == target.url[len("http://"):]


def test_headers_of_a_connection_are_not_passed_on(fast: Emulator, target: Target) -> None:
    reply = raw(fast, b"GET %s/ HTTP/1.1\r\nHost: elsewhere\r\nX-Mine: 1\r\nX-Mine: 2\r\nX-Hop: 1\r\n"
                      b"Proxy-Authorization: Basic eDp5\r\nProxy-Connection: keep-alive\r\nTE: trailers\r\n"
                      b"Upgrade: websocket\r\nConnection: upgrade, X-Hop\r\n\r\n" % target.url.encode())
    ((_method, _path, headers, _body),) = target.seen
    assert headers == [("Host", target.url[len("http://"):]), ("X-Mine", "1"), ("X-Mine", "2")]
    head = reply.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    assert head == ["HTTP/1.1 200 OK", "Set-Cookie: a=1", "Set-Cookie: b=2", "Content-Length: 100", "Connection: close"]


@pytest.mark.parametrize("status, size", [(204, 0), (304, 0), (404, 100), (500, 100), (299, 100)])
def test_the_reply_is_the_targets_own(through: requests.Session, target: Target, status: int, size: int) -> None:
    reply = through.get("%s/%d" % (target.url, status), timeout=SECONDS)
    assert (reply.status_code, len(reply.content)) == (status, size)
    if status == 299:
        assert reply.reason == "Fine"


def test_chunked_bodies_are_passed_on_whole_both_ways(through: requests.Session, target: Target) -> None:
    reply = through.post(target.url + "/chunked", data=iter([b"one", b"two"]), timeout=SECONDS)
    assert (reply.content, reply.headers["Content-Length"]) == (b"abcde", "5")
    assert "Transfer-Encoding" not in reply.headers
    ((_method, _path, headers, body),) = target.seen
    assert (body, dict(headers)["Content-Length"]) == (b"onetwo", "6")


def test_localhost_is_this_machine_too(through: requests.Session, target: Target) -> None:
    assert through.get("http://localhost:%d/" % target.server_port, timeout=SECONDS).status_code == 200


@pytest.mark.parametrize("host", ["example.com", "192.0.2.1", "0.0.0.0", "[2001:db8::1]", "localhost.example.com"])
def test_other_machines_are_refused(through: requests.Session, host: str) -> None:
    reply = through.get("http://%s/" % host, timeout=SECONDS)
    assert reply.status_code == 403
    assert "this machine only" in reply.text


@pytest.mark.parametrize(
    "line, status, words",
    [
        (b"CONNECT 127.0.0.1:443 HTTP/1.1", 501, b"plain HTTP"),
        (b"GET https://127.0.0.1/ HTTP/1.1", 501, b"plain HTTP"),
        (b"GET ftp://127.0.0.1/ HTTP/1.1", 501, b"plain HTTP"),
        (b"GET / HTTP/1.1", 400, b"this is a proxy"),
        (b"GET http://[/ HTTP/1.1", 400, b"no URL"),
        (b"GET http://127.0.0.1:x/ HTTP/1.1", 400, b"no URL"),
        (b"GET http://127.0.0.1:99999/ HTTP/1.1", 400, b"no URL"),
        (b"GET http:///x HTTP/1.1", 403, b"this machine only"),
        (b"GET http://127.0.0.1:9/\xff HTTP/1.1", 400, b"can't be passed on"),
        (b"POST http://127.0.0.1:9/ HTTP/1.1\r\nContent-Length: many", 400, b"no number"),
        (b"POST http://127.0.0.1:9/ HTTP/1.1\r\nContent-Length: 99999999", 413, b"longer than"),
        (b"POST http://127.0.0.1:9/ HTTP/1.1\r\nTransfer-Encoding: gzip", 501, b"transfer coding"),
        (b"POST http://127.0.0.1:9/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz", 400, b"can't be read"),
        (b"BREW http://127.0.0.1:9/ HTTP/1.1", 501, b"BREW"),
    ],
)
def test_what_it_cannot_do_it_says(fast: Emulator, line: bytes, status: int, words: bytes) -> None:
    reply = raw(fast, line + b"\r\n\r\n")
    assert reply.startswith(b"HTTP/1.1 %d " % status)
    assert words in reply


def test_a_refusal_of_head_has_no_body(fast: Emulator) -> None:
    head, _blank, body = raw(fast, b"HEAD http://example.com/ HTTP/1.1\r\n\r\n").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 403 ") and body == b""


def test_a_target_that_is_not_there_is_a_502(through: requests.Session) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        reply = through.get("http://127.0.0.1:%d/" % unused.getsockname()[1], timeout=SECONDS)
    assert reply.status_code == 502
    assert reply.text.startswith("FAST node proxy: the target can't be reached")


@pytest.mark.parametrize("path", ["/nonsense", "/short"])
def test_so_is_one_that_gives_no_proper_reply(through: requests.Session, target: Target, path: str) -> None:
    assert through.get(target.url + path, timeout=SECONDS).status_code == 502


def test_a_target_that_says_nothing_is_a_504(
    monkeypatch: pytest.MonkeyPatch, through: requests.Session, target: Target
) -> None:
    monkeypatch.setattr(forwarding, "TARGET_SECONDS", 0.2)
    assert through.get(target.url + "/silence", timeout=SECONDS).status_code == 504


def test_a_reply_that_is_too_long_is_a_502(
    monkeypatch: pytest.MonkeyPatch, through: requests.Session, target: Target
) -> None:
    monkeypatch.setattr(forwarding, "MAX_BODY", 99)
    assert "longer than" in through.get(target.url + "/", timeout=SECONDS).text


def test_a_client_that_goes_away_causes_no_noise(fast: Emulator, target: Target, capfd: t.Any) -> None:
    port = int(fast.proxy_url.rpartition(":")[2])
    for start in (b"", b"GET %s/silence HTTP/1.1\r\n\r\n" % target.url.encode(), b"POST http://127.0.0.1/"):
        with socket.create_connection(("127.0.0.1", port)) as plain:
            plain.sendall(start)
    target.ended.set()
    with requests.Session() as session:
        session.trust_env = False
        assert session.get(target.url + "/", proxies={"http": fast.proxy_url}, timeout=SECONDS).status_code == 200
    assert capfd.readouterr() == ("", "")


def test_it_talks_when_asked_to(target: Target, capfd: t.Any) -> None:
    with Emulator(tls=False, proxy=True, verbose=True) as fast, requests.Session() as session:
        session.trust_env = False
        session.get(target.url + "/x", proxies={"http": fast.proxy_url}, timeout=SECONDS)
    assert "fast-node-1: GET %s/x -> 200" % target.url in capfd.readouterr().err


# Which nodes have one


def test_without_being_asked_for_there_is_no_proxy() -> None:
    with Emulator(tls=False) as fast:
        assert (fast.proxy_url, fast.proxy_urls) == ("", {})


def test_each_node_can_have_its_own() -> None:
    with Emulator(tls=False, proxy=(SECOND_NODE_ID, NODE_ID)) as fast:
        assert list(fast.proxy_urls) == [SECOND_NODE_ID, NODE_ID]
        assert fast.proxy_url == fast.proxy_urls[SECOND_NODE_ID]
        assert len(set(fast.proxy_urls.values())) == 2
    assert fast.proxy_urls == {}


def test_a_node_that_does_not_exist_has_none() -> None:
    with pytest.raises(ValueError, match="no FAST node 99"):
        Emulator(proxy=(99,))


def test_its_port_can_be_chosen_and_must_be_free() -> None:
    with Emulator(tls=False, proxy=True) as fast:
        port = int(fast.proxy_url.rpartition(":")[2])
        with pytest.raises(OSError):
            Emulator(proxy=True, proxy_port=port).start()
    with Emulator(tls=False, proxy=True, proxy_port=port) as fast:
        assert fast.proxy_url == "http://127.0.0.1:%d" % port


def test_it_is_gone_when_the_emulator_is(target: Target) -> None:
    with Emulator(tls=False, proxy=True) as fast:
        url = fast.proxy_url
    with requests.Session() as session, pytest.raises(requests.ConnectionError):
        session.trust_env = False
        session.get(target.url + "/", proxies={"http": url}, timeout=SECONDS)
