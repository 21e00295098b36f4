# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The typed view of a test run: what the server doesn't say, or says in a strange form, is unknown."""

from __future__ import annotations

from ansible_collections.wallarm.fast.plugins.module_utils._api.models import TestRun

STATES = [
    ("cloning", False, True),
    ("running", False, True),
    ("running_scheduled", False, True),
    ("pausing", False, True),
    ("paused", False, True),
    ("interrupting", False, False),
    ("interrupted", True, False),
    ("passed", True, False),
    ("failed", True, False),
    ("something new", False, True),
    (None, False, True),
]


def test_whether_a_test_run_has_ended_and_may_still_be_used():
    for state, finished, active in STATES:
        seen = TestRun({"state": state})
        assert (seen.state, seen.finished, seen.active) == (state, finished, active)


def test_a_state_that_is_no_text_is_unknown_and_no_end():
    for raw in [{}, {"state": 7}, {"state": ["passed"]}, {"state": None}]:
        assert (TestRun(raw).state, TestRun(raw).finished, TestRun(raw).active) == (None, False, True)


def test_a_flag_that_is_neither_true_nor_false_is_unknown():
    for value, read in [(True, True), (False, False), (None, None), (0, None), (1, None), ("false", None)]:
        assert TestRun({"recording": value}).recording is read
        assert TestRun({"ready_for_recording": value}).ready is read
        assert (TestRun({}).recording, TestRun({}).ready) == (None, None)


READY = [
    ({"ready_for_recording": True, "node_active": False}, True),
    ({"ready_for_recording": False, "node_active": True}, False),
    ({"ready_for_recording": None, "node_active": True}, None),
    ({"node_active": True}, True),
    ({"node_active": False}, False),
]


def test_an_old_server_tells_by_its_node_whether_it_is_ready():
    for raw, ready in READY:
        assert TestRun(raw).ready is ready


def test_a_number_of_baseline_requests_is_an_integer():
    for value, read in [(0, 0), (3, 3), (True, None), (False, None), ("3", None), (3.5, None), (None, None)]:
        assert TestRun({"baseline_count": value}).baseline_count is read


def test_a_time_is_a_number():
    for value, read in [(0, 0), (3, 3), (3.5, 3.5), (True, None), (False, None), ("3", None), (None, None)]:
        seen = TestRun({"start_time": value, "estimated_time_to_completion": value})
        for found in (seen.start_time, seen.seconds_left):
            assert (found, type(found)) == (read, type(read))
        assert (TestRun({}).start_time, TestRun({}).seconds_left) == (None, None)


def test_ids_are_as_the_server_sent_them():
    for value in [4485, "4485", "tr_1234", None]:
        seen = TestRun({"id": value, "test_record_id": value})
        assert (seen.id, seen.test_record_id) == (value, value)
