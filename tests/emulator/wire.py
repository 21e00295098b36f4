# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One connection: reads requests, has them answered, and sends replies the way a fault wants.

Werkzeug's own development handler ends the connection after each reply. A client's reuse of connections is one of the
things to be tested, so this handler keeps them open, and sends a whole reply in one piece.
"""

from __future__ import annotations

import io
import os
import socket
import struct
import time
import typing as t
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

from werkzeug.datastructures import Headers
from werkzeug.serving import DechunkedInput, WSGIRequestHandler
from werkzeug.test import run_wsgi_app

from .api import STOP_AFTER
from .calls import TOKEN_HEADER, Call
from .control import PREFIX
from .faults import Fault
from .records import NEVER
from .replies import Reply, spoil

MAX_REQUEST_BODY = 1024 * 1024


class Handler(WSGIRequestHandler):
    """Serves one connection; `server` is an https.HttpsServer."""

    protocol_version = "HTTP/1.1"
    server: t.Any

    def setup(self) -> None:
        super().setup()
        self.number = self.server.number_of(self.connection)

    def handle(self) -> None:
        """Requests until the client goes away, in whatever way; that is nothing to report."""
        try:
            BaseHTTPRequestHandler.handle(self)
        except OSError:
            self.close_connection = True

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:
            pass

    def run_wsgi(self) -> None:
        """Answer one request."""
        environ = self._environ()
        if environ is None:
            self._send(Reply(413, [], b""))
            return
        if environ["PATH_INFO"].startswith(PREFIX):
            self._send(self._process(environ))
            return
        body = environ["wsgi.input"].getvalue()
        call = self.server.emulator.log_call(self._call(environ, body))
        fault = self.server.emulator.take_fault(call)
        self._wait(self.server.emulator.latency)
        if fault is None:
            reply = self._process(environ)
            call.status = reply.status
            self._send(reply)
        else:
            self._fail(fault, call, environ)
        self.server.emulator.say("%s %s -> %s", call.method, self.path, call.status)

    def _environ(self) -> t.Optional[t.Dict[str, t.Any]]:
        """The WSGI environment with the body read in, None if that is too long."""
        environ = self.make_environ()
        if isinstance(environ["wsgi.input"], DechunkedInput):
            body = io.BufferedReader(t.cast(io.RawIOBase, environ["wsgi.input"])).read(MAX_REQUEST_BODY + 1)
        else:
            length = environ.get("CONTENT_LENGTH", "")
            body = self.rfile.read(min(int(length) if length.isdigit() else 0, MAX_REQUEST_BODY + 1))
        if len(body) > MAX_REQUEST_BODY:
            self.close_connection = True
            return None
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ["wsgi.input_terminated"] = True
        return environ

    def _call(self, environ: t.Dict[str, t.Any], body: bytes) -> Call:
        return Call(
            method=self.command,
            path=environ["PATH_INFO"],
            query=environ["QUERY_STRING"],
            headers=Headers([(k, v) for k, v in self.headers.items() if k.lower() != TOKEN_HEADER.lower()]),
            has_token=TOKEN_HEADER in self.headers,
            body=body.decode("utf-8", "replace"),
            connection=self.number,
            time=time.time(),
        )

    def _process(self, environ: t.Dict[str, t.Any]) -> Reply:
        """Have the application answer; one request at a time, as the cloud's state is shared."""
        with self.server.emulator.cloud.lock:
            parts, status, headers = run_wsgi_app(self.server.app, environ, buffered=True)
        kept = [(name, value) for name, value in headers.items() if name.lower() != "content-length"]
        return Reply(int(status.split()[0]), kept, b"".join(parts))

    def _fail(self, fault: Fault, call: Call, environ: t.Dict[str, t.Any]) -> None:
        """Answer, or don't, as the fault says."""
        call.fault = fault.kind
        options = fault.options
        if fault.kind == "reset":
            self._reset()
            return
        if fault.kind == "stop_takes":
            environ[STOP_AFTER] = options["seconds"]
        elif fault.kind == "stale":
            environ[STOP_AFTER] = NEVER
        good = self._process(environ) if fault.processed else None
        if fault.kind == "lost_reply":
            self.close_connection = True
            return
        continuation = parse_qs(call.query).get("continuation", [""])[-1]
        reply = spoil(fault, good, self.headers.get(TOKEN_HEADER, ""), continuation)
        if fault.kind == "slow":
            self._wait(options["seconds"])
        call.status = reply.status
        if fault.kind == "endless":
            self._send_endless(reply, options)
        elif fault.kind == "cut":
            self._send_cut(reply, options)
        elif fault.kind == "hang_up":
            self._send(reply, ("Connection", "keep-alive"))
            self.close_connection = True
        elif fault.kind == "drip":
            self._drip(self._head(reply, len(reply.body)), reply.body, options["interval"])
        elif fault.kind == "drip_headers":
            self._drip(b"", self._head(reply, len(reply.body)) + reply.body, options["interval"])
        else:
            self._send(reply)

    def _head(self, reply: Reply, length: t.Optional[int], *further: t.Tuple[str, str]) -> bytes:
        """The status line and the headers as bytes."""
        try:
            words = HTTPStatus(reply.status).phrase
        except ValueError:
            words = "Unknown"
        headers = list(reply.headers) + list(further) + [("Date", self.date_time_string())]
        if length is not None:
            headers.append(("Content-Length", str(length)))
        if self.close_connection:
            headers.append(("Connection", "close"))
        lines = ["HTTP/1.1 %d %s" % (reply.status, words)] + ["%s: %s" % header for header in headers]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")

    def _send(self, reply: Reply, *further: t.Tuple[str, str]) -> None:
        head = self._head(reply, len(reply.body), *further)
        self.wfile.write(head + (b"" if self.command == "HEAD" else reply.body))

    def _send_cut(self, reply: Reply, options: t.Dict[str, t.Any]) -> None:
        part = reply.body[: int(len(reply.body) * options["keep"])]
        self.close_connection = self.close_connection or not options["honest_length"]
        self.wfile.write(self._head(reply, len(part) if options["honest_length"] else len(reply.body)) + part)

    def _send_endless(self, reply: Reply, options: t.Dict[str, t.Any]) -> None:
        self.close_connection = True
        further = [("Transfer-Encoding", "chunked")] if options["chunked"] else []
        self.wfile.write(self._head(reply, None, *further))
        block = b'{"status": 200, "body": "'
        while not self.server.stopping.is_set():
            frame = b"%x\r\n%s\r\n" % (len(block), block) if options["chunked"] else block
            self.wfile.write(frame)
            self._wait(options["interval"])
            block = b"x" * options["block"]

    def _drip(self, at_once: bytes, slowly: bytes, interval: float) -> None:
        self.wfile.write(at_once)
        for index in range(len(slowly)):
            if self._wait(interval):
                self.close_connection = True
                return
            self.wfile.write(slowly[index: index + 1])

    def _wait(self, seconds: float) -> bool:
        """Wait in real time; True, at once, when the server is being stopped."""
        return bool(seconds > 0 and self.server.stopping.wait(seconds))

    def _reset(self) -> None:
        """End the connection with a TCP RST. The file objects on it would put a plain close off, hence the detach."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.server.forget(self.connection)
        os.close(self.connection.detach())

    def log(self, type: str, message: str, *args: t.Any) -> None:
        self.server.emulator.say(message, *args)
