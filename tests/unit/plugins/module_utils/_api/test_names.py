# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A name that fits one thing, none or several."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._api.names import named, no_such_id
from ansible_collections.wallarm.fast.plugins.module_utils._errors import InvalidInput

NONE = "policy_name: there is no test policy of the name 'PCI'."


def policies(*names):
    return [{"id": 47 + place, "name": name} for place, name in enumerate(names)]


def find(fitting, every):
    return named("PCI", "policy_name", "test policy", "test policies", fitting, every, "policy_id")


def never():
    raise AssertionError("a name that fits needs no list of all")


def test_the_one_of_the_name_is_found():
    assert find(policies("PCI"), never) == {"id": 47, "name": "PCI"}


@pytest.mark.parametrize("every, listed", [
    (policies(), "There are none."), (policies("A"), "There are 'A'."), (policies("A", "B", "A"), "There are 'A', 'B'."),
    (policies(*"ABCDEFGHIJ"), "There are 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J'."),
    (policies(*"ABCDEFGHIJK"), "There are 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J' and others."),
    ([{"id": 1}], "There are 'None'."), (policies("x" * 200), f"There are '{'x' * 80}...'."),
])  # fmt: skip
def test_a_name_that_fits_none_lists_what_there_is(every, listed):
    with pytest.raises(InvalidInput) as refused:
        find([], lambda: every)
    assert str(refused.value) == f"{NONE} {listed} Names are compared exactly."


@pytest.mark.parametrize("amount, ids", [
    (2, "47, 48"), (10, "47, 48, 49, 50, 51, 52, 53, 54, 55, 56"), (11, "47, 48, 49, 50, 51, 52, 53, 54, 55, 56 and others"),
])  # fmt: skip
def test_a_name_that_fits_several_lists_their_ids(amount, ids):
    with pytest.raises(InvalidInput) as refused:
        find(policies(*["PCI"] * amount), never)
    assert str(refused.value) == f"policy_name 'PCI' is the name of several test policies, with the ids {ids}: give policy_id in its place."


TEN = "47 'A', 48 'B', 49 'C', 50 'D', 51 'E', 52 'F', 53 'G', 54 'H', 55 'I', 56 'J'"


@pytest.mark.parametrize("every, there", [
    ([], "There are none."), (policies("A"), "There are 47 'A'."), (policies(*"ABCDEFGHIJK"), f"There are {TEN} and others."),
    ([{"id": 1}], "There are 1 'None'."),
])  # fmt: skip
def test_an_id_that_nothing_has_lists_what_there_is(every, there):
    assert str(no_such_id("99", "policy_id", "test policy", every)) == f"policy_id: there is no test policy with the id 99. {there}"
