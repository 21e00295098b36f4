# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test policies are found by their id or their exact name."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._errors import ApiError, InvalidInput, ReplyLost
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.policy_info import run
from ansible_collections.wallarm.fast.plugins.modules.wallarm_fast_policy_info import ARGUMENT_SPEC
from ansible_collections.wallarm.fast.tests.emulator import CLIENT_ID


@pytest.fixture(name="task")
def task_fixture(bench):
    """Run a task against the emulator; options and the client's settings may be given."""

    def task(settings=None, **given):
        params = {name: spec.get("default") for name, spec in ARGUMENT_SPEC.items()}
        bench.fast.clear_calls()
        found = run(bench.context(**(settings or {})), {**params, "client_id": str(CLIENT_ID), **given})
        assert found.keys() == {"changed", "policies"} and found["changed"] is False
        return found["policies"]

    return task


def ids(found):
    return [item["id"] for item in found]


def queries(bench):
    """Each request with its query, but for what every list is asked with."""
    return [f"{call.method} {call.path}?{unquote(call.query)}".replace("clientid=170&order_by=id&order_desc=true", "...") for call in bench.fast.calls]


@pytest.mark.parametrize(
    "given, found, asked",
    [
        ({}, [83, 47], "GET /v1/test_policy?...&limit=100"),
        ({"limit": 1}, [83], "GET /v1/test_policy?...&limit=100"),
        ({"name": "", "policy_id": ""}, [83, 47], "GET /v1/test_policy?...&limit=100"),
        ({"name": "Default Policy"}, [47], "GET /v1/test_policy?...&filter[name]=Default+Policy&limit=100"),
        ({"name": "Policy"}, [], "GET /v1/test_policy?...&filter[name]=Policy&limit=100"),
        ({"name": "default policy"}, [], "GET /v1/test_policy?...&filter[name]=default+policy&limit=100"),
        ({"policy_id": "83"}, [83], "GET /v1/test_policy/83?"),
    ],
)
def test_policies_are_found_with_one_request(bench, task, given, found, asked):
    assert ids(task(**given)) == found
    assert queries(bench) == [asked]


def test_a_policy_is_returned_as_the_server_sent_it(bench, task):
    sent = bench.fast.add_test_policy(id="pol_0001", name="{{ 7 * 7 }}", checks=["sqli"], raw_overrides={"extra": None})
    assert task(policy_id="pol_0001") == task(name="{{ 7 * 7 }}") == [sent]


def test_several_of_a_name_are_all_found_newest_first(bench, task):
    for policy_id in (101, 102):
        bench.fast.add_test_policy(id=policy_id, name="Twice")
    bench.fast.add_test_policy(id=103, name="Twice as much")
    assert ids(task(name="Twice")) == [102, 101]
    assert ids(task(name="Twice", limit=1)) == [102]


def test_all_pages_are_read_as_far_as_they_are_needed(bench, task):
    for _each in range(250):
        bench.fast.add_test_policy(name="Many")
    assert (len(task()), len(bench.sent())) == (252, 3)
    assert (len(task(limit=100)), len(bench.sent())) == (100, 1)


def test_the_tokens_own_client_is_asked_for(bench, task):
    assert ids(task({"token": bench.fast.api_token}, client_id="")) == [83, 47]
    assert bench.sent() == ["POST /v1/user", "GET /v1/test_policy"]


@pytest.mark.parametrize(
    "given, words",
    [
        ({"policy_id": "83", "name": "x", "limit": 1}, "policy_id names one test policy; leave out name, limit."),
        ({"policy_id": "a/b"}, "policy_id must be an id"),
        ({"limit": 0}, "limit must be a number of test policies from 1"),
        ({"client_id": "acme"}, "client_id must be the number"),
    ],
)
def test_options_that_can_not_be_used_are_refused_before_any_request(bench, task, given, words):
    with pytest.raises(InvalidInput, match=words):
        task(**given)
    assert bench.sent() == []


def test_failures_say_what_was_asked_for(bench, task):
    with pytest.raises(ApiError, match="There is no test policy 99 on") as failure:
        task(policy_id="99")
    assert failure.value.http_status == 404
    with pytest.raises(ApiError, match="check api_token, api_host and client_id."):
        task(client_id="171")
    bench.fast.add_fault("patch", fields={"objects": [{"name": "no id"}]})
    with pytest.raises(ReplyLost, match="answered GET /v1/test_policy with something else than a list of test policies"):
        task()
