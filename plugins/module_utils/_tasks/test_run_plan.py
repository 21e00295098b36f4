# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What has to happen for a test run to be as a task wants it."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.models import TestRun
from .._errors import InvalidInput
from .desired_test_run import DesiredTestRun
from .transition import STATES, Transition


@dataclasses.dataclass(frozen=True)
class Plan:
    """What has to happen for a test run to be as wanted.

    :param create: whether to create it.
    :param changes: parameters to set on the one that is there.
    :param transition: the one to make, if one is needed.
    :param awaited: the transition that needs no action, since it is under way, and is to be waited for.
    :param before: the fields that will change, as they are; empty before creation.
    :param after: the same fields as wanted.
    :param interrupts: the test runs that creating it interrupts, as a result shows them.
    """

    create: bool = False
    changes: dict[str, t.Any] = dataclasses.field(default_factory=dict)
    transition: Transition | None = None
    awaited: Transition | None = None
    before: dict[str, t.Any] = dataclasses.field(default_factory=dict)
    after: dict[str, t.Any] = dataclasses.field(default_factory=dict)
    interrupts: list[dict[str, t.Any]] = dataclasses.field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything has to be changed."""
        return self.create or bool(self.changes) or self.transition is not None

    @property
    def diff(self) -> dict[str, dict[str, t.Any]]:
        """What changes, as Ansible shows it."""
        return {"before": self.before, "after": {**self.after, **({"interrupts": self.interrupts} if self.interrupts else {})}}

    def without_transition(self) -> Plan:
        """Return what is left of it where somebody else made the transition."""
        before, after = ({name: one[name] for name in one if name != "state"} for one in (self.before, self.after))
        return dataclasses.replace(self, transition=None, before=before, after=after)


def plan(found: TestRun | None, desired: DesiredTestRun, interrupts: t.Sequence[dict[str, t.Any]] = ()) -> Plan:
    """Decide what to do to have the test run as wanted. Feeds ``changed``, the diff and check mode alike.

    :param found: the test run that is there, None if there is none.
    :param interrupts: the test runs that creating it interrupts, as a result shows them.
    :raises InvalidInput: the one that is there can't become what is wanted.
    """
    if found is None:
        if desired.state == "interrupted":
            return Plan()  # nothing runs, so nothing is to be interrupted
        state = {} if desired.state == "present" else {"state": desired.state}
        return Plan(create=True, after={**desired.parameters, **state}, interrupts=list(interrupts))
    _refuse_impossible(found, desired)
    changes = desired.changes(found)
    before, after = {name: found.raw.get(name) for name in changes}, dict(changes)
    transition = STATES.get(desired.state)
    if transition is None or transition.made(found):
        return Plan(changes=changes, before=before, after=after)
    if transition.begun(found):
        return Plan(changes=changes, awaited=transition, before=before, after=after)
    return Plan(
        changes=changes,
        transition=transition,
        before={**before, "state": found.state},
        after={**after, "state": desired.state},
    )


def described(differences: dict[str, tuple[t.Any, t.Any]]) -> str:
    """Return differences as words: by option, what is there and what is wanted."""
    return ", ".join(f"{option} is {there!r} and not {value!r}" for option, (there, value) in differences.items())


def _refuse_impossible(found: TestRun, desired: DesiredTestRun) -> None:
    if found.finished and desired.state in ("running", "paused") and not desired.just_created:
        raise InvalidInput(
            f"Test run {found.id} has ended ({found.state}), so it can't be {desired.state} again. Create another one by "
            "name, with its test_record_id to use the same baseline requests.",
            test_run=found.raw,
        )
    if found.recording and "source_record_name" in desired.names:
        raise InvalidInput(
            f"Test run {found.id} exists and is recording, so it is no copy of a test record that is stopped (source_record_name). Give another "
            "name to create another one, which interrupts it if it is on the same node.",
            test_run=found.raw,
        )
    conflicts = desired.conflicts(found)
    if conflicts:
        raise InvalidInput(
            f"Test run {found.id} exists and differs in what can't be changed: {described(conflicts)}. Leave these options out to use "
            "it as it is, or give another name to create another one, which interrupts it if it is on the same node.",
            test_run=found.raw,
        )
