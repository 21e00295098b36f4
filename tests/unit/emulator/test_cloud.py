# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules that a wrong client must not get around, and the time: on an emulator whose clock is moved by hand."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.wallarm.fast.tests.emulator import (
    CLIENT_ID,
    NODE_ID,
    OTHER_API_TOKEN,
    OTHER_CLIENT_ID,
    OTHER_NODE_ID,
    SECOND_NODE_ID,
    SECOND_NODE_TOKEN,
    Emulator,
)
from ansible_collections.wallarm.fast.tests.emulator.clock import Clock

RUN = "/v1/test_run/4485"
STOP = RUN + "/action/stop"
SEED = [4485, 4486, 4487, 4488]
XSS = {"id": 1, "threat": 60, "code": "XSS-1", "type": "xss"}


def create(client: t.Any, **params: t.Any) -> str:
    """The path of a new run."""
    reply = client.post("/v1/test_run", {"name": "New", **params})
    assert reply.status_code == 201, reply.text
    return "/v1/test_run/%d" % reply.json()["body"]["id"]


def add(fast: Emulator, **fields: t.Any) -> str:
    """The path of a run that a test puts there."""
    return "/v1/test_run/%s" % fast.cloud.add_test_run(**fields).id


# Who may do what


@pytest.mark.parametrize("token", [None, "wrong", ""])
def test_without_a_good_token_the_answer_is_403(client_for: t.Any, token: str | None) -> None:
    reply = client_for(token).get(RUN)
    assert (reply.status_code, reply.json()) == (403, {"status": 403, "body": "User not authenticated"})


def test_a_token_sees_its_own_runs_only(fast: Emulator, client: t.Any, client_for: t.Any) -> None:
    path = add(fast, node_id=SECOND_NODE_ID)
    second, api, other = client_for(SECOND_NODE_TOKEN), client_for(fast.api_token), client_for(OTHER_API_TOKEN)
    for stranger, strange in ((client, path), (second, RUN), (other, RUN)):
        assert stranger.get(strange).status_code == stranger.post(strange + "/action/stop").status_code == 404
    assert second.body(path)["recording"] is True
    counts = [one.body("/v1/test_run/count", clientid=CLIENT_ID)["count"] for one in (client, second, api)]
    assert counts == [4, 1, 5]
    assert other.body("/v1/test_run", clientid=OTHER_CLIENT_ID)["objects"] == []
    assert other.get("/v1/test_run", clientid=CLIENT_ID).status_code == 403


@pytest.mark.parametrize(
    "params, status, body",
    [
        ({"clientid": OTHER_CLIENT_ID}, 403, {"error": "Access to client 171 denied"}),
        ({"node_id": SECOND_NODE_ID}, 403, "Check permissions failed"),
        ({"node_name": "fast-node-2"}, 403, "Check permissions failed"),
        ({"node_id": OTHER_NODE_ID}, 400, {"node_id": {"error": "not_found", "value": OTHER_NODE_ID}}),
        ({"policy_id": 1}, 400, {"policy_id": {"error": "not_found", "value": 1}}),
        ({"test_record_id": 1}, 400, {"test_record_id": {"error": "not_found", "value": 1}}),
        ({"test_record_id": "4617"}, 400, {"test_record_id": {"error": "invalid", "value": "4617"}}),
        ({"test_record_id": 4616}, 400, {"test_record_id": {"error": "not_ready_for_cloning", "value": 4616}}),
        ({"nmae": "x"}, 400, {"nmae": {"error": "unknown_parameter", "value": "x"}}),
        ({"rps": 0, "tags": [1], "name": " "}, 400, {name: {"error": "invalid", "value": value} for name, value in
                                                     (("name", " "), ("rps", 0), ("tags", [1]))}),
        ({"inactivity_timeout": 299}, 400, {"inactivity_timeout": {"error": "invalid", "value": 299}}),
    ],
)  # fmt: skip
def test_a_creation_that_is_refused_interrupts_nothing(client: t.Any, params: dict[str, t.Any], status: int, body: t.Any) -> None:
    reply = client.post("/v1/test_run", {"name": "x", **params})
    assert (reply.status_code, reply.json()["body"]) == (status, body)
    assert client.body(RUN)["state"] == "running"


