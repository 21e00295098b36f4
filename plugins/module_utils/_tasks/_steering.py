# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What has to happen for a test run to be there as wanted, and in the wanted state."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.models import TestRun
from .._errors import InvalidInput
from .remote import Aim
from .test_run_plan import Wanted

_STATE = ("state", "simple_state")

AIMS = {
    "running": Aim(
        action="run",
        reached=lambda seen: seen.state in ("running", "running_scheduled"),
        told_by=_STATE,
        question="whether it runs",
        proof="the test run is running",
        ended=True,  # it ran, and was quick
    ),
    "paused": Aim(
        action="pause",
        reached=lambda seen: seen.state == "paused",
        told_by=_STATE,
        question="whether it was paused",
        proof="the test run is paused",
        under_way="pausing",
        ended=False,
    ),
    "interrupted": Aim(
        action="interrupt",
        # One that ended by itself needs no interrupting any more.
        reached=lambda seen: seen.finished,
        told_by=_STATE,
        question="whether it was interrupted",
        proof="the test run is interrupted",
        under_way="interrupting",
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
    :param awaited: what needs no action, since it is under way, and is to be waited for.
    """

    create: bool
    changes: dict[str, t.Any]
    aim: Aim | None
    before: dict[str, t.Any]
    after: dict[str, t.Any]
    awaited: Aim | None = None

    @property
    def changed(self) -> bool:
        """Whether anything has to happen."""
        return self.create or bool(self.changes) or self.aim is not None

    def without_action(self) -> Plan:
        """Return what is left of it where somebody else called the action."""
        before, after = ({name: one[name] for name in one if name != "state"} for one in (self.before, self.after))
        return dataclasses.replace(self, aim=None, before=before, after=after)


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
    aim = AIMS.get(wanted.state)
    if aim is None or aim.begun(found):
        return Plan(False, changes, None, before, after, awaited=None if aim is None or aim.reached(found) else aim)
    before["state"], after["state"] = found.state, wanted.state
    return Plan(False, changes, aim, before, after)


def _refuse_impossible(found: TestRun, wanted: Wanted) -> None:
    if found.finished and wanted.state in ("running", "paused"):
        raise InvalidInput(
            f"Test run {found.id} has ended ({found.state}), so it can't be {wanted.state} again. Create another one by "
            "name, with its test_record_id to use the same baseline requests.",
            test_run=found.raw,
        )
    conflicts = wanted.conflicts(found)
    if conflicts:
        raise InvalidInput(
            f"Test run {found.id} exists and differs in what can't be changed: {listed(conflicts)}. Leave these options out to use "
            "it as it is, or give another name to create another one, which interrupts it if it is on the same node.",
            test_run=found.raw,
        )


def listed(differences: dict[str, tuple[t.Any, t.Any]]) -> str:
    """Return differences as words: by option, what is there and what is wanted."""
    return ", ".join(f"{option} is {there!r} and not {value!r}" for option, (there, value) in differences.items())
