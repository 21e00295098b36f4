# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Servers and proxies on loopback that do what no good one does."""

from __future__ import annotations

import socket
import ssl
import threading
import time
import typing as t


class Listener:
    """A TCP server on loopback that keeps what it is sent, and answers as told.

    :param answer: bytes sent to every client after its first bytes arrived.
    :param hold: whether to keep the connection open after that.
    """

    def __init__(self, answer: bytes = b"", hold: bool = False, host: str = "127.0.0.1") -> None:
        self.received = b""
        self.accepted = 0
        self._answer, self._hold = answer, hold
        self._socket = socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        self.port = self._socket.getsockname()[1]
        self._over = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                client, _address = self._socket.accept()
            except OSError:
                return
            self.accepted += 1
            threading.Thread(target=self._talk, args=(client,), daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        with client:
            try:
                self.received += client.recv(65536)
                client.sendall(self._answer)
                if self._hold:
                    self._over.wait(30)
            except OSError:
                pass

    def __enter__(self) -> Listener:
        return self

    def __exit__(self, *exc: object) -> None:
        self._over.set()
        self._socket.close()


class Tunnel(Listener):
    """A proxy that grants every CONNECT and leads it to one port on loopback.

    :param target: that port.
    """

    def __init__(self, target: int, host: str = "127.0.0.1") -> None:
        self.asked = b""
        self._target = target
        super().__init__(host=host)

    def _talk(self, client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", self._target)) as server:
            self.asked += client.recv(65536)
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=self._pass_on, args=(server, client), daemon=True)
            back.start()
            self._pass_on(client, server)
            back.join(5)

    def _pass_on(self, source: socket.socket, to: socket.socket) -> None:
        try:
            while True:
                data = source.recv(65536)
                to.sendall(data)
                if not data:
                    to.shutdown(socket.SHUT_WR)
                    return
        except OSError:
            pass


class TlsListener(Listener):
    """A TCP server on loopback that speaks TLS.

    :param context: its certificate, and how it speaks TLS.
    :param answers: bytes sent after each further request on a connection; a number among them is a pause in seconds. The last is
        sent again for every request after it.
    """

    def __init__(self, context: ssl.SSLContext, answers: t.Sequence[t.Sequence[bytes | float]] = (), hold: bool = True) -> None:
        self._context = context
        self._answers = answers
        super().__init__(hold=hold)

    def _talk(self, client: socket.socket) -> None:
        try:
            with self._context.wrap_socket(client, server_side=True, do_handshake_on_connect=False) as tls:
                tls.settimeout(10)
                try:
                    tls.do_handshake()
                except ssl.SSLError:
                    # If it were closed with bytes unread, it would be reset, and the alert be lost on its way.
                    time.sleep(0.2)
                    raise
                turn = 0
                while True:
                    data = tls.recv(65536)
                    if not data:
                        return
                    self.received += data
                    for part in self._answers[min(turn, len(self._answers) - 1)]:
                        if isinstance(part, bytes):
                            tls.sendall(part)
                        else:
                            time.sleep(part)
                    turn += 1
                    if not self._hold:
                        return
        except OSError:
            pass  # turned away, as it should be


class DrippingTunnel(Tunnel):
    """A proxy that passes on what the server says byte by byte.

    :param target: the port that it leads to.
    :param pause: seconds after each byte.
    """

    def __init__(self, target: int, pause: float = 0.05) -> None:
        self.pause = pause
        super().__init__(target)

    def _pass_on(self, source: socket.socket, to: socket.socket) -> None:
        from_server = source.getpeername()[1] == self._target
        try:
            while True:
                data = source.recv(1 if from_server else 65536)
                to.sendall(data)
                if not data:
                    return
                if from_server:
                    time.sleep(self.pause)
        except OSError:
            pass
