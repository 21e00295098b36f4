# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is said about the collection's speed follows from the figures, whatever those are."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.tests.benchmarks.cases import Case, Figures, Sample
from ansible_collections.wallarm.fast.tests.benchmarks.report import goals, table


def figures(*measured, part="loop"):
    """Each measured case is its way, its number of test runs, and a sample's fields."""
    return Figures({Case(part, way, runs, 1): [Sample(*sample)] for way, runs, *sample in measured})


def test_without_figures_nothing_is_claimed():
    assert not goals(Figures())
    assert not goals(figures(("uri", 100, 1, 1, 1), ("debug", 100, 1, 1, 1), ("in_process", 10, 1, 1, 1)))


@pytest.mark.parametrize("uri, ending", [(50, "**1/50**, wanted at most 1/50"), (40, "**1/40**, wanted at most 1/50: MISSED")])
def test_a_goal_is_met_or_missed(uri, ending):
    (line,) = goals(figures(("in_process", 100, 1, 1, 1), ("uri", 100, uri, uri, 200)))
    assert line.endswith(ending)


def test_the_floor_is_ansible_and_the_requests_together():
    time, connections = goals(figures(("in_process", 100, 4, 4, 3), ("debug", 100, 0.5, 1, 0), ("session", 100, 1.5, 2, 1)))
    assert time.endswith("**2.00 ×**, wanted at most 1.50 ×: MISSED")
    assert connections.endswith("**3.00 ×**, wanted at most 1.00 ×: MISSED")


def test_growth_of_memory_is_what_controller_and_worker_need_more_for_each_test_run():
    (line,) = goals(figures(("in_process", 904, 1, 1, 1, 100, 50), ("in_process", 5000, 1, 1, 1, 120, 70),
                            ("answer", 904, 1, 1, 0, 10, 10), ("answer", 5000, 1, 1, 0, 30, 30), part="memory"))
    assert line.endswith("**1.00 ×**, wanted at most 1.20 ×")


def test_the_table_shows_medians_and_how_many_times_the_collection_takes():
    found = figures(("uri", 10, 1, 2, 20), ("in_process", 10, 1, 2, 1))
    found[Case("loop", "uri", 10, 1)] = [Sample(seconds, 10 * seconds, 20) for seconds in (5.0, 1.0, 2.0)]
    row = [cell.strip() for cell in table(found).splitlines()[-1].split("|")[1:-1]]
    assert row == ["loop", "10", "`uri` tasks by hand", "200.0", "2.00", "2.00", "20.00", "20", "", "3"]
