# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists: things kept by their ids, and the filters, the order and the pages of the list routes.

`continuation` is an opaque string that holds the last id of a page, so pages neither repeat nor skip objects when new
ones appear. The last page has `null` (no source shows what the cloud sends there).

The API reference also names `filter[time]`, `filter[start_time]` and `filter[baseline_count]`, and not how their values
are written. They are refused as unknown filters: a guess could teach a client something wrong.
"""

from __future__ import annotations

import base64
import bisect
import itertools
import typing as t

from .views import bad_field

if t.TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

T = t.TypeVar("T")
View = t.Dict[str, t.Any]
Filter = t.Callable[[View, t.List[str]], bool]
#: Sorts numbers before text.
Key = t.Tuple[int, t.Union[int, str]]

DEFAULT_LIMIT = 100
MAX_LIMIT = 1000
LAST_FREE_ID = 4599


def key_of(id: t.Any) -> Key:
    """Where this id stands in the order. Ids are integers in the contract, but a test may use any text."""
    text = str(id)
    # Not "007", which is another id than "7", and no digits that int() can't read.
    if text.isascii() and text.isdigit() and len(text) < 20 and str(int(text)) == text:
        return (0, int(text))
    return (1, text)


class Shelf(t.Generic[T]):
    """Things with an `id`, in its order. An id and its text, as it stands in a URL, are the same."""

    def __init__(self) -> None:
        self._keys: list[Key] = []
        self._things: dict[Key, T] = {}

    def __iter__(self) -> t.Iterator[T]:
        return self.walk()

    def put(self, thing: t.Any) -> None:
        """Add it, in the place of another with its id."""
        key = key_of(thing.id)
        if key not in self._things:
            bisect.insort(self._keys, key)
        self._things[key] = thing

    def get(self, id: t.Any) -> T | None:
        return self._things.get(key_of(id))

    def walk(self, after: Key | None = None, descending: bool = False) -> t.Iterator[T]:
        """By id, up or down: those that come after the key `after`."""
        keys = self._keys
        if after is not None:
            keys = keys[: bisect.bisect_left(keys, after)] if descending else keys[bisect.bisect_right(keys, after) :]
        return (self._things[key] for key in (reversed(keys) if descending else keys))

    def next_id(self) -> int:
        """The number after the highest, so that a new thing comes last."""
        return max([LAST_FREE_ID, *(int(number) for kind, number in self._keys if kind == 0)]) + 1


class Listing(t.NamedTuple):
    """What a list route has to choose from."""

    shelf: Shelf[t.Any]
    #: May the caller see it?
    visible: t.Callable[[t.Any], bool]
    #: As the API prints it.
    view: t.Callable[[t.Any], View]
    filters: t.Mapping[str, Filter]
    orders: t.Sequence[str]


class Page(t.NamedTuple):
    """What one list request gets."""

    things: list[t.Any]
    objects: list[View]
    #: Asks for the next page.
    continuation: str | None


def count(listing: Listing, query: MultiDict[str, str]) -> int:
    """How many pass the filters."""
    return sum(1 for _found in _passing(listing, query, iter(listing.shelf)))


def page(listing: Listing, query: MultiDict[str, str]) -> Page:
    """One page, and the `continuation` that asks for the next; raises Refused for a wrong parameter.

    In the order of ids, which is the default, this looks at no more things than it needs to fill the page.
    """
    order_by = query.get("order_by") or "id"
    if order_by not in listing.orders:
        raise bad_field("order_by", "invalid", order_by)
    descending = _truth("order_desc", query.get("order_desc", "false"))
    limit = number(query, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT)
    after = _decode(query.get("continuation"))
    if order_by == "id":
        things = listing.shelf.walk(after, descending)
    else:
        every = list(listing.shelf.walk(descending=descending))
        every.sort(key=lambda thing: sortable(listing.view(thing).get(order_by)), reverse=descending)
        keys = [key_of(thing.id) for thing in every]
        things = iter(every[keys.index(after) + 1 if after in keys else 0 :])
    chosen = list(itertools.islice(_passing(listing, query, things), limit + 1))
    more, chosen = len(chosen) > limit, chosen[:limit]
    return Page(
        [thing for thing, _view in chosen],
        [view for _thing, view in chosen],
        continuation_after(chosen[-1][0].id) if more else None,
    )


def continuation_after(id: t.Any) -> str:
    """The `continuation` of a page that ends with this id."""
    return base64.urlsafe_b64encode(("after " + str(id)).encode()).decode()


def number(query: MultiDict[str, str], name: str, default: int, low: int, high: int) -> int:
    """The number in a query string; raises Refused for what is none between `low` and `high`."""
    value = query.get(name)
    if value is None:
        return default
    if not value.isdecimal() or len(value) > 10 or not low <= int(value) <= high:
        raise bad_field(name, "invalid", value)
    return int(value)


def _passing(listing: Listing, query: MultiDict[str, str], things: t.Iterator[t.Any]) -> t.Iterator[tuple[t.Any, View]]:
    """Those that pass every filter, found one by one; an unknown filter is refused rather than ignored."""
    filters = _filters(query)
    for name, values in filters.items():
        if name not in listing.filters:
            raise bad_field("filter[%s]" % name, "unknown_filter", values)
    ids = filters.pop("id", None)
    for thing in things:
        # Ids first: what an object looks like takes time to work out.
        if not listing.visible(thing) or (ids is not None and str(thing.id) not in ids):
            continue
        view = listing.view(thing)
        # build_id can be asked for, but is not printed.
        shown = {**view, "build_id": getattr(thing, "build_id", None)}
        if all(listing.filters[name](shown, values) for name, values in filters.items()):
            yield thing, view


def _filters(query: MultiDict[str, str]) -> dict[str, list[str]]:
    """`filter[id]=1&filter[id]=2`, `filter[id][]=1&…` and `filter[id]=1,2` all give id: ["1", "2"]."""
    found: dict[str, list[str]] = {}
    for name, values in query.lists():
        if name.startswith("filter["):
            bare = name[len("filter["):].replace("][]", "]").rstrip("]")
            found.setdefault(bare, []).extend(",".join(values).split(",") if bare == "id" else values)
    return found


def _truth(name: str, value: str) -> bool:
    if value.lower() not in ("true", "false", "1", "0"):
        raise bad_field(name, "invalid", value)
    return value.lower() in ("true", "1")


def sortable(value: t.Any) -> tuple[int, t.Any]:
    """Numbers before text before nothing, so that mixed values can be compared."""
    if value is None:
        return (2, 0)
    return (0, value) if isinstance(value, (int, float)) else (1, str(value))


def _decode(token: str | None) -> Key | None:
    """The key of the id that a continuation holds, None without one."""
    if not token:
        return None
    try:
        word, _blank, id = base64.urlsafe_b64decode(token.encode()).decode().partition(" ")
    except ValueError:
        word = ""
    if word != "after":
        raise bad_field("continuation", "invalid", token)
    return key_of(id)


def _among(field: str) -> Filter:
    return lambda view, wanted: str(view.get(field)) in wanted


def _matches_query(view: View, wanted: list[str]) -> bool:
    """The Console's search box looks at name, tags and domains."""
    texts = [view["name"]] + view["tags"] + view["domains"]
    return all(any(word.lower() in str(text).lower() for text in texts) for word in wanted)


def _name_has(view: View, wanted: list[str]) -> bool:
    """A client that wants exactly this name has to look itself."""
    return all(word.lower() in str(view.get("name")).lower() for word in wanted)


def _is_true(field: str) -> Filter:
    return lambda view, wanted: bool(view.get(field)) in [_truth("filter[%s]" % field, one) for one in wanted]


RUN_FILTERS: dict[str, Filter] = {
    **{field: _among(field) for field in ("id", "node_id", "state", "simple_state", "build_id")},
    "!simple_state": lambda view, wanted: view["simple_state"] not in wanted,
    "recording": _is_true("recording"),
    "query": _matches_query,
}
RUN_ORDERS = ("id", "name", "desc", "start_time", "baseline_count", "baseline_check_all_terminated_count")
RECORD_FILTERS: dict[str, Filter] = {
    **{field: _among(field) for field in ("id", "state", "node_id", "build_id")},
    "name": _name_has,
}
RECORD_ORDERS = ("id", "start_time", "end_time", "name", "baseline_count")
POLICY_FILTERS: dict[str, Filter] = {"name": _name_has, "default": _is_true("default")}
POLICY_ORDERS = ("id", "name", "created_at", "updated_at", "run_at", "edit_at", "run_count")
