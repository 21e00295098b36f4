# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lines of progress, and when one is due."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._api.models import TestRun, TestRunOfRecord
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.progress import is_to_be_told, state_of, time_left

DUE = [
    # Whether it is news, seconds since the wait began and since the last line.
    (True, 9.9, 9.9, False), (True, 10, 10, True), (True, 10, 0, True), (False, 10, 10, False), (False, 59.9, 59.9, False), (False, 60, 60, True),
    (False, 119, 59, False), (True, 0, 0, False), (False, 600, 60, True),
]  # fmt: skip


@pytest.mark.parametrize("changed, waited, since, due", DUE)
def test_a_line_is_due(changed, waited, since, due):
    assert is_to_be_told(changed, waited, since) is due


STATES = [
    ({"state": "running", "baseline_count": 10, "baseline_check_all_terminated_count": 3, "vulns": [{}]},
     "running, 3 of 10 baseline requests tested, 1 finding"),
    ({"state": "running", "recording": True, "baseline_count": 1, "baseline_check_all_terminated_count": 0, "vulns": []},
     "running, recording, 1 baseline request so far, 0 of 1 baseline request tested, 0 findings"),
    ({"state": "running", "recording": True, "baseline_count": 0, "baseline_check_all_terminated_count": 0},
     "running, recording, 0 baseline requests so far"),
    ({"state": "paused", "recording": True}, "paused, recording"),
    ({"state": "running_scheduled", "recording": False, "baseline_count": 2}, "running scheduled"),
    ({"state": "failed", "vulns": [1, 2]}, "failed, 2 findings"),
    ({"vulns": "many", "baseline_count": "7", "baseline_check_all_terminated_count": True}, "in an unknown state"),
    ({"state": 7}, "in an unknown state"),
    ({"state": "a\x1b[31m\nb"}, "a [31m b"),
    ({"state": "running", "baseline_count": 7, "baseline_check_all_terminated_count": True}, "running"),
]  # fmt: skip


@pytest.mark.parametrize("fields, words", STATES)
def test_a_test_run_is_told_in_a_line(fields, words):
    assert state_of(TestRun({"id": 4485, **fields})) == f"Test run 4485: {words}"


@pytest.mark.parametrize("state, words", [("recording", "recording, 3 baseline requests so far"), ("stopped", "not recording")])
def test_a_test_record_is_told_without_a_test_run(state, words):
    assert state_of(TestRunOfRecord({"id": 4616, "state": state, "baseline_count": 3})) == f"Test record 4616: {words}"


@pytest.mark.parametrize("seconds, words", [
    (40.4, ", about 40 s left"), (0, ", about 0 s left"), (89, ", about 89 s left"), (90, ", about 2 min left"), (3599, ", about 1 h 0 min left"),
    (7500, ", about 2 h 5 min left"), (None, ""), (-1, ""), ("40", ""), (True, ""),
])  # fmt: skip
def test_the_time_left_is_told(seconds, words):
    assert time_left(TestRun({"estimated_time_to_completion": seconds})) == words
