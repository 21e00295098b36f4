# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read test runs, and wait for one of them."""

from __future__ import annotations

import typing as t

from ._client import FastClient
from ._conditions import CONDITIONS, Condition
from ._errors import ApiError, FastError, InvalidInput, NotSent, ReplyLost, TimedOut
from ._ids import optional_id
from ._search import client_id_of, search
from ._test_run import TestRun
from ._wait import TimeLimit, poll

# A wait answers to what happens on the server within so many seconds.
_LONGEST_INTERVAL = 10
_SHORTEST_INTERVAL = 1.0

_PASSING = (408, 429)


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
    if not 0 < params["poll_interval"] <= _LONGEST_INTERVAL:
        raise InvalidInput(f"poll_interval must be a number of seconds above 0 and at most {_LONGEST_INTERVAL}.")


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
    looks = _Looks(client, test_run_id, warn)
    seen, _done = poll(
        looks.look,
        lambda seen: seen is not None and _decided(condition, seen),
        limit,
        lambda seen: looks.pause(params["poll_interval"]),
    )
    if seen is not None and condition.met(seen):
        return seen
    raw = seen.raw if seen else None
    never = condition.hopeless(seen) if seen else None
    if never:
        raise TimedOut(f"Test run {test_run_id} will never be {_words(params)}: {never}.", test_run=raw)
    why = condition.waiting(seen) if seen else "it could not be read"
    trouble = f" The last look failed: {looks.failure}" if looks.failure else ""
    raise TimedOut(
        f"Test run {test_run_id} was not {_words(params)} within {limit.seconds:g} s (wait_timeout): {why}.{trouble} "
        "Run the task again to wait on, or raise wait_timeout.",
        **{**(looks.failure.details() if looks.failure else {}), "test_run": raw},
    )


class _Looks:
    """Looks at a test run, again and again, through failures that pass."""

    def __init__(self, client: FastClient, test_run_id: str, warn: t.Callable[[str], None]) -> None:
        self._client = client
        self._id = test_run_id
        self._warn = warn
        self._seen: TestRun | None = None
        self._backoff = _SHORTEST_INTERVAL
        self.failure: FastError | None = None

    def look(self) -> TestRun | None:
        """Return the test run as it is, or as last seen if it can't be read just now; None if it never could.

        :raises FastError: for a failure that won't pass by waiting.
        """
        try:
            self._seen = TestRun(self._client.get_test_run(self._id))
            self.failure = None
        except FastError as failure:
            if not self._passes(failure):
                failure.test_run = self._seen.raw if self._seen else None
                raise
            self._warn(f"{failure} Waiting on.")
            self.failure = failure
        return self._seen

    def pause(self, longest: float) -> float:
        """Return the seconds until the next look: first one, then doubling up to ``longest``, or to the expected end."""
        pause = self._backoff
        self._backoff = min(2 * pause, float(_LONGEST_INTERVAL))
        expected = self._seen.seconds_left if self._seen else None
        if expected is not None:
            pause = max(expected, _SHORTEST_INTERVAL)
        return min(pause, longest)

    def _passes(self, failure: FastError) -> bool:
        if isinstance(failure, ApiError):
            status = failure.http_status or 0
            return status >= 500 or status in _PASSING
        # Before anything was read, it is more likely the options that are wrong.
        known = self._seen is not None
        return isinstance(failure, (NotSent, ReplyLost)) and (known or (isinstance(failure, ReplyLost) and failure.http_status is None))


def _decided(condition: Condition, seen: TestRun) -> bool:
    return condition.met(seen) or condition.hopeless(seen) is not None


def _words(params: dict[str, t.Any]) -> str:
    wait_until: str = params["wait_until"]
    return {"recording_stopped": "done with recording"}.get(wait_until, wait_until.replace("_", " "))
