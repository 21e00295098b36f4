# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Of the test records of a name, the newest that can be copied is chosen."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._api.client import FastClient
from ansible_collections.wallarm.fast.plugins.module_utils._deadline import Deadline
from ansible_collections.wallarm.fast.plugins.module_utils._errors import InvalidInput
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.context import TaskContext
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.policy_and_record import choose, find_record


def record(number, name="shop", state="stopped", count=3):
    return {"id": number, "name": name, "state": state, "baseline_count": count}


GOOD = record(1)


@pytest.mark.parametrize("records, chosen, passed_over", [
    ([], None, []),
    ([GOOD, record(2)], 1, []),
    ([record(2, state="recording"), GOOD], 1, ["2 is still being recorded"]),
    ([record(2, count=0), GOOD], 1, ["2 holds no baseline requests"]),
    ([record(2, count=0, state="recording")], None, ["2 is still being recorded"]),
    *[([record(2, count=odd), GOOD], 1, ["2 does not say how many baseline requests it holds"]) for odd in (None, "3", True, 2.5)],
    ([record(2, state=None), GOOD], 1, ["2 does not say whether it is stopped (state 'None')"]),
    ([{"id": 2}, GOOD], 1, ["2 does not say whether it is stopped (state 'None')"]),
    ([record(3, state="recording"), record(2, count=0)], None, ["3 is still being recorded", "2 holds no baseline requests"]),
])  # fmt: skip
def test_the_first_that_is_stopped_and_holds_requests_is_chosen(records, chosen, passed_over):
    found, others = choose(iter(records))
    assert (found and found["id"], others) == (chosen, passed_over)


def test_no_more_are_read_than_needed():
    records = iter([GOOD, record(2)])
    choose(records)
    assert next(records)["id"] == 2


class Listing(FastClient):
    """A client whose list has what is given."""

    def __init__(self, records):
        self.records = records

    def list_test_records(self, client_id, filters):
        return iter(self.records)


@pytest.mark.parametrize("records, says", [
    ([record(2, "Shop"), record(3, "shop 2")], "there is no test record of the name 'shop'. There are 'Shop', 'shop 2'. Names are compared exactly."),
    ([record(9 - number, f"n{number}") for number in range(12)], "'n8', 'n9' and others."),
    ([record(2, state="recording"), record(1, "other")], "'shop': no test record of this name can be copied. 2 is still being recorded. Stop"),
    ([record(50 - number, count=0) for number in range(12)], "41 holds no baseline requests and others. Stop"),
])  # fmt: skip
def test_a_name_without_one_that_can_be_copied_lists_what_there_is(records, says):
    context = TaskContext(Listing(records), Deadline(1), pytest.fail)
    with pytest.raises(InvalidInput) as refused:
        find_record(context, 170, "shop")
    assert says in str(refused.value)
