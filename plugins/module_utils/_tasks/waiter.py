# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Wait for something on a test run, through failures that pass."""

from __future__ import annotations

import typing as t

from .._api.models import TestRun
from .._errors import FastError, ReplyLost, TimedOut
from .._http.retry import may_pass
from .context import TaskContext
from .progress import Progress

#: Seconds between two looks at most, so that a wait answers to what happens on the server.
LONGEST_PAUSE = 10
# Published scripts look every second.
_FIRST_PAUSE = 1.0


class Condition(t.Protocol):
    """What a wait is for."""

    def met(self, seen: TestRun) -> bool:
        """Whether a test run is as waited for."""

    def hopeless(self, seen: TestRun) -> str | None:
        """Return why it never will be, as a sentence; None while it may."""

    def overdue(self, seen: TestRun | None, seconds: float) -> str:
        """Return what did not come true within so many seconds, as a sentence."""


class Refreshable(t.Protocol):
    """What is waited for: a test run on the server, remembered as last seen."""

    last_seen: TestRun | None

    def refresh(self) -> TestRun:
        """Read it again."""


class Waiter:
    """The looks of one wait at a test run. The last one is at the task's deadline.

    :param longest_pause: seconds between two looks at most. The first pause is one second, and each further one twice as
        long, or as long as the server expects the test run to go on.
    """

    def __init__(self, context: TaskContext, remote: Refreshable, longest_pause: float = _FIRST_PAUSE) -> None:
        self._context = context
        self._remote = remote
        self._longest_pause = longest_pause
        self._backoff = _FIRST_PAUSE
        #: Why the last look failed, if it did.
        self.failure: FastError | None = None
        #: When the last look that didn't fail began, by the deadline's clock.
        self.looked_at = context.deadline.now
        self._progress = Progress(context)

    def looks(self) -> t.Iterator[TestRun | None]:
        """Look at once and go on. Yields the test run as it is, or as last seen if a look failed; None if it was never seen.

        :raises FastError: for a failure that won't pass by waiting, or not before the deadline.
        """
        self._look()
        yield self._remote.last_seen
        yield from self.further_looks()

    def further_looks(self) -> t.Iterator[TestRun | None]:
        """Do the same with a pause before the first look."""
        while self._context.deadline.rest(self._pause()):
            self._look()
            yield self._remote.last_seen

    def timed_out(self, what: str, advice: str) -> TimedOut:
        """Return the failure of a wait that reached the deadline.

        :param what: what did not come true, as a sentence.
        :param advice: what to do, as a sentence.
        """
        trouble, details = "", {}
        if self.failure:
            trouble, details = f" The last look failed: {self.failure.problem}", self.failure.details()
        seen = self._remote.last_seen
        return TimedOut(f"{what}{trouble} {advice}", **{**details, "test_run": seen.test_run if seen else None})

    def _look(self) -> None:
        began = self._context.deadline.now
        try:
            seen = self._remote.refresh()
        except FastError as failure:
            if not self._passes(failure):
                last_seen = self._remote.last_seen
                failure.test_run = last_seen.test_run if last_seen else None
                raise
            self._context.warn(f"{failure.problem} Waiting on.")
            self._progress.failed(failure.problem)
            self.failure = failure
        else:
            self.failure = None
            self.looked_at = began
            self._progress.saw(seen)

    def _pause(self) -> float:
        """Return the seconds until the next look: more than planned if the server asked for more."""
        pause = self._backoff
        self._backoff = min(2 * pause, float(LONGEST_PAUSE))
        seen = self._remote.last_seen
        expected = seen.seconds_left if seen else None
        if expected is not None:
            pause = max(expected, _FIRST_PAUSE)
        asked = self.failure.retry_after if self.failure else None
        return max(min(pause, self._longest_pause), asked or 0.0)

    def _passes(self, failure: FastError) -> bool:
        if not may_pass(failure) or (failure.retry_after or 0.0) > self._context.deadline.remaining:
            return False
        # Before anything was read, a reply that is no JSON is more likely that of another server.
        other_server = isinstance(failure, ReplyLost) and failure.http_status is not None
        return self._remote.last_seen is not None or not other_server