def test_an_api_token_names_its_client_and_a_node(fast: Emulator, client_for: t.Any) -> None:
    api = client_for(fast.api_token)
    assert api.post("/v1/test_run", {"name": "x"}).json()["body"] == {"clientid": {"error": "required"}}
    wanted = {"name": "x", "clientid": CLIENT_ID}
    assert api.post("/v1/test_run", wanted).json()["body"] == {"node_id": {"error": "required"}}
    assert api.post("/v1/test_run", {**wanted, "node_name": "fast-node-2"}).json()["body"]["node_id"] == SECOND_NODE_ID
    assert api.body(RUN)["state"] == "running", "it is on another node"


# Recording


def test_a_stop_is_a_post_and_lasts(client: t.Any) -> None:
    assert client.get(STOP).status_code == 405
    assert client.body(RUN)["recording"] is True
    reply = client.post(STOP)
    assert (reply.status_code, reply.json()["status"], reply.json()["body"]["recording"]) == (201, 200, False)
    assert (client.body(RUN)["recording"], client.body("/v1/test_record/4616")["state"]) == (False, "stopped")


def test_a_stop_of_the_record_stops_the_run(client: t.Any) -> None:
    assert client.post("/v1/test_record/4616/action/stop").json()["body"]["state"] == "stopped"
    assert client.body(RUN)["recording"] is False


def test_a_new_run_is_ready_when_its_node_is_and_gets_baselines_until_it_is_stopped(fast: Emulator, client: t.Any) -> None:
    path = create(client)
    assert (client.body(path)["recording"], client.body(path)["ready_for_recording"]) == (True, False)
    counts = []
    for step in (3, 1, 1, 1):
        fast.clock.advance(step)
        counts.append(client.body(path)["baseline_count"])
    assert client.body(path)["ready_for_recording"] is True
    client.post(path + "/action/stop")
    fast.clock.advance(60)
    assert [*counts, client.body(path)["baseline_count"]] == [0, 1, 2, 3, 3]
    assert client.body(path)["ready_for_recording"] is False


def test_a_recording_ends_when_no_baseline_comes_for_its_timeout(fast: Emulator, client: t.Any) -> None:
    path = create(client, inactivity_timeout=300)
    # The last of five baselines arrives after 3 + 5 seconds.
    fast.clock.advance(8 + 299)
    assert client.body(path)["recording"] is True
    fast.clock.advance(1)
    assert client.body(path)["recording"] is False


def test_a_newer_run_ends_the_recording_of_the_one_on_its_node_unless_both_are_of_builds(client: t.Any) -> None:
    first = create(client, build_id="a")
    second = create(client, build_id="b")
    assert [client.body(path)["state"] for path in (RUN, first, second)] == ["running"] * 3
    create(client)
    for path in (RUN, first, second):
        seen = client.body(path)
        assert (seen["state"], seen["recording"], seen["allowed_actions"]) == ("interrupted", False, [])
    assert client.body("/v1/test_run/4486")["state"] == "passed", "one that had ended stays as it was"


# Testing


def test_a_run_passes_once_its_recording_is_over_and_all_is_tested(fast: Emulator, client: t.Any) -> None:
    path = create(client)
    fast.clock.advance(1000)
    assert client.body(path)["state"] == "running", "it goes on as long as it records"
    client.post(path + "/action/stop")
    fast.clock.advance(2)
    assert client.body(path)["state"] == "running"
    fast.clock.advance(1)
    seen = client.body(path)
    assert (seen["state"], seen["end_time"], seen["baseline_check_passed_count"]) == ("passed", int(fast.clock()), 5)


@pytest.mark.parametrize(
    "errors, vulns, state, in_error, failed, passed",
    [
        (0, [], "passed", 0, 0, 3),
        (2, [], "passed", 2, 0, 1),
        (1000, [], "passed", 3, 0, 0),
        (0, [XSS], "failed", 0, 1, 2),
        (2, [XSS], "failed", 2, 1, 0),
        (3, [XSS], "passed", 3, 0, 0),
    ],
)
def test_baselines_with_technical_errors_show_nothing(
    fast: Emulator, client: t.Any, errors: int, vulns: list[t.Any], state: str, in_error: int, failed: int, passed: int
) -> None:
    path = add(fast, baseline_count=3, recording=False, vulns=vulns, technical_errors=errors)
    fast.clock.advance(100)
    seen = client.body(path)
    counts = tuple(seen["baseline_check_%s_count" % part] for part in ("tech_fail", "fail", "passed", "all_terminated"))
    assert (seen["state"], *counts) == (state, in_error, failed, passed, 3)


