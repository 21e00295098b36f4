# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One call of the FAST API: what is in the reply's envelope, or the failure that the reply means."""

from __future__ import annotations

import typing as t

from .._errors import ReplyLost
from .._http.retry import Retry
from .._http.transport import Transport
from .errors import error_of


class ApiCalls:
    """Calls the API by a transport and checks the envelope of every reply."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @property
    def host(self) -> str:
        """The host that is called, with its port if that isn't the usual one."""
        return self._transport.endpoint.host

    def warn(self, problem: str) -> None:
        """Tell the user of a problem that does not end the task."""
        self._transport.warn(problem)

    def call(
        self,
        method: str,
        path: str,
        retry: Retry,
        what: str,
        check: str,
        query: t.Sequence[tuple[str, t.Any]] = (),
        body: dict[str, t.Any] | None = None,
    ) -> t.Any:
        """Return the ``body`` of the envelope.

        :param what: what is asked for, as in "There is no ... on us1.api.wallarm.com".
        :param check: the options that a refused token makes one look at.
        :raises ApiError: the server answers with an error.
        :raises NotSent, ReplyLost: it gives no readable answer.
        """
        reply = self._transport.request(method, path, retry, query, body)
        if not 200 <= reply.status < 300:
            raise error_of(reply, self.host, method, path, what, check)
        if not reply.enveloped:
            raise self.unlike(method, path, "JSON that is not the API's")
        return reply.data["body"]

    def unlike(self, method: str, path: str, found: str) -> ReplyLost:
        """Return the failure of a reply that is none of the API's."""
        return ReplyLost(
            f"{self.host} answered {method} {path} with {found}. Check that api_host names a Wallarm API host.",
            http_status=200,
            method=method,
            path=path,
        )
