# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From a request through a node's proxy to a baseline in the cloud, by real sockets and a clock moved by hand."""

from __future__ import annotations

import typing as t

import pytest
import requests

from ansible_collections.wallarm.fast.tests.emulator import (
    NODE_ID,
    SECOND_NODE_ID,
    SECOND_NODE_TOKEN,
    Emulator,
    Pace,
)
from ansible_collections.wallarm.fast.tests.emulator.target import Target

PACE = Pace(ready_after=3, export_seconds=2, check_seconds=5, settle_seconds=3)


@pytest.fixture(scope="module")
def shop() -> t.Iterator[Target]:
    """What is tested through the proxy."""
    with Target() as target:
        yield target


@pytest.fixture
def fast() -> t.Iterator[Emulator]:
    """Its first node has its proxy, and its clock stands still."""
    with Emulator(validate=True, speed=0, proxy=True, pace=PACE) as emulator:
        yield emulator
    assert emulator.contract_violations == []


@pytest.fixture
def send(fast: Emulator, shop: Target) -> t.Iterator[t.Callable[..., None]]:
    """Sends requests through the proxy: `send()`, `send(3)`, `send(url="http://localhost:…")`."""
    with requests.Session() as session:
        session.trust_env = False

        def send_some(count: int = 1, url: str = "", proxy: str = "") -> None:
            for _request in range(count):
                reply = session.get((url or shop.url) + "/products", proxies={"http": proxy or fast.proxy_url}, timeout=5)
                assert reply.status_code == 200

        yield send_some


def create(client: t.Any, **params: t.Any) -> str:
    """The path of a new run."""
    reply = client.post("/v1/test_run", {"name": "Mine", **params})
    assert reply.status_code == 201, reply.text
    return "/v1/test_run/%d" % reply.json()["body"]["id"]


def ready(fast: Emulator, client: t.Any, **params: t.Any) -> str:
    """The path of a new run that is ready to record."""
    path = create(client, **params)
    fast.clock.advance(3)
    assert client.body(path)["ready_for_recording"] is True
    return path


def count(client: t.Any, path: str) -> int:
    return client.body(path)["baseline_count"]


def test_what_passes_the_proxy_arrives_in_the_cloud_after_a_delay(
    fast: Emulator, client: t.Any, send: t.Callable[..., None]
) -> None:
    path = ready(fast, client)
    send(2)
    fast.clock.advance(1)
    send()
    assert (count(client, path), client.body(path)["domains"]) == (0, [])
    fast.clock.advance(1)
    assert (count(client, path), client.body(path)["domains"]) == (2, ["127.0.0.1"])
    fast.clock.advance(1)
    assert count(client, path) == 3
    record = client.body("/v1/test_record/%d" % client.body(path)["test_record_id"])
    assert (record["baseline_count"], record["domains"]) == (3, ["127.0.0.1"])


def test_with_a_proxy_no_baseline_makes_itself(fast: Emulator, client: t.Any) -> None:
    path = ready(fast, client)
    fast.clock.advance(600)
    assert count(client, path) == 0


def test_what_has_not_arrived_when_the_recording_ends_is_lost(
    fast: Emulator, client: t.Any, send: t.Callable[..., None]
) -> None:
    path = ready(fast, client)
    send()
    fast.clock.advance(1)
    send()
    fast.clock.advance(1)
    assert client.post(path + "/action/stop").json()["body"]["baseline_count"] == 1
    fast.clock.advance(60)
    send()
    fast.clock.advance(60)
    assert count(client, path) == 1


def test_who_waits_for_the_export_before_stopping_loses_nothing(
    fast: Emulator, client: t.Any, send: t.Callable[..., None]
) -> None:
    path = ready(fast, client)
    send(3)
    fast.clock.advance(2)
    assert client.post(path + "/action/stop").json()["body"]["baseline_count"] == 3


def test_without_a_run_that_is_ready_it_proxies_all_the_same(
    fast: Emulator, client: t.Any, send: t.Callable[..., None]
) -> None:
    path = create(client)
    send(2)
    fast.clock.advance(60)
    assert count(client, path) == 0, "it was not ready"
    client.post(path + "/action/stop")
    send(2)
    fast.clock.advance(60)
    assert count(client, path) == 0, "it was over"
    assert [run.record.baseline_count for run in fast.cloud.runs] == [3, 5, 0, 2, 0]


def test_the_newest_run_that_is_ready_records(fast: Emulator, client: t.Any, send: t.Callable[..., None]) -> None:
    old = ready(fast, client, build_id="a")
    new = create(client, build_id="b")
    send()
    fast.clock.advance(3)
    send(2)
    fast.clock.advance(3)
    assert (count(client, old), count(client, new)) == (1, 2)
    client.post(new + "/action/stop")
    send()
    fast.clock.advance(3)
    assert (count(client, old), count(client, new)) == (2, 2)


