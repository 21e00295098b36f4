# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The FAST API, one method a route, as docs/api/openapi.yaml describes it."""

from __future__ import annotations

import re
import typing as t

from .._http.retry import ACTION, CREATE, READ
from .._http.transport import Transport
from .._text import shortened
from .calls import ApiCalls
from .ids import checked_id, same_id
from .lists import has_id, list_fast_nodes, list_objects, list_vulnerabilities

# The Console stands beside the API: us1.api.wallarm.com and us1.my.wallarm.com, api.wallarm.com and my.wallarm.com.
_CLOUD_HOST = re.compile(r"(?P<region>[a-z0-9-]+\.)?api\.wallarm\.com\.?(:[0-9]+)?")

# The options that a refused token makes one look at.
_CONNECTION = "api_token and api_host"
_CLIENT = "api_token, api_host and client_id"
_ACCOUNT = "api_token, api_host, client_id and the node"


class FastClient:
    """Calls the FAST API.

    Every method raises :class:`ApiError` where the server answers with an error, and ``NotSent`` or ``ReplyLost``
    where it gives no readable answer. Lists yield objects; their pages are fetched as they are needed.
    """

    def __init__(self, transport: Transport) -> None:
        self._calls = ApiCalls(transport)
        self.try_again = transport.try_again

    def console_url(self, test_run_id: int | str | None) -> str | None:
        """Return the address of a test run's page in the Console, or None where it has no id or the Console's host isn't known."""
        cloud = _CLOUD_HOST.fullmatch(self._calls.host)
        if test_run_id is None or not cloud:
            return None
        return f"https://{cloud['region'] or ''}my.wallarm.com/testing/testruns/{test_run_id}"

    def get_test_run(self, test_run_id: str) -> dict[str, t.Any]:
        """Return the test run object of ``GET /v1/test_run/{id}`` (getTestRun)."""
        return self._get("test run", _test_run_path(test_run_id), test_run_id)

    def list_test_runs(self, client_id: int, filters: dict[str, t.Any]) -> t.Iterator[dict[str, t.Any]]:
        """Yield the test run objects of ``GET /v1/test_run`` (listTestRuns), newest first.

        :param filters: names and values as in ``filter[recording]``.
        """
        return list_objects(self._calls, "/v1/test_run", "test runs", _ACCOUNT, client_id, filters)

    def create_test_run(self, parameters: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return the test run object of ``POST /v1/test_run`` (createTestRun).

        Never sent again once it may have been processed: a second test run interrupts the first on its node.
        """
        path = "/v1/test_run"
        body = self._calls.call("POST", path, CREATE, "such object", _ACCOUNT, body=parameters)
        if has_id(body):
            return t.cast("dict[str, t.Any]", body)
        raise self._calls.unlike("POST", path, "no test run")

    def update_test_run(self, test_run_id: str, parameters: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return the test run object of ``PUT /v1/test_run/{id}`` (updateTestRun). Setting values twice does no harm, so it is repeated."""
        path = _test_run_path(test_run_id)
        body = self._calls.call("PUT", path, READ, f"test run {test_run_id}", _CONNECTION, body=parameters)
        return self._asked_for(body, "PUT", path, "test run", test_run_id, implied_id=test_run_id)

    def act(self, test_run_id: str, action: str) -> dict[str, t.Any]:
        """Return the test run object of ``POST /v1/test_run/{id}/action/{action}``.

        No body is sent, as published clients send none (stopRecording).

        :param action: ``stop`` (the recording), ``run``, ``pause`` or ``interrupt``.
        """
        path = f"{_test_run_path(test_run_id)}/action/{action}"
        body = self._calls.call("POST", path, ACTION, f"test run {test_run_id}", _CONNECTION)
        return self._asked_for(body, "POST", path, "test run", test_run_id, implied_id=test_run_id)

    def list_vulnerabilities(self, test_run_id: str) -> t.Iterator[dict[str, t.Any]]:
        """Yield the rows of ``POST /v1/objects/vuln`` (listVulnerabilities) for a test run, by their ids. It only reads."""
        return list_vulnerabilities(self._calls, checked_id(test_run_id, "test_run_id"), _CONNECTION)

    def get_test_policy(self, policy_id: str) -> dict[str, t.Any]:
        """Return the test policy object of ``GET /v1/test_policy/{id}`` (getTestPolicy)."""
        return self._get("test policy", f"/v1/test_policy/{checked_id(policy_id, 'policy_id')}", policy_id)

    def list_test_policies(self, client_id: int, filters: dict[str, t.Any]) -> t.Iterator[dict[str, t.Any]]:
        """Yield the test policy objects of ``GET /v1/test_policy`` (listTestPolicies), newest first."""
        return list_objects(self._calls, "/v1/test_policy", "test policies", _CLIENT, client_id, filters)

    def get_test_record(self, test_record_id: str) -> dict[str, t.Any]:
        """Return the test record object of ``GET /v1/test_record/{id}`` (getTestRecord)."""
        return self._get("test record", f"/v1/test_record/{checked_id(test_record_id, 'test_record_id')}", test_record_id)

    def stop_test_record(self, test_record_id: str) -> dict[str, t.Any]:
        """Return the test record object of ``POST /v1/test_record/{id}/action/stop`` (stopTestRecord). No body is sent, as above."""
        path = f"/v1/test_record/{checked_id(test_record_id, 'test_record_id')}/action/stop"
        body = self._calls.call("POST", path, ACTION, f"test record {test_record_id}", _CONNECTION)
        return self._asked_for(body, "POST", path, "test record", test_record_id, implied_id=test_record_id)

    def list_test_records(self, client_id: int, filters: dict[str, t.Any]) -> t.Iterator[dict[str, t.Any]]:
        """Yield the test record objects of ``GET /v1/test_record`` (listTestRecords), newest first."""
        return list_objects(self._calls, "/v1/test_record", "test records", _ACCOUNT, client_id, filters)

    def list_fast_nodes(self, client_id: int) -> list[dict[str, t.Any]]:
        """Return ``id`` and ``name`` of the first 1000 FAST nodes of ``GET /v2/node`` (listFastNodes).

        The reply shows the token of each. It does not leave this function.
        """
        return list_fast_nodes(self._calls, _CLIENT, client_id)

    def get_client_id(self) -> t.Any:
        """Return the client that the token belongs to, from ``POST /v1/user`` (readUser), which only reads."""
        body = self._calls.call("POST", "/v1/user", READ, "user", _CONNECTION)
        # One source spells it otherwise.
        client_id = body.get("clientid", body.get("client_id")) if isinstance(body, dict) else None
        if client_id is None:
            raise self._calls.unlike("POST", "/v1/user", "no client id")
        return client_id

    def _get(self, kind: str, path: str, asked_id: str) -> dict[str, t.Any]:
        body = self._calls.call("GET", path, READ, f"{kind} {asked_id}", _CONNECTION)
        return self._asked_for(body, "GET", path, kind, asked_id, implied_id=None)

    def _asked_for(
        self, body: t.Any, method: str, path: str, kind: str, asked_id: str, implied_id: str | None
    ) -> dict[str, t.Any]:
        """Return the object in a reply, once it is sure to be the one asked for.

        :param kind: what it is, as in "test run".
        :param implied_id: the id of an object that a reply shows without one.
        """
        if not isinstance(body, dict):
            raise self._calls.unlike(method, path, f"no {kind}")
        shown_id = body.get("id", implied_id)
        if not same_id(shown_id, asked_id):
            raise self._calls.unlike(method, path, f"{kind} {shortened(str(shown_id))}")
        return body


def _test_run_path(test_run_id: str) -> str:
    return f"/v1/test_run/{checked_id(test_run_id, 'test_run_id')}"
