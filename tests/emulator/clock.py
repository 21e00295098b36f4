# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Emulated time: real time, run faster or moved forward by hand."""

from __future__ import annotations

import threading
import time


class Clock:
    """A clock in unix seconds that runs `speed` times as fast as real time.

    Calling it gives the emulated time. It starts at the real time, so the first timestamps look natural.
    """

    def __init__(self, speed: float = 1.0) -> None:
        if speed < 0:
            raise ValueError("speed must not be negative; 0 stops the clock")
        self.speed = speed
        self._lock = threading.Lock()
        self._epoch = time.time()
        self._started = time.monotonic()
        self._moved = 0.0

    def __call__(self) -> float:
        with self._lock:
            return self._epoch + self._moved + (time.monotonic() - self._started) * self.speed

    def advance(self, seconds: float) -> None:
        """Move the emulated time forward by this many emulated seconds at once."""
        if seconds < 0:
            raise ValueError("time can't go backwards")
        with self._lock:
            self._moved += seconds
