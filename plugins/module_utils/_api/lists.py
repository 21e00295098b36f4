# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The API's lists, whose pages are fetched as they are needed."""

from __future__ import annotations

import typing as t

from .._errors import ReplyTooLong
from .._http.retry import READ
from .._text import shortened
from .calls import ApiCalls
from .finding import scalar
from .ids import as_sent, same_id
from .pagination import ByContinuation, ByOffset, EndlessList, Pagination

Object = dict[str, t.Any]


def list_objects(
    calls: ApiCalls, path: str, things: str, check: str, client_id: int, filters: dict[str, t.Any]
) -> t.Iterator[Object]:
    """Yield the objects of a list whose pages name the next one, newest first (listTestRuns, listTestPolicies, listTestRecords).

    :param things: what it is a list of, as in "test runs".
    :param check: the options that a refused token makes one look at.
    :param filters: names and values as in ``filter[recording]``; true and false are sent as the API prints them, several values as an array.
    :raises ReplyLost: also where the pages don't come to an end.
    """
    query: list[tuple[str, t.Any]] = [("clientid", client_id), ("order_by", "id"), ("order_desc", "true")]
    for name, value in filters.items():
        # As a published client writes arrays (listTestRuns).
        query += [(f"filter[{name}][]", item) for item in value] if isinstance(value, tuple) else [(f"filter[{name}]", _as_text(value))]
    pagination = ByContinuation(things)

    def fetch() -> tuple[list[Object], str | None]:
        body = calls.call("GET", path, READ, f"list of {things}", check, [*query, *pagination.parameters.items()])
        objects = body.get("objects") if isinstance(body, dict) else None
        if not isinstance(objects, list) or not all(has_id(item) for item in objects):
            raise calls.unlike("GET", path, f"something else than a list of {things}")
        continuation = body.get("continuation")
        return objects, str(continuation) if continuation else None

    return _read(calls, "GET", path, pagination, fetch)


def list_vulnerabilities(calls: ApiCalls, test_run_id: str, check: str) -> t.Iterator[Object]:
    """Yield the rows of what a test run found, by their ids (listVulnerabilities).

    :raises ReplyLost: also where a row is another test run's, so that the server did not do as asked.
    """
    path, things = "/v1/objects/vuln", "vulnerabilities"
    pagination = ByOffset(things)

    def fetch() -> tuple[list[Object], None]:
        asked = {"filter": {"testrun_id": [as_sent(test_run_id)]}, "order_by": "id", "order_desc": False, **pagination.parameters}
        body = calls.call("POST", path, READ, f"list of {things}", check, body=asked)
        rows: list[t.Any] = [_with_one_id(row) for row in body] if isinstance(body, list) else [None]
        if not all(has_id(row) for row in rows):
            raise calls.unlike("POST", path, f"something else than a list of {things}")
        others = [row["testrun_id"] for row in rows if not _may_be_of(row, test_run_id)]
        if others:
            raise calls.unlike("POST", path, f"what test run {shortened(str(scalar(others[0])))} found, where test run {test_run_id} was asked for")
        return rows, None

    return _read(calls, "POST", path, pagination, fetch)


#: What published clients ask for, and the most that one of them says is allowed (listFastNodes).
MOST_NODES = 1000


def list_fast_nodes(calls: ApiCalls, check: str, client_id: int) -> list[Object]:
    """Return ``id`` and ``name`` of the FAST nodes in one page (listFastNodes). Other fields are dropped: one of them is the node's token."""
    path = "/v2/node"
    query: list[tuple[str, t.Any]] = [("filter[type]", "fast_node"), ("filter[clientid][]", client_id), ("limit", MOST_NODES), ("order_by", "hostname")]
    body = calls.call("GET", path, READ, "list of FAST nodes", check, query)
    if not isinstance(body, list) or not all(has_id(item) for item in body):
        raise calls.unlike("GET", path, "something else than a list of FAST nodes")
    return [{"id": item["id"], "name": item.get("hostname")} for item in body]


def has_id(item: t.Any) -> bool:
    """Whether this is an object with an id."""
    return isinstance(item, dict) and isinstance(item.get("id"), (int, str))


def _with_one_id(row: t.Any) -> t.Any:
    return {**row, "id": scalar(row.get("id"))} if isinstance(row, dict) else row


def _may_be_of(row: Object, test_run_id: str) -> bool:
    """Whether a row is of this test run, or doesn't say of which it is."""
    shown_id = scalar(row.get("testrun_id"))
    return shown_id is None or same_id(shown_id, test_run_id)


def _read(
    calls: ApiCalls, method: str, path: str, pagination: Pagination, fetch: t.Callable[[], tuple[list[Object], str | None]]
) -> t.Iterator[Object]:
    """Yield the objects of all pages.

    :param fetch: returns the objects of the page that ``pagination`` asks for, and what it names as the next one.
    """
    going_on = True
    while going_on:
        try:
            objects, continuation = fetch()
        except ReplyTooLong as failure:
            if not pagination.shorten():
                raise
            calls.warn(f"{failure} Asking for the list in pages of {pagination.page_size} instead.")
            continue
        yield from pagination.take(objects, continuation)
        try:
            going_on = pagination.advance()
        except EndlessList as endless:
            raise calls.unlike(method, path, str(endless)) from None


def _as_text(value: t.Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
