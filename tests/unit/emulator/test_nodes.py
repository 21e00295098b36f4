# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of FAST nodes: who may read it, and what it shows."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.wallarm.fast.tests.emulator import CLIENT_ID, NODE_TOKEN, OTHER_API_TOKEN, OTHER_CLIENT_ID, OTHER_NODE_ID, Emulator

LIST = "/v2/node"
CLIENT = "filter[clientid][]"


def found(client: t.Any, **params: t.Any) -> list[int]:
    return [node["id"] for node in client.body(LIST, **{"filter[type]": "fast_node", "order_by": "hostname", **params})]


def test_a_node_shows_its_token(fast: Emulator, client_for: t.Any) -> None:
    node = client_for(fast.api_token).body(LIST)[0]
    assert (node["id"], node["hostname"], node["type"], node["token"]) == (10716, "fast-node-1", "fast_node", NODE_TOKEN)


def test_only_an_api_token_may_list_nodes_and_only_those_of_its_client(fast: Emulator, client: t.Any, client_for: t.Any) -> None:
    assert [one.get(LIST).status_code for one in (client, client_for("wrong"), client_for())] == [403, 403, 403]
    assert found(client_for(OTHER_API_TOKEN), **{CLIENT: OTHER_CLIENT_ID}) == [OTHER_NODE_ID]
    assert client_for(fast.api_token).get(LIST, **{CLIENT: OTHER_CLIENT_ID}).status_code == 403


@pytest.mark.parametrize(
    "params, ids",
    [
        ({CLIENT: CLIENT_ID, "limit": 1000}, [10716, 10717]),
        ({"filter[hostname]": "FAST-node"}, [10716, 10717]),
        ({"filter[hostname]": "fast-node-2"}, [10717]),
        ({"filter[hostname]": "none"}, []),
        ({"limit": 1}, [10716]),
        ({"limit": 1, "offset": 1}, [10717]),
        ({"offset": 2}, []),
    ],
    ids=str,
)
def test_filters_and_pages(fast: Emulator, client_for: t.Any, params: dict[str, t.Any], ids: list[int]) -> None:
    assert found(client_for(fast.api_token), **params) == ids


@pytest.mark.parametrize("params", [{"order_by": "id"}, {"limit": 0}, {"filter[name]": "x"}, {"offset": "x"}], ids=str)
def test_what_it_does_not_know_is_refused(fast: Emulator, client_for: t.Any, params: dict[str, t.Any]) -> None:
    assert client_for(fast.api_token).get(LIST, **params).status_code == 400
