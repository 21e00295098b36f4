# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is recording, as a table that people can read in the output of a play."""

from __future__ import annotations

import re

import pytest

from ansible_collections.wallarm.fast.plugins.filter.recordings_table import recordings_table

# 2026-09-21 14:13:20 UTC.
NOW = 1790000000
ONE = {"id": 4485, "node_id": 10716, "node_name": "fast-node-1", "name": "Example", "start_time": NOW - 11100, "baseline_count": 3}
TWO = {"id": 5, "node_id": 10717, "node_name": "two", "name": "Shop", "start_time": NOW - 42, "baseline_count": 1200}


def test_columns_are_aligned():
    assert recordings_table([ONE, TWO], now=NOW)["lines"] == [
        "Recording now: 2",
        "TEST RUN  FAST NODE    SINCE (UTC)       FOR        BASELINE REQ.  NAME",
        "4485      fast-node-1  2026-09-21 11:08  3 h 5 min  3              Example",
        "5         two          2026-09-21 14:12  42 s       1200           Shop",
    ]


def test_nothing_needs_no_table():
    assert recordings_table([], ["all"]) == {"lines": ["Recording now: 0"], "ids": [], "unseen": []}


@pytest.mark.parametrize("fields, cells", [
    ({"start_time": None}, ["4485", "fast-node-1", "unknown", "unknown", "3", "Example"]),
    ({"start_time": 1e18}, ["4485", "fast-node-1", "unknown", "0 s", "3", "Example"]),
    ({"start_time": NOW + 60}, ["4485", "fast-node-1", "2026-09-21 14:14", "0 s", "3", "Example"]),
    ({"start_time": NOW - 90000}, ["4485", "fast-node-1", "2026-09-20 13:13", "1 d 1 h", "3", "Example"]),
    ({"node_name": None}, ["4485", "10716", "2026-09-21 11:08", "3 h 5 min", "3", "Example"]),
    ({"node_name": None, "node_id": None, "baseline_count": "3"}, ["4485", "unknown", "2026-09-21 11:08", "3 h 5 min", "unknown", "Example"]),
    ({"name": "a\nb\x1b[31m", "id": "tr_1"}, ["tr_1", "fast-node-1", "2026-09-21 11:08", "3 h 5 min", "3", "a b[31m"]),
    ({"name": "x" * 100}, ["4485", "fast-node-1", "2026-09-21 11:08", "3 h 5 min", "3", "x" * 79 + "…"]),
    ({"name": "{{ 7 * 7 }}"}, ["4485", "fast-node-1", "2026-09-21 11:08", "3 h 5 min", "3", "{{ 7 * 7 }}"]),
    ({"name": ""}, ["4485", "fast-node-1", "2026-09-21 11:08", "3 h 5 min", "3", "unknown"]),
])  # fmt: skip
def test_what_the_server_does_not_tell_is_unknown_and_its_texts_are_one_line(fields, cells):
    line = recordings_table([{**ONE, **fields}], now=NOW)["lines"][2]
    assert [cell.strip() for cell in re.split("  +", line)] == cells


@pytest.mark.parametrize("nodes, ids, unseen", [
    ([], [4485, 5], []),
    (["all"], [4485, 5], []),
    (["10716"], [4485], []),
    (["fast-node-1", "10716"], [4485], []),
    (["two", "10799", "three"], [5], [{"node_id": "10799", "node_name": ""}, {"node_id": "", "node_name": "three"}]),
])  # fmt: skip
def test_nodes_are_chosen_by_id_or_name(nodes, ids, unseen):
    found = recordings_table([ONE, ONE, TWO], nodes, now=NOW)
    assert (found["ids"], found["unseen"]) == (ids, unseen)


def test_time_is_that_of_the_controller():
    assert " d " in recordings_table([{**ONE, "start_time": 1_700_000_000}])["lines"][2]
