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
        "4485  fast-node-1  Example",
        "Left alone, as the server does not say how old they are: 7, 8",
    ]
    assert forgotten_recordings([{**OLD, "name": None}], ["10716"], 60, now=NOW)["lines"] == [
        "Recordings older than 60 minutes: 1",
        "4485  fast-node-1  ",
    ]
    assert forgotten_recordings([], ["10716"], 60)["lines"] == ["Recordings older than 60 minutes: 0"]


@pytest.mark.parametrize("nodes, unseen_ids, unseen_names", [
    (["10716", "fast-node-1"], [], []),
    (["10717", "other", "\u0661"], ["10717"], ["other", "\u0661"]),
    (["10716", "10718", "other"], ["10718"], ["other"]),
])  # fmt: skip
def test_a_node_on_which_nothing_records_is_looked_into(nodes, unseen_ids, unseen_names):
    young = {**OLD, "start_time": NOW}
    found = forgotten_recordings([young, {"id": 2}], nodes, 60, now=NOW)
    assert (found["unseen_ids"], found["unseen_names"]) == (unseen_ids, unseen_names)


def test_time_is_that_of_the_controller():
    assert forgotten_recordings([{**OLD, "start_time": 1_700_000_000}], ["10716"], 60)["ids"] == [4485]
    assert forgotten_recordings([{**OLD, "start_time": 4_102_444_800}], ["10716"], 60)["ids"] == []


@pytest.mark.parametrize("nodes, looks, test_runs, unseen", [
    ([], [], [], []),
    (["1", "a"], [], [], ["1", "a"]),
    (["1", "2"], [{"item": "1", "test_runs": [{}]}, {"item": "2", "test_runs": []}], [], ["2"]),
    (["1"], [{"item": "1"}], [], ["1"]),
    (["1"], [{"item": 1, "test_runs": [{"id": 5}]}], [], []),
    (["a", "b"], [], [{"node_name": "a"}, {"name": "b"}], ["b"]),
])  # fmt: skip
def test_a_node_without_any_test_run_can_not_be_seen(nodes, looks, test_runs, unseen):
    assert unseen_nodes(nodes, looks, test_runs) == unseen


RESULTS = [
    {"item": 1, "changed": True}, {"item": 2, "changed": False}, {"item": 3, "changed": True, "failed": True}, {"item": 4, "changed": True, "failed": False},
    {"item": 5},
]  # fmt: skip


def test_what_was_stopped_is_what_changed_and_did_not_fail():
    assert stopped_recordings(RESULTS) == [1, 4]
    assert stopped_recordings(RESULTS, check_mode=True) == []
