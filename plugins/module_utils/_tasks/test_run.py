# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ensure that a test run is there and as wanted: find or create it, change it, make a transition."""

from __future__ import annotations

import functools
import typing as t

from .._api.models import TestRun
from .._api.search import active_runs, client_id_of
from .._errors import ApiError, FastError, NotReached, ReplyLost
from .._http.retry import unclear
from .context import TaskContext
from .remote import RemoteTestRun
from .test_run_plan import DesiredTestRun, Plan, described, plan
from .transition import STATES

# How long to look for a test run whose creation got no answer, and how often, in seconds.
_SEARCH_SECONDS = 20.0
_SEARCH_PAUSE = 2.0


def run(context: TaskContext, params: dict[str, t.Any]) -> dict[str, t.Any]:
    """Do what a task of ``wallarm_fast_test_run`` asks for and return its result.

    :param params: the module's options, typed and with their defaults.
    :raises FastError: with the last test run seen, where one was read.
    """
    desired = DesiredTestRun.from_options(params)
    if desired.not_used:
        context.warn(f"A copy uses its test record as it is, so these options are not used: {', '.join(desired.not_used)}.")
    search = _NameSearch(context, params)
    remote = RemoteTestRun.fetch(context, desired.test_run_id) if desired.test_run_id else search.find()
    if remote is None:
        planned = plan(None, desired)
        if planned.create and not context.check_mode:
            remote, desired = _create(search, planned.after), desired.once_created()
            with remote.shown_in_failures():
                _await_copy(remote, desired)
                _carry_out(remote, plan(remote.seen, desired), desired)
    else:
        with remote.shown_in_failures():
            _await_copy(remote, desired)
            planned = plan(remote.seen, desired)
            if not context.check_mode and not _carry_out(remote, planned, desired):
                planned = planned.without_transition()
    return _result(context, remote.seen if remote else None, planned)


class _NameSearch:
    """Where a test run of the wanted name would be found."""

    def __init__(self, context: TaskContext, params: dict[str, t.Any]) -> None:
        self.context = context
        self._params = params

    @functools.cached_property
    def client_id(self) -> int:
        """The client that it belongs to."""
        return client_id_of(self.context.client, self._params["client_id"])

    def find(self) -> RemoteTestRun | None:
        """Return the newest active test run of the name, if there is one."""
        place = (self._params[option] for option in ("name", "node_id", "node_name", "build_id"))
        found = active_runs(self.context.client, self.client_id, *place)
        if len(found) > 1:
            ids = ", ".join(str(test_run.id) for test_run in found)
            self.context.warn(
                f"Several active test runs have the name {self._params['name']!r} (ids {ids}); the newest is used. Give "
                "node_id, node_name or build_id to tell them apart."
            )
        return RemoteTestRun(self.context, str(found[0].id), found[0]) if found else None

    def find_created(self) -> RemoteTestRun | None:
        """Return the same, looking for a while: what was just created may take a moment to show."""
        deadline = self.context.deadline.within(_SEARCH_SECONDS)
        while True:
            found = self.find()
            if found or not deadline.rest(_SEARCH_PAUSE):
                return found


def _create(search: _NameSearch, parameters: dict[str, t.Any]) -> RemoteTestRun:
    """Create a test run, once, whatever happens to the reply."""
    context = search.context
    try:
        created = TestRun(context.client.create_test_run({"clientid": search.client_id, **parameters}))
        return RemoteTestRun(context, str(created.id), created)
    except ApiError as failure:
        if "not_ready_for_cloning" in (failure.server_error or ""):
            raise _still_recording(failure, parameters) from None
        if not unclear(failure) and failure.http_status != 503:
            raise
        lost: ApiError | ReplyLost = failure
    except ReplyLost as failure:
        lost = failure
    context.warn(f"{lost.problem} Looking for the test run by its name, since it must not be created twice.")
    try:
        found, trouble = search.find_created(), "was not found by its name, but may still appear"
    except FastError as failure:
        found, trouble = None, f"could not be looked for either: {failure.problem} It may exist"
    if found is None:
        raise ReplyLost(
            f"{lost.problem} The test run {trouble}. Run the task again: it uses an active test run of the name, and creates "
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


class _Copied:
    """The condition that a copy is made: only then does it have the state that it was made for."""

    def met(self, seen: TestRun) -> bool:
        """Whether it is made."""
        return seen.state != "cloning"

    def hopeless(self, _seen: TestRun) -> None:
        """It always may be."""

    def overdue(self, seen: TestRun | None, seconds: float) -> str:
        """Return what did not come true within so many seconds, as a sentence."""
        return (
            f"Test run {seen.id if seen else ''} was still being copied after {seconds:g} s (wait_timeout), and can't be steered "
            "before that is done."
        )


def _await_copy(remote: RemoteTestRun, desired: DesiredTestRun) -> None:
    """Wait until a copy is made, if its state matters. This only reads."""
    if desired.state in STATES:
        remote.wait(_Copied())


def _carry_out(remote: RemoteTestRun, planned: Plan, desired: DesiredTestRun) -> bool:
    """Do what was planned for a test run that is there; return whether a transition, if one was needed, was our doing."""
    ours = True
    if planned.changes:
        _change(remote, planned.changes, desired)
    if planned.awaited:
        remote.wait(planned.awaited)
    if planned.transition:
        ours = remote.ensure(planned.transition)
    if planned.changed or planned.awaited or desired.just_created:
        remote.ensure_record_id()
    return ours


def _change(remote: RemoteTestRun, changes: dict[str, t.Any], desired: DesiredTestRun) -> None:
    """Set what can be changed, and make sure that the server shows it.

    :raises NotReached: it does not.
    """
    remote.update(changes)
    if desired.changes(remote.seen):
        remote.refresh()
    left = desired.changes(remote.seen)
    if left:
        differences = {name: (remote.seen.raw.get(name), value) for name, value in left.items()}
        raise NotReached(
            f"The server accepted to change test run {remote.seen.id}, but shows something else afterwards: "
            f"{described(differences)}. It may not take these values as they are: compare with the Console."
        )


def _result(context: TaskContext, seen: TestRun | None, planned: Plan) -> dict[str, t.Any]:
    return {
        "changed": planned.changed,
        "test_run_id": seen.id if seen else None,
        "test_record_id": seen.test_record_id if seen else None,
        "test_run": seen.raw if seen else None,
        "console_url": context.client.console_url(seen.id) if seen else None,
        "diff": {"before": planned.before, "after": planned.after},
    }
