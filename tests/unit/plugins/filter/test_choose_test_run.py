# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which test run a play goes on with, and how far the tags say that it came."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.wallarm.fast.plugins.filter.choose_test_run import choose_test_run
from ansible_collections.wallarm.fast.plugins.filter.progress_tags import progress_tags

NOW = 1_000_000
HOUR = 3600

INPUTS = {
    "test_run_name": "shop", "test_run_id": "", "test_record_id": "", "records": True, "node_name": "",
    "policy_id": "", "policy_name": "", "source_record_name": "", "desc": "Nightly", "tags": ["nightly"],
    "resume_within": HOUR,
}  # fmt: skip
COPY = {"test_record_id": "4617", "records": False}
NAMED_COPY = {"source_record_name": "shop", "records": False}

RECORDING = {"id": 1, "state": "running", "recording": True, "tags": ["ansible-recording"]}
RECORDED = {"id": 2, "state": "running", "recording": False, "tags": ["ansible-recorded"]}
HALF = {"id": 3, "state": "running", "recording": False, "tags": ["nightly", "ansible-recording"]}
ENDED = {"id": 4, "state": "passed", "recording": False, "tags": ["ansible-recorded"], "end_time": NOW - 60, "policy_id": 83, "test_record_id": 4617}
OTHER = {"id": 5, "state": "passed", "tags": []}


def changed(test_run: dict[str, t.Any], **changes: t.Any) -> dict[str, t.Any]:
    return {name: value for name, value in {**test_run, **changes}.items() if value != "REMOVED"}


@pytest.mark.parametrize("test_runs, inputs, used, replaced, may_record", [
    # None, or given by its id.
    ([], {}, "", "", True),
    ([], COPY, "", "", False),
    ([HALF], {"test_run_id": "4490"}, "4490", "", True),
    ([], {"test_run_id": "4490", **COPY}, "4490", "", False),
    # Active.
    ([RECORDING], {}, 1, "", True),
    ([RECORDED], {}, 2, "", False),
    ([OTHER, RECORDING, RECORDED], {}, 1, "", True),
    ([ENDED, RECORDING], {}, 1, "", True),
    ([changed(RECORDING, state="paused")], {}, 1, "", True),
    ([changed(RECORDING, state="cloning")], {}, 1, "", True),
    ([changed(RECORDING, state="REMOVED")], {}, 1, "", True),
    ([changed(RECORDING, state="interrupting")], {}, "", "", True),
    ([changed(RECORDING, state="interrupted")], {}, "", "", True),
    ([changed(RECORDING, id="REMOVED"), RECORDED], {}, 2, "", False),
    ([changed(RECORDING, tags="REMOVED")], {}, 1, "", True),
    # Left half recorded.
    ([HALF], {}, "", 3, True),
    ([RECORDING, HALF], {}, 1, "", True),
    ([HALF], COPY, 3, "", False),
    ([changed(HALF, recording=True)], {}, 3, "", True),
    ([changed(HALF, recording="REMOVED")], {}, 3, "", True),
    ([changed(HALF, tags=["nightly"])], {}, 3, "", True),
    ([changed(HALF, tags=None)], {}, 3, "", True),
    # Ended, and nobody was there to report.
    ([ENDED], {}, 4, "", False),
    ([changed(ENDED, state="failed")], {}, 4, "", False),
    ([changed(ENDED, state="interrupted")], {}, "", "", True),
    ([OTHER, ENDED], {}, "", "", True),
    ([changed(ENDED, tags=["ansible-recorded", "ansible-reported"])], {}, "", "", True),
    ([changed(ENDED, tags=["ansible-recording"])], {}, "", "", True),
    ([changed(ENDED, tags="REMOVED")], {}, "", "", True),
    ([changed(ENDED, end_time=NOW - HOUR)], {}, 4, "", False),
    ([changed(ENDED, end_time=NOW - HOUR - 1)], {}, "", "", True),
    ([changed(ENDED, end_time=NOW - HOUR - 1)], {"resume_within": HOUR + 1}, 4, "", False),
    ([changed(ENDED, end_time=NOW)], {"resume_within": 1}, 4, "", False),
    ([changed(ENDED, end_time=NOW)], {"resume_within": 0}, "", "", True),
    ([changed(ENDED, end_time=NOW - 0.5)], {}, 4, "", False),
    ([changed(ENDED, end_time=True)], {}, "", "", True),
    ([changed(ENDED, end_time="REMOVED")], {}, "", "", True),
    ([changed(ENDED, end_time="soon")], {}, "", "", True),
    ([ENDED], {"policy_id": "83"}, 4, "", False),
    ([ENDED], {"policy_id": "47"}, "", "", True),
    ([changed(ENDED, policy_id="REMOVED")], {"policy_id": "83"}, "", "", True),
    ([changed(ENDED, policy_id="REMOVED")], {}, 4, "", False),
    ([ENDED], {"policy_name": "PCI"}, "", "", True),
    ([changed(ENDED, policy_name="PCI")], {"policy_name": "PCI"}, 4, "", False),
    ([changed(ENDED, policy_name="PCI")], {"policy_name": "pci"}, "", "", True),
    ([ENDED], COPY, 4, "", False),
    ([changed(ENDED, test_record_name="shop")], NAMED_COPY, 4, "", False),
    ([changed(ENDED, test_record_name="other")], NAMED_COPY, "", "", False),
    ([ENDED], NAMED_COPY, "", "", False),
    ([changed(ENDED, test_record_id=4616)], COPY, "", "", False),
    # Of a node.
    ([changed(RECORDING, node_name="one")], {"node_name": "one"}, 1, "", True),
    ([changed(RECORDING, node_name="one"), changed(RECORDED, node_name="two")], {"node_name": "two"}, 2, "", False),
    ([RECORDING], {"node_name": "one"}, "", "", True),
    ([changed(OTHER, node_name="two"), changed(ENDED, node_name="one")], {"node_name": "one"}, 4, "", False),
])  # fmt: skip
def test_the_right_test_run_is_gone_on_with(test_runs, inputs, used, replaced, may_record):
    found = choose_test_run(test_runs, {**INPUTS, **inputs}, now=NOW)
    assert (found["test_run_id"], found["half_recorded_id"], found["replaces"], found["may_record"]) == (used, replaced, replaced != "", may_record)


