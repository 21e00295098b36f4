# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of FAST nodes: a bare array, in pages by offset. Each node in it shows its token, which a client must not keep."""

from __future__ import annotations

import typing as t

from .paging import DEFAULT_LIMIT, MAX_LIMIT, number
from .views import bad_field, foreign_client

if t.TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from .seed import Node

CLIENT_FILTER = "filter[clientid][]"
PARAMETERS = (CLIENT_FILTER, "filter[type]", "filter[hostname]", "limit", "offset", "order_by")
TYPE = "fast_node"


def page(nodes: t.Iterable[Node], clientid: int, query: MultiDict[str, str]) -> list[dict[str, t.Any]]:
    """One page of a client's nodes by their names; raises Refused for a wrong parameter."""
    for name, values in query.lists():
        if name not in PARAMETERS:
            raise bad_field(name, "unknown_filter", values)
    for asked in query.getlist(CLIENT_FILTER):
        if asked != str(clientid):
            raise foreign_client(number(query, CLIENT_FILTER, 0, 1, 2**31 - 1))
    if query.get("order_by", "hostname") != "hostname":
        raise bad_field("order_by", "invalid", query["order_by"])
    limit, offset = number(query, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT), number(query, "offset", 0, 0, 2**31 - 1)
    words = query.get("filter[hostname]", "").lower()
    found = [node for node in nodes if node.clientid == clientid and words in node.name.lower()]
    if query.get("filter[type]", TYPE) != TYPE:
        found = []
    return [node_view(node) for node in sorted(found, key=lambda node: node.name)][offset : offset + limit]


def node_view(node: Node) -> dict[str, t.Any]:
    """The API's node object."""
    return {
        "type": TYPE,
        "id": node.id,
        "hostname": node.name,
        "clientid": node.clientid,
        "enabled": True,
        "active": True,
        "token": node.token,
    }
