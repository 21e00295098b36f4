# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Goals follow from the figures, whatever those are."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.tests.benchmarks.figures import Figure, Sample
from ansible_collections.wallarm.fast.tests.benchmarks.goals import judge, kib_per_run


def figure(way, runs, seconds=1.0, part="loop", connections=1, mib=(0.0, 0.0)):
    sample = Sample(seconds, seconds + 1, connections, *mib)
    return Figure(part, way, runs, "loop", 5, 0.0, [sample])


def judged(*figures):
    """What was measured for the goals of a loop of 100, and whether they are met."""
    return [(goal.measured, goal.met) for goal in judge(figures, 100)]


def test_without_figures_nothing_is_claimed():
    assert not judged()
    assert not judged(figure("uri", 100), figure("debug", 100), figure("module", 10))


@pytest.mark.parametrize("runs, wanted", [(100, 50), (1, 4)])
def test_faster_than_the_uri_module(runs, wanted):
    ours = figure("in_process", runs, 1.0)
    assert (f"{wanted}.0 ×", True) in judged(ours, figure("uri", runs, wanted))
    assert (f"{wanted - 1}.0 ×", False) in judged(ours, figure("uri", runs, wanted - 1))


@pytest.mark.parametrize("seconds, measured, met", [(3.0, "1.50 ×", True), (4.0, "2.00 ×", False)])
def test_the_floor_is_ansible_and_the_requests_together(seconds, measured, met):
    floor = figure("debug", 100, 0.5), figure("session", 100, 1.5)
    assert (measured, met) in judged(*floor, figure("in_process", 100, seconds))


@pytest.mark.parametrize("connections, met", [(1, True), (100, False), (0, False)])
def test_one_connection(connections, met):
    assert judged(figure("in_process", 100, connections=connections)) == [(str(connections), met)]


@pytest.mark.parametrize("seconds, met", [(13.5, True), (13.6, False)])
def test_a_module_costs_little_more_than_an_empty_one(seconds, met):
    assert judged(figure("module", 100, seconds), figure("empty", 100, 10.0)) == [(f"{seconds / 10:.2f} ×", met)]


def test_memory_is_what_a_run_adds_to_controller_and_worker():
    ours = [figure("in_process", 500, part="memory", mib=(100.0, 50.0)), figure("in_process", 1524, part="memory", mib=(110.0, 60.0))]
    same = [figure("answer", 500, part="memory", mib=(10.0, 10.0)), figure("answer", 1524, part="memory", mib=(15.0, 15.0))]
    assert kib_per_run(ours, "in_process") == 20.0
    assert judged(*ours, *same) == [("2.00 ×", False)]
    assert judged(*ours, *(one for one in ours + same if one.way == "answer"), figure("answer", 2524, part="memory", mib=(50.0, 50.0)))[0][1]


def test_a_median_of_samples():
    samples = [Sample(seconds, 10 * seconds, 1) for seconds in (5.0, 1.0, 2.0)]
    found = Figure("loop", "debug", 4, "loop", 5, 0.0, samples)
    assert (found.task_seconds, found.program_seconds, found.seconds_per_run) == (2.0, 20.0, 0.5)
    assert found.as_dict()["repeats"] == 3
