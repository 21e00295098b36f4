# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which recordings were forgotten, of which FAST nodes nothing can be seen, and what was stopped."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.filter.forgotten_recordings import forgotten_recordings
from ansible_collections.wallarm.fast.plugins.filter.stopped_recordings import stopped_recordings
from ansible_collections.wallarm.fast.plugins.filter.unseen_nodes import unseen_nodes

NOW = 1_000_000
OLD = {"id": 4485, "node_id": 10716, "node_name": "fast-node-1", "name": "Example", "start_time": NOW - 7200}


def by_id(node):
    return {"node_id": node, "node_name": ""}


def by_name(node):
    return {"node_id": "", "node_name": node}


FORGOTTEN = [
    (OLD, ["10716"], 120, [4485]),
    (OLD, ["fast-node-1"], 120, [4485]),
    (OLD, ["10716", "fast-node-1"], 120, [4485]),
    (OLD, ["10717"], 120, []),
    (OLD, ["fast-node"], 120, []),
    (OLD, ["4485", "Example"], 120, []),
    (OLD, ["10716"], 121, []),
    ({**OLD, "start_time": NOW - 7199}, ["10716"], 120, []),
    ({**OLD, "start_time": NOW}, ["10716"], 0, [4485]),
    ({**OLD, "start_time": None}, ["10716"], 0, []),
    ({**OLD, "start_time": "long ago"}, ["10716"], 0, []),
    ({**OLD, "node_id": "10716"}, ["10716"], 120, [4485]),
    ({**OLD, "node_id": None, "node_name": None}, ["None"], 120, []),
    ({"id": 1, "start_time": 0}, ["10716"], 120, []),
    ({"id": 1, "start_time": 0, "node_name": "one"}, ["one"], 120, [1]),
    (OLD, ["all"], 120, [4485]),
    ({"id": 1, "start_time": 0}, ["all"], 120, [1]),
    (OLD, ["all"], 121, []),
    ({**OLD, "start_time": None}, ["all"], 0, []),
]  # fmt: skip


def test_what_began_long_ago_on_the_nodes_was_forgotten():
    for recording, nodes, minutes, ids in FORGOTTEN:
        assert forgotten_recordings([recording], nodes, minutes, now=NOW)["ids"] == ids


def test_each_is_found_once():
    assert forgotten_recordings([OLD, OLD, {**OLD, "id": 4486}], ["10716", "fast-node-1"], 60, now=NOW)["ids"] == [4485, 4486]


def test_people_are_told_which_and_what_is_left_alone():
    found = forgotten_recordings([OLD, {"id": 7, "node_id": 10716}, {"id": 8, "node_id": 10716}, {"id": 9}], ["10716"], "60", now=NOW)
    assert found["lines"] == [
        "Recordings older than 60 minutes: 1",
        "Test run 4485 'Example' on fast-node-1, recording for 2 h 0 min",
        "Left alone, as the server does not say how old they are: 7, 8",
    ]
    bare = {"id": "tr_1", "node_id": 10716, "start_time": NOW - 3600 * 3 - 300}
    assert forgotten_recordings([bare], ["10716"], 60, now=NOW)["lines"][1:] == ["Test run tr_1 'unknown' on 10716, recording for 3 h 5 min"]
    assert forgotten_recordings([], ["10716"], 60)["lines"] == ["Recordings older than 60 minutes: 0"]


@pytest.mark.parametrize("nodes, unseen", [
    (["10716", "fast-node-1"], []),
    (["all"], []),
    (["10717", "other", "\u0661"], [by_id("10717"), by_name("other"), by_name("\u0661")]),
    (["10716", "10718", "other"], [by_id("10718"), by_name("other")]),
])  # fmt: skip
def test_a_node_on_which_nothing_records_is_looked_into(nodes, unseen):
    young = {**OLD, "start_time": NOW}
    assert forgotten_recordings([young, {"id": 2}], nodes, 60, now=NOW)["unseen"] == unseen


def test_time_is_that_of_the_controller():
    assert forgotten_recordings([{**OLD, "start_time": 1_700_000_000}], ["10716"], 60)["ids"] == [4485]
    assert forgotten_recordings([{**OLD, "start_time": 4_102_444_800}], ["10716"], 60)["ids"] == []


@pytest.mark.parametrize("looks, unseen", [
    ([], []),
    ([{"item": by_id("1"), "test_runs": [{"id": 5}]}, {"item": by_id("2"), "test_runs": []}], ["2"]),
    ([{"item": by_id("1")}, {"item": by_name("a"), "failed": True}], ["1", "a"]),
    ([{"item": by_name("a"), "test_runs": [{}]}, {"item": by_name("b"), "test_runs": []}], ["b"]),
])  # fmt: skip
def test_a_node_without_any_test_run_can_not_be_seen(looks, unseen):
    assert unseen_nodes(looks) == unseen


RESULTS = [
    {"item": 1, "changed": True}, {"item": 2, "changed": False}, {"item": 3, "changed": True, "failed": True}, {"item": 4, "changed": True, "failed": False},
    {"item": 5},
]  # fmt: skip


def test_what_was_stopped_is_what_changed_and_did_not_fail():
    assert stopped_recordings(RESULTS) == [1, 4]
    assert stopped_recordings(RESULTS, check_mode=True) == []
