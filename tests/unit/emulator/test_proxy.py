# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a request through a FAST node's proxy to a baseline in the cloud."""

from __future__ import annotations

import re
import typing as t

import pytest
import requests

from ansible_collections.wallarm.fast.tests.emulator import SECOND_NODE_TOKEN, Emulator, vulns
from ansible_collections.wallarm.fast.tests.emulator.target import Target


@pytest.fixture
def fast() -> t.Iterator[Emulator]:
    """Its first node has its proxy, and its clock stands still."""
    with Emulator(validate=True, speed=0, proxy=True) as emulator:
        yield emulator
    assert emulator.contract_violations == []


@pytest.fixture
def send(fast: Emulator) -> t.Iterator[t.Callable[..., list[int]]]:
    """Sends requests to a shop through the proxy and gives their HTTP codes: `send()`, `send(3)`, `send(url="http://localhost:…")`."""
    with requests.Session() as session, Target() as shop:
        session.trust_env = False

        def send_some(count: int = 1, url: str = "{shop}/products", method: str = "GET", json: t.Any = None) -> list[int]:
            url = url.format(shop=shop.url, port=shop.port)
            return [session.request(method, url, json=json, proxies={"http": fast.proxy_url}, timeout=5).status_code for _one in range(count)]

        yield send_some


def ready(fast: Emulator, client: t.Any, **params: t.Any) -> str:
    """The path of a new run that is ready to record."""
    path = "/v1/test_run/%d" % client.post("/v1/test_run", {"name": "Mine", **params}).json()["body"]["id"]
    fast.clock.advance(3)
    assert client.body(path)["ready_for_recording"] is True
    return path


def test_what_passes_the_proxy_arrives_in_the_cloud_after_a_delay(fast: Emulator, client: t.Any, send: t.Any) -> None:
    path = ready(fast, client)
    assert send(2) == [200, 200]
    fast.clock.advance(1)
    assert send(url="http://LOCALHOST:{port}/nothing", method="POST") == [404]
    assert (client.body(path)["baseline_count"], client.body(path)["domains"]) == (0, [])
    fast.clock.advance(1)
    assert (client.body(path)["baseline_count"], client.body(path)["domains"]) == (2, ["127.0.0.1"])
    fast.clock.advance(600)
    assert (client.body(path)["baseline_count"], client.body(path)["domains"]) == (3, ["127.0.0.1", "localhost"])


def test_findings_are_about_the_requests_that_were_sent_in_their_order(fast: Emulator, client: t.Any, send: t.Any) -> None:
    fast.cloud.set_pace(vulns=vulns(4))
    path = ready(fast, client)
    send(url="{shop}/products?search=mug")
    send(url="http://user:secret@localhost:{port}/orders", method="POST", json={"product": 1})
    send(url="{shop}/")
    fast.clock.advance(3)
    client.post(path + "/action/stop")
    fast.clock.advance(60)
    rows = client.post("/v1/objects/vuln", {"filter": {"testrun_id": [client.body(path)["id"]]}}).json()["body"]
    assert [tuple(row[name] for name in ("method", "domain", "path", "parameter")) for row in rows] == [
        ("GET", "127.0.0.1", "/products", "GET_search_value"),
        ("POST", "localhost", "/orders", "POST_JSON_DOC_HASH_product_value"),
        ("GET", "127.0.0.1", "/", "URI_value"),
        ("GET", "127.0.0.1", "/products", "GET_search_value"),
    ]
    assert re.match("curl -X GET 'http://127.0.0.1:[0-9]+/products[?]search=", rows[0]["exploit_example"])
    assert re.match("curl -X POST http://localhost:[0-9]+/orders ", rows[1]["exploit_example"]), "the password stays out"


def test_what_has_not_arrived_when_the_recording_ends_is_lost(fast: Emulator, client: t.Any, send: t.Any) -> None:
    path = ready(fast, client)
    send()
    fast.clock.advance(1)
    send()
    fast.clock.advance(1)
    assert client.post(path + "/action/stop").json()["body"]["baseline_count"] == 1
    send()
    fast.clock.advance(60)
    assert client.body(path)["baseline_count"] == 1


def test_the_newest_run_that_is_ready_records(fast: Emulator, client: t.Any, send: t.Any) -> None:
    old = ready(fast, client, build_id="a")
    new = "/v1/test_run/%d" % client.post("/v1/test_run", {"name": "Mine", "build_id": "b"}).json()["body"]["id"]
    send()
    fast.clock.advance(3)
    send(2)
    fast.clock.advance(3)
    assert [client.body(path)["baseline_count"] for path in (old, new)] == [1, 2]


def test_requests_put_the_inactivity_timeout_off(fast: Emulator, client: t.Any, send: t.Any) -> None:
    path = ready(fast, client, inactivity_timeout=300)
    fast.clock.advance(290)
    send()
    fast.clock.advance(2 + 299)
    assert client.body(path)["recording"] is True
    fast.clock.advance(1)
    assert (client.body(path)["recording"], client.body(path)["baseline_count"]) == (False, 1)


def test_a_request_that_the_target_did_not_answer_is_no_baseline(fast: Emulator, client: t.Any, send: t.Any) -> None:
    path = ready(fast, client)
    refused = [send(url=url) for url in ("http://127.0.0.1:1/", "http://example.com/", "http://192.0.2.1/", "http://localhost.example.com/")]
    assert refused == [[502], [403], [403], [403]], "it forwards to this machine only"
    fast.clock.advance(60)
    assert client.body(path)["baseline_count"] == 0


def test_a_node_without_a_proxy_makes_its_own_baselines(fast: Emulator, client_for: t.Any) -> None:
    second = client_for(SECOND_NODE_TOKEN)
    path = ready(fast, second)
    fast.clock.advance(60)
    assert (second.body(path)["baseline_count"], second.body(path)["domains"]) == (5, ["shop.example.com"])
