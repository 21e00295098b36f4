# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What later nodes of a workflow get."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.filter.workflow_artifacts import workflow_artifacts


@pytest.mark.parametrize("test_run, report, artifacts", [
    (None, None, {}),
    ({}, {}, {}),
    ({"test_record_id": 4620}, {}, {}),
    ({"id": 4490, "test_record_id": 4620}, {}, {"test_run_id": 4490, "test_record_id": 4620}),
    ({"id": "tr_1", "test_record_id": "r_1"}, {"verdict": "failed"}, {"test_run_id": "tr_1", "test_record_id": "r_1", "fast_verdict": "failed"}),
    ({"id": 4490}, {"verdict": None}, {"test_run_id": 4490, "test_record_id": None}),
    ({}, {"verdict": "passed"}, {"fast_verdict": "passed"}),
])  # fmt: skip
def test_what_is_known_is_handed_on(test_run, report, artifacts):
    assert workflow_artifacts(test_run, report) == artifacts


def test_there_need_not_be_a_report():
    assert workflow_artifacts({"id": 4490, "test_record_id": 4620}) == {"test_run_id": 4490, "test_record_id": 4620}


@pytest.mark.parametrize("test_run, test_record, artifacts", [
    (None, {"id": 4620, "state": "stopped"}, {"test_run_id": None, "test_record_id": 4620}),
    ({"id": 4490, "test_record_id": 4620}, {"id": 1}, {"test_run_id": 4490, "test_record_id": 4620}),
    ({}, None, {}),
])  # fmt: skip
def test_a_record_that_is_all_that_is_known_takes_an_earlier_test_run_away(test_run, test_record, artifacts):
    assert workflow_artifacts(test_run, test_record=test_record) == artifacts
