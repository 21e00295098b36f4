# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A list in pages is read to its end, however that is said, and one without an end is given up."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._api.client import FastClient
from ansible_collections.wallarm.fast.plugins.module_utils._errors import ReplyLost, ReplyTooLong
from ansible_collections.wallarm.fast.plugins.module_utils._http.endpoint import make_endpoint
from ansible_collections.wallarm.fast.plugins.module_utils._http.response import Reply


class Pages:
    """A transport to a server that gives pages in their order, whatever it is asked with.

    :param pages: the ids of each page, and what the page names as the next one.
    :param longest: the most objects that a page may be asked for with.
    """

    endpoint = make_endpoint("us1.api.wallarm.com", "token")
    try_again = None

    def __init__(self, *pages, longest=100):
        self.pages = list(pages)
        self.longest = longest
        self.asked = []
        self.warnings = []
        self.warn = self.warnings.append

    def request(self, _method, _path, _retry, query, _body):
        asked = dict(query)
        self.asked.append((asked.get("continuation"), asked["limit"]))
        if asked["limit"] > self.longest:
            raise ReplyTooLong("The list is too long.")
        ids, following = self.pages.pop(0)
        body = {"objects": [{"id": one} for one in ids], "continuation": following}
        return Reply(status=200, data={"status": 200, "body": body}, text="")

    def read(self):
        return FastClient(self).list_test_runs(170, {})

    def ids(self):
        return [item["id"] for item in self.read()]


@pytest.mark.parametrize("end", [None, ""])
def test_a_list_ends_where_no_next_page_is_named(end):
    pages = Pages(([1, 2], "b"), ([3], end))
    assert pages.ids() == [1, 2, 3]
    assert pages.asked == [(None, 100), ("b", 100)]


def test_pages_are_fetched_as_they_are_needed():
    pages = Pages(([1, 2], "b"), ([3], None))
    items = pages.read()
    assert [next(items)["id"], next(items)["id"]] == [1, 2]
    assert pages.asked == [(None, 100)]


def test_an_object_that_moved_to_the_next_page_is_yielded_once():
    assert Pages(([1, 2], "b"), ([2, 3], "c"), (["3", 4], None)).ids() == [1, 2, 3, 4]


def test_an_empty_page_that_names_itself_is_the_end():
    assert Pages(([1], "b"), ([], "b")).ids() == [1]


def test_a_page_with_objects_that_names_itself_is_no_end():
    pages = Pages(([1], "b"), ([2], "b"))
    items = pages.read()
    assert [next(items)["id"], next(items)["id"]] == [1, 2]
    with pytest.raises(ReplyLost, match="it names the same next page again"):
        next(items)


def test_a_further_page_with_nothing_new_is_no_end():
    with pytest.raises(ReplyLost, match="a further page of it holds nothing new"):
        Pages(([1], "b"), ([1], "c"), ([2], None)).ids()


def test_a_last_page_may_hold_nothing_new():
    assert Pages(([1], "b"), ([1], None)).ids() == [1]


def test_twenty_empty_pages_in_a_row_may_come_before_the_next_object():
    empty = [([], f"empty {number}") for number in range(20)]
    again = [([], f"again {number}") for number in range(20)]
    assert Pages(*empty, ([1], "b"), *again, ([2], None)).ids() == [1, 2]


def test_no_more_than_twenty_are_asked_for():
    pages = Pages(*(([], f"empty {number}") for number in range(30)))
    with pytest.raises(ReplyLost, match="more than 20 pages of it in a row are empty"):
        pages.ids()
    assert len(pages.asked) == 21


@pytest.mark.parametrize(
    "longest, asked",
    [
        (100, [(None, 100), ("b", 100)]),
        (10, [(None, 100), (None, 10), ("b", 10)]),
        (9, [(None, 100), (None, 10), (None, 1), ("b", 1)]),
    ],
)
def test_a_page_that_is_too_long_is_asked_for_again_with_fewer_objects(longest, asked):
    pages = Pages(([1], "b"), ([2], None), longest=longest)
    assert pages.ids() == [1, 2]
    assert pages.asked == asked
    sizes = list(dict.fromkeys(size for _continuation, size in asked))[1:]
    assert pages.warnings == [f"The list is too long. Asking for the list in pages of {size} instead." for size in sizes]


def test_a_page_of_one_object_that_is_too_long_is_a_failure():
    pages = Pages(([1], None), longest=0)
    with pytest.raises(ReplyTooLong):
        pages.ids()
    assert [size for _continuation, size in pages.asked] == [100, 10, 1]
