# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One connection: reads requests, has them answered, and sends replies the way a fault wants.

Werkzeug's own handler ends the connection after each reply. A client's reuse of connections is one of the things to be
tested, so this handler keeps them open, and sends a whole reply in one piece.
"""

from __future__ import annotations

import dataclasses
import io
import json
import os
import socket
import struct
import time
import typing as t

from werkzeug.datastructures import Headers
from werkzeug.serving import DechunkedInput
from werkzeug.wrappers import Response

from .api import TOKEN_HEADER
from .control import PREFIX
from .serving import Handler


@dataclasses.dataclass
class Call:
    """One request. `status` is None until a reply is chosen, and stays None where a fault sends none."""

    method: str
    #: Without the query string.
    path: str
    query: str
    #: Case-insensitive; the token header is left out.
    headers: t.Any
    #: Did it carry a token header?
    has_token: bool
    #: The request body as text, "" when there was none.
    body: str
    #: Which connection it came on, counted from 1.
    connection: int
    #: Unix time of arrival, real and not emulated.
    time: float
    status: int | None = None
    #: The kind of the fault that it met.
    fault: str | None = None

    @property
    def json(self) -> t.Any:
        """The request body parsed as JSON, None when there was none."""
        return json.loads(self.body) if self.body else None

    def as_dict(self) -> dict[str, t.Any]:
        """For the control routes."""
        return {**vars(self), "headers": dict(self.headers)}


class Connection(Handler):
    """Serves one connection; `server` is a server.HttpsServer."""

    server: t.Any

    def setup(self) -> None:
        super().setup()
        self.number = next(self.server.numbers)

    def run_wsgi(self) -> None:
        """Answer one request."""
        emulator = self.server.emulator
        environ = self.make_environ()
        body = self._body(environ)
        environ.update({"wsgi.input": io.BytesIO(body), "wsgi.input_terminated": True})
        if environ["PATH_INFO"].startswith(PREFIX):
            self._send(self._answer(environ))
            return
        call = self._call(environ, body)
        emulator.log_call(call)
        fault = emulator.take_fault(call)
        self._wait(emulator.latency)
        if fault is None:
            reply = self._answer(environ)
            call.status = reply.status_code
            self._send(reply)
            return
        call.fault = fault.kind
        if fault.kind == "reset":
            self._reset()
            return
        environ.update(fault.environ)
        good = self._answer(environ) if fault.processed else None
        if fault.kind == "lost_reply":
            self.close_connection = True
            return
        reply = fault.reply(good, self.headers.get(TOKEN_HEADER, ""), call.query)
        call.status = reply.status_code
        getattr(self, "_send_" + fault.kind, self._send)(reply, **fault.options)

    def _body(self, environ: dict[str, t.Any]) -> bytes:
        stream = environ["wsgi.input"]
        if isinstance(stream, DechunkedInput):
            return stream.read()
        return t.cast(bytes, stream.read(int(environ.get("CONTENT_LENGTH") or 0)))

    def _call(self, environ: dict[str, t.Any], body: bytes) -> Call:
        headers = Headers(list(self.headers.items()))
        has_token = TOKEN_HEADER in headers
        headers.remove(TOKEN_HEADER)
        return Call(
            method=self.command,
            path=environ["PATH_INFO"],
            query=environ["QUERY_STRING"],
            headers=headers,
            has_token=has_token,
            body=body.decode("utf-8", "replace"),
            connection=self.number,
            time=time.time(),
        )

    def _answer(self, environ: dict[str, t.Any]) -> Response:
        """Have the application answer; one request at a time, as the cloud's state is shared."""
        with self.server.emulator.cloud.lock:
            return Response.from_app(self.server.app, environ, buffered=True)

    def _head(self, reply: Response) -> bytes:
        headers = [*reply.headers, ("Date", self.date_time_string())]
        if self.close_connection:
            headers.append(("Connection", "close"))
        lines = ["HTTP/1.1 " + reply.status, *("%s: %s" % header for header in headers)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")

    def _send(self, reply: Response, **_options: t.Any) -> None:
        self.wfile.write(self._head(reply) + (b"" if self.command == "HEAD" else reply.get_data()))

    # As faults want it: a method for each kind that isn't sent as usual, with the options of that kind

    def _reset(self) -> None:
        """End the connection with a TCP RST. The file objects on it would put a plain close off, hence the detach."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())

    def _send_slow(self, reply: Response, seconds: float) -> None:
        self._wait(seconds)
        self._send(reply)

    def _send_drip(self, reply: Response, interval: float) -> None:
        self.wfile.write(self._head(reply))
        self._drip(reply.get_data(), interval)

    def _send_drip_headers(self, reply: Response, interval: float) -> None:
        self._drip(self._head(reply) + reply.get_data(), interval)

    def _drip(self, data: bytes, interval: float) -> None:
        for index in range(len(data)):
            if self._wait(interval):
                self.close_connection = True
                return
            self.wfile.write(data[index : index + 1])

    def _send_endless(self, reply: Response, chunked: bool, block: int, interval: float) -> None:
        self.close_connection = True
        del reply.headers["Content-Length"]
        if chunked:
            reply.headers["Transfer-Encoding"] = "chunked"
        self.wfile.write(self._head(reply))
        data = b'{"status": 200, "body": "'
        while not self.server.ending.is_set():
            self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data) if chunked else data)
            self._wait(interval)
            data = b"x" * block

    def _send_cut(self, reply: Response, keep: float, honest_length: bool) -> None:
        whole = reply.get_data()
        reply.set_data(whole[: int(len(whole) * keep)])
        if not honest_length:
            self.close_connection = True
            reply.headers["Content-Length"] = str(len(whole))
        self._send(reply)

    def _send_hang_up(self, reply: Response) -> None:
        reply.headers["Connection"] = "keep-alive"
        self._send(reply)
        self.close_connection = True

    def _wait(self, seconds: float) -> bool:
        """Wait in real time; True, at once, when the server is to end."""
        return bool(seconds > 0 and self.server.ending.wait(seconds))
