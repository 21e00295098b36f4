# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One exchange: its deadline, its size limit, and how far it got."""

from __future__ import annotations

import enum
import socket
import ssl
import time


class Phase(enum.Enum):
    """How far an exchange got: what it was at when it ended. PROXY is the request for a tunnel, TLS is with the host."""

    LOOK_UP = enum.auto()
    CONNECT = enum.auto()
    PROXY_TLS = enum.auto()
    PROXY = enum.auto()
    TLS = enum.auto()
    REPLY = enum.auto()


class Exchange:
    """The state of the exchange under way, shared by an adapter, its connection and the sockets of that.

    :param name: the host name or the IP address that the request is for.
    :param proxy_name: that of the proxy on the way, or "" if there is none.
    """

    def __init__(self, name: str, proxy_name: str = "") -> None:
        self._name = name
        self._proxy_name = proxy_name
        self._end = 0.0
        self._bytes_left = 0
        #: Whether more bytes came than may.
        self.too_long = False
        self.phase = Phase.LOOK_UP
        self._tls: ssl.SSLSocket | ssl.SSLObject | None = None
        #: Whether bytes came by way of its sockets.
        self.heard = False

    def begin(self, seconds: float, size: int) -> None:
        """Start an exchange that may take ``seconds`` and bring ``size`` bytes."""
        self._end = time.monotonic() + seconds
        self._bytes_left = size
        self.too_long = False
        self.phase = Phase.LOOK_UP
        self.heard = False

    def handshake(self, tls: ssl.SSLSocket | ssl.SSLObject) -> None:
        """Take note of a TLS handshake that begins."""
        self._tls = tls
        if self.phase is not Phase.PROXY_TLS:
            self.phase = Phase.PROXY_TLS if self._with_proxy else Phase.TLS

    @property
    def first_stop(self) -> str:
        """The host name or IP address to connect to."""
        return self._proxy_name or self._name

    @property
    def certificate_name(self) -> str:
        """The name that the certificate of the next handshake has to hold, which never ends in a dot."""
        return (self.first_stop if self._with_proxy else self._name).rstrip(".")

    @property
    def _with_proxy(self) -> bool:
        """Whether it is the proxy that is talked to now."""
        return bool(self._proxy_name) and self.phase is Phase.CONNECT

    @property
    def sent(self) -> bool:
        """Whether the request left, wholly or in part."""
        return self.phase is Phase.REPLY

    def count(self, size: int) -> None:
        """Take note of bytes that came.

        :raises OSError: if there were too many.
        """
        self.heard = True
        self._bytes_left -= size
        self.too_long = self._bytes_left < 0
        if self.too_long:
            raise OSError("the reply is too long")

    @property
    def over(self) -> bool:
        """Whether the deadline has passed."""
        return time.monotonic() >= self._end

    def remaining(self) -> float:
        """Return the seconds left.

        :raises TimeoutError: if none are (``socket.timeout`` before Python 3.10).
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise socket.timeout("the exchange took too long")
        return left

    @property
    def surplus(self) -> bool:
        """Whether bytes came after the reply, which nobody asked for."""
        return self._tls is not None and self._tls.pending() > 0
