# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test runs, policies and records are found by what is asked for, the newest first, and the client is the token's unless it is given."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._api.search import (
    active_runs,
    client_id_of,
    find_policies,
    find_records,
    search,
)
from ansible_collections.wallarm.fast.plugins.module_utils._errors import ApiError, GatewayError, InvalidInput

CLIENT = 170


class Listing:
    """A client whose list has what is given, by the value of its filter on the state."""

    def __init__(self, **by_state):
        self.by_state = by_state
        self.asked = []

    def list_test_runs(self, client_id, filters):
        assert client_id == CLIENT
        self.asked.append(filters)
        unfinished = "unfinished" if "!simple_state" in filters else None
        found = self.by_state.get(unfinished or filters.get("simple_state") or filters.get("state") or "any", [])
        if isinstance(found, Exception):
            raise found
        return iter(found.pop(0) if found and isinstance(found[0], list) else found)

    list_test_policies = list_test_records = list_test_runs


def run(run_id, name="shop", **fields):
    return {"id": run_id, "name": name, "state": "running", **fields}


def ids(found):
    return [test_run.id for test_run in found]


def test_filters_that_are_empty_are_left_out_and_zero_is_not_empty():
    client = Listing()
    assert list(search(client, CLIENT, {"node_id": None, "build_id": "", "policy_id": 0, "state": "x"})) == []
    assert client.asked == [{"policy_id": 0, "state": "x"}]


@pytest.mark.parametrize("name, found", [("shop", [1, 4]), ("", [1, 2, 3, 4]), (None, [1, 2, 3, 4]), ("nothing", [])])
def test_a_name_is_compared_exactly(name, found):
    client = Listing(any=[run(1), run(2, "shop 2"), run(3, "Shop"), run(4)])
    assert ids(search(client, CLIENT, {}, name)) == found


@pytest.mark.parametrize("limit, found", [(None, [1, 2, 3]), (2, [1, 2]), (0, [])])
def test_no_more_than_the_limit_are_found(limit, found):
    assert ids(search(Listing(any=[run(1), run(2), run(3)]), CLIENT, {}, most=limit)) == found


def test_a_policy_is_found_by_its_exact_name():
    policies = [run(1, "Shop"), run(2, "shop"), run(3, "shop 2"), {"id": 4}, {"id": 5, "name": None}, run(6, "shop")]
    for name, most, found in (("shop", None, [2, 6]), ("shop", 1, [2]), ("Shop", 5, [1]), ("sho", None, []), (None, None, [1, 2, 3, 4, 5, 6]), ("", 2, [1, 2])):
        client = Listing(any=policies)
        assert [policy["id"] for policy in find_policies(client, CLIENT, name, most)] == found
        assert client.asked == [{"name": name} if name else {}]


def test_a_record_is_found_by_its_exact_name_and_the_lists_filters():
    client = Listing(stopped=[run(1, "shop"), run(2, "shop 2"), run(3, "shop")])
    found = find_records(client, CLIENT, {"state": "stopped", "node_id": None}, "shop", 1)
    assert [record["id"] for record in found] == [1]
    assert client.asked == [{"state": "stopped", "name": "shop"}]
    assert [record["id"] for record in find_records(client, CLIENT, {"state": "stopped", "node_id": "1"})] == [1, 2, 3]
    assert client.asked[1:] == [{"state": "stopped", "node_id": "1"}]


UNFINISHED = {"!simple_state": ("passed", "failed", "interrupted")}
CLONING = {"state": "cloning"}
ONE_BY_ONE = [{"simple_state": "running"}, {"simple_state": "paused"}]
REFUSED = ApiError("", http_status=400)


def is_wanted(test_run):
    return test_run.raw["name"] == "shop"


def active(client, **filters):
    return ids(active_runs(client, CLIENT, filters, is_wanted))


