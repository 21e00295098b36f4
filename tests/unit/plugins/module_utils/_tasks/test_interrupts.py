# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which test runs a creation interrupts, and how that is told."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._api.models import TestRun
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.interrupts import interrupted, sentence, shown

ONE = {"id": 1, "name": "Shop", "node_id": 10716, "node_name": "one"}
TWO = {"id": 2, "name": "Shop", "node_id": 10717, "node_name": "two"}
HIDDEN = {"id": 3, "name": "Shop"}
BUILD = {**ONE, "id": 4, "build_id": "b"}


@pytest.mark.parametrize("active, node_id, node_name, build_id, found", [
    ([], "10716", None, None, []),
    # A node by its id. Where a test run shows none, the list's filter has chosen it.
    ([ONE, TWO], "10716", None, None, [1]),
    ([ONE, TWO], "010717", "", "", [2]),
    ([ONE, HIDDEN], "10716", None, None, [1, 3]),
    ([ONE, TWO], "1", None, None, []),
    # By its name.
    ([ONE, TWO, HIDDEN], None, "two", None, [2]),
    ([ONE, TWO], "10716", "two", None, []),
    # Without one, the token is a node's and sees that node's alone.
    ([ONE, {**ONE, "id": 5}], None, None, None, [1, 5]),
    ([ONE, HIDDEN], "", "", None, [1, 3]),
    ([], None, None, None, []),
    ([ONE, TWO], None, None, None, None),
    # Test runs go on side by side if both have a build's id and these differ.
    ([BUILD, ONE], "10716", None, "b", [4, 1]),
    ([BUILD, ONE], "10716", None, "c", [1]),
    ([BUILD, ONE], "10716", None, None, [4, 1]),
    ([{**BUILD, "build_id": ""}], "10716", None, "c", [4]),
    ([{**BUILD, "build_id": None}], "10716", None, "c", [4]),
    ([BUILD], None, None, "c", []),
])  # fmt: skip
def test_a_creation_interrupts_what_goes_on_at_its_node(active, node_id, node_name, build_id, found):
    told = interrupted([TestRun(run) for run in active], node_id, node_name, build_id)
    assert (told if told is None else [run.id for run in told]) == found


@pytest.mark.parametrize("start_time, since", [
    (1_700_000_000, "2023-11-14T22:13:20Z"), (1_700_000_000.9, "2023-11-14T22:13:20Z"), (0, None), (None, None), ("soon", None), (True, None),
    (-5, None), (1e18, None),
])  # fmt: skip
def test_a_result_shows_since_when(start_time, since):
    assert shown(TestRun({**ONE, "start_time": start_time, "recording": True, "tags": []})) == {**ONE, "since": since, "recording": True}


def test_what_is_not_known_is_null():
    assert shown(TestRun({"id": "tr_1"})) == {"id": "tr_1", "name": None, "node_id": None, "node_name": None, "since": None, "recording": None}


SINCE = {"since": "2023-11-14T22:13:20Z"}


@pytest.mark.parametrize("run, words", [
    ({**SINCE, "recording": True}, "1 'Shop' on one, which has been recording since 2023-11-14T22:13:20Z"),
    ({"recording": True}, "1 'Shop' on one, which is recording"),
    ({**SINCE, "recording": False}, "1 'Shop' on one, which was started at 2023-11-14T22:13:20Z"),
    ({**SINCE, "recording": None, "node_name": None}, "1 'Shop' on 10716, which was started at 2023-11-14T22:13:20Z"),
    ({"node_name": None, "node_id": None}, "1 'Shop'"),
    ({"name": "a'\n\x1b[31m{{ x }}", "node_name": "\u202e"}, "1 \"a'\\n\\x1b[31m{{ x }}\" on \\u202e"),
])  # fmt: skip
def test_one_is_told_in_a_sentence(run, words):
    told = {**ONE, "since": None, "recording": None, **run}
    assert sentence([told], check_mode=False) == f"Creating it interrupts test run {words}."
    assert sentence([told], check_mode=True) == f"Creating it would interrupt test run {words}."


@pytest.mark.parametrize("amount, ends", [(2, "2 'Shop' on one."), (10, "10 'Shop' on one."), (11, "10 'Shop' on one and others.")])
def test_several_are_counted_and_ten_are_listed(amount, ends):
    told = sentence([{**ONE, "id": number + 1, "since": None, "recording": None} for number in range(amount)], check_mode=False)
    assert told.startswith(f"Creating it interrupts {amount} test runs: 1 'Shop' on one; 2 'Shop' on one")
    assert told.endswith(ends)
