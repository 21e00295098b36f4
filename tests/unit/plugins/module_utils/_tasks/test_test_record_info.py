# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Test records are found by their id, or by filters and their exact name."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._errors import ApiError, InvalidInput, ReplyLost
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.test_record_info import run
from ansible_collections.wallarm.fast.plugins.modules.wallarm_fast_test_record_info import ARGUMENT_SPEC
from ansible_collections.wallarm.fast.tests.emulator import CLIENT_ID, NODE_ID, SECOND_NODE_ID


@pytest.fixture(name="task")
def task_fixture(bench):
    """Run a task against the emulator; options and the client's settings may be given."""

    def task(settings=None, **given):
        params = {name: spec.get("default") for name, spec in ARGUMENT_SPEC.items()}
        bench.fast.clear_calls()
        found = run(bench.context(**(settings or {})), {**params, "client_id": str(CLIENT_ID), **given})
        assert found.keys() == {"changed", "test_records"} and found["changed"] is False
        return found["test_records"]

    return task


def ids(found):
    return [item["id"] for item in found]


def queries(bench):
    """Each request with its query, but for what every list is asked with."""
    return [f"{call.method} {call.path}?{unquote(call.query)}".replace("clientid=170&order_by=id&order_desc=true", "...") for call in bench.fast.calls]


@pytest.mark.parametrize(
    "given, found, asked",
    [
        ({}, [4619, 4618, 4617, 4616], "GET /v1/test_record?...&limit=100"),
        ({"limit": 2, "name": "", "node_id": "", "test_record_id": ""}, [4619, 4618], "GET /v1/test_record?...&limit=100"),
        ({"test_record_state": "stopped"}, [4617], "GET /v1/test_record?...&filter[state]=stopped&limit=100"),
        ({"test_record_state": "recording"}, [4619, 4618, 4616], "GET /v1/test_record?...&filter[state]=recording&limit=100"),
        ({"node_id": str(NODE_ID), "limit": 1}, [4619], "GET /v1/test_record?...&filter[node_id]=10716&limit=100"),
        ({"node_id": str(SECOND_NODE_ID)}, [], "GET /v1/test_record?...&filter[node_id]=10717&limit=100"),
        ({"name": "Already stopped"}, [4617], "GET /v1/test_record?...&filter[name]=Already+stopped&limit=100"),
        ({"name": "already stopped"}, [], "GET /v1/test_record?...&filter[name]=already+stopped&limit=100"),
        ({"name": "stopped"}, [], "GET /v1/test_record?...&filter[name]=stopped&limit=100"),
        ({"test_record_id": "4616"}, [4616], "GET /v1/test_record/4616?"),
    ],
)
def test_records_are_found_with_one_request(bench, task, given, found, asked):
    assert ids(task(**given)) == found
    assert queries(bench) == [asked]


def test_a_record_is_returned_as_the_server_sent_it(bench, task):
    record = {"id": "rec_0001", "name": "{{ 7 * 7 }}", "extra": None}
    bench.fast.add_fault("patch", fields={"objects": [record], "continuation": None})
    assert task(name="{{ 7 * 7 }}") == [record]


def test_all_pages_are_read(bench, task):
    for number in range(250):
        bench.fast.add_test_run(name="Many", build_id=f"many-{number}")
    assert (len(task(name="Many")), len(bench.sent())) == (250, 3)
    assert (len(task(name="Many", limit=100)), len(bench.sent())) == (100, 1)


@pytest.mark.parametrize(
    "given, words",
    [
        ({"test_record_id": "4616", "name": "x", "test_record_state": "stopped", "node_id": "1", "limit": 1},
         "test_record_id names one test record; leave out name, test_record_state, node_id, limit."),
        ({"test_record_id": "a/b"}, "test_record_id must be an id"),
        ({"node_id": "a b"}, "node_id must be an id"),
        ({"limit": 0}, "limit must be a number of test records from 1"),
    ],
)  # fmt: skip
def test_options_that_can_not_be_used_are_refused_before_any_request(bench, task, given, words):
    with pytest.raises(InvalidInput, match=words):
        task(**given)
    assert bench.sent() == []


def test_failures_say_what_was_asked_for(bench, task):
    with pytest.raises(ApiError, match="There is no test record 9999 on"):
        task(test_record_id="9999")
    with pytest.raises(ApiError, match="check api_token, api_host, client_id and the node."):
        task(client_id="171")
    bench.fast.add_fault("body", body={"id": 4617})
    with pytest.raises(ReplyLost, match="with test record '4617'"):
        task(test_record_id="4616")
