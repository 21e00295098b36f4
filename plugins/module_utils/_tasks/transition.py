# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The changes that the API's actions make to a test run."""

from __future__ import annotations

import dataclasses

from .._api.models import FINAL_STATES, TestRun


@dataclasses.dataclass(frozen=True)
class Transition:
    """A change that an action makes, and how a test run shows that it was made. Also the condition of a wait for it.

    :param action: the action's name in its route.
    :param field: what shows it: ``recording`` or ``state``.
    :param values: the values of the field once it is made.
    :param told_by: the fields that a reply has to hold to show anything.
    :param question: what is unknown after a lost reply, as in "to see ...".
    :param proof: what the server has to say, as in "the server did not say ...".
    :param under_way: the state of a test run for which the action was accepted and has not yet taken effect.
    :param end_counts: what it means that the test run has ended: true that the change was made before, false that it won't be any
        more, None neither.
    """

    action: str
    field: str
    values: tuple[bool | str, ...]
    told_by: tuple[str, ...]
    question: str
    proof: str
    under_way: str | None = None
    end_counts: bool | None = None

    def made(self, seen: TestRun) -> bool:
        """Whether a test run shows the change now."""
        return getattr(seen, self.field) in self.values

    def begun(self, seen: TestRun) -> bool:
        """Whether there is nothing left to call the action for: the change is made or under way, or can't be made any more."""
        return self.met(seen) or self.hopeless(seen) is not None or (self.under_way is not None and seen.state == self.under_way)

    def met(self, seen: TestRun) -> bool:
        """Whether the change was made."""
        return self.made(seen) or (self.end_counts is True and seen.finished)

    def hopeless(self, seen: TestRun) -> str | None:
        """Return why the change won't be made any more, as sentences; None while it may."""
        return self.too_late(seen) if self.end_counts is False and seen.finished and not self.made(seen) else None

    def overdue(self, _seen: TestRun | None, seconds: float) -> str:
        """Return what did not come true within so many seconds, as a sentence."""
        return f"The server accepted the {self.action}, but did not say within {seconds:g} s (wait_timeout) that {self.proof}."

    def too_late(self, seen: TestRun) -> str:
        """Return what it means that the test run has ended, as sentences."""
        return (
            f"Test run {seen.id} ended ({seen.state}) before the {self.action} took effect. Create another one by name, with its "
            "test_record_id to use the same baseline requests."
        )


STOPPED = Transition(
    action="stop",
    field="recording",
    values=(False,),
    told_by=("recording",),
    question="whether its recording was stopped",
    proof="recording is over",
)

#: By the value of the option ``state``.
STATES = {
    "running": Transition(
        action="run",
        field="state",
        values=("running", "running_scheduled"),
        told_by=("state", "simple_state"),
        question="whether it runs",
        proof="the test run is running",
        end_counts=True,  # it ran, and was quick
    ),
    "paused": Transition(
        action="pause",
        field="state",
        values=("paused",),
        told_by=("state", "simple_state"),
        question="whether it was paused",
        proof="the test run is paused",
        under_way="pausing",
        end_counts=False,
    ),
    "interrupted": Transition(
        action="interrupt",
        field="state",
        values=FINAL_STATES,  # one that ended by itself needs no interrupting any more
        told_by=("state", "simple_state"),
        question="whether it was interrupted",
        proof="the test run is interrupted",
        under_way="interrupting",
    ),
}
