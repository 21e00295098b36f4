# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where and how a test run's findings were found: rows, who may read them, and their pages."""

from __future__ import annotations

import shlex
import typing as t

import pytest

from ansible_collections.wallarm.fast.tests.emulator import (
    CLIENT_ID,
    OTHER_API_TOKEN,
    OTHER_CLIENT_ID,
    SECOND_NODE_ID,
    SECOND_NODE_TOKEN,
    Emulator,
    contract,
    vulns,
)
from ansible_collections.wallarm.fast.tests.emulator.baselines import Baseline, attack
from ansible_collections.wallarm.fast.tests.emulator.vulnerabilities import KINDS

LIST = "/v1/objects/vuln"
XSS = {"id": 1, "threat": 60, "code": "XSS-1", "type": "xss"}


def rows(client: t.Any, filters: dict[str, t.Any] | None = None, **asked: t.Any) -> list[dict[str, t.Any]]:
    reply = client.post(LIST, {"filter": filters or {}, **asked})
    assert reply.status_code == 200, reply.text
    return reply.json()["body"]


def ids(client: t.Any, filters: dict[str, t.Any] | None = None, **asked: t.Any) -> list[int]:
    return [row["id"] for row in rows(client, filters, **asked)]


@pytest.fixture
def run(fast: Emulator) -> int:
    """The id of a run that has found one vulnerability of each type."""
    return fast.cloud.add_test_run(state="failed", baseline_count=4, vulns=vulns(15)).id


def test_each_type_has_a_row_of_its_own_that_is_about_a_request_of_the_record(client: t.Any, run: int) -> None:
    found = rows(client, {"testrun_id": [run]})
    known = set(contract.load()["components"]["schemas"]["Vulnerability"]["properties"]["type"]["enum"])
    assert set(KINDS) == known == {row["type"] for row in found}
    assert len({row["description"] for row in found}) == len({row["title"] for row in found}) == 15
    assert {(row["status"], row["testrun_id"], row["clientid"], row["domain"]) for row in found} == {("open", run, CLIENT_ID, "shop.example.com")}
    seen = [(row["method"], row["path"]) for row in found]
    assert seen[:5] == [("GET", "/products"), ("GET", "/orders/1001"), ("POST", "/login"), ("GET", "/products/2"), ("GET", "/products")]
    assert {"GET_search_value", "POST_JSON_DOC_HASH_name_value", "ACTION_NAME_value", "HEADER_USER-AGENT_value"} <= {row["parameter"] for row in found}
    shown = client.body("/v1/test_run/%d" % run)["vulns"]
    assert shown == vulns(15) and [row["id"] for row in found] == [one["id"] for one in shown]


@pytest.mark.parametrize(
    "baseline, header, point, words",
    [
        (Baseline("GET", "http://a:8080", "/s", "x=&y=1"), "", "GET_x_value", ["GET", "http://a:8080/s?x=%27%3B+id&y=1"]),
        (Baseline("PUT", "http://a", "/s", "", "n"), "", "POST_JSON_DOC_HASH_n_value",
         ["PUT", "http://a/s", "-H", "Content-Type: application/json", "-d", '{"n": "\'; id"}']),
        (Baseline("GET", "http://a", "/s/index.php"), "", "ACTION_NAME_value", ["GET", "http://a/s/%27%3B%20id.php"]),
        (Baseline("GET", "http://a", "/s/"), "", "URI_value", ["GET", "http://a/s/%27%3B%20id"]),
        (Baseline("GET", "http://a", "/s", "x=1"), "User-Agent", "HEADER_USER-AGENT_value", ["GET", "http://a/s?x=1", "-H", "User-Agent: '; id"]),
    ],
)  # fmt: skip
def test_an_example_is_a_command_that_sends_the_payload(baseline: Baseline, header: str, point: str, words: list[str]) -> None:
    named, example = attack(baseline, "'; id", header)
    assert (named, shlex.split(example)) == (point, ["curl", "-X", *words])


def test_a_finding_is_listed_when_it_is_found(fast: Emulator, client: t.Any) -> None:
    fast.cloud.set_pace(vulns=vulns(3), technical_errors=1)
    run = client.post("/v1/test_run", {"name": "x"}).json()["body"]["id"]
    counts = []
    for _step in range(8):
        counts.append((len(rows(client, {"testrun_id": [run]})), len(client.body("/v1/test_run/%d" % run)["vulns"])))
        fast.clock.advance(4)
    assert counts[0] == (0, 0) and counts[-1] == (3, 3) and (1, 1) in counts
    assert all(listed == shown for listed, shown in counts)
    first = rows(client, {"testrun_id": [run]})[0]
    assert first["path"] == "/orders/1001", "the first baseline was not tested in full"


