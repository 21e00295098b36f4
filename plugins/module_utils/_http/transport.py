# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One HTTP request to the FAST API: sent to the named host only, bounded in time and size, repeated by meaning."""

from __future__ import annotations

import dataclasses
import functools
import http.client
import json
import os
import typing as t
import warnings
from urllib.parse import urlencode

from .._deadline import Deadline
from .._errors import InvalidInput, Misdirected, NotSent, NotTrusted, ReplyLost, ReplyTooLong
from .adapter import BoundedAdapter
from .connection_errors import distrusted, misdirected, reason, tls_reason, without_credentials
from .endpoint import Endpoint
from .response import Reply, read_reply

try:
    import requests
    from requests.utils import get_environ_proxies, select_proxy, should_bypass_proxies
except ImportError:  # reported by way of _bounded.REQUESTS_IMPORT_ERROR
    requests = None  # type: ignore[assignment]

VERSION = "1.0.0"

#: The proxy of the API, if not empty, where HTTPS_PROXY leads through a FAST node: what that records are the user's tests.
API_PROXY = "WALLARM_FAST_API_PROXY"

#: Bytes of a reply after which it is given up. A full page of test runs takes some 300 kB.
SIZE_LIMIT = 4 * 1024 * 1024

_CHUNK = 64 * 1024
_LONGEST_BACKOFF = 10.0


# What would only fail in the same way again.
_LASTING = (NotTrusted, ReplyTooLong)


@dataclasses.dataclass(frozen=True)
class Retry:
    """What may be sent again.

    A request that never left is repeated under every rule, since the server can't have seen it.

    :param statuses: replies after which the request is sent again.
    :param lost: whether it is sent again when it may have been processed.
    """

    statuses: frozenset[int]
    lost: bool


#: A read changes nothing, so it may be repeated whatever happened to it.
READ = Retry(statuses=frozenset({429, 500, 502, 503, 504}), lost=True)
#: 429 and 503 say that an action was not taken up. Anything else has to be looked into before it is repeated.
ACTION = Retry(statuses=frozenset({429, 503}), lost=False)
#: What must not happen twice: a 503 may also come from a proxy that has passed the request on.
CREATE = Retry(statuses=frozenset({429}), lost=False)


