# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Connections of urllib3 that keep to the exchange under way.

What this stands on, besides what ``http.client`` documents: ``PoolManager.pool_classes_by_scheme`` and ``ConnectionCls``, by which
urllib3 has its connections made; ``response_class``, by which ``http.client`` reads replies; and one private method of urllib3,
``HTTPConnection._new_conn``, since nothing else lets one choose the socket and tell what became of each address. Whether all of it is
still asked is seen on each connection before anything is sent.
"""

from __future__ import annotations

import http.client
import queue
import socket
import threading
import typing as t

from .connection_errors import AddressesFailed
from .exchange import Exchange, Phase
from .requirements import unsupported

try:
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
    from urllib3.exceptions import NewConnectionError
except ImportError:  # reported by way of requirements.IMPORT_ERROR
    if not t.TYPE_CHECKING:
        HTTPConnectionPool = HTTPSConnectionPool = object


def pools(exchange: Exchange, tcp_socket: type[socket.socket]) -> dict[str, t.Any]:
    """Return the connection pool classes of an exchange, by scheme.

    :param tcp_socket: the class of sockets that keep to it.
    """
    return {"http": _bounded(HTTPConnectionPool, exchange, tcp_socket), "https": _bounded(HTTPSConnectionPool, exchange, tcp_socket)}


def _look_up(host: str, port: int, seconds: float) -> list[t.Any]:
    """Return the addresses of a host as ``socket.getaddrinfo`` does, which itself knows no time limit.

    :raises OSError: the name is unknown, or ``seconds`` were not enough.
    """
    answers: queue.SimpleQueue[t.Any] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM))
        except (OSError, UnicodeError) as exc:
            answers.put(exc)

    # It can't be ended. A late answer is not waited for and changes nothing.
    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise socket.timeout("the name look-up took too long") from None
    if isinstance(answer, Exception):
        raise answer
    return t.cast("list[t.Any]", answer)


class _FinalResponse(http.client.HTTPResponse):
    """The reply to a request. ``http.client`` takes an interim one for it, such as 103, Early Hints."""

    def begin(self) -> None:
        super().begin()
        while 100 <= self.status < 200 and self.status != http.client.SWITCHING_PROTOCOLS:
            self.headers = None  # type: ignore[assignment]  # not begun
            super().begin()


def _bounded(pool_class: t.Any, exchange: Exchange, tcp_socket: type[socket.socket]) -> t.Any:
    """Return a connection pool class of urllib3 whose connections keep to the exchange's deadline."""

    class BoundedConnection(pool_class.ConnectionCls):  # type: ignore[misc]
        response_class = _FinalResponse
        opened = bounded = False

        def connect(self) -> None:
            self.opened = self.bounded = False
            super().connect()
            secured = exchange.phase is Phase.TLS or pool_class is HTTPConnectionPool
            if not (self.opened and secured):
                raise unsupported("do not make connections as expected")
            self.bounded = True

        def send(self, data: t.Any) -> None:
            if self.sock is None:
                self.connect()
            if self.bounded:
                exchange.phase = Phase.REPLY
            elif data.startswith(b"CONNECT "):
                exchange.phase = Phase.PROXY
            elif exchange.phase is not Phase.PROXY:
                raise unsupported("do not connect as expected")
            super().send(data)

        def _new_conn(self) -> socket.socket:
            # urllib3's own gives every address of a host the full timeout, and tells of the last alone.
            exchange.phase = Phase.LOOK_UP
            try:
                addresses = _look_up(exchange.first_stop, self.port, exchange.remaining())
            except (OSError, UnicodeError) as exc:
                raise NewConnectionError(self, "the name could not be looked up") from exc
            exchange.phase = Phase.CONNECT
            failures: list[tuple[str, OSError]] = []
            for place, (family, kind, protocol, _name, address) in enumerate(addresses):
                sock = None
                try:
                    sock = tcp_socket(family, kind, protocol)
                    sock.settimeout(exchange.remaining() / (len(addresses) - place))
                    for option in self.socket_options or ():
                        sock.setsockopt(*option)
                    sock.connect(address)
                    sock.settimeout(exchange.remaining())
                    self.opened = True
                    return sock
                except OSError as exc:
                    if sock is not None:
                        sock.close()
                    failures.append((str(address[0]), exc))
            raise NewConnectionError(self, "no address could be reached") from AddressesFailed(failures)

    class BoundedPool(pool_class):  # type: ignore[misc]
        ConnectionCls = BoundedConnection

    return BoundedPool
