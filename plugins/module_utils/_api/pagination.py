# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read a list that comes in pages to its end, whatever the server makes of the end."""

from __future__ import annotations

import typing as t

# The first is the API's own default, so what it is sure to allow (listTestRuns). The others are for test runs with so many
# findings that a page of them is too long to be taken.
_PAGE_SIZES = (100, 10, 1)

# A server that filters after it divided the list into pages may send some that are empty.
_EMPTY_PAGES = 20


class EndlessList(Exception):
    """The pages don't come to an end. Its text says what shows it, as in "a list ..."."""


class Pagination:
    """How far a list was read.

    No source shows how the last page says that it is: by a null, by an empty text, by being empty, or by naming itself.
    """

    def __init__(self) -> None:
        self._sizes = list(_PAGE_SIZES)
        self._ids: set[str] = set()
        self._asked: set[str] = set()
        self._continuation: str | None = None
        self._empty_pages = 0
        self._nothing_new = False

    @property
    def page_size(self) -> int:
        """The most objects to ask for in a page."""
        return self._sizes[0]

    @property
    def query(self) -> list[tuple[str, t.Any]]:
        """The query parameters that ask for the next page."""
        continuation = [] if self._continuation is None else [("continuation", self._continuation)]
        return [("limit", self.page_size), *continuation]

    def shorten(self) -> bool:
        """Ask for shorter pages from here on; return false if they can't be any shorter."""
        if len(self._sizes) == 1:
            return False
        self._sizes.pop(0)
        return True

    def take(self, objects: list[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
        """Take note of a page, and return its objects that no page before it had: the list may move while it is read."""
        unseen = {str(item["id"]): item for item in objects if str(item["id"]) not in self._ids}
        self._ids.update(unseen)
        self._empty_pages = 0 if objects else self._empty_pages + 1
        self._nothing_new = bool(objects) and not unseen
        return list(unseen.values())

    def advance(self, continuation: str | None) -> bool:
        """Move on to the next page; return false if the one just taken was the last.

        :param continuation: what that page names as the next one.
        :raises EndlessList: going on would not come to an end.
        """
        if not continuation:
            return False
        if continuation in self._asked:
            if self._empty_pages:
                return False
            raise EndlessList("a list of test runs that doesn't end: it names the same next page again")
        if self._nothing_new:
            raise EndlessList("a list of test runs that doesn't end: a further page of it holds nothing new")
        if self._empty_pages > _EMPTY_PAGES:
            raise EndlessList(f"a list of test runs that doesn't end: more than {_EMPTY_PAGES} pages of it in a row are empty")
        self._asked.add(continuation)
        self._continuation = continuation
        return True