class Transport:
    """Sends requests to one endpoint.

    :param endpoint: where to, and with which token.
    :param deadline: the end of the task's waiting time, out of which the pauses between tries are taken.
    :param request_timeout: seconds for one exchange, from name look-up to the last byte.
    :param retries: further tries after the first.
    :param warn: called with a sentence for each further try.
    :param adapter: kept connections to the same endpoint; new ones are made if none is given.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        deadline: Deadline,
        request_timeout: float,
        retries: int,
        warn: t.Callable[[str], None],
        adapter: BoundedAdapter | None = None,
    ) -> None:
        self.endpoint = endpoint
        self._deadline = deadline
        self._request_timeout = request_timeout
        self._retries = retries
        self.warn = warn
        self._adapter = adapter or BoundedAdapter()

    def request(
        self,
        method: str,
        path: str,
        retry: Retry,
        query: t.Sequence[tuple[str, t.Any]] = (),
        body: dict[str, t.Any] | None = None,
    ) -> Reply:
        """Send a request and return the reply, whatever its status.

        :param path: the path alone, which is also what messages show.
        :param query: names and values of the query string.
        :param body: sent as JSON; None sends no body at all.
        :raises NotSent: no connection could be made.
        :raises ReplyLost: the request went out, but no readable reply came.
        """
        tries = 0
        while True:
            tries += 1
            try:
                reply = self._exchange(method, path, query, body)
            except (NotSent, ReplyLost) as failure:
                if isinstance(failure, _LASTING) or (isinstance(failure, ReplyLost) and not retry.lost):
                    raise
                if not self.try_again(str(failure), tries):
                    raise
            else:
                if reply.status not in retry.statuses:
                    return reply
                problem = f"{self.endpoint.host} answered {method} {path} with HTTP {reply.status}."
                if not self.try_again(problem, tries, reply.retry_after):
                    return reply

    def try_again(self, problem: str, tries: int, asked: float | None = None) -> bool:
        """Warn and pause before a further try; return false at once if none is left, or no time for it.

        :param problem: what went wrong, as a sentence.
        :param tries: how many were made so far.
        :param asked: seconds the server asked to wait; else the pause doubles from one second up to ten.
        """
        pause = min(2.0 ** min(tries - 1, 9), _LONGEST_BACKOFF) if asked is None else asked
        remaining = self._deadline.remaining
        if tries > self._retries or remaining <= 0 or pause > remaining:
            return False
        self.warn(f"{problem} Trying again in {pause:g} s ({tries} of {self._retries}).")
        return self._deadline.pause(pause)

    def _exchange(
        self, method: str, path: str, query: t.Sequence[tuple[str, t.Any]], body: dict[str, t.Any] | None
    ) -> Reply:
        url = self.endpoint.base_url + path + (f"?{urlencode(query)}" if query else "")
        proxies = self._proxies
        proxy = select_proxy(url, proxies)
        if proxy and proxy.lower().startswith("socks"):
            raise InvalidInput(
                f"The proxy {without_credentials(proxy)} is a SOCKS proxy, which is not supported. Set HTTPS_PROXY to an "
                "HTTP proxy, or NO_PROXY if none is needed."
            )
        self._adapter.exchange.begin(self._request_timeout, SIZE_LIMIT)
        try:
            with warnings.catch_warnings():
                # urllib3 warns of validate_certs=false, which the user has chosen.
                warnings.simplefilter("ignore")
                response = self._adapter.send(
                    self._prepared(method, url, body),
                    stream=True,
                    timeout=self._request_timeout,
                    verify=self.endpoint.verify,
                    proxies=proxies,
                )
            with response:
                content = _content_of(response)
        except Exception as exc:  # requests, urllib3 and http.client raise more than they document
            raise self._failure(exc, method, path, proxy) from None
        reply = read_reply(response.status_code, response.headers, content, self.endpoint.token)
        if reply.data is None and 200 <= reply.status < 300:
            raise ReplyLost(
                f"{self.endpoint.host} answered {method} {path} with HTTP {reply.status}, but not with readable JSON. "
                "Check that api_host names a Wallarm API host, and that no proxy answers in its place.",
                http_status=reply.status,
                method=method,
                path=path,
            )
        return reply

    @functools.cached_property
    def _proxies(self) -> dict[str, str]:
        """The proxies that the environment names for the endpoint. Looking there takes longer than one would think."""
        # Plain http goes to a loopback address only, and a proxy would be sent the token in clear.
        url = self.endpoint.base_url
        if not url.startswith("https:"):
            return {}
        proxy = os.environ.get(API_PROXY)
        if proxy is None:
            return get_environ_proxies(url)
        return {"https": proxy} if proxy and not should_bypass_proxies(url, no_proxy=None) else {}

    def _prepared(self, method: str, url: str, body: dict[str, t.Any] | None) -> requests.PreparedRequest:
        headers = {
            "X-WallarmAPI-Token": self.endpoint.token,
            "Accept": "application/json",
            # Compression gains little on replies this small, and could hide a reply's true size.
            "Accept-Encoding": "identity",
            "User-Agent": f"wallarm.fast/{VERSION}",
        }
        if body is None:
            return requests.Request(method, url, headers=headers).prepare()
        headers["Content-Type"] = "application/json"
        return requests.Request(method, url, headers=headers, data=json.dumps(body)).prepare()

    def _failure(self, exc: Exception, method: str, path: str, proxy: str | None) -> NotSent | ReplyLost:
        host, exchange = self.endpoint.host, self._adapter.exchange
        way = f" through the proxy {without_credentials(proxy)}" if proxy else ""
        secure = tls_reason(exc)
        kind: type[NotSent | ReplyLost] = ReplyLost if exchange.sent else NotSent
        if exchange.too_long:
            kind = ReplyTooLong
            message = (
                f"The reply of {host} to {method} {path} is longer than {SIZE_LIMIT // 1024 // 1024} MiB and was given "
                "up. Check that api_host names a Wallarm API host."
            )
        elif secure is not None:
            if not exchange.sent:
                kind = NotTrusted if distrusted(exc) else Misdirected
            message = (
                f"No secure connection to {host} could be made{way} ({secure}). If its certificate comes from a private "
                "CA, give that CA's certificate as ca_path; if ca_path is given, check that file."
            )
        elif exchange.over:
            did = "did not finish its answer to" if exchange.sent else "could not be reached for"
            message = (
                f"{host} {did} {method} {path}{way} within {self._request_timeout:g} s. Check the network and the "
                "proxy settings, or raise request_timeout."
            )
        elif exchange.sent:
            message = f"The connection to {host}{way} broke before {method} {path} was answered ({reason(exc)})."
        else:
            kind = Misdirected if misdirected(exc) else NotSent
            message = (
                f"Could not connect to {host}{way} ({reason(exc)}). Check api_host, the network and the proxy settings "
                "(HTTPS_PROXY, NO_PROXY) where the task runs."
            )
        return kind(message, method=method, path=path)


def _content_of(response: requests.Response) -> bytes:
    """Return the body as it came: compression was not asked for, and could hide the true size."""
    content = b"".join(response.raw.stream(_CHUNK, decode_content=False))
    promised = response.headers.get("Content-Length", "")
    if promised.isdecimal() and len(content) < int(promised):
        # urllib3 1.26 lets a reply pass that ends early.
        raise http.client.IncompleteRead(content, int(promised) - len(content))
    return content
