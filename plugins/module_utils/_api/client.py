# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The FAST API, one method a route, as docs/api/openapi.yaml describes it. Every reply's envelope is checked here."""

from __future__ import annotations

import re
import typing as t

from .._errors import ReplyLost, ReplyTooLong
from .._http.retry import ACTION, CREATE, READ, Retry
from .._http.transport import Transport
from .._text import shortened
from .errors import error_of
from .ids import checked_id, same_id
from .pagination import EndlessList, Pagination

# The Console stands beside the API: us1.api.wallarm.com and us1.my.wallarm.com, api.wallarm.com and my.wallarm.com.
_CLOUD_HOST = re.compile(r"(?P<region>[a-z0-9-]+\.)?api\.wallarm\.com\.?(:[0-9]+)?")

_CONNECTION = "api_token and api_host"
_ACCOUNT = "api_token, api_host, client_id and the node"


class FastClient:
    """Calls the FAST API.

    Every method raises :class:`ApiError` where the server answers with an error, and ``NotSent`` or ``ReplyLost``
    where it gives no readable answer.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.try_again = transport.try_again

    def console_url(self, test_run_id: int | str | None) -> str | None:
        """Return the address of a test run's page in the Console, or None where it has no id or the Console's host isn't known."""
        cloud = _CLOUD_HOST.fullmatch(self._host)
        if test_run_id is None or not cloud:
            return None
        return f"https://{cloud['region'] or ''}my.wallarm.com/testing/testruns/{test_run_id}"

    def get_test_run(self, test_run_id: str) -> dict[str, t.Any]:
        """Return the test run object of ``GET /v1/test_run/{id}`` (getTestRun)."""
        path = _path_of(test_run_id)
        body = self._call("GET", path, READ, f"test run {test_run_id}", _CONNECTION)
        return self._test_run_in(body, "GET", path, test_run_id, implied_id=None)

    def list_test_runs(self, client_id: int, filters: dict[str, t.Any]) -> t.Iterator[dict[str, t.Any]]:
        """Return the test run objects of ``GET /v1/test_run`` (listTestRuns), newest first. Pages are fetched as they are needed.

        :param filters: names and values as in ``filter[recording]``; true and false are sent as the API prints them.
        :raises ReplyLost: also where the pages don't come to an end.
        """
        path = "/v1/test_run"
        query = [("clientid", client_id), ("order_by", "id"), ("order_desc", "true")]
        query += [(f"filter[{name}]", _as_text(value)) for name, value in filters.items()]
        pagination = Pagination()
        going_on = True
        while going_on:
            try:
                body = self._call("GET", path, READ, "list of test runs", _ACCOUNT, [*query, *pagination.query])
            except ReplyTooLong as failure:
                if not pagination.shorten():
                    raise
                self._transport.warn(f"{failure} Asking for the list in pages of {pagination.page_size} instead.")
                continue
            objects = body.get("objects") if isinstance(body, dict) else None
            if not isinstance(objects, list) or not all(_has_id(item) for item in objects):
                raise self._unlike("GET", path, "something else than a list of test runs")
            yield from pagination.take(objects)
            continuation = body.get("continuation")
            try:
                going_on = pagination.advance(str(continuation) if continuation else None)
            except EndlessList as endless:
                raise self._unlike("GET", path, str(endless)) from None

    def create_test_run(self, parameters: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return the test run object of ``POST /v1/test_run`` (createTestRun).

        Never sent again once it may have been processed: a second test run interrupts the first on its node.
        """
        path = "/v1/test_run"
        body = self._call("POST", path, CREATE, "such object", _ACCOUNT, body=parameters)
        if _has_id(body):
            return t.cast("dict[str, t.Any]", body)
        raise self._unlike("POST", path, "no test run")

    def update_test_run(self, test_run_id: str, parameters: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return the test run object of ``PUT /v1/test_run/{id}`` (updateTestRun). Setting values twice does no harm, so it is repeated."""
        path = _path_of(test_run_id)
        body = self._call("PUT", path, READ, f"test run {test_run_id}", _CONNECTION, body=parameters)
        return self._test_run_in(body, "PUT", path, test_run_id, implied_id=test_run_id)

    def act(self, test_run_id: str, action: str) -> dict[str, t.Any]:
        """Return the test run object of ``POST /v1/test_run/{id}/action/{action}``.

        No body is sent, as published clients send none (stopRecording).

        :param action: ``stop`` (the recording), ``run``, ``pause`` or ``interrupt``.
        """
        path = f"{_path_of(test_run_id)}/action/{action}"
        body = self._call("POST", path, ACTION, f"test run {test_run_id}", _CONNECTION)
        return self._test_run_in(body, "POST", path, test_run_id, implied_id=test_run_id)

    def get_client_id(self) -> t.Any:
        """Return the client that the token belongs to, from ``POST /v1/user`` (readUser), which only reads."""
        body = self._call("POST", "/v1/user", READ, "user", _CONNECTION)
        # One source spells it otherwise.
        client_id = body.get("clientid", body.get("client_id")) if isinstance(body, dict) else None
        if client_id is None:
            raise self._unlike("POST", "/v1/user", "no client id")
        return client_id

    def _test_run_in(
        self, body: t.Any, method: str, path: str, test_run_id: str, implied_id: str | None
    ) -> dict[str, t.Any]:
        """Return the test run in a reply, once it is sure to be the one asked for.

        :param implied_id: the id of a test run that a reply shows without one.
        """
        if not isinstance(body, dict):
            raise self._unlike(method, path, "no test run")
        shown_id = body.get("id", implied_id)
        if not same_id(shown_id, test_run_id):
            raise self._unlike(method, path, f"test run {shortened(str(shown_id))}")
        return body

    def _unlike(self, method: str, path: str, found: str) -> ReplyLost:
        """Return the failure of a reply that is none of the API's."""
        return ReplyLost(
            f"{self._host} answered {method} {path} with {found}. Check that api_host names a Wallarm API host.",
            http_status=200,
            method=method,
            path=path,
        )

    def _call(
        self,
        method: str,
        path: str,
        retry: Retry,
        what: str,
        check: str,
        query: t.Sequence[tuple[str, t.Any]] = (),
        body: dict[str, t.Any] | None = None,
    ) -> t.Any:
        reply = self._transport.request(method, path, retry, query, body)
        if not 200 <= reply.status < 300:
            raise error_of(reply, self._host, method, path, what, check)
        if not reply.enveloped:
            raise self._unlike(method, path, "JSON that is not the API's")
        return reply.data["body"]

    @property
    def _host(self) -> str:
        return self._transport.endpoint.host


def _path_of(test_run_id: str) -> str:
    return f"/v1/test_run/{checked_id(test_run_id, 'test_run_id')}"


def _has_id(body: t.Any) -> bool:
    return isinstance(body, dict) and isinstance(body.get("id"), (int, str))


def _as_text(value: t.Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
