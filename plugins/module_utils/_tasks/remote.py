# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One test run on the server: read it, change it, make a transition, wait for it."""

from __future__ import annotations

import contextlib
import itertools
import typing as t

from .._api.models import TestRun
from .._errors import ApiError, FastError, NotReached, ReplyLost
from .._http.retry import unclear
from .context import TaskContext
from .transition import Transition
from .waiter import Condition, Waiter

# Stopping what is stopped may be refused so: no source shows the answer (stopRecording).
_MAYBE_MADE_ALREADY = (400, 409)


Caution = t.Callable[[TestRun], "str | None"]


class RemoteTestRun:
    """A test run on the server, remembered as last seen."""

    #: What is read of it.
    thing = "test run"

    def __init__(self, context: TaskContext, test_run_id: str, last_seen: TestRun | None = None) -> None:
        self.context = context
        self._id = test_run_id
        self.last_seen = last_seen

    @classmethod
    def fetch(cls, context: TaskContext, chosen_id: str) -> RemoteTestRun:
        """Read what has the id."""
        remote = cls(context, chosen_id)
        remote.refresh()
        return remote

    @property
    def seen(self) -> TestRun:
        """The test run as last seen."""
        if self.last_seen is None:
            raise ValueError("not read yet")
        return self.last_seen

    def refresh(self) -> TestRun:
        """Read it again, and return what is seen."""
        self.last_seen = self._read()
        return self.last_seen

    def _read(self) -> TestRun:
        return TestRun(self.context.client.get_test_run(self._id))

    def update(self, parameters: dict[str, t.Any]) -> None:
        """Set fields that can be set. The reply tells of these and of others, or lacks some."""
        self.last_seen = TestRun({**self.seen.raw, **self.context.client.update_test_run(self._id, parameters)})

    def ensure_record_id(self) -> None:
        """Read the id of the test record if it isn't known, and that alone: a read may be older than the action before it."""
        if self.seen.test_record_id is not None:
            return
        try:
            record_id = self.context.client.get_test_run(self._id).get("test_record_id")
        except FastError as failure:
            self.context.warn(failure.problem)
        else:
            self.last_seen = TestRun({**self.seen.raw, "test_record_id": record_id})

    def wait(self, condition: Condition, longest_pause: float = 1.0, caution: Caution | None = None) -> None:
        """Poll until a condition is met. Nothing is read if the test run as last seen meets it.

        :param longest_pause: seconds between two looks at most.
        :param caution: returns what is to be known when the wait begins, as a sentence, if anything is.
        :raises TimedOut: it was not met before the deadline.
        :raises NotReached: it can't be met any more.
        """
        waiter = Waiter(self.context, self, longest_pause)
        for seen in itertools.chain([self.last_seen], waiter.looks()):
            if not seen:
                continue
            if condition.met(seen):
                return
            hopeless = condition.hopeless(seen)
            if hopeless:
                raise NotReached(hopeless, test_run=seen.test_run)
            words, caution = caution(seen) if caution else None, None
            if words:
                self.context.warn(words)
                self.context.tell(words)
        overdue = condition.overdue(self.last_seen, self.context.deadline.seconds)
        raise waiter.timed_out(overdue, "Run the task again, or raise wait_timeout.")

    def ensure(self, transition: Transition) -> bool:
        """Call an action until the server shows that its transition was made, which alone proves it; return whether that was our doing.

        :raises TimedOut: the server accepted the action, but did not show it before the deadline.
        :raises NotReached: the test run ended before that.
        """
        tries, ours = 0, False
        while True:
            tries += 1
            try:
                self._act(transition)
                ours = True
                break
            except (ApiError, ReplyLost) as failure:
                if failure.http_status in _MAYBE_MADE_ALREADY:
                    # Somebody else was faster, or an earlier try of ours whose reply was lost.
                    if not transition.begun(self.refresh()):
                        raise
                    if self.seen.finished and not (ours or transition.made(self.seen)):
                        raise NotReached(transition.too_late(self.seen)) from None
                    break
                if not unclear(failure):
                    raise
                ours = True
                if _accepted(failure) or self._took_effect(transition, failure, tries):
                    break
        self.wait(transition)
        return ours

    def _act(self, transition: Transition) -> None:
        # The reply may hold less than was read before, but only itself can show that the transition was made.
        unknown = dict.fromkeys(transition.told_by)
        self.last_seen = TestRun({**self.seen.raw, **unknown, **self.context.client.act(self._id, transition.action)})

    def _took_effect(self, transition: Transition, failure: ApiError | ReplyLost, tries: int) -> bool:
        """Look whether an action without a clear reply was processed; return false if it is to be called again.

        :raises ApiError, ReplyLost: the same failure, if no try is left.
        """
        self.context.warn(f"{failure.problem} Reading the {self.thing} again to see {transition.question}.")
        if transition.begun(self.refresh()):
            return True
        # It may take a moment to show, so a second call is sent only if a later look says so too.
        if not self.context.client.try_again(failure.problem, tries, failure.retry_after):
            raise failure
        return transition.begun(self.refresh())

    @contextlib.contextmanager
    def shown_in_failures(self) -> t.Iterator[None]:
        """Have failures carry the test run as last seen."""
        try:
            yield
        except FastError as failure:
            failure.test_run = self.seen.test_run
            raise


def _accepted(failure: ApiError | ReplyLost) -> bool:
    """Whether the server said yes, in a reply that doesn't show the test run."""
    return isinstance(failure, ReplyLost) and failure.http_status is not None
