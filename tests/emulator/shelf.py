# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs or records by their ids, kept in the order of these, so that one page of a long list is found without the rest.

Ids are integers in the contract, but a test may use any text: those come after the numbers. An id and its text, as it
stands in a URL, are the same.
"""

from __future__ import annotations

import bisect
import typing as t

T = t.TypeVar("T")
#: Sorts numbers before text.
Key = t.Tuple[int, t.Union[int, str]]

LAST_FREE_ID = 4599


def key_of(id: t.Any) -> Key:
    """Where this id stands in the order."""
    text = str(id)
    # Not "007", which is another id than "7", and no digits that int() can't read.
    if text.isascii() and text.isdigit() and len(text) < 20 and str(int(text)) == text:
        return (0, int(text))
    return (1, text)


class Shelf(t.Generic[T]):
    """Things with an `id`."""

    def __init__(self) -> None:
        self._keys: t.List[Key] = []
        self._things: t.Dict[Key, T] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> t.Iterator[T]:
        """All of them, by id."""
        return self.walk()

    def put(self, thing: t.Any) -> None:
        """Add it, in the place of another with its id."""
        key = key_of(thing.id)
        if key not in self._things:
            bisect.insort(self._keys, key)
        self._things[key] = thing

    def get(self, id: t.Any) -> t.Optional[T]:
        return self._things.get(key_of(id))

    def walk(
        self, after: t.Optional[Key] = None, descending: bool = False, only: t.Optional[t.Iterable[t.Any]] = None
    ) -> t.Iterator[T]:
        """By id, up or down: those that come after the key `after`; with `only`, no others than of these ids."""
        keys = self._keys if only is None else sorted({key_of(id) for id in only} & self._things.keys())
        if descending:
            end = len(keys) if after is None else bisect.bisect_left(keys, after)
            places = range(end - 1, -1, -1)
        else:
            places = range(0 if after is None else bisect.bisect_right(keys, after), len(keys))
        return (self._things[keys[place]] for place in places)

    def next_id(self) -> int:
        """The number after the highest, so that a new thing comes last."""
        numbers = bisect.bisect_left(self._keys, (1, ""))
        highest = int(self._keys[numbers - 1][1]) if numbers else 0
        return max(highest, LAST_FREE_ID) + 1
