# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting, measured with a clock that only moves when somebody sleeps."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._deadline import TimeLimit, poll


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
    limit = TimeLimit(10, clock, clock.sleep)
    assert limit.pause(10)
    assert (clock.slept, limit.remaining) == ([10], 0)


def test_a_pause_that_does_not_fit_is_not_begun(clock):
    limit = TimeLimit(10, clock, clock.sleep)
    assert not limit.pause(10.5)
    assert (clock.slept, limit.remaining) == ([], 10)


def test_a_rest_ends_with_the_limit(clock):
    limit = TimeLimit(10, clock, clock.sleep)
    assert limit.rest(7) and limit.rest(7)
    assert not limit.rest(7)
    assert clock.slept == [7, 3]


def test_a_limit_that_has_passed_leaves_nothing(clock):
    limit = TimeLimit(1, clock, clock.sleep)
    clock.time += 5
    assert limit.remaining == 0


def test_polling_looks_until_it_is_done(clock):
    answers = iter([1, 2, 3])
    assert poll(lambda: next(answers), lambda seen: seen == 3, TimeLimit(10, clock, clock.sleep), 2) == (3, True)
    assert clock.slept == [2, 2]


def test_polling_looks_once_even_without_time(clock):
    assert poll(lambda: 1, lambda seen: True, TimeLimit(0, clock, clock.sleep), 1) == (1, True)
    assert poll(lambda: 1, lambda seen: False, TimeLimit(0, clock, clock.sleep), 1) == (1, False)
    assert clock.slept == []


def test_polling_looks_a_last_time_at_the_limit(clock):
    looks = []
    seen, done = poll(lambda: looks.append(clock.time) or len(looks), lambda seen: False, TimeLimit(5, clock, clock.sleep), 2)
    assert (seen, done) == (4, False)
    assert looks == [100, 102, 104, 105]


def test_polling_ends_when_reading_the_clock_takes_time_too():
    clock = Clock(tick=0.01)
    _last, done = poll(lambda: 1, lambda seen: False, TimeLimit(5, clock, clock.sleep), 2)
    assert not done
    assert len(clock.slept) <= 4
