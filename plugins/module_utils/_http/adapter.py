# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTP by requests, where every exchange ends at a deadline, from name look-up to the last byte.

The timeouts of requests start again with each address tried and each byte read, so that a host with many dead
addresses or a reply that drips holds a task for as long as it likes. Here each step gets what is left of one deadline.
"""

from __future__ import annotations

import http.client
import io
import queue
import socket
import threading
import time
import traceback
import typing as t

REQUESTS_IMPORT_ERROR: str | None
try:
    from requests.adapters import HTTPAdapter
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
    from urllib3.exceptions import NewConnectionError
except ImportError:
    REQUESTS_IMPORT_ERROR = traceback.format_exc()
    if not t.TYPE_CHECKING:
        HTTPAdapter = HTTPConnectionPool = HTTPSConnectionPool = object
else:
    REQUESTS_IMPORT_ERROR = None


class Exchange:
    """The state of the exchange under way, shared by an adapter and its connections."""

    def __init__(self) -> None:
        self._end = 0.0
        self._bytes_left = 0
        self.sent = False

    def begin(self, seconds: float, size: int) -> None:
        """Start an exchange that may take ``seconds`` and bring ``size`` bytes."""
        self._end = time.monotonic() + seconds
        self._bytes_left = size
        self.sent = False

    @property
    def too_long(self) -> bool:
        """Whether more bytes came than may."""
        return self._bytes_left < 0

    def count(self, size: int) -> None:
        """Take note of bytes that came.

        :raises OSError: if there were too many.
        """
        self._bytes_left -= size
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


class _Reader(io.RawIOBase):
    """The bytes that arrive on a socket, each read bounded by the exchange's deadline."""

    def __init__(self, sock: socket.socket, exchange: Exchange) -> None:
        super().__init__()
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)
        self._exchange = exchange

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: t.Any) -> int | None:
        self._sock.settimeout(self._exchange.remaining())
        size = self._raw.readinto(buffer)
        self._exchange.count(size or 0)
        return size

    def close(self) -> None:
        self._raw.close()
        super().close()


class _BoundedSocket:
    """What http.client's reply needs of a socket: a file to read from."""

    def __init__(self, sock: socket.socket, exchange: Exchange) -> None:
        self._sock = sock
        self._exchange = exchange

    def makefile(self, mode: str) -> io.BufferedReader:
        """Return the socket's bytes as a file; replies are only ever read, so ``mode`` is "rb"."""
        return io.BufferedReader(_Reader(self._sock, self._exchange))


def _bounded_pool(pool_class: t.Any, exchange: Exchange) -> t.Any:
    """Return a connection pool class of urllib3 whose connections keep to the exchange's deadline."""

    class BoundedConnection(pool_class.ConnectionCls):  # type: ignore[misc]
        @staticmethod
        def response_class(sock: socket.socket, *args: t.Any, **kwargs: t.Any) -> http.client.HTTPResponse:
            return http.client.HTTPResponse(
                t.cast(socket.socket, _BoundedSocket(sock, exchange)), *args, **kwargs
            )

        def connect(self) -> None:
            try:
                super().connect()
            finally:
                exchange.sent = False  # what a proxy was asked meanwhile doesn't count

        def send(self, data: t.Any) -> None:
            if self.sock is None:
                self.connect()
            exchange.sent = True
            super().send(data)

        def _new_conn(self) -> socket.socket:
            # urllib3's own gives every address of a host the full timeout.
            try:
                addresses = _look_up(self._dns_host.strip("[]"), self.port, exchange.remaining())
            except (OSError, UnicodeError) as exc:
                raise NewConnectionError(self, "the name could not be looked up") from exc
            failure: OSError | None = None
            for place, (family, kind, protocol, _name, address) in enumerate(addresses):
                sock = None
                try:
                    sock = socket.socket(family, kind, protocol)
                    sock.settimeout(exchange.remaining() / (len(addresses) - place))
                    for option in self.socket_options or ():
                        sock.setsockopt(*option)
                    sock.connect(address)
                    sock.settimeout(exchange.remaining())
                    return sock
                except OSError as exc:
                    if sock is not None:
                        sock.close()
                    failure = exc
            raise NewConnectionError(self, "no address could be reached") from failure

    class BoundedPool(pool_class):  # type: ignore[misc]
        ConnectionCls = BoundedConnection

    return BoundedPool


class BoundedAdapter(HTTPAdapter):
    """Kept connections to a host, and the exchange under way on them. For one thread.

    An adapter is used by itself, without a ``requests.Session`` around it: a session would look into ``.netrc`` and
    at ``REQUESTS_CA_BUNDLE`` even where told otherwise, keep cookies, and read the whole body of a redirect.
    """

    def __init__(self) -> None:
        self.exchange = Exchange()
        self._pools = {
            "http": _bounded_pool(HTTPConnectionPool, self.exchange),
            "https": _bounded_pool(HTTPSConnectionPool, self.exchange),
        }
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: t.Any, **kwargs: t.Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, *args: t.Any, **kwargs: t.Any) -> t.Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager
