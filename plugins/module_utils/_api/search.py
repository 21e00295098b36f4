# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Look for test runs, test policies and test records in the lists that the API gives."""

from __future__ import annotations

import itertools
import typing as t

from .._errors import ApiError, GatewayError, InvalidInput
from .client import FastClient
from .ids import optional_id
from .lists import MOST_NODES, Object
from .models import FINAL_STATES, TestRun

# Every test run that isn't finished, in one answer: none is missed that is paused or resumed between two questions. That this filter is
# an array is documented, and how one is sent is not (listTestRuns). So before a test run counts as not there, the running ones are asked
# for by the simpler filter too: whoever reads the array in another way may find none at all.
_UNFINISHED = {"!simple_state": FINAL_STATES}
# What is asked one after the other of a server that doesn't understand that. That simple_state divides them so is inferred from its values.
_ONE_BY_ONE = ({"simple_state": "running"}, {"simple_state": "paused"})
# Which simple_state a copy being made has is unproven, so it is asked for by its own name too.
_CLONING = {"state": "cloning"}


def client_id_of(client: FastClient, given: str | None) -> int:
    """Return the client whose lists are to be read: the one given, or the token's.

    :param given: the option ``client_id``; empty means not given.
    :raises InvalidInput: it is no number.
    :raises FastError: the server doesn't say whose the token is; the message asks for ``client_id``.
    """
    if not given:
        try:
            given = str(client.get_client_id())
        except ApiError as failure:
            if isinstance(failure, GatewayError) or failure.http_status not in (401, 403):
                raise
            # A wrong token is refused in the same way, so it is named too.
            raise ApiError(
                f"The token can't be asked which client it belongs to ({failure.server_error or f'HTTP {failure.http_status}'}), as is the "
                "case with a FAST node's token. Give client_id, or set WALLARM_API_CLIENT_ID where the task runs. If "
                "it is the token that is wrong, check api_token and api_host.",
                **failure.details(),
            ) from None
    checked = optional_id(given, "client_id") or ""
    if not checked.isdecimal():
        raise InvalidInput(f"client_id must be the number of a client, as the Console shows it, not {checked!r}.")
    return int(checked)


def search(
    client: FastClient,
    client_id: int,
    filters: dict[str, t.Any],
    name: str | None = None,
    most: int | None = None,
) -> t.Iterator[TestRun]:
    """Yield test runs, newest first. Pages are fetched as they are needed.

    :param filters: the list's own filters and their values; None and empty ones are left out.
    :param name: the exact name. It is compared here: the list's own search is for words.
    :param most: how many at most.
    """
    listed = client.list_test_runs(client_id, _given(filters))
    return (TestRun(item) for item in _chosen(listed, name, most))


def find_policies(client: FastClient, client_id: int, name: str | None = None, most: int | None = None) -> t.Iterator[Object]:
    """Yield test policy objects, newest first: those of exactly this name, or all.

    :param most: how many at most.
    """
    return _chosen(client.list_test_policies(client_id, _given({"name": name})), name, most)


def find_records(
    client: FastClient, client_id: int, filters: dict[str, t.Any], name: str | None = None, most: int | None = None
) -> t.Iterator[Object]:
    """Yield test record objects, newest first: those of exactly this name, or all that pass the filters.

    :param filters: the list's own filters but for the name; None and empty ones are left out.
    :param most: how many at most.
    """
    return _chosen(client.list_test_records(client_id, _given({**filters, "name": name})), name, most)


def known_nodes(client: FastClient, client_id: int) -> tuple[list[Object], bool] | None:
    """Return ``id`` and ``name`` of FAST nodes, and whether there are no others. None where the token may not list them."""
    nodes = if_permitted(lambda: client.list_fast_nodes(client_id))
    return None if nodes is None else (nodes, len(nodes) < MOST_NODES)


def if_permitted(read: t.Callable[[], t.Iterable[Object]]) -> list[Object] | None:
    """Return all of a list, or None where the API itself says that the token may not read it, or has no such list.

    :raises FastError: it can't be read for another reason.
    """
    try:
        return list(read())
    except ApiError as failure:
        if isinstance(failure, GatewayError) or failure.http_status not in (401, 403, 404):
            raise
        return None


def _given(filters: dict[str, t.Any]) -> dict[str, t.Any]:
    return {key: value for key, value in filters.items() if value is not None and value != ""}


def _chosen(objects: t.Iterator[Object], name: str | None, most: int | None) -> t.Iterator[Object]:
    """Yield the objects of a name, compared exactly: whether the API's own filter does so is unknown (listTestPolicies)."""
    return itertools.islice((item for item in objects if not name or item.get("name") == name), most)


def active_runs(client: FastClient, client_id: int, filters: dict[str, t.Any], wanted: t.Callable[[TestRun], bool]) -> list[TestRun]:
    """Return the test runs that aren't finished or about to be, newest first.

    :param filters: the list's own filters and their values; None and empty ones are left out.
    :param wanted: whether one is what is looked for. More is asked only while none is.
    """
    unfinished = _unfinished(client, client_id, filters)
    overlooked = [_ONE_BY_ONE[0]]
    if unfinished is None:
        unfinished = [test_run for state in _ONE_BY_ONE for test_run in search(client, client_id, {**state, **filters})]
        # One that was resumed between these two questions is in neither answer.
        overlooked = [_CLONING, _ONE_BY_ONE[0]]
    found = {str(test_run.id): test_run for test_run in unfinished if test_run.active}
    for state in overlooked:
        if not any(wanted(test_run) for test_run in found.values()):
            found.update((str(test_run.id), test_run) for test_run in search(client, client_id, {**state, **filters}) if test_run.active)
    # Sorted by age as far as the server tells it, so that a run which changed its state meanwhile is in its place.
    return sorted(found.values(), key=lambda test_run: test_run.start_time or 0, reverse=True)


def _unfinished(client: FastClient, client_id: int, filters: dict[str, t.Any]) -> list[TestRun] | None:
    """Return the test runs that one question finds, or None where the server doesn't understand it."""
    found = []
    try:
        for test_run in search(client, client_id, {**_UNFINISHED, **filters}):
            if test_run.finished:
                return None
            found.append(test_run)
    except ApiError as failure:
        if failure.http_status != 400:
            raise
        return None
    return found
