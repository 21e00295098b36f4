# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The proxy of a FAST node: a plain forward HTTP proxy to targets on this machine, which records what passes it.

A test client uses it as HTTP_PROXY. Without a run to record for it proxies all the same. Each connection carries one
request.
"""

from __future__ import annotations

import http.client
import socket
import socketserver
import threading
import typing as t
from http.server import BaseHTTPRequestHandler

from .forwarding import TARGET_SECONDS, Refusal, Request, Response, fetch, read_request
from .loopback import netloc
from .recorder import Recorder

CLIENT_SECONDS = 30.0


class NodeProxy(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """Listens from the time it is made until `stop()`; `say` takes lines for the user."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, recorder: Recorder, address: t.Tuple[str, int], say: t.Callable[..., None]) -> None:
        self.recorder = recorder
        self.say = say
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, _Handler)
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True, name="node proxy")
        self._thread.start()

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def url(self) -> str:
        return "http://" + netloc(str(self.server_address[0]), self.port)

    def stop(self) -> None:
        """Accept nothing more. A request under way ends by itself."""
        self.shutdown()
        self.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    timeout = CLIENT_SECONDS
    server: t.Any

    def handle(self) -> None:
        """A client that goes away is nothing to report."""
        try:
            super().handle()
        except OSError:
            self.close_connection = True

    def _forward(self) -> None:
        self.close_connection = True
        recorder = self.server.recorder
        try:
            request = read_request(self.command, self.path, self.headers, self.rfile)
            record = recorder.current()
            response = _fetch(request)
            if record is not None:
                recorder.record(record, request.host)
        except Refusal as refusal:
            response = refusal.response()
        self._send(response)
        self.server.say("%s: %s %s -> %d", recorder.node.name, self.command, self.path, response.status)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_CONNECT = _forward

    def _send(self, response: Response) -> None:
        self.send_response_only(response.status, response.reason or None)
        for name, value in response.headers:
            self.send_header(name, value)
        if response.length is not None:
            self.send_header("Content-Length", str(response.length))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def log_message(self, format: str, *args: t.Any) -> None:
        """`_forward` says what there is to say."""


def _fetch(request: Request) -> Response:
    try:
        return fetch(request)
    except socket.timeout:
        raise Refusal(504, "the target said nothing for %d seconds" % TARGET_SECONDS) from None
    except (OSError, http.client.HTTPException) as error:
        raise Refusal(502, "the target can't be reached or gave no proper reply: %s" % error) from error
