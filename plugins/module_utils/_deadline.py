# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The time that a task may spend waiting."""

from __future__ import annotations

import time
import typing as t


class Deadline:
    """The end of a task's waiting time, which begins to run when it is made.

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

    def within(self, seconds: float) -> Deadline:
        """Return a deadline ``seconds`` from now, or this one if that is sooner."""
        return Deadline(min(seconds, self.remaining), self._clock, self._sleep)

    @property
    def now(self) -> float:
        """The clock's time in seconds; only differences mean anything."""
        return self._clock()

    @property
    def remaining(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self._end - self._clock())

    def pause(self, seconds: float) -> bool:
        """Wait ``seconds`` and return true, or return false at once if the deadline would pass first."""
        if seconds > self.remaining:
            return False
        self._sleep(seconds)
        return True

    def rest(self, seconds: float) -> bool:
        """Wait ``seconds`` or until the deadline, and return true; return false at once if it has passed."""
        pause = min(seconds, self.remaining)
        if pause <= 0:
            return False
        self._sleep(pause)
        return True