@pytest.mark.parametrize("test_runs, inputs, expected", [
    ([], {}, ("shop", "Nightly", ["nightly", "ansible-recording"])),
    ([HALF], {}, ("shop", "Nightly", ["nightly", "ansible-recording"])),
    ([], COPY, ("shop", "Nightly", ["nightly", "ansible-recorded"])),
    ([RECORDING], {}, ("", "", [])),
    ([], {"test_run_id": "4490"}, ("", "", [])),
])  # fmt: skip
def test_only_one_that_is_created_gets_a_name_and_tags(test_runs, inputs, expected):
    found = choose_test_run(test_runs, {**INPUTS, **inputs}, now=NOW)
    assert (found["name"], found["desc"], found["tags"]) == expected


def test_time_is_that_of_the_controller():
    assert choose_test_run([changed(ENDED, end_time=4102444800)], INPUTS)["test_run_id"] == 4
    assert choose_test_run([changed(ENDED, end_time=1_700_000_000)], INPUTS)["test_run_id"] == ""


@pytest.mark.parametrize("tags, stage, expected", [
    (["a", "ansible-recording", "b"], "recorded", ["a", "b", "ansible-recorded"]),
    (["ansible-recorded"], "recorded", ["ansible-recorded"]),
    (["a", "ansible-recorded"], "reported", ["a", "ansible-recorded", "ansible-reported"]),
    (["ansible-recording"], "reported", ["ansible-reported"]),
    (None, "reported", ["ansible-reported"]),
    ("a", "reported", ["ansible-reported"]),
    (["a", "a", 5], "recorded", ["a", "5", "ansible-recorded"]),
])  # fmt: skip
def test_a_stage_is_a_tag_beside_the_others(tags, stage, expected):
    assert progress_tags({"id": 4490, "tags": tags}, stage) == expected
    assert progress_tags({}, "recorded") == ["ansible-recorded"]
