# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whose recording a task is about: a test run's by its id or its name, or a test record's by its id."""

from __future__ import annotations

import typing as t

from .._api.ids import optional_id, shown_where
from .._api.lists import Object
from .._api.models import TestRun
from .._api.names import listing, named
from .._api.search import client_id_of, search
from .._errors import InvalidInput
from .._text import in_utc, shortened, shortened_line
from .context import TaskContext
from .remote import RemoteTestRun
from .remote_record import RemoteRecord, recognizing_records

_WAYS = ("test_run_id", "test_record_id", "name")


def check_way(params: dict[str, t.Any]) -> None:
    """Check that the options name one recording in one way. Empty means not given.

    :raises InvalidInput: none or several are given, or an option that only goes with a name.
    """
    given = [option for option in _WAYS if (params[option] or "").strip()]
    if len(given) != 1:
        there = f"{' and '.join(given)} are given." if given else f"none is given.{shown_where('test_run_id')}"
        raise InvalidInput(f"Give exactly one of test_run_id, test_record_id and name, which say whose recording to stop: {there}")
    others = [option for option in ("node_id", "node_name") if params[option]]
    if others and given != ["name"]:
        raise InvalidInput(f"{given[0]} names one recording; leave out {' and '.join(others)}, which {'go' if others[1:] else 'goes'} with name.")


def fetch(context: TaskContext, params: dict[str, t.Any]) -> RemoteTestRun:
    """Read what the options name, as ``check_way`` let it pass.

    :raises FastError: it can't be read, or there is none.
    :raises InvalidInput: the name doesn't tell one from others, or no test run has it.
    """
    test_record_id = optional_id(params["test_record_id"], "test_record_id")
    if test_record_id:
        return RemoteRecord.fetch(context, test_record_id)
    test_run_id = optional_id(params["test_run_id"], "test_run_id")
    if test_run_id:
        with recognizing_records(context, test_run_id, "Give it as test_record_id."):
            return RemoteTestRun.fetch(context, test_run_id)
    # The list shows it as a read would.
    found = _of_name(context, params)
    return RemoteTestRun(context, str(found.id), found)


def _of_name(context: TaskContext, params: dict[str, t.Any]) -> TestRun:
    """Return the test run of exactly this name that records, or the newest one of the name if none does."""
    name, node_name, node_id = params["name"], params["node_name"], optional_id(params["node_id"], "node_id")
    client_id = client_id_of(context.client, params["client_id"])

    def look(recording: bool | None) -> t.Iterator[TestRun]:
        listed = search(context.client, client_id, {"recording": recording, "node_id": node_id})
        return (test_run for test_run in listed if not node_name or test_run.raw.get("node_name") == node_name)

    recording = [test_run for test_run in look(True) if test_run.raw.get("name") == name and test_run.recording is not False]
    if len(recording) == 1:
        return recording[0]
    if recording:
        them = listing([_described(test_run) for test_run in recording])
        raise InvalidInput(f"{len(recording)} test runs of the name {shortened(name)} record: {them}. Add node_id or node_name, or give test_run_id.")
    others: list[Object] = []
    for test_run in look(None):
        if test_run.raw.get("name") == name:
            return test_run
        others.append({"name": test_run.raw.get("name")})
    node = node_name or node_id
    thing = f"test run on FAST node {shortened(node)}" if node else "test run"
    return TestRun(named(name, "name", thing, "test runs", [], lambda: others, "test_run_id"))


def _described(test_run: TestRun) -> str:
    """Return "4485 on fast-node-1 since ...", as far as the server tells."""
    where = f" on {shortened_line(test_run.node)}" if test_run.node else ""
    since = in_utc(test_run.start_time)
    return f"{test_run.id}{where} since {since}" if since else f"{test_run.id}{where}"
