# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/api/openapi.yaml: it is sound, the emulator serves it all, and breaking it does not go unnoticed."""

from __future__ import annotations

import typing as t

import pytest
from openapi_spec_validator import validate

from ansible_collections.wallarm.fast.tests.emulator import CLIENT_ID, OTHER_CLIENT_ID, REMOVE, Emulator, Pace, api, contract, vulns

FLAGS = {"documented", "seen in code", "inferred"}


def sources(part: t.Any) -> t.Iterator[dict[str, str]]:
    """Every x-source below `part`."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name == "x-source":
                yield value
            else:
                yield from sources(value)
    elif isinstance(part, list):
        for item in part:
            yield from sources(item)


def operations() -> t.Iterator[tuple[str, str, dict[str, t.Any]]]:
    for path, item in contract.load()["paths"].items():
        for method, operation in item.items():
            if method in ("get", "post", "put", "delete"):
                yield path, method, operation


def test_the_file_is_valid_openapi() -> None:
    validate(contract.load())


def test_every_route_says_where_it_comes_from() -> None:
    assert [(path, method) for path, method, operation in operations() if "x-source" not in operation] == []
    found = list(sources(contract.load()))
    assert {source["flag"] for source in found} == FLAGS
    assert all(source["where"] for source in found)
    assert len(found) > 60


def test_the_emulator_serves_the_routes_of_the_contract_and_no_others() -> None:
    routes = set()
    for rule in api.make_app(Emulator(), validate=False).url_map.iter_rules():
        if rule.rule.startswith(api.PREFIXES):
            actions = ("run", "pause", "interrupt") if "action" in rule.arguments else ("",)
            for action in actions:
                path = rule.rule.split("<any")[0] + action
                path = path.replace("<run_id>", "{id}").replace("<record_id>", "{id}").replace("<policy_id>", "{id}")
                routes |= {(path, method.lower()) for method in rule.methods - {"HEAD", "OPTIONS"}}
    assert routes == {(path, method) for path, method, _operation in operations()}


def test_each_reply_keeps_to_the_contract(fast: Emulator, client: t.Any, client_for: t.Any) -> None:
    """Every route, well asked and not; the fixture `fast` looks at what validation found."""
    api_client = client_for(fast.api_token)
    run, record = "/v1/test_run/4485", "/v1/test_record/4616"
    listed = {"clientid": CLIENT_ID, "limit": 2}
    wanted = {"name": "Mine", "clientid": CLIENT_ID, "node_name": "fast-node-2", "rps": None, "tags": ["a"], "policy_id": 83}
    replies = [
        client.get(run), client.get(record), client.get("/v1/test_run", **listed), client.get("/v1/test_record", **listed),
        client.get("/v1/test_run/count", clientid=CLIENT_ID), client.ask("PUT", run, json={"desc": "words"}),
        client.post(run + "/action/pause"), client.post(run + "/action/run"), client.post(run + "/action/stop"),
        client.post(record + "/action/stop"), client.post(run + "/action/interrupt"), api_client.post("/v1/user"),
        api_client.post("/v1/test_run", wanted), client.post("/v1/test_run", {"name": "Copy", "test_record_id": 4616}),
    ]  # fmt: skip
    assert {reply.status_code for reply in replies} == {200, 201}
    refused = [
        client_for().get(run), client.get("/v1/test_run/1"), client.post(run + "/action/pause"), client.post("/v1/user"),
        client.get("/v1/test_run"), client.get("/v1/test_run", clientid=OTHER_CLIENT_ID), client.post("/v1/test_run", {"rps": 0}),
        client.ask("PUT", run, json=["name"]), client.get(run + "/action/stop"), client.get("/v1/nothing"),
    ]  # fmt: skip
    assert [reply.status_code for reply in refused] == [403, 404, 400, 403, 400, 403, 400, 400, 405, 404]


def test_so_does_a_run_through_its_whole_life(fast: Emulator, client: t.Any) -> None:
    fast.cloud.set_pace(vulns=vulns(150), technical_errors=1, steering_seconds=2)
    path = "/v1/test_run/%d" % client.post("/v1/test_run", {"name": "x"}).json()["body"]["id"]
    seen = []
    for action in ("pause", "run", "stop"):
        client.post(path + "/action/" + action)
        for _step in range(8):
            fast.clock.advance(1)
            seen.append(client.body(path)["state"])
    fast.clock.advance(60)
    last = client.body(path)
    assert {"pausing", "paused", "running"} == set(seen)
    assert (last["state"], len(last["vulns"]), last["baseline_check_tech_fail_count"]) == ("failed", 150, 1)
    known = contract.load()["components"]["schemas"]["Vulnerability"]["properties"]["type"]["enum"]
    assert {one["type"] for one in last["vulns"]} == set(known)


@pytest.mark.parametrize(
    "fields, complaint",
    [
        ({"name": 5}, "body/name"),
        ({"overrides": {"recording": None}}, "body/recording"),
        ({"overrides": {"recording": REMOVE}}, "'recording' is a required property"),
        ({"state": "resting", "frozen": True}, "body/state"),
        ({"surprise": 1}, "'surprise' was unexpected"),
        ({"vulns": [{"id": 1, "threat": 101, "code": "x", "type": "xss"}], "state": "failed", "baseline_count": 1}, "body/vulns/0/threat"),
    ],
)
def test_a_reply_that_breaks_the_contract_becomes_a_500(fast: Emulator, client: t.Any, fields: dict[str, t.Any], complaint: str) -> None:
    run = fast.cloud.add_test_run(**fields)
    reply = client.get("/v1/test_run/%d" % run.id)
    assert (reply.status_code, "broke its own contract" in reply.json()["body"]) == (500, True)
    (found,) = fast.contract_violations
    assert complaint in found and found.startswith("GET /v1/test_run/%d, reply 200: " % run.id)
    fast.contract_violations.clear()


def test_a_wrong_request_that_is_let_through_counts_too(fast: Emulator, client: t.Any) -> None:
    assert client.get("/v1/test_run", clientid=CLIENT_ID, **{"filter[state]": "resting"}).status_code == 500
    assert "filter[state]" in fast.contract_violations.pop()


@pytest.mark.parametrize("fields", [{"raw_overrides": {"recording": REMOVE}}, {"id": "tr_1234"}])
def test_what_is_broken_on_purpose_is_let_through(fast: Emulator, client: t.Any, fields: dict[str, t.Any]) -> None:
    run = fast.cloud.add_test_run(**fields)
    assert client.body("/v1/test_run/%s" % run.id)["id"] == run.id
    assert len(client.body("/v1/test_run", clientid=CLIENT_ID)["objects"]) == 5


@pytest.mark.parametrize("wrong", [{"technical_errors": -1}, {"technical_errors": "x"}, {"technical_error": 1}])
def test_a_pace_that_cannot_be_is_refused(fast: Emulator, client: t.Any, wrong: dict[str, t.Any]) -> None:
    assert client.post("/_emulator/pace", wrong).status_code == 400
    assert fast.cloud.pace == Pace()
