# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTTPS server: one thread per connection, TLS included."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
import traceback
import typing as t

from .wire import Handler

if t.TYPE_CHECKING:
    from .server import Emulator

HANDSHAKE_SECONDS = 10.0


class HttpsServer(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """One thread per connection. The attributes without a comment are those that werkzeug's handler asks for."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    multithread = True
    multiprocess = False
    passthrough_errors = False
    _server_version = "emulator"

    def __init__(self, emulator: Emulator, address: t.Tuple[str, int], context: t.Optional[ssl.SSLContext]) -> None:
        self.emulator = emulator
        self.app = emulator.app
        self.ssl_context = context
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        #: Set when the server stops, so that no fault holds it up.
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._open: t.Dict[socket.socket, int] = {}
        self._accepted = 0
        super().__init__(address, Handler)

    def process_request_thread(self, request: t.Any, client_address: t.Any) -> None:
        """Runs in the connection's own thread: a slow handshake must not hold up other clients."""
        try:
            request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.ssl_context is not None:
                request.settimeout(HANDSHAKE_SECONDS)
                request = self.ssl_context.wrap_socket(request, server_side=True)
                request.settimeout(None)
            self._remember(request)
            self.finish_request(request, client_address)
        except OSError:
            # The client gave up, or does not trust the certificate.
            pass
        except Exception:  # pylint: disable=broad-except
            self.handle_error(request, client_address)
        finally:
            self.forget(request)
            self.shutdown_request(request)

    def number_of(self, connection: socket.socket) -> int:
        return self._open[connection]

    def forget(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.pop(connection, None)

    def stop(self) -> None:
        """End the accept loop, the faults under way and every connection."""
        self.stopping.set()
        self.shutdown()
        self.server_close()
        with self._lock:
            for connection in self._open:
                try:
                    # Not SSLSocket.shutdown: that takes the TLS object away from the thread that reads.
                    socket.socket.shutdown(connection, socket.SHUT_RDWR)
                except OSError:
                    pass

    def _remember(self, connection: socket.socket) -> None:
        with self._lock:
            self._accepted += 1
            self._open[connection] = self._accepted
            self.emulator.connections += 1

    def log(self, type: str, message: str, *args: t.Any) -> None:
        self.emulator.say(message, *args)

    def handle_error(self, request: t.Any, client_address: t.Any) -> None:
        """A mistake in the emulator itself: the one thing that is said even when it shall be silent."""
        traceback.print_exc()
