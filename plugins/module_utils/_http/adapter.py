# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""HTTP by requests, where every exchange ends at a deadline, from name look-up to the last byte.

The timeouts of requests start again with each address tried and each byte read, so that a host with many dead
addresses or a reply that drips holds a task for as long as it likes. Here the sockets keep to one deadline.
"""

from __future__ import annotations

import http.client
import ssl
import typing as t
import warnings

from .compression import TooLong, decompressed
from .connection import pools
from .endpoint import Endpoint
from .exchange import Exchange
from .requirements import unsupported
from .sockets import bounded_sockets
from .trust import apply_trust

try:
    from requests.adapters import HTTPAdapter
except ImportError:  # reported by way of requirements.IMPORT_ERROR
    if not t.TYPE_CHECKING:
        HTTPAdapter = object

if t.TYPE_CHECKING:
    import requests

_CHUNK = 64 * 1024


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
        self._pools = pools(self.exchange, tcp_socket)
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
