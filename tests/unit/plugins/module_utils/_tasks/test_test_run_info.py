# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finding test runs and waiting for one, on the emulated cloud, where waits take no time."""

from __future__ import annotations

import types

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._api.models import TestRun
from ansible_collections.wallarm.fast.plugins.module_utils._errors import (
    ApiError,
    InvalidInput,
    NotReached,
    ReplyLost,
    ReplyTooLong,
    TimedOut,
    Unreachable,
)
from ansible_collections.wallarm.fast.plugins.module_utils._http import transport as http
from ansible_collections.wallarm.fast.plugins.module_utils._http.trust import Trust
from ansible_collections.wallarm.fast.plugins.module_utils._tasks import test_run_info
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.test_run_info import CONDITIONS, run
from ansible_collections.wallarm.fast.plugins.modules.wallarm_fast_test_run_info import ARGUMENT_SPEC
from ansible_collections.wallarm.fast.tests.emulator import CLIENT_ID, NODE_ID, SECOND_NODE_ID

READY, STOPPED, FINISHED = "ready_for_recording", "recording_stopped", "finished"


@pytest.mark.parametrize(
    "name, raw, met, hopeless",
    [
        (READY, {"state": "running", "recording": True, "ready_for_recording": True}, True, False),
        (READY, {"state": "running", "recording": True, "ready_for_recording": False}, False, False),
        (READY, {"state": "running", "recording": False, "ready_for_recording": True}, False, True),
        (READY, {"state": "interrupted", "recording": True, "ready_for_recording": True}, False, True),
        (READY, {"state": "running", "node_active": True}, True, False),
        (READY, {"state": "running", "node_active": False}, False, False),
        (READY, {"state": "running", "ready_for_recording": None, "node_active": True}, False, False),
        (READY, {"state": "paused", "recording": True, "ready_for_recording": True}, True, False),
        (STOPPED, {"state": "running", "recording": False}, True, False),
        (STOPPED, {"state": "running", "recording": True}, False, False),
        (STOPPED, {"state": "passed"}, False, False),
        (FINISHED, {"state": "passed"}, True, False),
        (FINISHED, {"state": "failed"}, True, False),
        (FINISHED, {"state": "interrupted"}, True, False),
        (FINISHED, {"state": "cloning"}, False, False),
        (FINISHED, {"state": "paused"}, False, False),
        (FINISHED, {}, False, False),
    ],
)
def test_conditions(name, raw, met, hopeless):
    condition, seen = CONDITIONS[name]("1"), TestRun(raw)
    assert (condition.met(seen), condition.hopeless(seen) is not None) == (met, hopeless)
    assert condition.overdue(seen, 5)


@pytest.fixture(autouse=True)
def emulated_time(bench, monkeypatch):
    """Have test runs be as old as the emulator says: its clock may be ahead, as other tests let hours pass."""
    monkeypatch.setattr(test_run_info, "time", types.SimpleNamespace(time=lambda: bench.fast.advance(0)))


@pytest.fixture(name="task")
def task_fixture(bench):
    """Run a task against the emulator; options and the client's settings may be given."""

    def task(wait_timeout=600, settings=None, **given):
        params = {name: spec.get("default") for name, spec in ARGUMENT_SPEC.items()}
        params.update(given, wait_timeout=wait_timeout, client_id=str(CLIENT_ID))
        return run(bench.context(wait_timeout, **(settings or {})), params)

    return task


def ids(result):
    assert result["changed"] is False
    return [test_run["id"] for test_run in result["test_runs"]]


