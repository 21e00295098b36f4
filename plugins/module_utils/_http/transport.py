# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One HTTP request to the FAST API: sent to the named host only, bounded in time and size, repeated by meaning."""

from __future__ import annotations

import json
import typing as t
from urllib.parse import urlencode

from .._deadline import Deadline
from .._errors import FastError, NotSent, ReplyLost
from .._text import in_seconds
from .adapter import BoundedAdapter
from .connection_errors import Attempt, failure_of
from .endpoint import Endpoint
from .response import Reply, read_reply
from .retry import Retry, may_pass

try:
    import requests
except ImportError:  # reported by way of requirements.IMPORT_ERROR
    requests = None  # type: ignore[assignment]

VERSION = "1.0.0"

#: Bytes of a reply after which it is given up. A full page of test runs takes some 300 kB.
SIZE_LIMIT = 4 * 1024 * 1024

_LONGEST_BACKOFF = 10.0


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
        self._adapter = adapter or BoundedAdapter(endpoint)

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
            if retry.fresh:
                self._adapter.close()
            try:
                reply = self._exchange(method, path, query, body)
            except (NotSent, ReplyLost) as failure:
                if not may_pass(failure) or (isinstance(failure, ReplyLost) and not retry.lost):
                    raise
                if not self.try_again(failure.problem, tries):
                    raise
            else:
                if not retry.status(reply.status):
                    return reply
                problem = f"{self.endpoint.host} answered {method} {path} with HTTP {reply.status}."
                if not self.try_again(problem, tries, reply.retry_after):
                    return reply

    def try_again(self, problem: str, tries: int, asked: float | None = None) -> bool:
        """Warn and pause before a further try; return false at once if none is left, or no time for it.

        The pause doubles from one second up to ten.

        :param problem: what went wrong, as a sentence.
        :param tries: how many were made so far.
        :param asked: seconds the server asked to wait, if that is longer.
        """
        pause = max(min(2.0 ** min(tries - 1, 9), _LONGEST_BACKOFF), asked or 0.0)
        remaining = self._deadline.remaining
        if tries > self._retries or remaining <= 0 or pause > remaining:
            return False
        self.warn(f"{problem} Trying again in {in_seconds(pause)} ({tries} of {self._retries}).")
        return self._deadline.pause(pause)

    def _exchange(
        self, method: str, path: str, query: t.Sequence[tuple[str, t.Any]], body: dict[str, t.Any] | None
    ) -> Reply:
        url = self.endpoint.base_url + path + (f"?{urlencode(query)}" if query else "")
        try:
            status, headers, content = self._adapter.fetch(self._prepared(method, url, body), self._request_timeout, SIZE_LIMIT)
        except FastError:
            raise
        except Exception as exc:  # requests, urllib3 and http.client raise more than they document
            raise self._failure(exc, method, path) from None
        reply = read_reply(status, headers, content, self.endpoint.token)
        if reply.data is None and 200 <= reply.status < 300:
            raise ReplyLost(
                f"{self.endpoint.host} answered {method} {path} with HTTP {reply.status}, but not with readable JSON. "
                "Check that api_host names a Wallarm API host, and that no proxy answers in its place.",
                http_status=reply.status,
                method=method,
                path=path,
            )
        return reply

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

    def _failure(self, exc: Exception, method: str, path: str) -> NotSent | ReplyLost:
        exchange = self._adapter.exchange
        attempt = Attempt(self.endpoint, f"{method} {path}", self._request_timeout, SIZE_LIMIT)
        kind, message = failure_of(attempt, exchange.phase, exc, exchange.over, exchange.too_long)
        return kind(message, method=method, path=path)