@pytest.mark.parametrize("errors", [0, 1, 4])
def test_the_counts_of_baselines_always_add_up_and_the_estimate_counts_down(fast: Emulator, client: t.Any, errors: int) -> None:
    fast.cloud.set_pace(technical_errors=errors, baseline_limit=4)
    path = create(client)
    left = []
    for _second in range(60):
        fast.clock.advance(1)
        seen = client.body(path)
        parts = ("all_terminated", "running", "waiting")
        assert seen["baseline_count"] == sum(seen["baseline_check_%s_count" % part] for part in parts)
        ends = ("fail", "tech_fail", "passed", "interrupted")
        assert seen["baseline_check_all_terminated_count"] == sum(seen["baseline_check_%s_count" % end] for end in ends)
        left += [seen["estimated_time_to_completion"]] if seen["estimated_time_to_completion"] is not None else []
        if seen["baseline_count"] == 4:
            client.post(path + "/action/stop")
    assert (seen["state"], seen["estimated_time_to_completion"]) == ("passed", None)
    assert left == sorted(left, reverse=True) and len(left) > 10


def test_pausing_holds_the_tests_and_not_the_recording(fast: Emulator, client: t.Any) -> None:
    path = create(client, state="paused")
    fast.clock.advance(60)
    seen = client.body(path)
    assert (seen["state"], seen["recording"], seen["baseline_count"], seen["finished_checks_count"]) == ("paused", True, 5, 0)
    client.post(path + "/action/stop")
    fast.clock.advance(60)
    assert client.post(path + "/action/run").json()["body"]["state"] == "running"
    fast.clock.advance(5 * 5 + 3)
    assert client.body(path)["state"] == "passed"
    assert client.post(path + "/action/run").json()["body"] == {"state": {"error": "action_not_allowed", "value": "passed"}}


def test_a_copy_is_cloned_tests_the_same_record_and_leaves_it_alone(fast: Emulator, client: t.Any) -> None:
    path = create(client, test_record_id=4617)
    seen = client.body(path)
    assert (seen["state"], seen["recording"], seen["test_record_id"], seen["baseline_count"]) == ("cloning", False, 4617, 5)
    ended = client.body("/v1/test_record/4617")["end_time"]
    fast.clock.advance(1)
    assert client.body(path)["state"] == "running"
    client.post(path + "/action/interrupt")
    assert client.body("/v1/test_record/4617")["end_time"] == ended
    path = create(client, test_record_id=4617)
    fast.clock.advance(1 + 5 * 5 + 3)
    assert client.body(path)["state"] == "passed"


# Lists


@pytest.mark.parametrize("limit", [1, 3, 100])
@pytest.mark.parametrize(
    "params, ids",
    [
        ({}, SEED),
        ({"order_desc": "true"}, SEED[::-1]),
        ({"order_by": "baseline_count"}, [4487, 4488, 4485, 4486]),
        ({"filter[recording]": "true", "order_desc": "true"}, [4488, 4487, 4485]),
        ({"filter[recording]": "false"}, [4486]),
        ({"filter[id]": [4485, 4488, 1]}, [4485, 4488]),
        ({"filter[id]": "4485,4488"}, [4485, 4488]),
        ({"filter[state]": "passed"}, [4486]),
        ({"filter[simple_state]": "running"}, [4485, 4487, 4488]),
        ({"filter[!simple_state]": "running"}, [4486]),
        ({"filter[node_id]": SECOND_NODE_ID}, []),
        ({"filter[build_id]": "seed-4487"}, [4487]),
        ({"filter[query]": "checkout", "filter[recording]": "true"}, [4488]),
    ],
)
def test_pages_of_any_size_make_the_whole_list(client: t.Any, params: dict[str, t.Any], ids: list[int], limit: int) -> None:
    found, pages, asked = [], 0, {"clientid": CLIENT_ID, "limit": limit, **params}
    while pages == 0 or asked["continuation"]:
        page = client.body("/v1/test_run", **asked)
        found += [one["id"] for one in page["objects"]]
        pages, asked["continuation"] = pages + 1, page["continuation"]
    assert (found, pages) == (ids, max(1, -(-len(ids) // limit))), "no page is empty"


@pytest.mark.parametrize(
    "params, ids",
    [
        ({"filter[name]": "example test run"}, [4616]),
        ({"filter[name]": "RE", "filter[state]": "recording", "order_desc": "true"}, [4619, 4618]),
        ({"filter[state]": "stopped", "filter[node_id]": NODE_ID}, [4617]),
        ({"filter[node_id]": SECOND_NODE_ID}, []),
        ({"filter[id]": [4616, 1]}, [4616]),
        ({"order_by": "baseline_count", "limit": 2}, [4618, 4619]),
    ],
)
def test_records_are_listed_by_name_or_part_of_it_state_and_node(client: t.Any, params: dict[str, t.Any], ids: list[int]) -> None:
    assert [one["id"] for one in client.body("/v1/test_record", clientid=CLIENT_ID, **params)["objects"]] == ids


def test_new_runs_neither_repeat_nor_hide_others(fast: Emulator, client: t.Any) -> None:
    first = client.body("/v1/test_run", clientid=CLIENT_ID, limit=2)
    fast.cloud.add_test_run(id=100)
    fast.cloud.add_test_run(id=6000)
    rest = client.body("/v1/test_run", clientid=CLIENT_ID, continuation=first["continuation"])
    assert [one["id"] for one in first["objects"] + rest["objects"]] == [*SEED, 6000]


@pytest.mark.parametrize("wrong", [{"clientid": ""}, {"limit": "0"}, {"order_by": "size"}, {"filter[size]": "1"}, {"filter[start_time]": "1"},
                                   {"filter[recording]": "maybe"}, {"continuation": "nonsense"}, {"continuation": "eHh4"}])  # fmt: skip
def test_a_wrong_list_parameter_is_named(client: t.Any, wrong: dict[str, str]) -> None:
    reply = client.get("/v1/test_run", **{"clientid": CLIENT_ID, **wrong})
    assert (reply.status_code, list(reply.json()["body"])) == (400, list(wrong))


# What tests rely on


def test_a_run_can_be_frozen_and_its_fields_fixed(fast: Emulator, client: t.Any) -> None:
    path = add(fast, frozen=True, state="running", inactivity_timeout=300, estimated_time_to_completion=12)
    fast.clock.advance(100000)
    seen = client.body(path)
    assert (seen["state"], seen["recording"], seen["estimated_time_to_completion"]) == ("running", True, 12)
    assert client.post(path + "/action/stop").json()["body"]["recording"] is False


def test_the_call_log_has_everything_but_the_token(fast: Emulator, client: t.Any, client_for: t.Any) -> None:
    client.get(RUN, a="b")
    client.ask("POST", "/v1/test_run", data=iter([b'{"name"', b': "x"}']), headers={"X-Mine": "1", "Content-Type": "application/json"})
    client_for().get(RUN)
    read, created, stranger = fast.calls
    assert (read.method, read.path, read.query, read.status, read.body) == ("GET", RUN, "a=b", 200, "")
    assert (created.method, created.status, created.json, created.headers["x-mine"]) == ("POST", 201, {"name": "x"}, "1")
    assert (read.has_token, stranger.has_token, stranger.status) == (True, False, 403)
    assert [call.connection for call in fast.calls] == [read.connection, read.connection, stranger.connection]
    assert (fast.connections, fast.calls_of("POST")) == (2, [created])
    shown = client.get("/_emulator/calls").text
    assert fast.token not in repr(fast.calls) + shown and "X-Mine" in shown


def test_a_reset_goes_back_to_the_seed(fast: Emulator, client: t.Any) -> None:
    client.post(STOP)
    path = add(fast)
    fast.add_fault("status", times=None)
    client.post("/_emulator/pace", {"technical_errors": 2})
    assert client.get("/_emulator/stats").json() == {"connections": 1, "requests": {"POST": 1}, "contract_violations": []}
    client.post("/_emulator/reset")
    assert (fast.calls, fast.faults, fast.cloud.pace.technical_errors) == ([], [], 0)
    assert client.body(RUN)["recording"] is True
    assert client.get(path).status_code == 404


def test_control_adds_runs_and_baselines_and_says_what_cannot_be(fast: Emulator, client: t.Any) -> None:
    added = client.post("/_emulator/test_runs", {"name": "Mine", "baseline_count": 7, "remove": ["recording"]}).json()
    assert "recording" not in client.body("/v1/test_run/%d" % added["id"])
    assert client.post("/_emulator/baselines", {"test_run_id": added["id"], "count": 2}).json()["baseline_count"] == 9
    for wrong in ({}, {"test_run_id": 1}, {"test_run_id": 4486}, {"test_run_id": 4487, "count": 0}):
        assert client.post("/_emulator/baselines", wrong).status_code == 400


# The clock


def test_the_clock_runs_at_its_speed_and_forward_only() -> None:
    slow, fast = Clock(1), Clock(1000)
    began = slow(), fast()
    while slow() - began[0] < 0.02:
        pass
    assert fast() - began[1] > 15
    still = Clock(0)
    at = still()
    still.advance(86400)
    assert still() == at + 86400
    for wrong in (lambda: still.advance(-1), lambda: Clock(-1)):
        with pytest.raises(ValueError):
            wrong()
