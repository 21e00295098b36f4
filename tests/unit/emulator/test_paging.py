# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Long lists: page by page, whole, and without looking at everything for each page."""

from __future__ import annotations

import base64
import typing as t

import pytest

from ansible_collections.wallarm.fast.tests.emulator import API_TOKEN, CLIENT_ID, SECOND_NODE_ID, Emulator, cloud
from ansible_collections.wallarm.fast.tests.emulator.clock import Clock
from ansible_collections.wallarm.fast.tests.emulator.paging import Query
from ansible_collections.wallarm.fast.tests.emulator.seed import CALLERS, Extras, plant
from ansible_collections.wallarm.fast.tests.emulator.shelf import Shelf, key_of

SEED = [4485, 4486, 4487, 4488]


class Thing:
    def __init__(self, id: t.Any) -> None:
        self.id = id


def pages(client: t.Any, path: str = "/v1/test_run", **params: t.Any) -> t.Iterator[t.List[t.Dict[str, t.Any]]]:
    """Every page of a list."""
    params = {"clientid": CLIENT_ID, **params}
    while True:
        body = client.body(path, **params)
        yield body["objects"]
        if body["continuation"] is None:
            return
        params["continuation"] = body["continuation"]


def ids(found: t.Iterable[t.List[t.Dict[str, t.Any]]]) -> t.List[int]:
    return [one["id"] for page in found for one in page]


def test_ten_thousand_runs_are_listed_on_one_connection(client_for: t.Any) -> None:
    with Emulator(runs=10000) as fast:
        found = ids(pages(client_for(fast, fast.token), limit=100))
        assert found == SEED + list(range(5000, 15000))
        assert fast.connections == 1


@pytest.mark.parametrize("descending", ["false", "true"])
def test_a_page_costs_what_it_shows(monkeypatch: pytest.MonkeyPatch, descending: str) -> None:
    emulated = cloud.Cloud(Clock(0))
    plant(emulated, Extras(500))
    seen = []
    original = cloud.run_view
    monkeypatch.setattr(cloud, "run_view", lambda run, now: seen.append(run.id) or original(run, now))
    asked = {"clientid": [str(CLIENT_ID)], "limit": ["10"], "order_desc": [descending]}
    first = emulated.page_of_runs(CALLERS[API_TOKEN], Query(asked))
    second = emulated.page_of_runs(CALLERS[API_TOKEN], Query({**asked, "continuation": [str(first.continuation)]}))
    # One more than fits tells whether there is a next page.
    assert (len(first.objects), len(second.objects), len(seen)) == (10, 10, 22)


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"order_desc": "true"},
        {"filter[recording]": "true"},
        {"filter[recording]": "true", "order_desc": "true"},
        {"filter[query]": "forgotten"},
        {"filter[id]": "4486,5003,5001,5001,9999"},
        {"order_by": "baseline_count"},
        {"order_by": "name", "order_desc": "true"},
        {"order_by": "start_time", "filter[simple_state]": "running"},
    ],
)
def test_pages_of_any_size_make_the_same_list(client_for: t.Any, params: t.Dict[str, t.Any]) -> None:
    with Emulator(validate=True, runs=9) as fast:
        client = client_for(fast, fast.token)
        whole = ids(pages(client, **params))
        assert whole
        for limit in (1, 2, 3, len(whole)):
            paged = list(pages(client, limit=limit, **params))
            assert ids(paged) == whole
            assert len(paged) == -(-len(whole) // limit), "no page is empty"
        assert fast.contract_violations == []


def test_new_runs_neither_repeat_nor_hide_others(fast: Emulator, client: t.Any) -> None:
    every = pages(client, limit=2)
    found = ids([next(every)])
    fast.cloud.add_test_run(id=100)
    fast.cloud.add_test_run(id=6000)
    assert found + ids(every) == SEED + [6000]


def test_records_are_paged_too(client: t.Any) -> None:
    assert ids(pages(client, "/v1/test_record", limit=3)) == [4616, 4617, 4618, 4619]


def test_a_page_holds_only_what_the_token_sees(fast: Emulator, client: t.Any, client_for: t.Any) -> None:
    for _run in range(3):
        fast.cloud.add_test_run(node_id=SECOND_NODE_ID)
    assert ids(pages(client, limit=2)) == SEED
    assert len(ids(pages(client_for(fast, fast.api_token), limit=2))) == 7


@pytest.mark.parametrize(
    "token", ["x", "null", "[]", "[[0,1]]", '[[0,1],[1,2]]', '[[0,1],[3,1]]', '[[0,1],{"a":1}]', "[" * 20000]
)
def test_a_continuation_that_the_emulator_never_gave_is_refused(client: t.Any, token: str) -> None:
    sent = base64.urlsafe_b64encode(token.encode()).decode()
    reply = client.get("/v1/test_run", clientid=CLIENT_ID, continuation=sent)
    assert (reply.status_code, list(reply.json()["body"])) == (400, ["continuation"])


@pytest.mark.parametrize("name", ["time", "start_time", "baseline_count"])
def test_filters_whose_values_no_source_shows_are_refused(client: t.Any, name: str) -> None:
    reply = client.get("/v1/test_run", clientid=CLIENT_ID, **{"filter[%s]" % name: "1"})
    assert (reply.status_code, reply.json()["body"]["filter[%s]" % name]["error"]) == (400, "unknown_filter")


# The shelf


def test_numbers_come_in_their_order_and_before_text() -> None:
    shelf: Shelf[Thing] = Shelf()
    for id in (30, "tr_1", 4, "200", "007", 4):
        shelf.put(Thing(id))
    assert [thing.id for thing in shelf] == [4, 30, "200", "007", "tr_1"]
    assert [thing.id for thing in shelf.walk(key_of(30), descending=True)] == [4]
    assert [thing.id for thing in shelf.walk(key_of(5), only=[4, 30, 31])] == [30]
    assert (len(shelf), shelf.next_id()) == (5, 4600)


def test_an_id_and_its_text_are_the_same_and_a_new_thing_replaces_the_old() -> None:
    shelf: Shelf[Thing] = Shelf()
    old, new = Thing(7), Thing("7")
    shelf.put(old)
    assert shelf.get("7") is old
    shelf.put(new)
    assert (list(shelf), shelf.get(7)) == ([new], new)
    assert (shelf.get("007"), shelf.get("²"), shelf.get("9" * 5000)) == (None, None, None)


def test_the_next_id_follows_the_highest() -> None:
    shelf: Shelf[Thing] = Shelf()
    assert shelf.next_id() == 4600
    shelf.put(Thing(9000))
    shelf.put(Thing("tr_1"))
    assert shelf.next_id() == 9001
