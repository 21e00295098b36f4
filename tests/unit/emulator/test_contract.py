# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/api/openapi.yaml: it is sound, the emulator serves it all, and breaking it does not go unnoticed."""

from __future__ import annotations

import typing as t

import pytest
from openapi_spec_validator import validate

from ansible_collections.wallarm.fast.tests.emulator import REMOVE, Emulator, contract

FLAGS = {"documented", "seen in code", "inferred"}


def sources(part: t.Any) -> t.Iterator[t.Dict[str, str]]:
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


def operations() -> t.Iterator[t.Tuple[str, str, t.Dict[str, t.Any]]]:
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
    for rule in Emulator().app.url_map.iter_rules():
        if rule.rule.startswith("/v1"):
            actions = ("run", "pause", "interrupt") if "action" in rule.arguments else ("",)
            for action in actions:
                path = rule.rule.split("<any")[0] + action
                path = path.replace("<run_id>", "{id}").replace("<record_id>", "{id}")
                routes |= {(path, method.lower()) for method in rule.methods - {"HEAD", "OPTIONS"}}
    assert routes == {(path, method) for path, method, _operation in operations()}


@pytest.mark.parametrize(
    "fields, complaint",
    [
        ({"name": 5}, "body/name"),
        ({"overrides": {"recording": None}}, "body/recording"),
        ({"overrides": {"recording": REMOVE}}, "'recording' is a required property"),
        ({"state": "resting", "frozen": True}, "body/state"),
        ({"surprise": 1}, "'surprise' was unexpected"),
        ({"vulns": [{"id": 1, "threat": 101, "code": "x", "type": "xss"}], "state": "failed",
          "baseline_count": 1}, "body/vulns/0/threat"),
    ],
)
def test_a_reply_that_breaks_the_contract_becomes_a_500(
    client_for: t.Any, fields: t.Dict[str, t.Any], complaint: str
) -> None:
    with Emulator(validate=True) as fast:
        run = fast.cloud.add_test_run(**fields)
        reply = client_for(fast, fast.token).get("/v1/test_run/%d" % run.id)
        assert reply.status_code == 500
        assert "broke its own contract" in reply.json()["body"]
        assert len(fast.contract_violations) == 1
        assert complaint in fast.contract_violations[0]
        assert fast.contract_violations[0].startswith("GET /v1/test_run/%d, reply 200: " % run.id)


def test_a_wrong_request_that_is_let_through_counts_too(client_for: t.Any) -> None:
    with Emulator(validate=True) as fast:
        reply = client_for(fast, fast.token).get("/v1/test_run", clientid=170, **{"filter[state]": "resting"})
        assert reply.status_code == 500
        assert "filter[state]" in fast.contract_violations[0]


def test_without_validation_nothing_is_checked(client_for: t.Any) -> None:
    with Emulator() as fast:
        run = fast.cloud.add_test_run(name=5)
        assert client_for(fast, fast.token).body("/v1/test_run/%d" % run.id)["name"] == 5
        assert fast.contract_violations == []


@pytest.mark.parametrize("fields", [{"raw_overrides": {"recording": REMOVE}}, {"id": "tr_1234"}])
def test_what_is_broken_on_purpose_is_let_through(client_for: t.Any, fields: t.Dict[str, t.Any]) -> None:
    with Emulator(validate=True) as fast:
        run = fast.cloud.add_test_run(**fields)
        client = client_for(fast, fast.token)
        assert client.body("/v1/test_run/%s" % run.id)["id"] == run.id
        assert len(client.body("/v1/test_run", clientid=170)["objects"]) == 5
        assert fast.contract_violations == []