# --- finding --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given, found",
    [
        ({}, [4488, 4487, 4486, 4485]),
        ({"recording": True}, [4488, 4487, 4485]),
        ({"recording": False}, [4486]),
        ({"test_run_state": "passed"}, [4486]),
        ({"name": "Already stopped"}, [4486]),
        ({"name": "already"}, []),
        ({"node_id": str(NODE_ID), "limit": 2}, [4488, 4487]),
        ({"limit": 1}, [4488]),
        ({"node_id": str(SECOND_NODE_ID)}, []),
        ({"build_id": "seed-4487"}, [4487]),
        ({"name": "", "node_id": "", "build_id": "", "test_run_id": ""}, [4488, 4487, 4486, 4485]),
        ({"test_run_id": "4487"}, [4487]),
        ({"policy_id": "47", "limit": 1}, [4488]),
        ({"policy_id": "047"}, [4488, 4487, 4486, 4485]),
        ({"policy_id": "83"}, []),
        ({"policy_name": "Default Policy", "name": "Already stopped"}, [4486]),
        ({"policy_name": "Injections Only"}, []),
        ({"node_name": "fast-node-1", "recording": False}, [4486]),
        ({"older_than": 3, "recording": True}, [4488, 4487, 4485]),
        ({"older_than": 5}, []),
        ({"older_than": 0, "limit": 1}, [4488]),
    ],
    ids=str,
)
def test_filters(task, given, found):
    assert ids(task(**given)) == found


# With an API token, which may list nodes. A node's token may not.
LISTED = "GET /v1/test_run"
NODES = "GET /v2/node"
POLICIES = "GET /v1/test_policy"


@pytest.mark.parametrize(
    "given, found, asked",
    [
        ({"node_name": "fast-node-1", "limit": 1}, [4488], [NODES, LISTED]),
        ({"node_name": "fast-node-2"}, [], [NODES, LISTED]),
        ({"node_id": str(NODE_ID), "limit": 1}, [4488], [LISTED]),
        ({"node_id": str(SECOND_NODE_ID)}, [], [LISTED, NODES]),
        ({"policy_name": "Default Policy", "limit": 1}, [4488], [POLICIES, LISTED]),
        ({"policy_id": "47", "limit": 1}, [4488], [LISTED]),
        ({"policy_id": "83"}, [], [LISTED, POLICIES]),
        ({"policy_id": "83", "node_id": str(SECOND_NODE_ID)}, [], [LISTED, NODES, POLICIES]),
        ({"policy_name": "Injections Only", "node_name": "fast-node-2"}, [], [NODES, POLICIES, LISTED]),
        ({"test_run_state": "failed"}, [], [LISTED]),
    ],
    ids=str,
)
def test_names_cost_a_request_each_and_ids_one_where_nothing_is_found(bench, task, given, found, asked):
    assert ids(task(settings={"token": bench.fast.api_token}, **given)) == found
    assert (bench.sent(), bench.warnings) == (asked, [])


NODES_THERE = "There are 10716 'fast-node-1', 10717 'fast-node-2'."
POLICIES_THERE = "There are 83 'Injections Only', 47 'Default Policy'."


@pytest.mark.parametrize(
    "given, words, requests",
    [
        ({"node_name": "fast-nod-1"}, "node_name: there is no FAST node of the name 'fast-nod-1'. There are 'fast-node-1', 'fast-node-2'.", 1),
        ({"node_id": "10799"}, f"node_id: there is no FAST node with the id 10799. {NODES_THERE}", 2),
        ({"policy_name": "default policy"}, "policy_name: there is no test policy of the name 'default policy'. There are 'Injections Only', 'Default", 2),
        ({"policy_id": "48"}, f"policy_id: there is no test policy with the id 48. {POLICIES_THERE}", 2),
    ],
    ids=str,
)
def test_a_filter_that_can_not_match_is_an_error_that_lists_what_there_is(bench, task, given, words, requests):
    with pytest.raises(InvalidInput) as refused:
        task(settings={"token": bench.fast.api_token}, **given)
    assert str(refused.value).startswith(words)
    assert len(bench.sent()) == requests


def test_a_name_that_fits_several_policies_asks_for_an_id(bench, task):
    bench.fast.add_test_policy(name="Default Policy")
    with pytest.raises(InvalidInput, match="name of several test policies, with the ids 4600, 47: give policy_id"):
        task(policy_name="Default Policy")


REFUSED = [{"status": 401}, {"status": 403}, {"status": 404}]