def test_active_test_runs_are_found_by_one_question_newest_first_whatever_their_name():
    paused = run(3, "other", state="paused", start_time=20)
    client = Listing(unfinished=[run(1, start_time=10), run(2, start_time=30), paused, run(4, state="interrupting"), run(5)])
    assert active(client, node_id="10716", build_id="") == [2, 3, 1, 5]
    assert client.asked == [{**UNFINISHED, "node_id": "10716"}]


@pytest.mark.parametrize("others, found", [([], [1]), ([run(2, "other", start_time=1)], [2, 1])])
def test_running_ones_are_asked_for_too_where_nothing_wanted_is_found(others, found):
    client = Listing(unfinished=others, running=[run(1)])
    assert active(client, build_id="b1") == found
    assert client.asked == [{**UNFINISHED, "build_id": "b1"}, {**ONE_BY_ONE[0], "build_id": "b1"}]


@pytest.mark.parametrize("answer", [REFUSED, [run(8, "other"), run(9, state="passed"), run(7)]], ids=["refused", "not heeded"])
def test_a_server_that_does_not_understand_the_question_is_asked_one_by_one(answer):
    client = Listing(
        unfinished=answer,
        running=[run(1, start_time=10), run(2, start_time=30), run(4, state="interrupting")],
        paused=[run(5, start_time=20, state="paused"), run(2, start_time=30, state="paused"), run(6, state="passed"), run(7)],
    )
    assert active(client) == [2, 5, 1, 7]
    assert client.asked == [UNFINISHED, *ONE_BY_ONE]


def test_there_one_that_was_resumed_between_two_questions_is_found():
    client = Listing(unfinished=REFUSED, running=[[], [run(1)]])
    assert active(client) == [1]
    assert client.asked == [UNFINISHED, *ONE_BY_ONE, CLONING, ONE_BY_ONE[0]]


def test_another_failure_to_list_is_told():
    with pytest.raises(ApiError) as failure:
        active(Listing(unfinished=ApiError("", http_status=403)))
    assert failure.value.http_status == 403


@pytest.mark.parametrize("given, number", [("170", 170), ("0170", 170)])
def test_the_client_that_is_given_is_used(given, number):
    assert client_id_of(None, given) == number


@pytest.mark.parametrize("given", ["acme", "17a", "-1"])
def test_a_client_is_a_number(given):
    with pytest.raises(InvalidInput, match=f"client_id must be the number of a client, as the Console shows it, not '{given}'"):
        client_id_of(None, given)


@pytest.mark.parametrize("given", ["1 7", "../170"])
def test_a_client_that_is_no_id_is_refused_by_the_options_name(given):
    with pytest.raises(InvalidInput, match="client_id must be an id"):
        client_id_of(None, given)


@pytest.mark.parametrize("given", ["", None])
def test_the_tokens_own_client_is_used_where_none_is_given(bench, given):
    assert client_id_of(bench.client(token=bench.fast.api_token), given) == CLIENT


@pytest.mark.parametrize("status, said, shown", [(401, "No access", "No access"), (403, "", "HTTP 403")])
def test_a_token_that_has_no_client_asks_for_one(bench, status, said, shown):
    bench.fast.add_fault("status", status=status, body={"status": status, "body": said})
    with pytest.raises(ApiError, match=r"Give client_id.* If it is the token that is wrong") as failure:
        client_id_of(bench.client(), None)
    assert (failure.value.http_status, failure.value.server_error) == (status, said or None)
    assert f"({shown})" in str(failure.value)


def test_a_page_of_a_gateway_says_nothing_of_the_client(bench):
    bench.fast.add_fault("html", status=403)
    with pytest.raises(GatewayError, match="Something else than the Wallarm API") as failure:
        client_id_of(bench.client(), None)
    assert "client_id" not in str(failure.value)


def test_another_failure_to_tell_the_client_is_told_as_it_is(bench):
    bench.fast.add_fault("status", status=404)
    with pytest.raises(ApiError) as failure:
        client_id_of(bench.client(), None)
    assert failure.value.http_status == 404
    assert "Give client_id" not in str(failure.value)