def test_a_token_reads_what_its_own_runs_found(fast: Emulator, client: t.Any, client_for: t.Any, run: int) -> None:
    elsewhere = fast.cloud.add_test_run(node_id=SECOND_NODE_ID, state="failed", baseline_count=1, vulns=[XSS]).id
    second, api, other = client_for(SECOND_NODE_TOKEN), client_for(fast.api_token), client_for(OTHER_API_TOKEN)
    assert [len(rows(one)) for one in (client, second, api, other)] == [15, 1, 16, 0]
    assert rows(client, {"testrun_id": [elsewhere]}) == rows(other, {"testrun_id": [run]}) == []
    assert client.post(LIST, {"filter": {"clientid": [OTHER_CLIENT_ID]}}).json()["body"] == {"error": "Access to client 171 denied"}
    fast.add_fault("status", status=403, path=LIST, method="POST")
    assert client.post(LIST, {}).status_code == 403


@pytest.mark.parametrize("limit", [1, 4, 1000])
@pytest.mark.parametrize("descending", [False, True])
def test_pages_of_any_size_make_the_whole_list_and_then_come_empty(client: t.Any, run: int, limit: int, descending: bool) -> None:
    found: list[int] = []
    while page := ids(client, {"testrun_id": [run]}, limit=limit, offset=len(found), order_desc=descending):
        found += page
    expected = [one["id"] for one in vulns(15)]
    assert found == (expected[::-1] if descending else expected)


def test_without_a_limit_a_page_has_a_hundred(fast: Emulator, client: t.Any) -> None:
    run = fast.cloud.add_test_run(state="failed", baseline_count=1, vulns=vulns(101)).id
    assert ids(client, {"testrun_id": [run]}) == list(range(9001, 9101))


@pytest.mark.parametrize(
    "filters, expected",
    [
        ({"id": [9001, 9003, 1]}, [9001, 9003]),
        ({"!id": list(range(9002, 9016))}, [9001]),
        ({"type": "sqli"}, [9001]),
        ({"threat": [80, 60]}, [9001, 9002]),
        ({"method": ["POST"], "target": "client"}, []),
        ({"path": ["/login"], "!target": "server"}, []),
        ({"path": ["/orders/1001"], "target": "client"}, [9002, 9010]),
        ({"!status": "open"}, []),
        ({"status": "open", "validated": False, "hidden": False, "domain": ["shop.example.com"], "parameter": ["HEADER_ORIGIN_value"]}, [9010]),
    ],
)
def test_filters_narrow_the_list(client: t.Any, run: int, filters: dict[str, t.Any], expected: list[int]) -> None:
    assert ids(client, filters) == expected


@pytest.mark.parametrize(
    "asked, name",
    [
        ({"limit": 0}, "limit"), ({"limit": 1001}, "limit"), ({"offset": -1}, "offset"), ({"order_by": "size"}, "order_by"),
        ({"order_desc": 1}, "order_desc"), ({"continuation": "x"}, "continuation"), ({"filter": []}, "filter"), ([], "body"),
        ({"filter": {"testrun_id": 4485}}, "testrun_id"), ({"filter": {"testrun_id": ["4485"]}}, "testrun_id"),
        ({"filter": {"type": ["xss"]}}, "type"), ({"filter": {"status": "active"}}, "status"), ({"filter": {"run": [1]}}, "run"),
    ],
)  # fmt: skip
def test_a_wrong_question_is_refused_by_name(client: t.Any, asked: t.Any, name: str) -> None:
    reply = client.post(LIST, asked)
    assert (reply.status_code, list(reply.json()["body"])) == (400, [name])


def test_a_test_can_change_rows_and_not_the_short_form(fast: Emulator, client: t.Any) -> None:
    changed = [
        {**XSS, "status": "falsepositive", "title": "<b>{{ 7 * 7 }}</b>", "description": None},
        {**XSS, "id": 2, "row": {"threat": [60], "type": None}, "remove": ["path"]},
        {**XSS, "id": 3},
    ]
    run = client.post("/_emulator/test_runs", {"state": "failed", "baseline_count": 1, "vulns": changed}).json()
    assert run["vulns"] == [XSS, {**XSS, "id": 2}, {**XSS, "id": 3}]
    first, second, third = rows(client, {"testrun_id": [run["id"]]})
    assert (first["status"], first["title"], first["description"]) == ("falsepositive", "<b>{{ 7 * 7 }}</b>", None)
    assert (second["threat"], second["type"], "path" in second, "remove" in second) == ([60], None, False, False)
    assert (third["threat"], third["type"], third["status"]) == (60, "xss", "open")
    assert ids(client, {"testrun_id": [run["id"]], "status": "falsepositive"}) == [1]
