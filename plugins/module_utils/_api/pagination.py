# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A list that comes in pages, read to its end, whatever the server makes of the end."""

from __future__ import annotations

import typing as t

from .._errors import FastError, ReplyTooLong

# The first is what the API gives when it is not told, so what it is sure to allow (contract, section 2.1). The others
# are for test runs with so many findings that a page of them is too long.
_SIZES = (100, 10, 1)

# A server that filters after it divided the list into pages may send some that are empty.
_EMPTY_PAGES = 20

Objects = list[dict[str, t.Any]]
#: Returns a page's objects, each with an id, and what asks for the next page.
Fetch = t.Callable[[t.Optional[str], int], tuple[Objects, t.Optional[str]]]


def all_objects(
    fetch: Fetch, warn: t.Callable[[str], None], unlike: t.Callable[[str], FastError]
) -> t.Iterator[dict[str, t.Any]]:
    """Yield the objects of all pages, each once even if the list moves while it is read. Pages are fetched as needed.

    No source shows how the last page says that it is: by a null, by an empty text, by being empty, or by naming itself.

    :param fetch: called with what the page before said, None for the first page, and the most objects to be in it.
    :param unlike: makes a failure of what was found instead of a list.
    """
    page_after = _fitting(fetch, warn)
    ids: set[str] = set()
    asked: set[str] = set()
    continuation: str | None = None
    empty = 0
    while True:
        objects, continuation = page_after(continuation)
        known = len(ids)
        for item in objects:
            if str(item["id"]) not in ids:
                ids.add(str(item["id"]))
                yield item
        if not continuation:
            return
        empty = 0 if objects else empty + 1
        if continuation in asked:
            if empty:
                return
            raise unlike("a list of test runs that doesn't end: it names the same next page again")
        if objects and len(ids) == known:
            raise unlike("a list of test runs that doesn't end: a further page of it holds nothing new")
        if empty > _EMPTY_PAGES:
            raise unlike(f"a list of test runs that doesn't end: more than {_EMPTY_PAGES} pages of it in a row are empty")
        asked.add(continuation)


def _fitting(
    fetch: Fetch, warn: t.Callable[[str], None]
) -> t.Callable[[str | None], tuple[Objects, str | None]]:
    """Return a function of the continuation that asks for shorter pages, from there on, once a page is too long to be taken."""
    sizes = list(_SIZES)

    def page_after(continuation: str | None) -> tuple[Objects, str | None]:
        while True:
            try:
                return fetch(continuation, sizes[0])
            except ReplyTooLong as failure:
                if len(sizes) == 1:
                    raise
                sizes.pop(0)
                warn(f"{failure} Asking for the list in pages of {sizes[0]} instead.")

    return page_after
