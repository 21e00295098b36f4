# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTP by requests, where every exchange ends at a deadline, from name look-up to the last byte.

The timeouts of requests start again with each address tried and each byte read, so that a host with many dead
addresses or a reply that drips holds a task for as long as it likes. Here the sockets keep to one deadline.

What this stands on, besides the documented API of requests, ``ssl`` and ``http.client``: ``PoolManager.pool_classes_by_scheme``
and ``ConnectionCls``, by which urllib3 has its connections made; ``response_class``, by which ``http.client`` reads replies; and one
private method of urllib3, ``HTTPConnection._new_conn``, since nothing else lets one choose the socket and tell what became of each address.
Whether all of it is still asked is seen on each connection before anything is sent.
"""

from __future__ import annotations

import http.client
import queue
import socket
import ssl
import threading
import typing as t
import warnings

from .._errors import Unsupported
from .compression import TooLong, decompressed
from .connection_errors import AddressesFailed
from .endpoint import Endpoint
from .exchange import Exchange, Phase
from .requirements import installed
from .sockets import bounded_sockets
from .trust import apply_trust

try:
    from requests.adapters import HTTPAdapter
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
    from urllib3.exceptions import NewConnectionError
except ImportError:  # reported by way of requirements.IMPORT_ERROR
    if not t.TYPE_CHECKING:
        HTTPAdapter = HTTPConnectionPool = HTTPSConnectionPool = object

if t.TYPE_CHECKING:
    import requests

_CHUNK = 64 * 1024


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


def _bounded_pool(pool_class: t.Any, exchange: Exchange, tcp_socket: type[socket.socket]) -> t.Any:
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


class BoundedAdapter(HTTPAdapter):
    """Kept connections to an endpoint, and the exchange under way on them. For one thread.

    An adapter is used by itself, without a ``requests.Session`` around it: a session would look into ``.netrc`` and
    at ``REQUESTS_CA_BUNDLE`` even where told otherwise, keep cookies, and read the whole body of a redirect.

    :raises InvalidInput: the endpoint's ``ca_path`` can't be used.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self.exchange = Exchange(endpoint.name, endpoint.proxy.name if endpoint.proxy else "")
        tcp_socket, context_class = bounded_sockets(self.exchange)
        self._context: ssl.SSLContext | None = None
        if endpoint.base_url.startswith("https:"):
            self._context = context_class(ssl.PROTOCOL_TLS_CLIENT)
            apply_trust(self._context, endpoint.trust)
        self._pools = {
            "http": _bounded_pool(HTTPConnectionPool, self.exchange, tcp_socket),
            "https": _bounded_pool(HTTPSConnectionPool, self.exchange, tcp_socket),
        }
        super().__init__(pool_connections=1, pool_maxsize=1)

    def fetch(self, request: requests.PreparedRequest, seconds: float, size: int) -> tuple[int, t.Mapping[str, str], bytes]:
        """Send a request and return the reply's status, headers and body.

        The connection is kept only if the exchange ended cleanly.

        :param seconds: how long that may take in all.
        :param size: bytes that the reply may have.
        :raises Unsupported: requests or urllib3 don't do what this stands on.
        :raises Exception: requests, urllib3 and http.client raise more than they document; ``exchange`` tells how far it got.
        """
        proxy = self._endpoint.proxy
        self.exchange.begin(seconds, size)
        clean = False
        try:
            with warnings.catch_warnings():
                # urllib3 warns of validate_certs=false, which the user has chosen.
                warnings.simplefilter("ignore")
                response = self.send(
                    request,
                    stream=True,
                    timeout=seconds,
                    # The context says whom to trust. For True, requests 2.32.2 would put one of its own in its place.
                    verify=None if self._endpoint.trust.validate else False,  # type: ignore[arg-type]
                    proxies={"https": proxy.url} if proxy else {},
                )
            with response:
                content = self._content_of(response, size)
            if not (self.exchange.sent and self.exchange.heard and response.status_code >= 200):
                raise unsupported("do not read replies as expected")
            clean = not self.exchange.surplus
            return response.status_code, response.headers, content
        finally:
            if not clean:
                self.close()

    def _content_of(self, response: requests.Response, size: int) -> bytes:
        # requests would undo compression before one knows how long that gets.
        content = b"".join(response.raw.stream(_CHUNK, decode_content=False))
        promised = response.headers.get("Content-Length", "")
        if promised.isdecimal() and len(content) < int(promised):
            # urllib3 1.26 lets a reply pass that ends early.
            raise http.client.IncompleteRead(content, int(promised) - len(content))
        try:
            return decompressed(content, response.headers.get("Content-Encoding", ""), size)
        except TooLong:
            self.exchange.too_long = True
            raise

    def init_poolmanager(self, *args: t.Any, **kwargs: t.Any) -> None:
        super().init_poolmanager(*args, **kwargs, ssl_context=self._context)
        self._bound(self.poolmanager)

    def proxy_manager_for(self, *args: t.Any, **kwargs: t.Any) -> t.Any:
        manager = super().proxy_manager_for(*args, **kwargs, ssl_context=self._context, proxy_ssl_context=self._context)
        self._bound(manager)
        return manager

    def _bound(self, manager: t.Any) -> None:
        if not hasattr(manager, "pool_classes_by_scheme"):
            raise unsupported("have no PoolManager.pool_classes_by_scheme")
        manager.pool_classes_by_scheme = self._pools

    def proxy_headers(self, proxy: str) -> dict[str, str]:
        chosen = self._endpoint.proxy
        return {"Proxy-Authorization": chosen.authorization} if chosen and chosen.authorization else {}

    def cert_verify(self, conn: t.Any, url: str, verify: t.Any, cert: t.Any) -> None:
        # requests would add the CA certificates that it brings.
        conn.cert_reqs = "CERT_NONE" if verify is False else "CERT_REQUIRED"


def unsupported(what: str) -> Unsupported:
    """Return the failure for an HTTP library that changed."""
    return Unsupported(
        f"This version of wallarm.fast can't keep to its time limits with {installed()}, which {what}. This is a defect of "
        "wallarm.fast: please report it with these words. Until it is mended, use older ones."
    )
