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
from .models import TestRun

# The list's filters that together show every test run that isn't finished, asked one after the other until one is found.
# That simple_state divides them so is inferred from its values (listTestRuns). It is unproven for a copy being made, so
# that state is asked for by its own name too. Running ones are asked for again, since one that was resumed
# between the first two questions is in neither answer.
_ACTIVE = ({"simple_state": "running"}, {"simple_state": "paused"})
_OVERLOOKED = ({"state": "cloning"}, {"simple_state": "running"})


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


def active_runs(
    client: FastClient, client_id: int, name: str, node_id: str | None, node_name: str | None, build_id: str | None
) -> list[TestRun]:
    """Return the test runs of a name that aren't finished or about to be, newest first."""
    found: dict[str, TestRun] = {}

    def look(state: dict[str, str]) -> None:
        for test_run in search(client, client_id, {**state, "node_id": node_id, "build_id": build_id}, name):
            if test_run.active and (not node_name or test_run.raw.get("node_name") == node_name):
                found[str(test_run.id)] = test_run

    for state in _ACTIVE:
        look(state)
    for state in _OVERLOOKED:
        if not found:
            look(state)
    # Sorted by age as far as the server tells it, so that a run which changed its state meanwhile is in its place.
    return sorted(found.values(), key=lambda test_run: test_run.start_time or 0, reverse=True)
