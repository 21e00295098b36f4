# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Look at a test run, again and again, through failures that pass. Every wait for one is made of these."""

from __future__ import annotations

import typing as t

from .._api.models import TestRun
from .._deadline import TimeLimit
from .._errors import ApiError, FastError, Misdirected, NotSent, NotTrusted, ReplyLost, ReplyTooLong, TimedOut

# A wait answers to what happens on the server within so many seconds.
LONGEST_INTERVAL = 10
_SHORTEST_INTERVAL = 1.0

_PASSING = (408, 429)


class Looks:
    """The looks of one wait.

    :param read: reads the test run.
    :param limit: the task's waiting time.
    :param warn: called with a sentence for each look that failed.
    :param seen: the test run, if it was read before.
    """

    def __init__(
        self,
        read: t.Callable[[], TestRun],
        limit: TimeLimit,
        warn: t.Callable[[str], None],
        seen: TestRun | None = None,
    ) -> None:
        self._read = read
        self._limit = limit
        self._warn = warn
        self._seen = seen
        self._backoff = _SHORTEST_INTERVAL
        self.failure: FastError | None = None

    def look(self) -> TestRun | None:
        """Return the test run as it is, or as last seen if it can't be read just now; None if it never could.

        :raises FastError: for a failure that won't pass by waiting, or not within the limit.
        """
        try:
            self._seen = self._read()
            self.failure = None
        except FastError as failure:
            if not self._passes(failure):
                failure.test_run = self._seen.raw if self._seen else None
                raise
            self._warn(f"{failure} Waiting on.")
            self.failure = failure
        return self._seen

    def pause(self, seconds: float) -> float:
        """Return the seconds until the next look: those given, or more if the server asked for more."""
        asked = self.failure.retry_after if self.failure else None
        return max(seconds, asked or 0.0)

    def growing_pause(self, longest: float) -> float:
        """Return the same for a long wait: first one, then doubling up to ``longest``, or to the expected end."""
        pause = self._backoff
        self._backoff = min(2 * pause, float(LONGEST_INTERVAL))
        expected = self._seen.seconds_left if self._seen else None
        if expected is not None:
            pause = max(expected, _SHORTEST_INTERVAL)
        return self.pause(min(pause, longest))

    def timed_out(self, what: str, advice: str) -> TimedOut:
        """Return the failure of a wait that reached its limit.

        :param what: what did not come true, as a sentence.
        :param advice: what to do, as a sentence.
        """
        trouble, details = "", {}
        if self.failure:
            trouble, details = f" The last look failed: {self.failure}", self.failure.details()
        return TimedOut(f"{what}{trouble} {advice}", **{**details, "test_run": self._seen.raw if self._seen else None})

    def _passes(self, failure: FastError) -> bool:
        if isinstance(failure, ApiError):
            status = failure.http_status or 0
            return (status >= 500 or status in _PASSING) and (failure.retry_after or 0.0) <= self._limit.remaining
        if isinstance(failure, (NotTrusted, ReplyTooLong)):
            return False
        # Before anything was read, it is more likely the options that are wrong.
        known = self._seen is not None
        if isinstance(failure, NotSent):
            return known or not isinstance(failure, Misdirected)
        return isinstance(failure, ReplyLost) and (known or failure.http_status is None)
