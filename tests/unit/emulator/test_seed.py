# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an emulator starts with: forgotten recordings, and vulnerabilities to be found."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.wallarm.fast.tests.emulator import CLIENT_ID, NODE_ID, SECOND_NODE_ID, Emulator, Pace, contract, vulns


def forgotten(fast: Emulator, client: t.Any) -> t.List[t.Dict[str, t.Any]]:
    """The extra runs, as the API lists them."""
    found = client.body("/v1/test_run", clientid=CLIENT_ID, **{"filter[query]": "forgotten"})["objects"]
    assert [run["id"] for run in found] == list(range(5000, 5000 + len(found)))
    return found


def test_forgotten_recordings_began_when_they_were_said_to(client_for: t.Any) -> None:
    with Emulator(validate=True, runs=6, runs_age=7200, speed=0) as fast:
        found = forgotten(fast, client_for(fast, fast.token))
        assert [(run["recording"], run["state"], run["node_id"]) for run in found] == [(True, "running", NODE_ID)] * 6
        assert {int(fast.clock()) - run["start_time"] for run in found} <= {7200, 7201}
        records = [client_for(fast, fast.token).body("/v1/test_record/%d" % run["test_record_id"]) for run in found]
        assert [record["start_time"] for record in records] == [run["start_time"] for run in found]
        assert fast.contract_violations == []


@pytest.mark.parametrize("age", [0, 3600, 90000, 10000000])
def test_no_age_ends_a_forgotten_recording(client_for: t.Any, age: int) -> None:
    with Emulator(runs=3, runs_age=age, speed=0) as fast:
        fast.clock.advance(86399)
        assert all(run["recording"] for run in forgotten(fast, client_for(fast, fast.token)))


def test_forgotten_recordings_can_be_on_both_nodes(client_for: t.Any) -> None:
    with Emulator(validate=True, runs=5, runs_nodes=2) as fast:
        client = client_for(fast, fast.api_token)
        assert [run["node_id"] for run in forgotten(fast, client)] == [NODE_ID, SECOND_NODE_ID, NODE_ID, SECOND_NODE_ID, NODE_ID]
        assert fast.contract_violations == []


def test_a_reset_makes_them_as_old_again(client_for: t.Any) -> None:
    with Emulator(runs=1, runs_age=600, speed=0) as fast:
        fast.clock.advance(1000)
        fast.reset()
        (run,) = forgotten(fast, client_for(fast, fast.token))
        assert int(fast.clock()) - run["start_time"] in (600, 601)


@pytest.mark.parametrize("wrong", [{"runs_age": -1}, {"runs_age": float("nan")}, {"runs_nodes": 0}, {"runs_nodes": 3}])
def test_what_cannot_be_seeded_is_an_error(wrong: t.Dict[str, t.Any]) -> None:
    with pytest.raises(ValueError, match="runs_"):
        Emulator(**wrong)


# Vulnerabilities


def test_vulnerabilities_are_always_the_same_and_more_of_them_begin_alike() -> None:
    assert vulns.make(40)[:7] == vulns.make(7)
    assert vulns.make(0) == []
    assert vulns.make(1) == [{"id": 9001, "threat": 80, "code": "EMU-1", "type": "sqli"}]


def test_they_are_of_every_type_and_threat_that_the_contract_knows() -> None:
    known = contract.load()["components"]["schemas"]["Vulnerability"]["properties"]["type"]["enum"]
    assert sorted(one["type"] for one in vulns.make(15)) == sorted(known)
    assert {one["threat"] for one in vulns.make(1500)} == set(range(1, 101))
    assert len({one["id"] for one in vulns.make(1500)}) == 1500


def test_the_contract_accepts_them_in_a_failed_run(client_for: t.Any) -> None:
    with Emulator(validate=True, speed=0, pace=Pace(vulns=vulns.make(150))) as fast:
        client = client_for(fast, fast.token)
        path = "/v1/test_run/%d" % client.post("/v1/test_run", {"name": "x"}).json()["body"]["id"]
        fast.clock.advance(60)
        client.post(path + "/action/stop")
        fast.clock.advance(60)
        seen = client.body(path)
        assert (seen["state"], len(seen["vulns"]), seen["vulns"][0]["type"]) == ("failed", 150, "sqli")
        assert fast.contract_violations == []
