# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Waiting, measured with a clock that only moves when somebody sleeps."""

from __future__ import annotations

from ansible_collections.wallarm.fast.plugins.module_utils._deadline import Deadline


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
