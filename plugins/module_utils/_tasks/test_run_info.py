# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read test runs, and wait for one of them."""

from __future__ import annotations

import typing as t

from .._api.client import FastClient
from .._api.ids import optional_id
from .._api.models import TestRun
from .._api.search import client_id_of, search
from .._deadline import TimeLimit, poll
from .._errors import InvalidInput, TimedOut
from .conditions import CONDITIONS, Condition
from .waiter import LONGEST_INTERVAL, Looks


def run(
    client: FastClient,
    params: dict[str, t.Any],
    check_mode: bool,
    limit: TimeLimit,
    warn: t.Callable[[str], None],
) -> dict[str, t.Any]:
    """Do what a task of ``wallarm_fast_test_run_info`` asks for and return its result.

    :param params: the module's options, typed and with their defaults.
    :param check_mode: makes no difference, since nothing is changed.
    :raises FastError: with the last test run seen, where one was read and waited for.
    """
    test_run_id = optional_id(params["test_run_id"], "test_run_id")
    _check(params, test_run_id)
    if test_run_id and params["wait_until"]:
        found = [_wait_for(client, test_run_id, params, limit, warn)]
    elif test_run_id:
        found = [TestRun(client.get_test_run(test_run_id))]
    else:
        found = find(client, params)
    return {"changed": False, "test_runs": [test_run.raw for test_run in found]}


def find(client: FastClient, params: dict[str, t.Any]) -> list[TestRun]:
    """Return the test runs that pass the filters among the options, newest first."""
    if params["limit"] is not None and params["limit"] < 1:
        raise InvalidInput("limit must be a number of test runs from 1; leave it out for all.")
    filters = {name: params[name] for name in ("recording", "node_id", "build_id")}
    filters["state"] = params["test_run_state"]
    client_id = client_id_of(client, params["client_id"])
    return list(search(client, client_id, filters, params["name"], params["limit"]))


def _check(params: dict[str, t.Any], test_run_id: str | None) -> None:
    others = [name for name in ("name", "test_run_state", "recording", "node_id", "build_id", "limit") if params[name] not in (None, "")]
    if test_run_id and others:
        raise InvalidInput(f"test_run_id names one test run; leave out {', '.join(others)}.")
    if params["wait_until"] and not test_run_id:
        raise InvalidInput("wait_until waits for one test run: give its test_run_id.")
    if not 0 < params["poll_interval"] <= LONGEST_INTERVAL:
        raise InvalidInput(f"poll_interval must be a number of seconds above 0 and at most {LONGEST_INTERVAL}.")


def _wait_for(
    client: FastClient,
    test_run_id: str,
    params: dict[str, t.Any],
    limit: TimeLimit,
    warn: t.Callable[[str], None],
) -> TestRun:
    """Return the test run once it is as waited for.

    :raises TimedOut: it was not so within the limit, or never will be.
    """
    condition = CONDITIONS[params["wait_until"]]
    looks = Looks(lambda: TestRun(client.get_test_run(test_run_id)), limit, warn)
    seen, _done = poll(
        looks.look,
        lambda seen: seen is not None and _decided(condition, seen),
        limit,
        lambda seen: looks.growing_pause(params["poll_interval"]),
    )
    if seen is not None and condition.met(seen):
        return seen
    never = condition.hopeless(seen) if seen else None
    if seen is not None and never:
        raise TimedOut(f"Test run {test_run_id} will never be {_words(params)}: {never}.", test_run=seen.raw)
    why = condition.waiting(seen) if seen else "it could not be read"
    raise looks.timed_out(
        f"Test run {test_run_id} was not {_words(params)} within {limit.seconds:g} s (wait_timeout): {why}.",
        "Run the task again to wait on, or raise wait_timeout.",
    )


def _decided(condition: Condition, seen: TestRun) -> bool:
    return condition.met(seen) or condition.hopeless(seen) is not None


def _words(params: dict[str, t.Any]) -> str:
    wait_until: str = params["wait_until"]
    return {"recording_stopped": "done with recording"}.get(wait_until, wait_until.replace("_", " "))
