# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ensure that a test run is there and as wanted: find or create it, change it, make a transition."""

from __future__ import annotations

import typing as t

from .._api.models import TestRun
from .._errors import NotReached
from .context import TaskContext
from .creation import NameSearch, create
from .desired_test_run import DesiredTestRun
from .interrupts import sentence
from .remote import RemoteTestRun
from .test_run_plan import Plan, described, plan
from .transition import STATES


def run(context: TaskContext, params: dict[str, t.Any]) -> dict[str, t.Any]:
    """Do what a task of ``wallarm_fast_test_run`` asks for and return its result.

    :param params: the module's options, typed and with their defaults.
    :raises FastError: with the last test run seen, where one was read.
    """
    desired = DesiredTestRun.from_options(params)
    if desired.not_used:
        context.warn(f"A copy uses its test record as it is, so these options are not used: {', '.join(desired.not_used)}.")
    search = NameSearch(context, params)
    remote = RemoteTestRun.fetch(context, desired.test_run_id) if desired.test_run_id else search.find()
    if remote is None:
        planned = plan(None, desired)
        if planned.create:
            desired = search.with_ids(desired)
            planned = plan(None, desired, search.interrupts())
            if planned.interrupts:
                context.warn(sentence(planned.interrupts, context.check_mode))
        if planned.create and not context.check_mode:
            remote, desired = create(search, planned, desired.options), desired.once_created()
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
        "interrupts": planned.interrupts,
        "diff": planned.diff,
    }
