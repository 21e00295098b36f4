# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sockets whose every operation ends at the deadline of the exchange under way: for TCP, for TLS, and for TLS inside TLS.

Python's ``ssl`` has its classes of sockets replaced by attributes of a context (``sslsocket_class``, ``sslobject_class``).
"""

from __future__ import annotations

import socket
import ssl
import typing as t

from .exchange import Exchange


def bounded_sockets(exchange: Exchange) -> tuple[type[socket.socket], type[ssl.SSLContext]]:
    """Return a class of TCP sockets, and one of contexts that make TLS of them."""

    class Bounded:
        def send(self, *args: t.Any) -> int:
            self.settimeout(exchange.remaining())  # type: ignore[attr-defined]
            return t.cast("int", super().send(*args))  # type: ignore[misc]

        def sendall(self, *args: t.Any) -> None:
            self.settimeout(exchange.remaining())  # type: ignore[attr-defined]
            super().sendall(*args)  # type: ignore[misc]

        def recv(self, *args: t.Any) -> bytes:
            self.settimeout(exchange.remaining())  # type: ignore[attr-defined]
            data = t.cast("bytes", super().recv(*args))  # type: ignore[misc]
            exchange.count(len(data))
            return data

        def recv_into(self, *args: t.Any) -> int:
            self.settimeout(exchange.remaining())  # type: ignore[attr-defined]
            size = t.cast("int", super().recv_into(*args))  # type: ignore[misc]
            exchange.count(size)
            return size

    class TcpSocket(Bounded, socket.socket):
        pass

    class TlsSocket(Bounded, ssl.SSLSocket):
        def do_handshake(self, block: bool = False) -> None:
            exchange.handshake(self)
            self.settimeout(exchange.remaining())
            super().do_handshake(block)

    class TlsInsideTls(ssl.SSLObject):
        """It has no socket of its own. It is read and written by way of the outer one."""

        def do_handshake(self) -> None:
            exchange.handshake(self)
            super().do_handshake()

    class Context(ssl.SSLContext):
        sslsocket_class = TlsSocket
        sslobject_class = TlsInsideTls

        def wrap_socket(self, *args: t.Any, **kwargs: t.Any) -> ssl.SSLSocket:
            # urllib3 1.26 leaves out a name that is an IP address, and verifies that itself in its own words.
            return super().wrap_socket(*args, **{**kwargs, "server_hostname": exchange.certificate_name})

        def wrap_bio(self, *args: t.Any, **kwargs: t.Any) -> ssl.SSLObject:
            return super().wrap_bio(*args, **{**kwargs, "server_hostname": exchange.certificate_name})

    return TcpSocket, Context