@pytest.mark.parametrize("refused", REFUSED, ids=str)
def test_names_are_those_of_the_test_runs_where_the_token_may_not_list_what_there_is(bench, task, refused):
    bench.fast.add_fault("status", path="^(/v2/node|/v1/test_policy)$", times=None, **refused)
    other = bench.fast.add_test_run(node_id=SECOND_NODE_ID, policy_id=83)["id"]
    settings = {"token": bench.fast.api_token}
    for given in ({"node_name": "fast-node-2"}, {"policy_name": "Injections Only"}):
        assert ids(task(settings=settings, **given)) == [other]
    assert bench.warnings == []
    for given in ({"node_id": "10799"}, {"policy_id": "48"}):
        assert ids(task(settings=settings, **given)) == []
    assert bench.warnings == []
    for given, things in (({"node_name": "none"}, "FAST nodes"), ({"policy_name": "none"}, "test policies")):
        assert ids(task(settings=settings, **given)) == []
        assert f"No test run shows the name 'none', and the {things} can't be listed" in bench.warnings.pop()


def test_a_gateway_or_a_failure_is_no_answer_to_what_there_is(bench, task):
    for kind in ({"kind": "html", "status": 403}, {"kind": "status", "status": 400}):
        bench.fast.add_fault(path="^/v2/node", **kind)
        with pytest.raises(ApiError):
            task(node_name="fast-node-1")


@pytest.mark.parametrize("given, path", [({"node_id": "10799"}, "^/v2/node"), ({"policy_id": "48"}, "^/v1/test_policy")], ids=str)
def test_nothing_found_stays_that_where_nobody_answers_why(bench, task, given, path):
    bench.fast.add_fault("html", path=path, status=403)
    assert ids(task(settings={"token": bench.fast.api_token}, **given)) == []
    (warning,) = bench.warnings
    assert warning.startswith("Something else than the Wallarm API answered") and "such a FAST node or test policy can't be told" in warning


def test_a_node_that_is_not_among_the_first_thousand_may_exist(bench, task):
    many = [{"id": number, "hostname": f"node {number}"} for number in range(1, 1001)]
    settings = {"token": bench.fast.api_token}
    bench.fast.add_fault("body", path="^/v2/node", body=many, times=None)
    assert ids(task(settings=settings, node_name="fast-node-1", limit=1)) == [4488]
    assert ids(task(settings=settings, node_id="1001")) == []


def test_a_test_run_without_a_start_is_never_older_and_that_is_said(bench, task):
    for number, start in ((1, None), (2, "long ago"), (3, True)):
        bench.fast.add_test_run(id=number, raw_overrides={"start_time": start})
    assert ids(task(older_than=0)) == [4488, 4487, 4486, 4485]
    assert bench.warnings == ["Left out, as the server does not say when they were started (older_than): test runs 3, 2, 1."]
    assert ids(task(older_than=0, name="Already stopped")) == [4486]
    assert len(bench.warnings) == 1


@pytest.mark.parametrize("given", [{}, {"test_run_id": ""}, {"name": "", "test_run_id": None}])
def test_a_wait_for_what_would_only_be_created_is_skipped_in_check_mode(bench, task, given):
    result = task(settings={"check_mode": True}, wait_until=FINISHED, **given)
    assert (result["changed"], result["skipped"], result["test_runs"]) == (False, True, [])
    assert "test_run_id is empty" in result["skip_reason"]
    assert bench.sent() == []


def test_only_a_wait_without_filters_is_skipped_and_only_in_check_mode(task):
    for check_mode, given in ((False, {}), (True, {"name": "x"}), (True, {"recording": False}), (True, {"older_than": 0})):
        with pytest.raises(InvalidInput, match="give its test_run_id"):
            task(settings={"check_mode": check_mode}, wait_until=FINISHED, **given)
    assert len(ids(task(settings={"check_mode": True}, test_run_id=""))) == 4
    assert ids(task(settings={"check_mode": True}, test_run_id="4486", wait_until=FINISHED)) == [4486]


