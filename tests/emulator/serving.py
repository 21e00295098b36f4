# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A WSGI application on 127.0.0.1, and what a program does that serves one until it is told to end."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import socket
import ssl
import sys
import threading
import typing as t
from pathlib import Path

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

HANDSHAKE_SECONDS = 10.0


class Handler(WSGIRequestHandler):
    """One connection. Says nothing of the requests on it."""

    disable_nagle_algorithm = True
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: t.Any) -> None:
        """Say nothing."""


class Served(ThreadedWSGIServer):
    """Serves `app` inside a `with`, in a thread for each connection; with TLS if there is a context for it.

    On this machine only: the tokens here are known to everybody, and the control routes need none.
    """

    block_on_close = False

    def __init__(self, app: t.Any, port: int = 0, tls: ssl.SSLContext | None = None, handler: type[Handler] = Handler) -> None:
        # Werkzeug by itself would end the process over a port that is taken.
        with socket.create_server(("127.0.0.1", port), backlog=128) as listening:
            super().__init__("127.0.0.1", listening.getsockname()[1], app, handler, fd=listening.fileno())
        self.ssl_context = tls
        self.url = "%s://127.0.0.1:%d" % ("https" if tls else "http", self.port)
        #: Set when the end has come, so that nobody waits for anything.
        self.ending = threading.Event()
        self._connections: set[socket.socket] = set()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True, name="serving")

    def __enter__(self) -> t.Any:
        self._thread.start()
        return self

    def __exit__(self, *details: t.Any) -> None:
        """Stop listening and end every connection."""
        self.ending.set()
        self.shutdown()
        self._thread.join()
        for connection in list(self._connections):
            with contextlib.suppress(OSError):
                # Not SSLSocket.shutdown: that takes the TLS object away from the thread that reads.
                socket.socket.shutdown(connection, socket.SHUT_RDWR)

    def finish_request(self, request: t.Any, client_address: t.Any) -> None:
        """Runs in the connection's own thread, TLS included: a slow handshake must not hold up other clients."""
        if self.ssl_context is not None:
            request.settimeout(HANDSHAKE_SECONDS)
            request = self.ssl_context.wrap_socket(request, server_side=True)
            request.settimeout(None)
        self._connections.add(request)
        try:
            super().finish_request(request, client_address)
        finally:
            self._connections.discard(request)
            self.shutdown_request(request)

    def handle_error(self, request: t.Any, client_address: t.Any) -> None:
        """A client that went away, or doesn't trust the certificate, is nothing to report."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


# Programs


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of every program that serves."""
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: any free one)")
    parser.add_argument("--port-file", type=Path, metavar="FILE", help="write the port here once it is listening")
    parser.add_argument("--pid-file", type=Path, metavar="FILE", help="write the process id here")
    parser.add_argument("--end-after", type=seconds, metavar="SECONDS", help="end by itself after so long (default: never)")


def seconds(text: str) -> float:
    """An option that is a number of seconds."""
    value = float(text)
    if not 0 <= value < float("inf"):
        raise ValueError("no number of seconds")
    return value


def ended_by_a_signal() -> threading.Event:
    """Is set by SIGINT and SIGTERM from now on."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_details: ended.set())
    return ended


@contextlib.contextmanager
def written(*files: tuple[Path | None, str]) -> t.Iterator[None]:
    """Each path with its text while the `with` lasts, in this order; None is no file."""
    made = []
    try:
        for path, text in files:
            if path is not None:
                write_atomically(path, text)
                made.append(path)
        yield
    finally:
        for path in made:
            path.unlink(missing_ok=True)


def write_atomically(path: Path, text: str) -> None:
    """Who waits for the file to appear must never read half of it."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)
