# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The time a task may spend waiting, and polling within it."""

from __future__ import annotations

import time
import typing as t

Seen = t.TypeVar("Seen")


class TimeLimit:
    """A task's allowance of waiting time, running from the moment it is made.

    :param seconds: how long the task may wait in all.
    :param clock: a monotonic clock in seconds.
    :param sleep: waits the given number of seconds.
    """

    def __init__(
        self,
        seconds: float,
        clock: t.Callable[[], float] = time.monotonic,
        sleep: t.Callable[[float], None] = time.sleep,
    ) -> None:
        self.seconds = seconds
        self._clock = clock
        self._sleep = sleep
        self._end = clock() + seconds

    def within(self, seconds: float) -> TimeLimit:
        """Return a limit that begins now and ends with this one, or after ``seconds`` if that is sooner."""
        return TimeLimit(min(seconds, self.remaining), self._clock, self._sleep)

    @property
    def now(self) -> float:
        """The clock's time in seconds; only differences mean anything."""
        return self._clock()

    @property
    def remaining(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self._end - self._clock())

    def pause(self, seconds: float) -> bool:
        """Wait ``seconds`` and return true, or return false at once if the limit would pass first."""
        if seconds > self.remaining:
            return False
        self._sleep(seconds)
        return True

    def rest(self, seconds: float) -> bool:
        """Wait ``seconds`` or until the limit, and return true; return false at once if the limit has passed."""
        pause = min(seconds, self.remaining)
        if pause <= 0:
            return False
        self._sleep(pause)
        return True


def poll(
    look: t.Callable[[], Seen],
    done: t.Callable[[Seen], bool],
    limit: TimeLimit,
    interval: float | t.Callable[[Seen], float],
) -> tuple[Seen, bool]:
    """Look every ``interval`` seconds until ``done``, at least once, and once more when the limit is reached.

    :param interval: seconds between two looks, or what works them out from what is seen.
    :returns: what was seen last, and whether it was ``done``.
    """
    while True:
        seen = look()
        if done(seen):
            return seen, True
        if not limit.rest(interval(seen) if callable(interval) else interval):
            return seen, False
