# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Have a test run that is as wanted: find or create it, change it, steer it. What has to happen is decided in _steering."""

from __future__ import annotations

import functools
import typing as t

from .._api.client import FastClient
from .._api.models import TestRun
from .._api.search import active_runs, client_id_of
from .._deadline import TimeLimit, poll
from .._errors import ApiError, FastError, NotReached, ReplyLost
from ._steering import AIMS, Plan, listed, plan
from .remote import POLL_SECONDS, WatchedRun, await_aim, await_state, bring_about, unclear
from .test_run_plan import Wanted, wanted_of

# How long to look for a test run whose creation got no answer, in seconds.
_LOOK_SECONDS = 20.0


def run(
    client: FastClient,
    params: dict[str, t.Any],
    check_mode: bool,
    limit: TimeLimit,
    warn: t.Callable[[str], None],
) -> dict[str, t.Any]:
    """Do what a task of ``wallarm_fast_test_run`` asks for and return its result.

    :param params: the module's options, typed and with their defaults.
    :raises FastError: with the last test run seen, where one was read.
    """
    wanted = wanted_of(params)
    if wanted.not_used:
        warn(f"A copy uses its test record as it is, so these options are not used: {', '.join(wanted.not_used)}.")
    search = _Search(client, params, warn)
    found = TestRun(client.get_test_run(wanted.test_run_id)) if wanted.test_run_id else search.look()
    watched = _watched(client, found) if found is not None else None
    try:
        if watched is not None and wanted.state in AIMS:
            _await_copy(watched, limit, warn)
        planned = plan(watched.seen if watched else None, wanted)
        if not check_mode and (planned.changed or planned.awaited is not None):
            if watched is None:
                watched = _watched(client, _create(client, search, planned.after, limit, warn))
            planned = _carry_out(watched, planned, wanted, limit, warn)
    except FastError as failure:
        if watched is not None:
            failure.test_run = watched.seen.raw
        raise
    return _result(client, watched.seen if watched else None, planned)


def _watched(client: FastClient, seen: TestRun) -> WatchedRun:
    return WatchedRun(client, str(seen.id), seen.raw)


class _Search:
    """Where a test run of the wanted name would be found."""

    def __init__(self, client: FastClient, params: dict[str, t.Any], warn: t.Callable[[str], None]) -> None:
        self._client = client
        self._params = params
        self._warn = warn

    @functools.cached_property
    def client_id(self) -> int:
        """The client that it belongs to."""
        return client_id_of(self._client, self._params["client_id"])

    def look(self) -> TestRun | None:
        """Return the newest active test run of the name, if there is one."""
        place = (self._params[option] for option in ("name", "node_id", "node_name", "build_id"))
        found = active_runs(self._client, self.client_id, *place)
        if len(found) > 1:
            ids = ", ".join(str(test_run.id) for test_run in found)
            self._warn(
                f"Several active test runs have the name {self._params['name']!r} (ids {ids}); the newest is used. Give "
                "node_id, node_name or build_id to tell them apart."
            )
        return found[0] if found else None


def _carry_out(
    watched: WatchedRun,
    planned: Plan,
    wanted: Wanted,
    limit: TimeLimit,
    warn: t.Callable[[str], None],
) -> Plan:
    """Change and steer a test run that was found, or make sure that one just created is as wanted.

    :returns: the plan less what turned out to be somebody else's doing.
    """
    if planned.changes:
        _change(watched, planned.changes, wanted)
    aim, awaited = planned.aim, planned.awaited
    if planned.create and wanted.state in AIMS:
        _await_copy(watched, limit, warn)
        aim, awaited = AIMS[wanted.state], None
        if aim.begun(watched.seen):
            aim, awaited = None, aim
    if awaited is not None:
        await_aim(watched, awaited, limit, warn)
    if aim is not None and not bring_about(watched, aim, limit, warn):
        planned = planned if planned.create else planned.without_action()
    if watched.seen.test_record_id is None:
        watched.read_record_id(warn)
    return planned


def _change(watched: WatchedRun, changes: dict[str, t.Any], wanted: Wanted) -> None:
    """Set what can be changed, and make sure that the server shows it.

    :raises NotReached: it does not.
    """
    watched.change(changes)
    if wanted.changes(watched.seen):
        watched.read()
    left = wanted.changes(watched.seen)
    if left:
        differences = {name: (watched.seen.raw.get(name), value) for name, value in left.items()}
        raise NotReached(
            f"The server accepted to change test run {watched.seen.id}, but shows something else afterwards: "
            f"{listed(differences)}. It may not take these values as they are: compare with the Console."
        )


def _create(
    client: FastClient,
    search: _Search,
    parameters: dict[str, t.Any],
    limit: TimeLimit,
    warn: t.Callable[[str], None],
) -> TestRun:
    """Create a test run, once, whatever happens to the reply."""
    try:
        return TestRun(client.create_test_run({"clientid": search.client_id, **parameters}))
    except ApiError as failure:
        if "not_ready_for_cloning" in (failure.server_error or ""):
            raise _still_recording(failure, parameters) from None
        if not unclear(failure) and failure.http_status != 503:
            raise
        lost: ApiError | ReplyLost = failure
    except ReplyLost as failure:
        lost = failure
    warn(f"{lost} Looking for the test run by its name, since it must not be created twice.")
    try:
        found, _done = poll(search.look, lambda seen: seen is not None, limit.within(_LOOK_SECONDS), 2 * POLL_SECONDS)
        trouble = "was not found by its name, but may still appear"
    except FastError as failure:
        found, trouble = None, f"could not be looked for either: {failure} It may exist"
    if found is None:
        raise ReplyLost(
            f"{lost} The test run {trouble}. Run the task again: it uses an active test run of the name, and creates "
            "one only if there is none.",
            **lost.details(),
        )
    return found


def _still_recording(failure: ApiError, parameters: dict[str, t.Any]) -> ApiError:
    return ApiError(
        f"Test record {parameters.get('test_record_id')} can't be copied while it is being recorded "
        f"({failure.server_error}). Stop its recording first: wallarm.fast.wallarm_fast_recording, with the "
        "test_run_id of the test run that records it.",
        **failure.details(),
    )


def _await_copy(watched: WatchedRun, limit: TimeLimit, warn: t.Callable[[str], None]) -> None:
    """Wait until a copy is made: only then does it have the state that it was made for. This only reads."""
    await_state(
        watched,
        lambda seen: seen.state != "cloning",
        limit,
        warn,
        f"Test run {watched.seen.id} was still being copied after {limit.seconds:g} s (wait_timeout), and can't be "
        "steered before that is done.",
    )


def _result(client: FastClient, seen: TestRun | None, planned: Plan) -> dict[str, t.Any]:
    raw = seen.raw if seen else None
    return {
        "changed": planned.changed,
        "test_run_id": seen.id if seen else None,
        "test_record_id": seen.test_record_id if seen else None,
        "test_run": raw,
        "console_url": client.console_url(seen.id) if seen and seen.id is not None else None,
        "diff": {"before": planned.before, "after": planned.after},
    }
