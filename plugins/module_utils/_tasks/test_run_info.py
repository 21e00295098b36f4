# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Find test runs, and wait for one of them."""

from __future__ import annotations

import time
import typing as t

from .._api.models import TestRun
from .._api.names import listing
from .._api.search import client_id_of, search
from .._errors import InvalidInput
from .context import TaskContext
from .lookup import checked_limit, id_alone
from .remote import RemoteTestRun
from .remote_record import recognizing_records
from .test_run_filters import checked_filters, passes, refuse_what_is_not_there, with_ids
from .waiter import LONGEST_PAUSE

_FILTERS = (
    "name", "test_run_state", "recording", "node_id", "node_name", "policy_id", "policy_name", "build_id", "older_than", "limit",
)  # fmt: skip

# A module can't tell whether test_run_id was given empty or left out. Who waits meant to give it.
_NOT_CREATED = "There is nothing to wait for in check mode: test_run_id is empty, as that of a test run which would only be created is."


class _Condition:
    """A value of the option ``wait_until``.

    :param test_run_id: the test run that is waited for.
    """

    words: str

    def __init__(self, test_run_id: str) -> None:
        self._id = test_run_id

    def met(self, seen: TestRun) -> bool:
        """Whether a test run is as waited for."""
        raise NotImplementedError

    def hopeless(self, seen: TestRun) -> str | None:
        """Return why it will never be met, as a sentence; None while it may."""
        never = self._never(seen)
        return f"Test run {self._id} will never be {self.words}: {never}." if never else None

    def overdue(self, seen: TestRun | None, seconds: float) -> str:
        """Return what did not come true within so many seconds, as a sentence."""
        why = self._lacks(seen) if seen else "it could not be read"
        return f"Test run {self._id} was not {self.words} within {seconds:g} s (wait_timeout): {why}."

    def _never(self, _seen: TestRun) -> str | None:
        return None

    def _lacks(self, seen: TestRun) -> str:
        raise NotImplementedError


class ReadyForRecording(_Condition):
    """Its FAST node takes baseline requests."""

    words = "ready for recording"

    def met(self, seen: TestRun) -> bool:
        return bool(seen.ready) and seen.recording is not False and not seen.finished

    def _never(self, seen: TestRun) -> str | None:
        if seen.finished:
            return f"it has ended ({seen.state})"
        # There is no route that starts a recording again.
        return "its recording is over" if seen.recording is False else None

    def _lacks(self, _seen: TestRun) -> str:
        return "its FAST node is not ready: check that the node runs and uses the same token"


class RecordingStopped(_Condition):
    """It records no more. Its inactivity timeout ends the recording, if nothing else does."""

    words = "done with recording"

    def met(self, seen: TestRun) -> bool:
        return seen.recording is False

    def _lacks(self, _seen: TestRun) -> str:
        return "it is still recording"


class Finished(_Condition):
    """It has passed, failed or been interrupted."""

    words = "finished"

    def met(self, seen: TestRun) -> bool:
        return seen.finished

    def _lacks(self, seen: TestRun) -> str:
        if seen.recording:
            return "it is still recording, and ends only after that is stopped"
        return f"its state is {seen.state}"


#: By the value of the option ``wait_until``.
CONDITIONS = {"ready_for_recording": ReadyForRecording, "recording_stopped": RecordingStopped, "finished": Finished}


def run(context: TaskContext, params: dict[str, t.Any]) -> dict[str, t.Any]:
    """Do what a task of ``wallarm_fast_test_run_info`` asks for and return its result.

    :param params: the module's options, typed and with their defaults.
    :raises FastError: with the last test run seen, where one was read and waited for.
    """
    test_run_id = id_alone(params, "test_run_id", "test run", _FILTERS)
    if context.check_mode and params["wait_until"] and not test_run_id and all(params[name] in (None, "") for name in _FILTERS):
        return {"changed": False, "skipped": True, "skip_reason": _NOT_CREATED, "test_runs": []}
    _check(params, test_run_id)
    found = [_read(context, test_run_id, params)] if test_run_id else find(context, params)
    return {"changed": False, "test_runs": [test_run.raw for test_run in found]}


def _read(context: TaskContext, test_run_id: str, params: dict[str, t.Any]) -> TestRun:
    """Return the test run of an id, as soon as it is as waited for."""
    remote = RemoteTestRun(context, test_run_id)
    with recognizing_records(context, test_run_id, "wallarm_fast_test_record_info takes it as test_record_id."):
        if not params["wait_until"]:
            return remote.refresh()
        condition = CONDITIONS[params["wait_until"]](test_run_id)
        remote.wait(condition, params["poll_interval"], still_recording if isinstance(condition, Finished) else None)
    return remote.seen


def still_recording(seen: TestRun) -> str | None:
    """Return why a test run can't finish yet, as sentences, if something else has to happen first."""
    if not seen.recording:
        return None
    return f"Test run {seen.id} is still recording. It can't finish before that is stopped (wallarm.fast.wallarm_fast_recording)."


def find(context: TaskContext, params: dict[str, t.Any]) -> list[TestRun]:
    """Return the test runs that pass the filters among the options, newest first.

    :raises InvalidInput: a filter can't match, as there is no such FAST node or test policy.
    """
    most, given = checked_limit(params, "test runs"), checked_filters(params)
    client_id = client_id_of(context.client, params["client_id"])
    used = with_ids(context, client_id, given)
    of_server = {"recording": params["recording"], "state": params["test_run_state"], "node_id": used.node_id, "build_id": params["build_id"]}
    found, ageless, now = [], [], time.time()
    for test_run in search(context.client, client_id, of_server):
        passed = passes(test_run, used, now)
        if passed:
            found.append(test_run)
        elif passed is None:
            ageless.append(str(test_run.id))
        if most is not None and len(found) >= most:
            break
    if ageless:
        context.warn(f"Left out, as the server does not say when they were started (older_than): test runs {listing(ageless)}.")
    if not found:
        refuse_what_is_not_there(context, client_id, given, used)
    return found


def _check(params: dict[str, t.Any], test_run_id: str | None) -> None:
    if params["wait_until"] and not test_run_id:
        raise InvalidInput("wait_until waits for one test run: give its test_run_id.")
    if not 0 < params["poll_interval"] <= LONGEST_PAUSE:
        raise InvalidInput(f"poll_interval must be a number of seconds above 0 and at most {LONGEST_PAUSE}.")
