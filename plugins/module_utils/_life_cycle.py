# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Have a test run that is as wanted: find or create it, change it, steer it."""

from __future__ import annotations

import dataclasses
import functools
import typing as t

from ._action import POLL_SECONDS, Aim, WatchedRun, bring_about, unclear
from ._client import FastClient
from ._errors import ApiError, FastError, InvalidInput, ReplyLost
from ._looks import Looks
from ._search import active_runs, client_id_of
from ._test_run import TestRun
from ._wait import TimeLimit, poll
from ._wanted import Wanted, wanted_of

# How long to look for a test run whose creation got no answer, in seconds.
_LOOK_SECONDS = 20.0

_STATE = ("state", "simple_state")

_AIMS = {
    "running": Aim(
        action="run",
        reached=lambda seen: seen.state in ("running", "running_scheduled"),
        told_by=_STATE,
        question="whether it runs",
        proof="the test run is running",
    ),
    "paused": Aim(
        action="pause",
        reached=lambda seen: seen.state in ("paused", "pausing"),
        told_by=_STATE,
        question="whether it was paused",
        proof="the test run is paused",
    ),
    "interrupted": Aim(
        action="interrupt",
        # One that ended by itself needs no interrupting any more.
        reached=lambda seen: seen.finished or seen.state == "interrupting",
        told_by=_STATE,
        question="whether it was interrupted",
        proof="the test run is interrupted",
    ),
}


@dataclasses.dataclass(frozen=True)
class Plan:
    """What has to happen for a test run to be as wanted.

    :param create: whether to create it.
    :param changes: parameters to set on the one that is there.
    :param aim: the action to call, if one is needed.
    :param before: the fields that will change, as they are; empty before creation.
    :param after: the same fields as wanted.
    """

    create: bool
    changes: dict[str, t.Any]
    aim: Aim | None
    before: dict[str, t.Any]
    after: dict[str, t.Any]

    @property
    def changed(self) -> bool:
        """Whether anything has to happen."""
        return self.create or bool(self.changes) or self.aim is not None


def plan(found: TestRun | None, wanted: Wanted) -> Plan:
    """Decide what to do to have the test run as wanted. Feeds ``changed``, the diff and check mode alike.

    :param found: the test run that is there, None if there is none.
    :raises InvalidInput: the one that is there can't become what is wanted.
    """
    if found is None:
        if wanted.state == "interrupted":
            return Plan(False, {}, None, {}, {})  # nothing runs, so nothing is to be interrupted
        state = {} if wanted.state == "present" else {"state": wanted.state}
        return Plan(True, {}, None, {}, {**wanted.parameters, **state})
    _refuse_impossible(found, wanted)
    changes = wanted.changes(found)
    before, after = {name: found.raw.get(name) for name in changes}, dict(changes)
    aim = _aim_of(wanted, found)
    if aim is not None:
        before["state"], after["state"] = found.state, wanted.state
    return Plan(False, changes, aim, before, after)


def _aim_of(wanted: Wanted, seen: TestRun) -> Aim | None:
    """Return the aim that is still to be reached, if there is one."""
    aim = _AIMS.get(wanted.state)
    return None if aim is None or aim.reached(seen) else aim


def _refuse_impossible(found: TestRun, wanted: Wanted) -> None:
    if found.finished and wanted.state in ("running", "paused"):
        raise InvalidInput(
            f"Test run {found.id} has ended ({found.state}), so it can't be {wanted.state} again. Create another one by "
            "name, with its test_record_id to use the same baseline requests.",
            test_run=found.raw,
        )
    conflicts = wanted.conflicts(found)
    if conflicts:
        listed = ", ".join(f"{option} is {there!r} and not {value!r}" for option, (there, value) in conflicts.items())
        raise InvalidInput(
            f"Test run {found.id} exists and differs in what can't be changed: {listed}. Leave these options out to use "
            "it as it is, or give another name to create another one, which interrupts it if it is on the same node.",
            test_run=found.raw,
        )


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
    search = _Search(client, params, warn)
    found = TestRun(client.get_test_run(wanted.test_run_id)) if wanted.test_run_id else search.look()
    watched = _watched(client, found) if found is not None else None
    try:
        if watched is not None and wanted.state in _AIMS:
            _await_copy(watched, limit, warn)
        planned = plan(watched.seen if watched else None, wanted)
        if planned.changed and not check_mode:
            if watched is None:
                watched = _watched(client, _create(client, search, planned.after, limit, warn))
            _carry_out(watched, planned, wanted, limit, warn)
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
) -> None:
    """Change and steer a test run that was found, or make sure that one just created is as wanted."""
    if planned.changes:
        watched.change(planned.changes)
    aim = planned.aim
    if planned.create and wanted.state in _AIMS:
        _await_copy(watched, limit, warn)
        aim = _aim_of(wanted, watched.seen)
    if aim is not None:
        bring_about(watched, aim, limit, warn)
    if watched.seen.test_record_id is None:
        watched.read_record_id(warn)


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
    if watched.seen.state != "cloning":
        return
    looks = Looks(watched.read, limit, warn, watched.seen)
    _seen, done = poll(
        looks.look, lambda _seen: watched.seen.state != "cloning", limit, lambda _seen: looks.pause(POLL_SECONDS)
    )
    if not done:
        raise looks.timed_out(
            f"Test run {watched.seen.id} was still being copied after {limit.seconds:g} s (wait_timeout), and can't be "
            "steered before that is done.",
            "Run the task again, or raise wait_timeout.",
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
