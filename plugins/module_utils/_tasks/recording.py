# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stop a recording: that of a test run, or of a test record."""

from __future__ import annotations

import typing as t

from .._api.models import TestRun
from .._errors import InvalidInput
from .chosen_recording import check_way, fetch
from .context import TaskContext
from .remote import RemoteTestRun
from .transition import STOPPED
from .waiter import Waiter


def plan(found: TestRun) -> bool:
    """Decide whether the recording has to be stopped. Feeds ``changed``, the diff and check mode alike.

    One that the server doesn't tell of is stopped to be sure.
    """
    return found.recording is not False


def run(context: TaskContext, params: dict[str, t.Any]) -> dict[str, t.Any]:
    """Do what a task of ``wallarm_fast_recording`` asks for and return its result.

    :param params: the module's options, typed and with their defaults.
    :raises FastError: with the last test run seen, where one was read.
    """
    check_way(params)
    quiet_period = _quiet_period_of(params)
    remote = fetch(context, params)
    found = remote.seen
    changed = plan(found)
    if found.recording is None:
        context.warn(f"{_whose(found)} may not need to be stopped: the server does not say whether it is recording.")
    if changed and not context.check_mode:
        with remote.shown_in_failures():
            if quiet_period:
                _wait_until_quiet(remote, quiet_period)
            # Meanwhile it may have ended by itself, or by somebody else.
            changed = plan(remote.seen) and remote.ensure(STOPPED)
            remote.ensure_record_id()
    _warn_of_record(context, remote.seen)
    return _result(context, remote.seen, changed, before=found if changed else remote.seen)


def _quiet_period_of(params: dict[str, t.Any]) -> int:
    quiet_period, wait_timeout = params["quiet_period"], params["wait_timeout"]
    if quiet_period < 0:
        raise InvalidInput("quiet_period is a number of seconds and can't be negative.")
    if quiet_period and quiet_period >= wait_timeout:
        raise InvalidInput(
            f"quiet_period ({quiet_period} s) must be shorter than wait_timeout ({wait_timeout} s), which limits it: "
            "raise wait_timeout."
        )
    return t.cast("int", quiet_period)


def _wait_until_quiet(remote: RemoteTestRun, quiet_period: int) -> None:
    """Wait until ``baseline_count`` stood still for the quiet period, or the recording ended.

    Recorded requests reach the cloud with a delay; published scripts sleep 8 to 10 s for it (stopRecording).

    :param quiet_period: seconds.
    :raises TimedOut: requests still arrived at the deadline, or nobody could tell.
    """
    deadline = remote.context.deadline
    waiter = Waiter(remote.context, remote)
    count, since = remote.seen.baseline_count, deadline.now
    for _seen in waiter.further_looks():
        if waiter.failure:
            continue  # says nothing, neither that requests arrived nor that none did
        if remote.seen.baseline_count != count:
            count, since = remote.seen.baseline_count, deadline.now
        if not plan(remote.seen) or waiter.looked_at - since >= quiet_period:
            return
    when = f"after {deadline.seconds:g} s (wait_timeout)"
    raise waiter.timed_out(
        f"Whether baseline requests still arrive could not be read {when}, so recording was not stopped."
        if waiter.failure
        else f"Baseline requests were still arriving {when}, so recording was not stopped.",
        "End the traffic through the FAST node first, lower quiet_period or raise wait_timeout.",
    )


def _whose(seen: TestRun) -> str:
    return f"Test record {seen.test_record_id}" if seen.id is None else f"Test run {seen.id}"


def _warn_of_record(context: TaskContext, seen: TestRun) -> None:
    if seen.baseline_count == 0:
        of = "" if seen.id is None else f" of test run {seen.id}"
        context.warn(
            f"Test record {seen.test_record_id}{of} holds no baseline requests, so test runs "
            "can't be copied from it. Check that the tests went through the FAST node's proxy."
        )
    if seen.test_record_id is None:
        context.warn(f"The server names no test record for test run {seen.id}, so test_record_id is null.")


def _result(context: TaskContext, seen: TestRun, changed: bool, before: TestRun) -> dict[str, t.Any]:
    return {
        "changed": changed,
        "test_run_id": seen.id,
        "test_record_id": seen.test_record_id,
        "recording": seen.recording,
        "test_run": seen.test_run,
        "test_record": seen.test_record,
        "console_url": context.client.console_url(seen.id),
        "diff": {"before": {"recording": before.recording}, "after": {"recording": False}},
        "ansible_facts": {"wallarm_fast_test_record_id": seen.test_record_id},
    }