def test_every_page_is_read_and_no_more_than_needed(bench, task):
    for _number in range(101):
        bench.fast.add_test_run(name="many", build_id="b")
    bench.fast.clear_calls()
    assert len(set(ids(task(name="many")))) == 101
    assert len(bench.fast.calls) == 2
    bench.fast.clear_calls()
    assert len(ids(task(limit=100))) == 100
    assert len(bench.fast.calls) == 1
    bench.fast.add_fault("stuck_page", times=None)
    with pytest.raises(ReplyLost, match="doesn't end"):
        task()
    assert len(bench.fast.calls) == 3


def test_a_page_of_something_else_is_an_error(bench, task):
    for objects in (None, {}, [1], [{}], [{"id": None}], [{"id": [1]}], "x"):
        bench.fast.add_fault("patch", fields={"objects": objects})
        with pytest.raises(ReplyLost, match="something else than a list of test runs"):
            task(settings={"retries": 0})


def test_a_test_run_that_is_too_long_alone_is_an_error(bench, task, monkeypatch):
    monkeypatch.setattr(http, "SIZE_LIMIT", 500)
    with pytest.raises(ReplyTooLong, match="longer than"):
        task()
    assert [call.query.rpartition("limit=")[2] for call in bench.fast.calls] == ["100", "10", "1"]


def test_an_unknown_id_is_an_error(task):
    with pytest.raises(ApiError, match="no test run 9999"):
        task(test_run_id="9999")


@pytest.mark.parametrize("options", [{}, {"wait_until": "finished"}])
def test_the_id_of_a_test_record_is_recognized(bench, task, options):
    with pytest.raises(ApiError, match="^4616 is the id of a test record, .* wallarm_fast_test_record_info takes it as test_record_id.") as failure:
        task(test_run_id="4616", **options)
    assert bench.sent() == ["GET /v1/test_run/4616", "GET /v1/test_record/4616"]
    assert failure.value.http_status == 404


@pytest.mark.parametrize(
    "given, words",
    [
        ({"wait_until": FINISHED}, "give its test_run_id"),
        ({"test_run_id": "4485", "name": "x", "recording": False}, "leave out name, recording"),
        ({"limit": 0}, "limit must be"),
        ({"poll_interval": 0}, "poll_interval must be"),
        ({"poll_interval": 10.5}, "poll_interval must be"),
        ({"poll_interval": float("nan")}, "poll_interval must be"),
        ({"test_run_id": "a/b"}, "test_run_id must be an id"),
        ({"node_id": "fast node 1"}, "node_id must be an id"),
        ({"policy_id": "Default Policy"}, "policy_id must be an id"),
        ({"node_id": "1", "node_name": "x"}, "Give node_id or node_name, not both."),
        ({"policy_id": "1", "policy_name": "x"}, "Give policy_id or policy_name, not both."),
        ({"older_than": -1}, "older_than must be a whole number of minutes from 0."),
        ({"test_run_id": "4485", "older_than": 0, "node_name": "x"}, "leave out node_name, older_than"),
    ],
    ids=str,
)
def test_what_can_not_be_used_is_named_before_any_request(bench, task, given, words):
    with pytest.raises(InvalidInput, match=words):
        task(**given)
    assert bench.sent() == []


# --- waiting --------------------------------------------------------------------------------------------------------


def test_waiting_until_a_node_is_ready(bench, task):
    bench.move_both_clocks()
    run_id = bench.fast.add_test_run(name="new", ready_after=25)["id"]
    result = task(test_run_id=str(run_id), wait_until=READY)
    assert result["test_runs"][0]["ready_for_recording"] is True
    assert bench.clock.slept[:5] == [1, 2, 4, 8, 10]
    assert sum(bench.clock.slept) <= 35


def test_waiting_until_the_tests_are_done_follows_the_servers_estimate(bench, task):
    bench.move_both_clocks()
    run_id = bench.fast.add_test_run(name="new", baseline_count=5, recording=False)["id"]
    result = task(test_run_id=str(run_id), wait_until=FINISHED)
    assert result["test_runs"][0]["state"] == "passed"
    # Twenty-five seconds of tests, then three in which the server has no estimate. On a busy machine some of them pass by themselves.
    assert bench.clock.slept[:3] == pytest.approx([10, 10, 5], abs=2)
    assert len(bench.fast.calls) <= 8


