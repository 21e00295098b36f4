# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Errors come in several shapes; the user sees the server's words from each."""

from __future__ import annotations

from ansible_collections.wallarm.fast.plugins.module_utils._http.response import codes_of, status_of, words_of

STATUSES = [
    (200, {"status": 200, "body": {}}, 200),
    (201, {"status": 200, "body": {}}, 201),
    (200, {"status": 403, "body": "User not authenticated"}, 403),
    (200, {"body": {"error": "no status"}}, 200),
    (200, {"status": 400}, 400),
    (200, {"status": 399}, 200),
    (299, {"status": 500}, 500),
    (300, {"status": 500}, 300),
    (199, {"status": 500}, 199),
    (200, {"status": "500"}, 200),
    (200, [], 200),
    (200, None, 200),
    (502, {"status": 200}, 502),
    (400, {"status": 500}, 400),
]


def test_a_success_that_wraps_an_error_is_one():
    for http_status, data, status in STATUSES:
        assert status_of(http_status, data) == status


WORDS = [
    ({"status": 403, "body": "User not authenticated"}, "", "User not authenticated"),
    ({"status": 403, "body": {"error": "no access"}}, "", "no access"),
    ({"status": 404, "body": {"error": "node not found", "value": 15049247}}, "", "node not found (value 15049247)"),
    (
        {"status": 400, "body": {"test_record_id": {"error": "not_ready_for_cloning", "value": 4616}}},
        "",
        "test_record_id: not_ready_for_cloning (value 4616)",
    ),
    ({"status": 400, "body": {"a": {"error": "x"}, "b": {"error": "y"}}}, "", "a: x; b: y"),
    ({"status": 400, "body": {"a": "x"}}, "", "a: x"),
    ({"body": {"error": "Request Timeout"}}, "", "Request Timeout"),
    ({"error": "bare"}, "", "bare"),
    (["one", 2], "", "['one', 2]"),
    ("only text", "", "only text"),
    ({"status": 500, "body": None}, "", None),
    ({"status": 500, "body": ""}, "", None),
    (None, "", None),
    (None, "<html><head><style>b {}</style></head><h1>502 Bad\n Gateway</h1></html>", "502 Bad Gateway"),
    (None, "a\x1b[31mred\x00", "a [31mred"),
]


def test_the_servers_words_are_found_in_every_shape():
    for data, text, words in WORDS:
        assert words_of(data, text) == words


CODES = [
    ({"status": 400, "body": {"test_record_id": {"error": "not_ready_for_cloning", "value": 4616}}}, {"test_record_id": "not_ready_for_cloning"}),
    ({"status": 400, "body": {"a": {"error": "b"}, "c": {"error": None}, "d": {}, "e": "f", "g": {"error": "h"}}}, {"a": "b", "g": "h"}),
    *[(other, {}) for other in (None, [], "a", {}, {"body": "Not found"}, {"body": None}, {"a": {"error": "b"}})],
    ({"body": {"error": "node not found", "value": 1}}, {}),
]


def test_codes_are_found_by_their_fields():
    for data, codes in CODES:
        assert codes_of(data) == codes


def test_a_page_that_is_all_tags_takes_no_time():
    assert words_of(None, "<" * 10_000_000) == "<" * 500 + "..."
    assert words_of(None, "<script" * 1_000_000).startswith("<script<script")


def test_only_the_beginning_of_a_page_is_read():
    assert words_of(None, " " * 8191 + "ab") == "a"


def test_long_words_are_cut():
    assert words_of({"body": "x" * 500}, "") == "x" * 500
    assert words_of({"body": "x" * 501}, "") == "x" * 500 + "..."
    assert words_of({"body": "x" * 10_000}, "") == "x" * 500 + "..."
