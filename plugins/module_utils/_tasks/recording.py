# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stop the recording of a test run: read, plan, act, verify."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.client import FastClient
from .._api.ids import checked_id
from .._api.models import TestRun
from .._deadline import TimeLimit
from .._errors import FastError, InvalidInput
from .remote import POLL_SECONDS, Aim, WatchedRun, bring_about
from .waiter import Looks


@dataclasses.dataclass(frozen=True)
class Plan:
    """What has to happen for a recording to be stopped.

    :param call: whether to call the stop action.
    :param before: ``recording`` as read; None where the server doesn't say.
    :param after: ``recording`` when the plan is done.
    :param why: the reason, as part of a sentence.
    """

    call: bool
    before: bool | None
    after: bool
    why: str


def plan(test_run: TestRun) -> Plan:
    """Decide what to do to have the recording stopped. Feeds ``changed``, the diff and check mode alike."""
    if test_run.recording is False:
        return Plan(call=False, before=False, after=False, why="recording is already stopped")
    if test_run.recording is None:
        return Plan(call=True, before=None, after=False, why="the server does not say whether it is recording")
    return Plan(call=True, before=True, after=False, why="it is recording")


_STOPPED = Aim(
    action="stop",
    reached=lambda seen: seen.recording is False,
    told_by=("recording",),
    question="whether its recording was stopped",
    proof="recording is over",
)


def run(
    client: FastClient,
    params: dict[str, t.Any],
    check_mode: bool,
    limit: TimeLimit,
    warn: t.Callable[[str], None],
) -> dict[str, t.Any]:
    """Do what a task of ``wallarm_fast_recording`` asks for and return its result.

    :param params: the module's options, typed and with their defaults.
    :raises FastError: with the last test run seen, where one was read.
    """
    test_run_id = checked_id(params["test_run_id"], "test_run_id")
    quiet_period, wait_timeout = params["quiet_period"], params["wait_timeout"]
    if quiet_period < 0:
        raise InvalidInput("quiet_period is a number of seconds and can't be negative.")
    if quiet_period and quiet_period >= wait_timeout:
        raise InvalidInput(
            f"quiet_period ({quiet_period} s) must be shorter than wait_timeout ({wait_timeout} s), which limits it: "
            "raise wait_timeout."
        )
    watched = WatchedRun(client, test_run_id)
    first = plan(watched.seen)
    if first.call and first.before is None:
        warn(f"Test run {test_run_id} may not need to be stopped: {first.why}.")
    changed = first.call
    if first.call and not check_mode:
        try:
            changed = _have_stopped(watched, quiet_period, limit, warn)
        except FastError as failure:
            failure.test_run = watched.seen.raw
            raise
    before = first.before if changed else watched.seen.recording
    _warn_of_record(test_run_id, watched.seen, warn)
    return _result(client, test_run_id, watched.seen, changed, before)


def _have_stopped(
    watched: WatchedRun, quiet_period: int, limit: TimeLimit, warn: t.Callable[[str], None]
) -> bool:
    """Stop a recording when it is quiet; return whether that was our doing."""
    if quiet_period:
        _await_quiet(watched, quiet_period, limit, warn)
        if not plan(watched.seen).call:
            return False  # it ended by itself or by somebody else
    changed = bring_about(watched, _STOPPED, limit, warn)
    if watched.seen.test_record_id is None:
        watched.read_record_id(warn)
    return changed


def _await_quiet(
    watched: WatchedRun, quiet_period: int, limit: TimeLimit, warn: t.Callable[[str], None]
) -> None:
    """Wait until ``baseline_count`` stood still for the quiet period, or the recording ended.

    Recorded requests reach the cloud with a delay; existing scripts sleep 8 to 10 s for it (contract, section 7).
    """
    looks = Looks(watched.read, limit, warn, watched.seen)
    count, since = watched.seen.baseline_count, limit.now
    until = since  # what is known of; a look that failed says nothing
    while plan(watched.seen).call and until - since < quiet_period:
        if not limit.rest(looks.pause(POLL_SECONDS)):
            when = f"after {limit.seconds:g} s (wait_timeout)"
            raise looks.timed_out(
                f"Whether baseline requests still arrive could not be read {when}, so recording was not stopped."
                if looks.failure
                else f"Baseline requests were still arriving {when}, so recording was not stopped.",
                "End the traffic through the FAST node first, lower quiet_period or raise wait_timeout.",
            )
        began = limit.now
        looks.look()
        if looks.failure:
            continue
        until = began
        if watched.seen.baseline_count != count:
            count, since = watched.seen.baseline_count, limit.now


def _warn_of_record(test_run_id: str, seen: TestRun, warn: t.Callable[[str], None]) -> None:
    if seen.baseline_count == 0:
        warn(
            f"Test record {seen.test_record_id} of test run {test_run_id} holds no baseline requests, so test runs "
            "can't be copied from it. Check that the tests went through the FAST node's proxy."
        )
    if seen.test_record_id is None:
        warn(f"The server names no test record for test run {test_run_id}, so test_record_id is null.")


def _result(
    client: FastClient, test_run_id: str, seen: TestRun, changed: bool, before: bool | None
) -> dict[str, t.Any]:
    shown_id = seen.raw.get("id", test_run_id)
    return {
        "changed": changed,
        "test_run_id": shown_id,
        "test_record_id": seen.test_record_id,
        "recording": seen.recording,
        "test_run": seen.raw,
        "console_url": client.console_url(shown_id),
        "diff": {"before": {"recording": before}, "after": {"recording": False}},
        "ansible_facts": {"wallarm_fast_test_record_id": seen.test_record_id},
    }
