# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ids: what is one, how it is sent, and which ones are the same."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._api.ids import as_sent, checked_id, optional_id, same_id
from ansible_collections.wallarm.fast.plugins.module_utils._errors import InvalidInput

BAD = [
    "../../v1/user", "1/action/stop", "1?x=1", "1#", "%2e%2e", "..", "", None, "  ", "44\n85", "44 85",
    "\u0661\u0662\u0663", "\uff11", "4485.0", "-1.5", "x" * 10_000, "1" * 65, "4485\0", "tr:1", "{{ id }}", "\u00e4",
]  # fmt: skip


def test_what_is_no_id_is_refused_by_the_options_name():
    for bad in BAD:
        with pytest.raises(InvalidInput, match="test_run_id must be an id") as failure:
            checked_id(bad, "test_run_id")
        assert len(str(failure.value)) < 400


def test_ids_of_the_cloud_and_of_its_docs_are_taken():
    for good in ("4485", "tr_1234", "demo-0000", "0", "x" * 64):
        for given in (good, f" {good} ", f"\t{good}\n"):
            assert (checked_id(given, "test_run_id"), optional_id(given, "test_run_id")) == (good, good)


def test_a_refused_id_is_asked_for_with_where_the_console_shows_it():
    for option, words in [("test_run_id", "address in the Console"), ("fast_test_record_id", "as TEST RECORD ID"), ("node_id", "at most 64.$")]:
        with pytest.raises(InvalidInput, match=f"^{option} must be .*{words}"):
            checked_id("x y", option)


@pytest.mark.parametrize("empty", ["", " ", None])
def test_an_empty_id_is_not_given_where_it_is_optional(empty):
    assert optional_id(empty, "node_id") is None
    with pytest.raises(InvalidInput, match="node_id must be an id .*, and it is empty:"):
        checked_id(empty, "node_id")


def test_an_optional_id_that_is_given_is_checked():
    assert optional_id("10716", "node_id") == "10716"
    with pytest.raises(InvalidInput, match="node_id must be an id .*, not '4 5':"):
        optional_id("4 5", "node_id")


def test_an_id_is_sent_as_an_integer_where_it_is_one():
    for given, sent in [("4485", 4485), ("0", 0), ("007", 7), ("tr_1234", "tr_1234"), ("-1", "-1")]:
        assert as_sent(given) == sent


PAIRS = [
    (4485, "4485", True),
    ("04485", 4485, True),
    ("tr_1", "tr_1", True),
    (4485, 4486, False),
    ("10", "1", False),
    ("01a", "1a", False),
    ("0tr_1", "tr_1", False),
    ("0", "0x", False),
    ("01", "1x", False),
    ("007", "7x", False),
    ("", "0", False),
    (None, "0", False),
    (None, "None", True),
]


def test_ids_are_the_same_by_their_digits_and_only_whole_numbers_by_their_value():
    for one, other, same in PAIRS:
        for pair in ((one, other), (other, one)):
            assert same_id(*pair) is same
