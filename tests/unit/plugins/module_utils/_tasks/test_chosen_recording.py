# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whose recording is stopped: by exactly one of three options, and by a name that is one recording's."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._errors import ApiError, InvalidInput
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.recording import run
from ansible_collections.wallarm.fast.tests.emulator import REMOVE

LIST = "GET /v1/test_run"
NAME = "Example Test Run"
CLIENT = "170"
SECOND_NODE = {"node_id": 10717}


@pytest.fixture(name="stop")
def stop_fixture(bench):
    """Run a task against the emulator, with the token of the API; options and the client's settings may be given."""

    def stop(check_mode=False, **given):
        options = {name: given.pop(name, None) for name in ("test_run_id", "test_record_id", "name", "node_id", "node_name", "client_id")}
        return run(bench.context(check_mode=check_mode, **{"token": bench.fast.api_token, **given}), {"quiet_period": 0, "wait_timeout": 60, **options})

    return stop


# --- one way in -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options, words", [
    ({}, "none is given. .*FAST, Test runs"),
    ({"test_run_id": "", "test_record_id": " ", "name": ""}, "none is given"),
    ({"test_run_id": "4485", "name": NAME}, "test_run_id and name are given"),
    ({"test_run_id": "4485", "test_record_id": "4616", "name": NAME}, "test_run_id and test_record_id and name are given"),
])  # fmt: skip
def test_none_and_several_are_refused_with_the_names_of_the_options(bench, stop, options, words):
    with pytest.raises(InvalidInput, match=f"^Give exactly one of test_run_id, test_record_id and name, .*: {words}"):
        stop(**options)
    assert bench.sent() == []


@pytest.mark.parametrize("options, words", [
    ({"test_run_id": "4485", "node_id": "10716"}, "test_run_id names one recording; leave out node_id, which goes with name"),
    ({"test_record_id": "4616", "node_id": "1", "node_name": "x"}, "leave out node_id and node_name, which go with name"),
    ({"test_run_id": "x y"}, "test_run_id must be an id"),
    ({"test_record_id": "x y"}, "test_record_id must be an id"),
    ({"name": NAME, "node_id": "x y"}, "node_id must be an id"),
    ({"name": NAME, "client_id": "acme"}, "client_id must be the number"),
])  # fmt: skip
def test_options_that_can_not_be_meant_are_refused_before_any_request(bench, stop, options, words):
    with pytest.raises(InvalidInput, match=words):
        stop(**options)
    assert bench.sent() == []


def test_an_id_that_was_copied_with_space_around_it_is_taken(bench, stop):
    assert stop(test_run_id=" 4485 ", client_id=CLIENT)["test_run_id"] == 4485
    assert bench.sent() == ["GET /v1/test_run/4485", "POST /v1/test_run/4485/action/stop"]


# --- the id of a record, given as that of a test run ------------------------------------------------------------------


def test_the_id_of_a_record_is_recognized(bench, stop):
    with pytest.raises(ApiError, match="^4616 is the id of a test record, and there is no test run of that id. Give it as test_record_id.") as failure:
        stop(test_run_id="4616")
    assert bench.sent() == ["GET /v1/test_run/4616", "GET /v1/test_record/4616"]
    assert (failure.value.http_status, failure.value.path, failure.value.server_error) == (404, "/v1/test_run/4616", "Not found")


@pytest.mark.parametrize("fault", [{"kind": "status", "status": 403}, {"kind": "html", "status": 500}, {"kind": "not_json"}])
def test_the_first_failure_stands_if_that_can_not_be_read(bench, stop, fault):
    bench.fast.add_fault(path="/v1/test_record", times=None, **fault)
    with pytest.raises(ApiError, match="^There is no test run 4616") as failure:
        stop(test_run_id="4616", retries=0)
    assert failure.value.path == "/v1/test_run/4616"


def test_an_id_of_nothing_is_told_as_before(bench, stop):
    with pytest.raises(ApiError, match="^There is no test run 9999"):
        stop(test_run_id="9999")


def test_what_a_gateway_says_is_no_reason_to_ask(bench, stop):
    bench.fast.add_fault("html", status=404)
    with pytest.raises(ApiError, match="Something else than the Wallarm API"):
        stop(test_run_id="4616")
    assert bench.sent() == ["GET /v1/test_run/4616"]


# --- by name --------------------------------------------------------------------------------------------------------


def test_a_recording_is_stopped_by_name_with_two_requests(bench, stop):
    result = stop(name=NAME, client_id=CLIENT)
    assert bench.sent() == [LIST, "POST /v1/test_run/4485/action/stop"]
    assert (result["changed"], result["test_run_id"], result["test_record_id"], result["test_record"]) == (True, 4485, 4616, None)
    assert result["test_run"]["recording"] is False


