# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read a list that comes in pages to its end, whatever the server makes of the end."""

from __future__ import annotations

import typing as t

# The API's own default, so what it is sure to allow (listTestRuns, listVulnerabilities).
_DEFAULT_SIZE = 100

# The others are for objects so large, such as test runs with many findings, that a page of them is too long to be taken.
_PAGE_SIZES = (_DEFAULT_SIZE, 10, 1)

# The most that a published client asks for, and that another says is allowed (listVulnerabilities).
_LARGEST_SIZE = 1000

# A server that filters after it divided the list into pages may send some that are empty.
_EMPTY_PAGES = 20


class EndlessList(Exception):
    """The pages don't come to an end. Its text says what shows it, as in "a list ..."."""


class Pagination:
    """How far a list was read.

    :param things: what it is a list of, as in "test runs".
    :param sizes: how many objects to ask for in a page: the most at first, fewer where a page is too long.
    """

    def __init__(self, things: str, sizes: t.Iterable[int]) -> None:
        self._things = things
        self._sizes = list(sizes)
        self._ids: set[str] = set()
        self._nothing_new = False

    @property
    def page_size(self) -> int:
        """The most objects to ask for in a page."""
        return self._sizes[0]

    @property
    def parameters(self) -> dict[str, t.Any]:
        """The parameters that ask for the next page."""
        raise NotImplementedError

    def shorten(self) -> bool:
        """Ask for shorter pages from here on; return false if they can't be any shorter."""
        if len(self._sizes) == 1:
            return False
        self._sizes.pop(0)
        return True

    def take(self, objects: list[dict[str, t.Any]], continuation: str | None = None) -> list[dict[str, t.Any]]:
        """Take note of a page, and return its objects that no page before it had: the list may move while it is read.

        :param continuation: what the page names as the next one.
        """
        unseen = {str(item["id"]): item for item in objects if str(item["id"]) not in self._ids}
        self._ids.update(unseen)
        self._nothing_new = bool(objects) and not unseen
        self._note(len(objects), continuation)
        return list(unseen.values())

    def advance(self) -> bool:
        """Move on to the next page; return false if the one just taken was the last.

        :raises EndlessList: going on would not come to an end.
        """
        raise NotImplementedError

    def _note(self, received: int, continuation: str | None) -> None:
        raise NotImplementedError

    def _refuse_nothing_new(self) -> None:
        if self._nothing_new:
            raise self._endless("a further page of it holds nothing new")

    def _endless(self, why: str) -> EndlessList:
        return EndlessList(f"a list of {self._things} that doesn't end: {why}")


class ByContinuation(Pagination):
    """Each page names the next one.

    No source shows how the last page says that it is: by a null, by an empty text, by being empty, or by naming itself.
    """

    def __init__(self, things: str) -> None:
        super().__init__(things, _PAGE_SIZES)
        self._asked: set[str] = set()
        self._continuation: str | None = None
        self._next: str | None = None
        self._empty_pages = 0

    @property
    def parameters(self) -> dict[str, t.Any]:
        continuation = {} if self._continuation is None else {"continuation": self._continuation}
        return {"limit": self.page_size, **continuation}

    def _note(self, received: int, continuation: str | None) -> None:
        self._next = continuation
        self._empty_pages = 0 if received else self._empty_pages + 1

    def advance(self) -> bool:
        if not self._next:
            return False
        if self._next in self._asked:
            if self._empty_pages:
                return False
            raise self._endless("it names the same next page again")
        self._refuse_nothing_new()
        if self._empty_pages > _EMPTY_PAGES:
            raise self._endless(f"more than {_EMPTY_PAGES} pages of it in a row are empty")
        self._asked.add(self._next)
        self._continuation = self._next
        return True


class ByOffset(Pagination):
    """A page is asked for by the number of objects before it. Nothing says how many there are.

    A server may send fewer than it is asked for because it allows no more. That it allows fewer than its default is not to be expected.
    """

    def __init__(self, things: str) -> None:
        super().__init__(things, (_LARGEST_SIZE, *_PAGE_SIZES))
        self._offset = 0
        self._received = 0

    @property
    def parameters(self) -> dict[str, t.Any]:
        return {"limit": self.page_size, "offset": self._offset}

    def _note(self, received: int, continuation: str | None) -> None:
        self._received = received
        self._offset += received

    def advance(self) -> bool:
        if self._received < min(self.page_size, _DEFAULT_SIZE):
            return False
        self._refuse_nothing_new()
        return True
