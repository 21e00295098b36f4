# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The FAST API, one method a route (contract, section 2). Every reply's envelope is checked here."""

from __future__ import annotations

import typing as t

from .._errors import ReplyLost
from .._http.transport import ACTION, CREATE, READ, Retry, Transport
from .._text import shortened
from .errors import refusal
from .ids import checked_id, same_id
from .pagination import all_objects

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
        self.console_url = transport.endpoint.console_url

    def get_test_run(self, test_run_id: str) -> dict[str, t.Any]:
        """Return the test run object of ``GET /v1/test_run/{id}``."""
        path = _path_of(test_run_id)
        body = self._call("GET", path, READ, f"test run {test_run_id}", _CONNECTION)
        return self._checked(body, "GET", path, test_run_id, {"id": None})

    def list_test_runs(self, client_id: int, filters: dict[str, t.Any]) -> t.Iterator[dict[str, t.Any]]:
        """Return the test run objects of ``GET /v1/test_run``, newest first. Pages are fetched as they are needed.

        :param filters: names and values as in ``filter[recording]``; true and false are sent as the API prints them.
        :raises ReplyLost: also where the pages don't come to an end.
        """
        path = "/v1/test_run"
        query = [("clientid", client_id), ("order_by", "id"), ("order_desc", "true")]
        query += [(f"filter[{name}]", _as_text(value)) for name, value in filters.items()]

        def fetch(continuation: str | None, most: int) -> tuple[list[dict[str, t.Any]], str | None]:
            further: list[tuple[str, t.Any]] = [("limit", most)]
            if continuation is not None:
                further.append(("continuation", continuation))
            body = self._call("GET", path, READ, "list of test runs", _ACCOUNT, [*query, *further])
            objects = body.get("objects") if isinstance(body, dict) else None
            if not isinstance(objects, list) or not all(_has_id(item) for item in objects):
                raise self._unlike("GET", path, "something else than a list of test runs")
            follows = body.get("continuation")
            return objects, str(follows) if follows else None

        return all_objects(fetch, self._transport.warn, lambda found: self._unlike("GET", path, found))

    def create_test_run(self, parameters: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return the test run object of ``POST /v1/test_run``, which makes a test run (contract, section 2.2).

        Never sent again once it may have been processed: a second test run interrupts the first on its node.
        """
        path = "/v1/test_run"
        body = self._call("POST", path, CREATE, "such object", _ACCOUNT, body=parameters)
        if _has_id(body):
            return t.cast("dict[str, t.Any]", body)
        raise self._unlike("POST", path, "no test run")

    def update_test_run(self, test_run_id: str, parameters: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return the test run object of ``PUT /v1/test_run/{id}``. Setting values twice does no harm, so it is repeated."""
        path = _path_of(test_run_id)
        body = self._call("PUT", path, READ, f"test run {test_run_id}", _CONNECTION, body=parameters)
        return self._checked(body, "PUT", path, test_run_id, {"id": test_run_id})

    def act(self, test_run_id: str, action: str) -> dict[str, t.Any]:
        """Return the test run object of ``POST /v1/test_run/{id}/action/{action}``.

        The docs' only curl sample of stop says GET, which is a slip (contract, section 1.1). No body is sent, as real
        callers send none (section 2.1).

        :param action: ``stop`` (the recording), ``run``, ``pause`` or ``interrupt``.
        """
        path = f"{_path_of(test_run_id)}/action/{action}"
        body = self._call("POST", path, ACTION, f"test run {test_run_id}", _CONNECTION)
        return self._checked(body, "POST", path, test_run_id, {"id": test_run_id})

    def get_client_id(self) -> t.Any:
        """Return the client that the token belongs to, from ``POST /v1/user``, which only reads (contract, section 2.4)."""
        body = self._call("POST", "/v1/user", READ, "user", _CONNECTION)
        # One source spells it otherwise.
        found = {"clientid": body.get("client_id"), **body}["clientid"] if isinstance(body, dict) else None
        if found is None:
            raise self._unlike("POST", "/v1/user", "no client id")
        return found

    def _checked(
        self, body: t.Any, method: str, path: str, test_run_id: str, known: dict[str, t.Any]
    ) -> dict[str, t.Any]:
        """Return the test run in a reply, once it is sure to be the one asked for.

        :param known: what needn't be in the reply.
        """
        answered = {**known, **body}["id"] if isinstance(body, dict) else None
        if isinstance(body, dict) and same_id(answered, test_run_id):
            return body
        raise self._unlike(
            method, path, f"test run {shortened(str(answered))}" if isinstance(body, dict) else "no test run"
        )

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
            raise refusal(reply, self._host, method, path, what, check)
        return reply.data.get("body") if isinstance(reply.data, dict) else None

    @property
    def _host(self) -> str:
        return self._transport.endpoint.host


def _path_of(test_run_id: str) -> str:
    return f"/v1/test_run/{checked_id(test_run_id, 'test_run_id')}"


def _has_id(body: t.Any) -> bool:
    return isinstance(body, dict) and isinstance(body.get("id"), (int, str))


def _as_text(value: t.Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
