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


@pytest.mark.parametrize("read, things", [("list_test_runs", "test runs"), ("list_test_policies", "test policies"), ("list_test_records", "test records")])
def test_what_the_list_is_of_is_named(read, things):
    with pytest.raises(ReplyLost, match=f"with a list of {things} that doesn't end"):
        list(getattr(FastClient(Pages(([1], "b"), ([1], "c"))), read)(170, {}))


# --- by offset ------------------------------------------------------------------------------------------------------


class Rows:
    """A transport to a server that gives the rows from an offset on.

    :param ids: those of the rows.
    :param cap: the most rows that it gives, whatever it is asked for.
    :param longest: the most rows that may be asked for without a reply that is too long.
    :param deaf: whether it gives the same page whatever the offset.
    """

    endpoint = make_endpoint("us1.api.wallarm.com", "token")
    try_again = None

    def __init__(self, ids, cap=1000, longest=1000, deaf=False):
        self.ids = list(ids)
        self.cap, self.longest, self.deaf = cap, longest, deaf
        self.asked = []
        self.warnings = []
        self.warn = self.warnings.append

    def request(self, method, path, _retry, _query, body):
        assert (method, path) == ("POST", "/v1/objects/vuln")
        assert {**body, "limit": 0, "offset": 0} == {"filter": {"testrun_id": [4490]}, "order_by": "id", "order_desc": False, "limit": 0, "offset": 0}
        limit, offset = body["limit"], body["offset"]
        self.asked.append((offset, limit))
        if limit > self.longest:
            raise ReplyTooLong("The list is too long.")
        start = 0 if self.deaf else offset
        rows = [{"id": one} for one in self.ids[start : start + min(limit, self.cap)]]
        return Reply(status=200, data={"status": 200, "body": rows}, text="")

    def read(self):
        return [row["id"] for row in FastClient(self).list_vulnerabilities("4490")]


@pytest.mark.parametrize(
    "count, options, asked",
    [
        (0, {}, [(0, 1000)]),
        (99, {}, [(0, 1000)]),
        (100, {}, [(0, 1000), (100, 1000)]),
        (250, {}, [(0, 1000), (250, 1000)]),
        (1000, {}, [(0, 1000), (1000, 1000)]),
        (1001, {}, [(0, 1000), (1000, 1000)]),
        (250, {"cap": 100}, [(0, 1000), (100, 1000), (200, 1000)]),
        (300, {"cap": 150}, [(0, 1000), (150, 1000), (300, 1000)]),
        (150, {"longest": 100}, [(0, 1000), (0, 100), (100, 100)]),
        (100, {"longest": 100}, [(0, 1000), (0, 100), (100, 100)]),
        (25, {"longest": 10}, [(0, 1000), (0, 100), (0, 10), (10, 10), (20, 10)]),
        (20, {"longest": 10}, [(0, 1000), (0, 100), (0, 10), (10, 10), (20, 10)]),
        (2, {"longest": 1}, [(0, 1000), (0, 100), (0, 10), (0, 1), (1, 1), (2, 1)]),
    ],
)
def test_a_page_shorter_than_asked_for_and_than_the_default_is_the_last(count, options, asked):
    rows = Rows(range(1, count + 1), **options)
    assert rows.read() == list(range(1, count + 1))
    assert rows.asked == asked
    sizes = list(dict.fromkeys(limit for _offset, limit in asked))[1:]
    assert rows.warnings == [f"The list is too long. Asking for the list in pages of {size} instead." for size in sizes]


def test_a_row_that_is_too_long_is_a_failure():
    rows = Rows([1], longest=0)
    with pytest.raises(ReplyTooLong):
        rows.read()
    assert rows.asked == [(0, 1000), (0, 100), (0, 10), (0, 1)]


def test_a_row_that_moved_to_the_next_page_is_yielded_once():
    assert Rows([*range(1, 101), 100, "100", [100], 101], cap=100).read() == list(range(1, 102))


def test_a_server_that_ignores_the_offset_does_not_end():
    rows = Rows(range(1, 251), deaf=True)
    with pytest.raises(ReplyLost, match="with a list of vulnerabilities that doesn't end: a further page of it holds nothing new"):
        rows.read()
    assert rows.asked == [(0, 1000), (250, 1000)]


def test_a_short_list_is_no_list_without_end():
    assert Rows(range(1, 100), deaf=True).read() == list(range(1, 100))
