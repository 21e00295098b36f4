# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filtering, sorting and paging of the list routes.

`continuation` is an opaque string that holds the last object of a page, so pages neither repeat nor skip objects when
new ones appear. The last page has `null` (no source shows what the cloud sends there).
"""

from __future__ import annotations

import base64
import json
import typing as t

from .refusals import bad_field

View = t.Dict[str, t.Any]
Filter = t.Callable[[View, t.List[str]], bool]

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000


class Query:
    """The query string of a list request, as pairs of name and values."""

    def __init__(self, values: t.Mapping[str, t.List[str]]) -> None:
        self._values = values

    def one(self, name: str) -> t.Optional[str]:
        values = self._values.get(name)
        return values[-1] if values else None

    def number(self, name: str, default: int, low: int, high: int) -> int:
        value = self.one(name)
        if value is None:
            return default
        if not value.isdigit() or not low <= int(value) <= high:
            raise bad_field(name, "invalid", value)
        return int(value)

    def flag(self, name: str) -> bool:
        value = self.one(name)
        if value is None:
            return False
        return truth(name, value)

    def filters(self) -> t.Dict[str, t.List[str]]:
        """`filter[id]=1&filter[id]=2`, `filter[id][]=1&…` and `filter[id]=1,2` all give id: ["1", "2"]."""
        found: t.Dict[str, t.List[str]] = {}
        for name, values in self._values.items():
            if name.startswith("filter["):
                bare = name[len("filter["):].replace("][]", "]").rstrip("]")
                split = ",".join(values).split(",") if bare == "id" else values
                found.setdefault(bare, []).extend(split)
        return found


def truth(name: str, value: str) -> bool:
    if value.lower() not in ("true", "false", "1", "0"):
        raise bad_field(name, "invalid", value)
    return value.lower() in ("true", "1")


def _among(field: str) -> Filter:
    return lambda view, wanted: str(view.get(field)) in wanted


def _matches_query(view: View, wanted: t.List[str]) -> bool:
    """The Console's search box looks at name, tags and domains."""
    texts = [view["name"]] + view["tags"] + view["domains"]
    return all(any(word.lower() in str(text).lower() for text in texts) for word in wanted)


RUN_FILTERS: t.Dict[str, Filter] = {
    "id": _among("id"),
    "node_id": _among("node_id"),
    "state": _among("state"),
    "simple_state": _among("simple_state"),
    "!simple_state": lambda view, wanted: view["simple_state"] not in wanted,
    "recording": lambda view, wanted: bool(view.get("recording")) in [truth("filter[recording]", w) for w in wanted],
    "build_id": _among("build_id"),
    "query": _matches_query,
}
RUN_ORDERS = ("id", "name", "desc", "start_time", "baseline_count", "baseline_check_all_terminated_count")

RECORD_FILTERS: t.Dict[str, Filter] = {
    "id": _among("id"),
    "state": _among("state"),
    "name": _among("name"),
    "node_id": _among("node_id"),
    "build_id": _among("build_id"),
}
RECORD_ORDERS = ("id", "start_time", "end_time", "name", "baseline_count")


def select(views: t.Iterable[View], query: Query, known: t.Mapping[str, Filter]) -> t.List[View]:
    """The views that pass every filter; an unknown filter is refused rather than ignored."""
    filters = query.filters()
    for name, values in filters.items():
        if name not in known:
            raise bad_field("filter[%s]" % name, "unknown_filter", values)
    return [view for view in views if all(known[name](view, values) for name, values in filters.items())]


def page(views: t.List[View], query: Query, orders: t.Sequence[str]) -> t.Tuple[t.List[View], t.Optional[str]]:
    """One page of the views and the `continuation` that asks for the next."""
    order_by = query.one("order_by") or "id"
    if order_by not in orders:
        raise bad_field("order_by", "invalid", order_by)
    descending = query.flag("order_desc")
    limit = query.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT)

    def key(view: View) -> t.List[t.Any]:
        return [_sortable(view.get(order_by)), _sortable(view["id"])]

    ordered = sorted(views, key=key, reverse=descending)
    token = query.one("continuation")
    if token:
        ordered = _after(ordered, key, token, descending)
    chosen = ordered[:limit]
    return chosen, _encode(key(chosen[-1])) if len(ordered) > limit else None


def _sortable(value: t.Any) -> t.List[t.Any]:
    """Numbers before text before nothing, so that mixed values can be compared."""
    if value is None:
        return [2, 0]
    return [0, value] if isinstance(value, (int, float)) else [1, str(value)]


def _encode(key: t.List[t.Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def _after(ordered: t.List[View], key: t.Callable[[View], t.Any], token: str, descending: bool) -> t.List[View]:
    """What comes after the object that the token holds."""
    try:
        last = json.loads(base64.urlsafe_b64decode(token.encode()))
        return [view for view in ordered if (key(view) < last if descending else key(view) > last)]
    except (ValueError, TypeError):
        raise bad_field("continuation", "invalid", token) from None
