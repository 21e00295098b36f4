# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ids: what is one, how it is sent, and which ones are the same."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._api.ids import as_sent, checked_id, optional_id, same_id
from ansible_collections.wallarm.fast.plugins.module_utils._errors import InvalidInput


@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_id_is_not_given_where_it_is_optional(empty):
    assert optional_id(empty, "node_id") is None
    with pytest.raises(InvalidInput, match="node_id must be an id .*, and it is empty:"):
        checked_id(empty, "node_id")


def test_an_optional_id_that_is_given_is_checked():
    assert optional_id("10716", "node_id") == "10716"
    with pytest.raises(InvalidInput, match="node_id must be an id .*, not '4 5':"):
        optional_id("4 5", "node_id")


@pytest.mark.parametrize("given, sent", [("4485", 4485), ("0", 0), ("007", 7), ("tr_1234", "tr_1234"), ("-1", "-1")])
def test_an_id_is_sent_as_an_integer_where_it_is_one(given, sent):
    assert as_sent(given) == sent


@pytest.mark.parametrize(
    "one, other, same",
    [
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
    ],
)
def test_ids_are_the_same_by_their_digits_and_only_whole_numbers_by_their_value(one, other, same):
    for pair in ((one, other), (other, one)):
        assert same_id(*pair) is same
