# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One request through a proxy: what the client meant, what the target is sent, and what the client gets back."""

from __future__ import annotations

import http.client
import io
import typing as t
from email.message import Message
from urllib.parse import urlsplit

from werkzeug.serving import DechunkedInput

from .loopback import is_loopback

MAX_BODY = 16 * 1024 * 1024
TARGET_SECONDS = 30.0
_BLOCK = 65536
_TOO_LONG = "the body of the %%s is longer than %d bytes" % MAX_BODY

Headers = t.List[t.Tuple[str, str]]

#: They belong to one connection and not to the message (RFC 9110, section 7.6.1).
_HOP_BY_HOP = frozenset((
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
))
#: Written anew, since the body is passed on whole and the target may have another name in the URL than in Host.
_WRITTEN_ANEW = frozenset(("content-length", "expect", "host"))


class Refusal(Exception):
    """The proxy answers by itself: the HTTP status and a sentence."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status

    def response(self) -> Response:
        """As the client gets it."""
        text = ("FAST node proxy: %s\n" % self).encode("utf-8", "replace")
        return Response(self.status, "", [("Content-Type", "text/plain; charset=utf-8")], text, len(text))


class Request(t.NamedTuple):
    """What the target is asked."""

    method: str
    host: str
    port: int
    path: str
    headers: Headers
    body: bytes


class Response(t.NamedTuple):
    """What the client gets."""

    status: int
    reason: str
    headers: Headers
    body: bytes
    #: The Content-Length: of a body that isn't sent, too, as after HEAD. None for no such header.
    length: t.Union[int, str, None]


def read_request(method: str, url: str, headers: Message, stream: t.BinaryIO) -> Request:
    """The request on `stream`, whose head has been read already; raises Refusal.

    The body is read before anything is refused: a connection closed with unread data in it may lose the reply.
    """
    if method == "CONNECT":
        raise Refusal(501, "it records plain HTTP only, so there is no CONNECT; use an http:// URL")
    body = _read_body(headers, stream)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 80
    except ValueError:
        raise Refusal(400, "%r is no URL" % url) from None
    if not parts.scheme:
        raise Refusal(400, "this is a proxy: ask it for a whole URL, as a client does that has it as its HTTP proxy")
    if parts.scheme != "http":
        raise Refusal(501, "it speaks plain HTTP only, not %s" % parts.scheme)
    if not is_loopback(host):
        raise Refusal(403, "it forwards to this machine only (127.0.0.1, ::1, localhost), not to %r" % host)
    path = (parts.path or "/") + ("?" + parts.query if parts.query else "")
    kept = end_to_end(headers.items(), _WRITTEN_ANEW)
    kept.insert(0, ("Host", parts.netloc.rpartition("@")[2]))
    if body or "Content-Length" in headers or "Transfer-Encoding" in headers:
        kept.append(("Content-Length", str(len(body))))
    return Request(method, host, port, path, kept, body)


def fetch(request: Request) -> Response:
    """Ask the target; raises OSError or HTTPException where it gives no proper reply, and Refusal."""
    connection = http.client.HTTPConnection(request.host, request.port, timeout=TARGET_SECONDS)
    try:
        try:
            connection.putrequest(request.method, request.path, skip_host=True, skip_accept_encoding=True)
            for name, value in request.headers:
                connection.putheader(name, value)
        except (ValueError, http.client.InvalidURL) as error:
            raise Refusal(400, "the request can't be passed on: %s" % error) from error
        connection.endheaders(request.body or None)
        reply = connection.getresponse()
        body = _read_reply(reply)
    finally:
        connection.close()
    headers = end_to_end(reply.getheaders(), frozenset(("content-length",)))
    without_body = request.method == "HEAD" or reply.status < 200 or reply.status in (204, 304)
    length = reply.getheader("Content-Length") if without_body else len(body)
    return Response(reply.status, reply.reason, headers, body, length)


def end_to_end(headers: t.Iterable[t.Tuple[str, str]], also_without: t.AbstractSet[str]) -> Headers:
    """The headers that are passed on: none that belong to the connection, nor those that Connection names."""
    every = list(headers)
    named = {part.strip().lower() for name, value in every if name.lower() == "connection" for part in value.split(",")}
    dropped = _HOP_BY_HOP | also_without | named
    return [(name, value) for name, value in every if name.lower() not in dropped]


def _read_body(headers: Message, stream: t.BinaryIO) -> bytes:
    coding, length = headers.get("Transfer-Encoding"), headers.get("Content-Length", "0")
    try:
        if coding is not None:
            if coding.strip().lower() != "chunked":
                raise Refusal(501, "it doesn't know the transfer coding %r" % coding)
            body = io.BufferedReader(t.cast(io.RawIOBase, DechunkedInput(stream))).read(MAX_BODY + 1)
        elif not (length.isascii() and length.isdigit() and len(length) < 20):
            raise Refusal(400, "Content-Length %r is no number" % length)
        else:
            size = int(length)
            body = stream.read(size) if size <= MAX_BODY else b""
            if len(body) < size <= MAX_BODY:
                raise Refusal(400, "the request ended before its body did")
            if size > MAX_BODY:
                raise Refusal(413, _TOO_LONG % "request")
    except (ValueError, OSError) as error:
        raise Refusal(400, "the request's body can't be read: %s" % error) from error
    if len(body) > MAX_BODY:
        raise Refusal(413, _TOO_LONG % "request")
    return body


def _read_reply(reply: http.client.HTTPResponse) -> bytes:
    parts, size = [], 0
    while size <= MAX_BODY:
        part = reply.read(_BLOCK)
        if not part:
            if reply.length:
                raise http.client.IncompleteRead(b"".join(parts), reply.length)
            return b"".join(parts)
        parts.append(part)
        size += len(part)
    raise Refusal(502, _TOO_LONG % "reply")
