# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A relay that hands on what a server says byte by byte, its TLS handshake too, which no program here can be told to do."""

from __future__ import annotations

import socket
import socketserver
import threading
import time
import typing as t

INTERVAL = 0.1


class Dripping(socketserver.ThreadingTCPServer):
    """Listens before the server at `port` of 127.0.0.1 from `start()` to `stop()`."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Relay)
        self.server_port = port
        self.host = "127.0.0.1:%d" % self.server_address[1]
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()


class _Relay(socketserver.BaseRequestHandler):
    """One connection."""

    request: socket.socket
    server: t.Any

    def handle(self) -> None:
        with socket.create_connection(("127.0.0.1", self.server.server_port)) as server:
            threading.Thread(target=_hand_on, args=(self.request, server, 65536, 0.0), daemon=True).start()
            _hand_on(server, self.request, 1, INTERVAL)


def _hand_on(source: socket.socket, target: socket.socket, size: int, interval: float) -> None:
    """Until one of both is gone."""
    try:
        while data := source.recv(size):
            target.sendall(data)
            time.sleep(interval)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass
