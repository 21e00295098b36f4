# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The routes, by real HTTPS. Each reply is also held against the contract: see conftest."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.wallarm.fast.tests.emulator import (
    CLIENT_ID,
    NODE_ID,
    NODE_NAME,
    OTHER_API_TOKEN,
    OTHER_CLIENT_ID,
    OTHER_NODE_ID,
    SECOND_NODE_ID,
    SECOND_NODE_TOKEN,
    Emulator,
)

STOP = "/v1/test_run/4485/action/stop"


def test_the_seed_is_what_the_docs_show(client: t.Any) -> None:
    run = client.body("/v1/test_run/4485")
    assert list(run)[0] == "id"
    assert (run["id"], run["test_record_id"], run["name"]) == (4485, 4616, "Example Test Run")
    assert (run["recording"], run["baseline_count"], run["node_id"]) == (True, 3, 10716)
    others = [client.body("/v1/test_run/%d" % run_id) for run_id in (4486, 4487, 4488)]
    assert [(o["recording"], o["baseline_count"]) for o in others] == [(False, 5), (True, 0), (True, 2)]


def test_stop_answers_201_with_an_envelope_of_200_and_lasts(client: t.Any) -> None:
    reply = client.post(STOP)
    assert (reply.status_code, reply.json()["status"]) == (201, 200)
    assert reply.json()["body"]["recording"] is False
    assert client.body("/v1/test_run/4485")["recording"] is False
    assert client.body("/v1/test_record/4616")["state"] == "stopped"


def test_stop_by_the_record_stops_the_run(client: t.Any) -> None:
    reply = client.post("/v1/test_record/4616/action/stop")
    assert reply.json()["body"]["state"] == "stopped"
    assert client.body("/v1/test_run/4485")["recording"] is False


def test_stop_is_a_post_and_nothing_else(client: t.Any) -> None:
    assert client.get(STOP).status_code == 405
    assert client.body("/v1/test_run/4485")["recording"] is True


def test_post_can_answer_200(client_for: t.Any) -> None:
    with Emulator(validate=True, post_status=200) as fast:
        assert client_for(fast, fast.token).post(STOP).status_code == 200


def test_a_second_stop_can_be_an_error(client_for: t.Any) -> None:
    with Emulator(validate=True, second_stop="error") as fast:
        client = client_for(fast, fast.token)
        client.post(STOP)
        reply = client.post(STOP)
        assert reply.status_code == 400
        assert reply.json() == {"status": 400, "body": {"test_record_id": {"error": "already_stopped", "value": 4616}}}


@pytest.mark.parametrize("token", [None, "wrong", ""])
def test_without_a_good_token_the_answer_is_403(fast: Emulator, client_for: t.Any, token: t.Optional[str]) -> None:
    reply = client_for(fast, token).get("/v1/test_run/4485")
    assert reply.status_code == 403
    assert reply.json() == {"status": 403, "body": "User not authenticated"}


@pytest.mark.parametrize("path", ["/v1/test_run/1", "/v1/test_run/tr_1234", "/v1/test_record/1", "/v1/nothing"])
def test_what_is_not_there_is_404(client: t.Any, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 404
    assert reply.json() == {"status": 404, "body": "Not found"}


def test_a_node_sees_its_own_runs_only(fast: Emulator, client: t.Any, client_for: t.Any) -> None:
    run = fast.cloud.add_test_run(node_id=SECOND_NODE_ID)
    path = "/v1/test_run/%d" % run.id
    assert client.get(path).status_code == 404
    assert client.post(path + "/action/stop").status_code == 404
    second = client_for(fast, SECOND_NODE_TOKEN)
    assert second.body(path)["node_name"] == "fast-node-2"
    assert second.get("/v1/test_run/4485").status_code == 404
    assert [o["id"] for o in second.body("/v1/test_run", clientid=CLIENT_ID)["objects"]] == [run.id]
    every = client_for(fast, fast.api_token).body("/v1/test_run/count", clientid=CLIENT_ID)
    assert every == {"count": 5}


def test_clients_are_kept_apart(fast: Emulator, client: t.Any, client_for: t.Any) -> None:
    other = client_for(fast, OTHER_API_TOKEN)
    assert other.get("/v1/test_run/4485").status_code == 404
    assert other.body("/v1/test_run", clientid=OTHER_CLIENT_ID)["objects"] == []
    reply = client.get("/v1/test_run", clientid=OTHER_CLIENT_ID)
    assert reply.status_code == 403
    assert "error" in reply.json()["body"]


def test_only_an_api_token_has_a_user(fast: Emulator, client: t.Any, client_for: t.Any) -> None:
    assert client_for(fast, fast.api_token).post("/v1/user").json()["body"]["clientid"] == CLIENT_ID
    reply = client.post("/v1/user")
    assert (reply.status_code, reply.json()["body"]) == (403, "Check permissions failed")


def test_create_makes_a_recording_run(client: t.Any) -> None:
    reply = client.post("/v1/test_run", {"name": "Mine", "desc": "words", "tags": ["a"], "rps": 10})
    assert (reply.status_code, reply.json()["status"]) == (201, 200)
    run = reply.json()["body"]
    assert (run["name"], run["desc"], run["tags"], run["rps"]) == ("Mine", "words", ["a"], 10)
    assert (run["recording"], run["state"], run["test_record_name"]) == (True, "running", "Mine")
    assert client.body("/v1/test_run/%d" % run["id"])["id"] == run["id"]
    assert client.body("/v1/test_run/4485")["state"] == "interrupted"


def test_an_api_token_names_its_client_and_a_node(fast: Emulator, client_for: t.Any) -> None:
    api = client_for(fast, fast.api_token)
    assert api.post("/v1/test_run", {"name": "x"}).json()["body"] == {"clientid": {"error": "required"}}
    wanted = {"name": "x", "clientid": CLIENT_ID}
    assert api.post("/v1/test_run", wanted).json()["body"] == {"node_id": {"error": "required"}}
    by_name = api.post("/v1/test_run", {**wanted, "node_name": "fast-node-2"})
    assert by_name.json()["body"]["node_id"] == SECOND_NODE_ID
    assert api.post("/v1/test_run", {**wanted, "node_id": 1}).status_code == 400


def test_wrong_parameters_are_all_named(client: t.Any) -> None:
    reply = client.post("/v1/test_run", {"rps": 0, "nmae": "x", "inactivity_timeout": 299, "tags": "a"})
    assert reply.status_code == 400
    errors = {name: entry["error"] for name, entry in reply.json()["body"].items()}
    assert errors == {
        "name": "required",
        "nmae": "unknown_parameter",
        "rps": "invalid",
        "inactivity_timeout": "invalid",
        "tags": "invalid",
    }


def test_a_record_that_still_records_is_not_ready_for_cloning(client: t.Any) -> None:
    reply = client.post("/v1/test_run", {"name": "Copy", "test_record_id": 4616})
    assert reply.status_code == 400
    assert reply.json() == {
        "status": 400,
        "body": {"test_record_id": {"error": "not_ready_for_cloning", "value": 4616}},
    }


def test_a_stopped_record_can_be_copied(client: t.Any) -> None:
    client.post(STOP)
    copy = client.post("/v1/test_run", {"name": "Copy", "test_record_id": 4616}).json()["body"]
    assert (copy["test_record_id"], copy["recording"], copy["baseline_count"]) == (4616, False, 3)


def test_a_copy_by_an_api_token_needs_a_client_and_a_node_too(fast: Emulator, client_for: t.Any) -> None:
    api = client_for(fast, fast.api_token)
    copy = {"name": "Copy", "test_record_id": 4617}
    assert api.post("/v1/test_run", copy).json()["body"] == {"clientid": {"error": "required"}}
    copy["clientid"] = CLIENT_ID
    assert api.post("/v1/test_run", copy).json()["body"] == {"node_id": {"error": "required"}}
    made = api.post("/v1/test_run", {**copy, "node_id": SECOND_NODE_ID, "policy_id": 83, "state": "paused"})
    run = made.json()["body"]
    assert (made.status_code, run["node_id"], run["policy_name"]) == (201, SECOND_NODE_ID, "Injections Only")
    assert (run["test_record_id"], run["recording"], run["state"]) == (4617, False, "cloning")
    assert client_for(fast, fast.token).body("/v1/test_run/4485")["state"] == "running", "it is on another node"
    refused = api.post("/v1/test_run", {**copy, "node_id": SECOND_NODE_ID, "test_record_id": 4616})
    assert refused.json()["body"] == {"test_record_id": {"error": "not_ready_for_cloning", "value": 4616}}


@pytest.mark.parametrize(
    "params, status, body",
    [
        ({"clientid": CLIENT_ID, "node_id": NODE_ID}, 201, None),
        ({"node_name": NODE_NAME}, 201, None),
        ({"clientid": OTHER_CLIENT_ID}, 403, {"error": "Access to client 171 denied"}),
        ({"node_id": SECOND_NODE_ID}, 403, "Check permissions failed"),
        ({"node_name": "fast-node-2"}, 403, "Check permissions failed"),
        ({"node_id": OTHER_NODE_ID}, 400, {"node_id": {"error": "not_found", "value": OTHER_NODE_ID}}),
        ({"policy_id": 1}, 400, {"policy_id": {"error": "not_found", "value": 1}}),
        ({"test_record_id": 1}, 400, {"test_record_id": {"error": "not_found", "value": 1}}),
        ({"test_record_id": "4617"}, 400, {"test_record_id": {"error": "invalid", "value": "4617"}}),
    ],
)
def test_a_node_token_implies_its_client_and_its_node(
    client: t.Any, params: t.Dict[str, t.Any], status: int, body: t.Any
) -> None:
    reply = client.post("/v1/test_run", {"name": "x", **params})
    assert reply.status_code == status
    if body is None:
        assert (reply.json()["body"]["clientid"], reply.json()["body"]["node_id"]) == (CLIENT_ID, NODE_ID)
    else:
        assert reply.json()["body"] == body
        assert client.body("/v1/test_run/4485")["state"] == "running", "what is refused interrupts nothing"


def test_a_run_interrupted_by_a_newer_one_is_over(client: t.Any) -> None:
    client.post("/v1/test_run", {"name": "Newer"})
    seen = client.body("/v1/test_run/4485")
    assert (seen["state"], seen["simple_state"], seen["allowed_actions"]) == ("interrupted", "interrupted", [])
    assert (seen["recording"], seen["ready_for_recording"], seen["node_active"]) == (False, False, False)
    assert seen["end_time"] >= seen["start_time"]
    assert client.body("/v1/test_record/4616")["state"] == "stopped"
    assert client.body("/v1/test_run/4486")["state"] == "passed", "one that had ended stays as it was"


def test_runs_of_other_builds_go_on_side_by_side(client: t.Any) -> None:
    client.post("/v1/test_run", {"name": "Mine", "build_id": "mine"})
    assert client.body("/v1/test_run/4485")["recording"] is True


def test_a_run_created_paused_records_is_stopped_and_then_run(fast: Emulator, client: t.Any) -> None:
    run = client.post("/v1/test_run", {"name": "Two steps", "state": "paused"}).json()["body"]
    path = "/v1/test_run/%d" % run["id"]
    client.post("/_emulator/clock", {"advance": 60})
    assert client.body(path)["ready_for_recording"] is True
    stopped = client.post(path + "/action/stop").json()["body"]
    assert (stopped["state"], stopped["recording"], stopped["baseline_count"]) == ("paused", False, 5)
    assert client.post(path + "/action/run").json()["body"]["state"] == "running"
    client.post("/_emulator/clock", {"advance": 60})
    assert client.body(path)["state"] == "passed"


def test_progress_and_estimate_follow_the_tests(client_for: t.Any) -> None:
    with Emulator(validate=True, speed=0) as fast:
        client = client_for(fast, fast.token)
        path = "/v1/test_run/%d" % client.post("/v1/test_run", {"name": "Watched"}).json()["body"]["id"]
        fast.clock.advance(9)
        assert client.body(path)["estimated_time_to_completion"] is None, "too early"
        client.post(path + "/action/stop")
        left, done = [], []
        while client.body(path)["state"] == "running":
            fast.clock.advance(1)
            seen = client.body(path)
            done.append(seen["finished_checks_count"] / seen["total_checks_count"])
            if seen["estimated_time_to_completion"] is not None:
                left.append(seen["estimated_time_to_completion"])
            else:
                assert seen["baseline_check_running_count"] == 0, "no test is under way"
        assert left == sorted(left, reverse=True) and len(left) > 10
        assert done == sorted(done) and done[-1] == 1
        assert (client.body(path)["state"], client.body(path)["estimated_time_to_completion"]) == ("passed", None)
        assert fast.contract_violations == []


def test_a_recording_ends_when_nothing_arrives_for_its_timeout(fast: Emulator, client_for: t.Any) -> None:
    api = client_for(fast, fast.api_token)
    run = api.post("/v1/test_run", {"name": "Idle", "clientid": CLIENT_ID, "node_id": NODE_ID,
                                    "inactivity_timeout": 300}).json()["body"]
    path = "/v1/test_run/%d" % run["id"]
    api.post("/_emulator/clock", {"advance": 290})
    assert api.body(path)["recording"] is True
    # The five baselines that make themselves have put it off by some seconds.
    api.post("/_emulator/clock", {"advance": 20})
    assert api.body(path)["recording"] is False
    assert api.body("/v1/test_record/%d" % run["test_record_id"])["state"] == "stopped"


def test_an_api_token_steers_and_stops_as_a_node_token_does(fast: Emulator, client_for: t.Any) -> None:
    api = client_for(fast, fast.api_token)
    states = [api.post("/v1/test_run/4485/action/" + action).json()["body"]["state"] for action in ("pause", "run")]
    assert states == ["paused", "running"]
    assert api.post(STOP).json()["body"]["recording"] is False
    assert api.post("/v1/test_run/4488/action/interrupt").json()["body"]["recording"] is False


@pytest.mark.parametrize("action", ["stop", "run", "pause", "interrupt", "resume"])
def test_an_action_on_nothing_is_404(client: t.Any, action: str) -> None:
    assert client.post("/v1/test_run/1/action/" + action).status_code == 404


@pytest.mark.parametrize(
    "path, given, status",
    [
        ("/v1/test_run/1", {"name": "x"}, 404),
        ("/v1/test_run/4485", {"name": " "}, 400),
        ("/v1/test_run/4485", {"desc": None}, 400),
        ("/v1/test_run/4485", ["name"], 400),
        ("/v1/test_run/4485", {"desc": "", "tags": []}, 200),
        ("/v1/test_run/4486", {"name": "A finished run"}, 200),
    ],
)
def test_what_cannot_be_changed_is_refused(client: t.Any, path: str, given: t.Any, status: int) -> None:
    assert client.ask("PUT", path, json=given).status_code == status


def test_name_description_and_tags_can_be_changed_and_nothing_else(client: t.Any) -> None:
    reply = client.ask("PUT", "/v1/test_run/4485", json={"name": "New", "tags": ["x"]})
    assert (reply.status_code, reply.json()["body"]["name"]) == (200, "New")
    assert client.body("/v1/test_run/4485")["tags"] == ["x"]
    assert client.ask("PUT", "/v1/test_run/4485", json={"rps": 1}).status_code == 400


def test_runs_are_steered_by_post(client: t.Any) -> None:
    states = [
        client.post("/v1/test_run/4485/action/" + action).json()["body"]["state"]
        for action in ("pause", "run", "interrupt")
    ]
    assert states == ["paused", "running", "interrupted"]
    assert client.post("/v1/test_run/4485/action/run").status_code == 400


def test_all_pages_together_are_the_whole_list(client_for: t.Any) -> None:
    with Emulator(validate=True, runs=7) as fast:
        client = client_for(fast, fast.token)
        seen: t.List[int] = []
        pages, params = 0, {"clientid": CLIENT_ID, "limit": 4}
        while True:
            body = client.body("/v1/test_run", **params)
            seen += [o["id"] for o in body["objects"]]
            pages += 1
            if not body["continuation"]:
                break
            params["continuation"] = body["continuation"]
        assert (pages, seen) == (3, [4485, 4486, 4487, 4488] + list(range(5000, 5007)))
        assert fast.contract_violations == []


@pytest.mark.parametrize(
    "params, ids",
    [
        ({}, [4485, 4486, 4487, 4488]),
        ({"order_desc": "true"}, [4488, 4487, 4486, 4485]),
        ({"order_by": "baseline_count"}, [4487, 4488, 4485, 4486]),
        ({"filter[recording]": "true"}, [4485, 4487, 4488]),
        ({"filter[recording]": "false"}, [4486]),
        ({"filter[id]": [4485, 4488]}, [4485, 4488]),
        ({"filter[id]": "4485,4488"}, [4485, 4488]),
        ({"filter[state]": "passed"}, [4486]),
        ({"filter[simple_state]": "running"}, [4485, 4487, 4488]),
        ({"filter[!simple_state]": "running"}, [4486]),
        ({"filter[node_id]": 10717}, []),
        ({"filter[build_id]": "seed-4487"}, [4487]),
        ({"filter[query]": "example test"}, [4485]),
        ({"filter[query]": "checkout", "filter[recording]": "true"}, [4488]),
    ],
)
def test_lists_are_ordered_and_filtered(client: t.Any, params: t.Dict[str, t.Any], ids: t.List[int]) -> None:
    found = client.body("/v1/test_run", clientid=CLIENT_ID, **params)
    assert [o["id"] for o in found["objects"]] == ids
    assert found["continuation"] is None
    if "order_by" not in params and "order_desc" not in params:
        assert client.body("/v1/test_run/count", clientid=CLIENT_ID, **params) == {"count": len(ids)}


@pytest.mark.parametrize(
    "params, field",
    [
        ({}, "clientid"),
        ({"clientid": "x"}, "clientid"),
        ({"clientid": CLIENT_ID, "limit": "0"}, "limit"),
        ({"clientid": CLIENT_ID, "order_by": "size"}, "order_by"),
        ({"clientid": CLIENT_ID, "filter[size]": "1"}, "filter[size]"),
        ({"clientid": CLIENT_ID, "filter[recording]": "maybe"}, "filter[recording]"),
        ({"clientid": CLIENT_ID, "continuation": "nonsense"}, "continuation"),
    ],
)
def test_a_wrong_list_parameter_is_named(client: t.Any, params: t.Dict[str, t.Any], field: str) -> None:
    reply = client.get("/v1/test_run", **params)
    assert reply.status_code == 400
    assert list(reply.json()["body"]) == [field]


def test_records_are_listed(client: t.Any) -> None:
    found = client.body("/v1/test_record", clientid=CLIENT_ID, **{"filter[state]": "recording"})
    assert [o["id"] for o in found["objects"]] == [4616, 4618, 4619]
    assert all(o["allowed_actions"] == ["stop"] for o in found["objects"])
