# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulated time."""

from __future__ import annotations

import threading
import time


class Clock:
    """Unix seconds, `speed` of them in a real one. It starts at the real time, so that timestamps look natural."""

    def __init__(self, speed: float = 1.0) -> None:
        if speed < 0:
            raise ValueError("speed must not be negative; 0 stops the clock")
        self._speed = speed
        self._lock = threading.Lock()
        self._started = time.monotonic()
        self._ahead = time.time()

    def __call__(self) -> float:
        with self._lock:
            return self._ahead + (time.monotonic() - self._started) * self._speed

    def advance(self, seconds: float) -> None:
        """Move the emulated time forward by so many emulated seconds at once."""
        if seconds < 0:
            raise ValueError("time can't go backwards")
        with self._lock:
            self._ahead += seconds