def test_a_paused_run_records(fast: Emulator, client: t.Any, send: t.Callable[..., None]) -> None:
    path = ready(fast, client, state="paused")
    send()
    fast.clock.advance(30)
    seen = client.body(path)
    assert (seen["state"], seen["baseline_count"], seen["finished_checks_count"]) == ("paused", 1, 0)


def test_requests_put_the_inactivity_timeout_off(fast: Emulator, client: t.Any, send: t.Callable[..., None]) -> None:
    path = ready(fast, client, inactivity_timeout=300)
    fast.clock.advance(290)
    send()
    fast.clock.advance(2 + 299)
    assert client.body(path)["recording"] is True
    fast.clock.advance(1)
    seen = client.body(path)
    assert (seen["recording"], seen["baseline_count"]) == (False, 1)


def test_a_request_that_arrives_after_the_inactivity_timeout_is_lost(
    fast: Emulator, client: t.Any, send: t.Callable[..., None]
) -> None:
    path = create(client, inactivity_timeout=300)
    fast.clock.advance(299)
    send()
    fast.clock.advance(60)
    seen = client.body(path)
    assert (seen["recording"], seen["baseline_count"]) == (False, 0)


def test_what_was_recorded_is_tested(fast: Emulator, client: t.Any, send: t.Callable[..., None]) -> None:
    path = ready(fast, client)
    send(3)
    fast.clock.advance(2)
    client.post(path + "/action/stop")
    fast.clock.advance(5 + 1)
    seen = client.body(path)
    assert (seen["state"], seen["estimated_time_to_completion"]) == ("running", 9)
    assert (seen["baseline_check_all_terminated_count"], seen["baseline_check_running_count"]) == (1, 1)
    fast.clock.advance(9 + 3)
    assert client.body(path)["state"] == "passed"


def test_each_host_is_a_domain_once(
    fast: Emulator, client: t.Any, send: t.Callable[..., None], shop: Target
) -> None:
    path = ready(fast, client)
    send(2)
    send(2, "http://LOCALHOST:%d" % shop.port)
    fast.clock.advance(2)
    assert client.body(path)["domains"] == ["127.0.0.1", "localhost"]


def test_a_request_that_nobody_answered_is_no_baseline(fast: Emulator, client: t.Any) -> None:
    path = ready(fast, client)
    with requests.Session() as session:
        session.trust_env = False
        for url in ("http://127.0.0.1:1/", "http://example.com/"):
            assert session.get(url, proxies={"http": fast.proxy_url}, timeout=5).status_code in (403, 502)
    fast.clock.advance(60)
    assert count(client, path) == 0


def test_a_frozen_run_records_nothing(fast: Emulator, client: t.Any, send: t.Callable[..., None]) -> None:
    frozen = fast.cloud.add_test_run(frozen=True, start_time=fast.clock() - 1, build_id="f")
    send()
    fast.clock.advance(2)
    assert frozen.record.baseline_count == 0
    assert count(client, "/v1/test_run/4488") == 3, "the newest other one does"


def test_each_node_records_for_its_own_runs(shop: Target, client_for: t.Any) -> None:
    with Emulator(validate=True, speed=0, proxy=(NODE_ID, SECOND_NODE_ID), pace=PACE) as fast:
        first, second = client_for(fast, fast.token), client_for(fast, SECOND_NODE_TOKEN)
        paths = create(first), create(second)
        fast.clock.advance(3)
        with requests.Session() as session:
            session.trust_env = False
            session.get(shop.url, proxies={"http": fast.proxy_urls[SECOND_NODE_ID]}, timeout=5)
        fast.clock.advance(2)
        assert (count(first, paths[0]), count(second, paths[1])) == (0, 1)
        assert fast.contract_violations == []


def test_a_node_without_a_proxy_goes_on_as_before(fast: Emulator, client_for: t.Any) -> None:
    second = client_for(fast, SECOND_NODE_TOKEN)
    path = ready(fast, second)
    fast.clock.advance(60)
    assert (count(second, path), second.body(path)["domains"]) == (5, ["example.com"])


def test_the_proxy_outlives_a_reset(fast: Emulator, client: t.Any, send: t.Callable[..., None]) -> None:
    ready(fast, client)
    send()
    fast.reset()
    path = ready(fast, client)
    fast.clock.advance(60)
    assert count(client, path) == 0, "nothing is left from before"
    send()
    fast.clock.advance(2)
    assert count(client, path) == 1


def test_baselines_made_by_hand_go_together_with_recorded_ones(
    fast: Emulator, client: t.Any, send: t.Callable[..., None]
) -> None:
    path = ready(fast, client)
    send()
    reply = client.post("/_emulator/baselines", {"test_run_id": int(path.rpartition("/")[2]), "count": 3})
    assert (reply.status_code, reply.json()["baseline_count"]) == (201, 3)
    fast.clock.advance(2)
    assert count(client, path) == 4