def test_what_is_so_already_is_not_waited_for(bench, task):
    task(test_run_id="4486", wait_until=STOPPED)
    assert bench.clock.slept == []


def test_a_wait_that_can_not_come_true_ends_at_once(bench, task):
    with pytest.raises(NotReached, match="will never be ready for recording: it has ended") as failure:
        task(test_run_id="4486", wait_until=READY)
    assert failure.value.test_run["id"] == 4486
    assert bench.clock.slept == []


def test_a_wait_ends_at_its_limit_with_the_last_test_run_and_the_reason(bench, task):
    began = bench.clock()
    with pytest.raises(TimedOut, match="not finished within 35 s .* still recording") as failure:
        task(test_run_id="4485", wait_until=FINISHED, wait_timeout=35)
    assert failure.value.test_run["id"] == 4485
    assert bench.clock() - began > 34 and sum(bench.clock.slept) <= 35


def test_a_wait_survives_a_minute_of_failures(bench, task):
    bench.move_both_clocks()
    run_id = bench.fast.add_test_run(name="new", baseline_count=2, recording=False)["id"]
    bench.fast.add_fault("html", status=502, times=24)
    result = task(test_run_id=str(run_id), wait_until=FINISHED)
    assert result["test_runs"][0]["state"] == "passed"
    assert sum(bench.clock.slept) > 60
    assert any("Waiting on" in warning for warning in bench.warnings)


@pytest.mark.parametrize("kind, skip", [("reset", 0), ("lost_reply", 0), ("not_json", 1)])
def test_a_wait_survives_connections_that_break(bench, task, kind, skip):
    bench.move_both_clocks()
    run_id = bench.fast.add_test_run(name="new", ready_after=15)["id"]
    bench.fast.add_fault(kind, skip=skip, times=8)
    assert task(test_run_id=str(run_id), wait_until=READY)["test_runs"][0]["id"] == run_id


def test_a_wait_that_never_sees_anything_says_so(bench, task):
    bench.fast.add_fault("status", status=500, times=None)
    with pytest.raises(TimedOut, match="could not be read. The last look failed: .*HTTP 500") as failure:
        task(test_run_id="4485", wait_until=FINISHED, wait_timeout=30)
    assert (failure.value.http_status, failure.value.test_run) == (500, None)


def test_a_wait_does_not_outlast_options_that_are_wrong(bench, task):
    bench.fast.add_fault("not_json", times=None)
    with pytest.raises(ReplyLost):
        task(test_run_id="4485", wait_until=FINISHED, settings={"retries": 0})
    with pytest.raises(Unreachable):
        task(test_run_id="4485", wait_until=FINISHED, settings={"trust": Trust()})
    assert bench.clock.slept == []


def test_a_server_that_refuses_connections_is_waited_for(bench, task):
    began = bench.clock()
    with pytest.raises(TimedOut, match="within 35 s .* could not be read. The last look failed: Could not connect"):
        task(test_run_id="4485", wait_until=FINISHED, wait_timeout=35, settings={"api_host": "127.0.0.1:9", "retries": 0})
    assert bench.clock() - began > 34 and sum(bench.clock.slept) <= 35
    assert all("Waiting on" in warning for warning in bench.warnings)


def test_a_wait_ends_at_once_where_the_server_asks_for_a_pause_that_is_too_long(bench, task):
    bench.fast.add_fault("status", status=503, headers={"Retry-After": "3600"}, skip=1, times=None)
    with pytest.raises(ApiError, match="asks to wait 3600 s") as failure:
        task(test_run_id="4487", wait_until=FINISHED, wait_timeout=600)
    assert (failure.value.http_status, failure.value.test_run["id"]) == (503, 4487)
    assert bench.clock.slept == [1]
    assert "retry_after" not in failure.value.details()
