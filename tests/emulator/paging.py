# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filtering, sorting and paging of the list routes.

`continuation` is an opaque string that holds the last object of a page, so pages neither repeat nor skip objects when
new ones appear. The last page has `null` (no source shows what the cloud sends there).

The API reference also names `filter[time]`, `filter[start_time]` and `filter[baseline_count]`, and not how their values
are written. They are refused as unknown filters: a guess could teach a client something wrong.
"""

from __future__ import annotations

import base64
import itertools
import json
import typing as t

from . import shelf
from .refusals import bad_field
from .shelf import Shelf

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
        if not value.isdecimal() or len(value) > 10 or not low <= int(value) <= high:
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


class Page(t.NamedTuple):
    """What one list request gets."""

    things: t.List[t.Any]
    objects: t.List[View]
    #: Asks for the next page.
    continuation: t.Optional[str]


class Listing(t.NamedTuple):
    """What a list route has to choose from."""

    shelf: Shelf[t.Any]
    #: May the caller see it?
    visible: t.Callable[[t.Any], bool]
    #: As the API prints it.
    view: t.Callable[[t.Any], View]
    filters: t.Mapping[str, Filter]
    orders: t.Sequence[str]


def count(listing: Listing, query: Query) -> int:
    """How many pass the filters."""
    return sum(1 for _found in _select(listing, query))


def page(listing: Listing, query: Query) -> Page:
    """One page, and the `continuation` that asks for the next; raises Refused for a wrong parameter.

    In the order of ids, which is the default, this looks at no more things than it needs to fill the page. Any other
    order has to sort them all.
    """
    order_by = query.one("order_by") or "id"
    if order_by not in listing.orders:
        raise bad_field("order_by", "invalid", order_by)
    descending = query.flag("order_desc")
    limit = query.number("limit", DEFAULT_LIMIT, 1, MAX_LIMIT)
    after = _decode(query.one("continuation"))

    def key(found: t.Tuple[t.Any, View]) -> t.List[t.Any]:
        return _key(found[0], found[1].get(order_by))

    if order_by == "id":
        found = _select(listing, query, after and shelf.key_of(after[1][1]), descending)
    else:
        everything = sorted(_select(listing, query), key=key, reverse=descending)
        found = (one for one in everything if after is None or (key(one) < after if descending else key(one) > after))
    chosen = list(itertools.islice(found, limit + 1))
    more, chosen = len(chosen) > limit, chosen[:limit]
    return Page(
        [thing for thing, _view in chosen],
        [view for _thing, view in chosen],
        _encode(key(chosen[-1])) if more else None,
    )


def continuation_after(id: t.Any) -> str:
    """The `continuation` of a page that ends with this id, in the order of ids."""
    return _encode([_sortable(id), _sortable(id)])


def _select(
    listing: Listing, query: Query, after: t.Optional[shelf.Key] = None, descending: bool = False
) -> t.Iterator[t.Tuple[t.Any, View]]:
    """Those that pass every filter, found one by one; an unknown filter is refused rather than ignored."""
    filters = query.filters()
    for name, values in filters.items():
        if name not in listing.filters:
            raise bad_field("filter[%s]" % name, "unknown_filter", values)
    return _passing(listing, filters, listing.shelf.walk(after, descending, filters.get("id")))


def _passing(
    listing: Listing, filters: t.Mapping[str, t.List[str]], things: t.Iterator[t.Any]
) -> t.Iterator[t.Tuple[t.Any, View]]:
    for thing in things:
        if not listing.visible(thing):
            continue
        view = listing.view(thing)
        # build_id can be asked for, but is not printed.
        shown = {**view, "build_id": thing.build_id}
        if all(listing.filters[name](shown, values) for name, values in filters.items()):
            yield thing, view


def _key(thing: t.Any, value: t.Any) -> t.List[t.Any]:
    return [_sortable(value), _sortable(thing.id)]


def _sortable(value: t.Any) -> t.List[t.Any]:
    """Numbers before text before nothing, so that mixed values can be compared."""
    if value is None:
        return [2, 0]
    return [0, value] if isinstance(value, (int, float)) else [1, str(value)]


def _encode(key: t.List[t.Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def _decode(token: t.Optional[str]) -> t.Optional[t.List[t.Any]]:
    """The key of the object that the token holds, None without a token."""
    if not token:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(token.encode()))
        (value_kind, value), (id_kind, id) = key
        for kind, part in ((value_kind, value), (id_kind, id)):
            if not isinstance(part, str if kind == 1 else (int, float)) or kind not in (0, 1, 2):
                raise ValueError("not a key")
    except (ValueError, TypeError, RecursionError):
        raise bad_field("continuation", "invalid", token) from None
    return t.cast(t.List[t.Any], key)
