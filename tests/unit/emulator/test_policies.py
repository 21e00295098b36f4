# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test policies: who sees which, how they are found, and what a new test run has of them."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.wallarm.fast.tests.emulator import CLIENT_ID, OTHER_API_TOKEN, OTHER_CLIENT_ID, REMOVE, Emulator

LIST = "/v1/test_policy"
OTHER_POLICY_ID = 90


def found(client: t.Any, **params: t.Any) -> list[int]:
    return [policy["id"] for policy in client.body(LIST, **{"clientid": CLIENT_ID, **params})["objects"]]


def test_a_policy_says_what_it_tests(client: t.Any) -> None:
    default, injections = client.body(LIST + "/47"), client.body(LIST + "/83")
    assert (default["name"], default["default"], len(default["checks"]), "fuzzer" in default["checks"]) == ("Default Policy", True, 15, False)
    assert (injections["name"], injections["default"]) == ("Injections Only", False)
    assert injections["checks"] == ["sqli", "nosqli", "ldapi", "rce", "ssti", "xxe"]
    assert client.body(LIST, clientid=CLIENT_ID) == {"objects": [default, injections], "continuation": None}


def test_a_token_sees_the_policies_of_its_client(fast: Emulator, client: t.Any, client_for: t.Any) -> None:
    other = client_for(OTHER_API_TOKEN)
    assert found(other, clientid=OTHER_CLIENT_ID) == [OTHER_POLICY_ID]
    assert [one.get("%s/%d" % (LIST, id)).status_code for one, id in ((client, OTHER_POLICY_ID), (other, 47), (client, 1))] == [404] * 3
    assert client.get(LIST, clientid=OTHER_CLIENT_ID).status_code == 403
    assert client.get(LIST).json()["body"] == {"clientid": {"error": "required"}}
    assert client.get(LIST, clientid=CLIENT_ID, **{"filter[id]": 47}).json()["body"] == {"filter[id]": {"error": "unknown_filter", "value": ["47"]}}
    fast.add_fault("status", status=403, path="^/v1/test_policy", method="GET", times=2)
    assert [client.get(path, clientid=CLIENT_ID).status_code for path in (LIST, LIST + "/47")] == [403, 403]


@pytest.mark.parametrize(
    "params, ids",
    [
        ({"filter[name]": "default policy"}, [47, 4600, 4601]),
        ({"filter[name]": "Default Policy", "filter[default]": "true"}, [47]),
        ({"filter[default]": "false", "order_desc": "true"}, [4601, 4600, 83]),
        ({"filter[name]": "Injections Only"}, [83]),
        ({"order_by": "name", "limit": 1}, [47]),
    ],
)
def test_a_name_finds_all_that_contain_it(fast: Emulator, client: t.Any, params: dict[str, t.Any], ids: list[int]) -> None:
    fast.cloud.add_test_policy(name="Default Policy")
    assert client.post("/_emulator/test_policies", {"name": "Not the Default Policy"}).json()["id"] == 4601
    assert found(client, **params) == ids


def test_policies_come_in_pages(fast: Emulator, client: t.Any) -> None:
    for number in range(5):
        fast.cloud.add_test_policy(name="Mine %d" % number)
    names: list[str] = []
    asked: dict[str, t.Any] = {"clientid": CLIENT_ID, "limit": 2, "filter[name]": "Mine"}
    while not names or asked["continuation"]:
        page = client.body(LIST, **asked)
        names += [policy["name"] for policy in page["objects"]]
        asked["continuation"] = page["continuation"]
    assert names == ["Mine %d" % number for number in range(5)]


def test_a_test_run_has_the_policy_that_it_names_or_the_default_one(fast: Emulator, client: t.Any) -> None:
    mine = fast.cloud.add_test_policy(name="Mine").id
    for wanted, name in (({}, "Default Policy"), ({"policy_id": mine}, "Mine"), ({"policy_id": 83}, "Injections Only")):
        run = client.post("/v1/test_run", {"name": "x", **wanted}).json()["body"]
        assert (run["policy_id"], run["policy_name"]) == (wanted.get("policy_id", 47), name)
    assert client.post("/v1/test_run", {"name": "x", "policy_id": OTHER_POLICY_ID}).status_code == 400
    assert fast.cloud.add_test_run(policy_id=83).policy_name == "Injections Only"


def test_a_policy_may_break_the_contract_on_purpose(fast: Emulator, client: t.Any) -> None:
    odd = fast.cloud.add_test_policy(raw_overrides={"checks": None, "tags": REMOVE}).id
    seen = client.body("%s/%d" % (LIST, odd))
    assert (seen["checks"], "tags" in seen, "raw_overrides" in seen) == (None, False, False)
    assert found(client) == [47, 83, odd]
    client.post("/_emulator/reset")
    assert found(client) == [47, 83]