def test_one_more_asks_for_the_client(bench, stop):
    assert stop(name=NAME)["changed"] is True
    assert bench.sent() == ["POST /v1/user", LIST, "POST /v1/test_run/4485/action/stop"]


def test_the_newest_of_the_name_is_left_alone_where_none_records(bench, stop):
    bench.fast.add_test_run(id=4600, test_record_id=4700, name=NAME, recording=False, build_id="b")
    stop(test_run_id="4485")
    bench.fast.clear_calls()
    result = stop(name=NAME, client_id=CLIENT)
    assert bench.sent() == [LIST, LIST]
    assert (result["changed"], result["test_run_id"], result["test_record_id"], result["recording"]) == (False, 4600, 4700, False)


def test_one_that_records_is_meant_though_a_newer_one_does_not(bench, stop):
    bench.fast.add_test_run(id=4600, name=NAME, recording=False, build_id="b")
    assert stop(name=NAME, client_id=CLIENT)["test_run_id"] == 4485


def test_check_mode_only_lists(bench, stop):
    result = stop(name=NAME, client_id=CLIENT, check_mode=True)
    assert (result["changed"], result["recording"], bench.sent()) == (True, True, [LIST])


@pytest.mark.parametrize("node", [{"node_id": " 10717 "}, {"node_name": "fast-node-2"}, {"node_id": "10717", "node_name": "fast-node-2"}])
def test_several_that_record_are_told_apart_by_their_node(bench, stop, node):
    bench.fast.add_test_run(id=4600, name=NAME, **SECOND_NODE)
    since = r"since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
    them = f"4600 on fast-node-2 {since}, 4485 on fast-node-1 {since}"
    with pytest.raises(InvalidInput, match=f"^2 test runs of the name '{NAME}' record: {them}. Add node_id or node_name, or give test_run_id.$"):
        stop(name=NAME, client_id=CLIENT)
    assert bench.sent() == [LIST]
    assert stop(name=NAME, client_id=CLIENT, **node)["test_run_id"] == 4600


def test_no_more_than_ten_are_listed(bench, stop):
    for number in range(11):
        bench.fast.add_test_run(id=4600 + number, name="many", build_id=str(number))
    with pytest.raises(InvalidInput, match="^11 test runs of the name 'many' record: .* and others. Add") as failure:
        stop(name="many", client_id=CLIENT)
    assert str(failure.value).count(" on fast-node-1") == 10


def test_a_server_that_says_little_of_several_is_no_trouble(bench, stop):
    bench.fast.add_fault("patch", fields={"objects": [{"id": 1, "name": "x", "recording": True, "start_time": 1e300}, {"id": "2", "name": "x", "node_id": 7}]})
    with pytest.raises(InvalidInput, match="record: 1, 2 on 7. Add"):
        stop(name="x", client_id=CLIENT)


def test_a_server_that_ignores_the_filter_is_no_trouble(bench, stop):
    bench.fast.add_test_run(id=4600, name=NAME, recording=False, build_id="b")
    everything = list(bench.client(token=bench.fast.api_token).list_test_runs(170, {}))
    bench.fast.add_fault("patch", fields={"objects": everything})
    assert stop(name=NAME, client_id=CLIENT)["test_run_id"] == 4485


def test_a_name_of_none_lists_what_there_is(bench, stop):
    with pytest.raises(InvalidInput, match="^name: there is no test run of the name 'example test run'. There are 'Checkout regression', ") as failure:
        stop(name="example test run", client_id=CLIENT)
    assert "'Example Test Run'" in str(failure.value)
    with pytest.raises(InvalidInput, match="no test run on FAST node 'fast-node-2' of the name 'Example Test Run'. There are none."):
        stop(name=NAME, node_name="fast-node-2", client_id=CLIENT)


def test_the_token_of_a_node_needs_the_number_of_the_client(bench, stop):
    with pytest.raises(ApiError, match="Give client_id"):
        stop(name=NAME, token=bench.fast.token)
    assert stop(name=NAME, token=bench.fast.token, client_id=CLIENT)["changed"] is True


def test_one_that_the_server_says_nothing_about_is_stopped_with_a_warning(bench, stop):
    bench.fast.add_fault("patch", fields={"objects": [{"id": 4485, "name": NAME, "test_record_id": 4616}]})
    assert stop(name=NAME, client_id=CLIENT)["changed"] is True
    assert "Test run 4485 may not need to be stopped" in bench.warnings[0]


def test_a_stop_by_name_is_proven_as_any_other(bench, stop):
    bench.fast.add_fault("patch", fields={"recording": REMOVE}, method="POST", path="action/stop")
    assert stop(name=NAME, client_id=CLIENT)["changed"] is True
    assert bench.sent() == [LIST, "POST /v1/test_run/4485/action/stop", "GET /v1/test_run/4485"]
