# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting, measured with a clock that only moves when somebody sleeps."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._deadline import Deadline


class Clock:
    """A clock in seconds; each reading takes a tick of its own."""

    def __init__(self, tick: float = 0.0) -> None:
        self.time = 100.0
        self.tick = tick
        self.slept: list[float] = []

    def __call__(self) -> float:
        self.time += self.tick
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@pytest.fixture(name="clock")
def clock_fixture():
    return Clock()


def test_a_pause_that_fits_is_taken_whole(clock):
    deadline = Deadline(10, clock, clock.sleep)
    assert deadline.pause(10)
    assert (clock.slept, deadline.remaining) == ([10], 0)


def test_a_pause_that_does_not_fit_is_not_begun(clock):
    deadline = Deadline(10, clock, clock.sleep)
    assert not deadline.pause(10.5)
    assert (clock.slept, deadline.remaining) == ([], 10)


def test_a_rest_ends_with_the_deadline(clock):
    deadline = Deadline(10, clock, clock.sleep)
    assert deadline.rest(7) and deadline.rest(7)
    assert not deadline.rest(7)
    assert clock.slept == [7, 3]


def test_a_deadline_that_has_passed_leaves_nothing(clock):
    deadline = Deadline(1, clock, clock.sleep)
    clock.time += 5
    assert deadline.remaining == 0
