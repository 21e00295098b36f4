# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Replies are parsed, bounded and free of the token."""

from __future__ import annotations

import datetime
import email.utils
import re

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._http.response import cleaned, read_reply

TOKEN = "abc+/TOKEN"


def reply(content: str, status: int = 200, **headers: str):
    return read_reply(status, {name.replace("_", "-"): value for name, value in headers.items()}, content.encode(), TOKEN)


def test_the_token_is_masked_wherever_the_server_puts_it():
    found = reply(
        '{"status": 200, "body": {"abc+\\/TOKEN": ["x abc+/TOKEN y", {"a": "abc\\u002b/TOKEN"}]}}', Location="https://abc+/TOKEN/"
    )
    assert found.data["body"] == {"********": ["x ******** y", {"a": "********"}]}
    assert TOKEN not in repr(reply("<p>abc+/TOKEN</p>", 502))
    assert read_reply(302, {"Location": "https://secret/"}, b"", "secret").location == "https://********/"


NO_JSON = ["", "<html>", '{"status": 200', "NaN", '{"a": Infinity}', "1e999", "[" * 100_000, "[" * 80 + "]" * 80, "9" * 10_000, "\xff"]


def test_what_is_not_json_that_can_be_passed_on_has_no_data():
    for content in NO_JSON:
        assert reply(content).data is None


@pytest.mark.parametrize("begin, end", [("[", "]"), ('{"a":', "}")])
def test_json_may_be_nested_64_deep(begin, end):
    assert reply(begin * 64 + "1" + end * 64).data is not None
    assert reply(begin * 65 + "1" + end * 65).data is None


def test_a_token_that_begins_another_form_of_itself_is_masked_whole():
    assert read_reply(403, {}, b"bad token abc%25", "abc%").text == "bad token ********"


FORMS = ["ABC+/token", "abc%2B%2FTOKEN", "abc%2b%2ftoken", "abc%2B/TOKEN", "abc+\\/TOKEN", "abc&#x2B;&#47;TOKEN", "abc&plus;&sol;TOKEN"]


def test_the_token_is_masked_in_the_forms_that_servers_write_it_in():
    for words in FORMS:
        found = reply(f"<p>bad token {words}</p>", 403)
        assert found.text == "<p>bad token ********</p>"


def test_the_token_is_masked_in_a_host_name():
    assert read_reply(302, {"Location": "https://TokenABC.evil.example/"}, b"", "tOKENabc").location == "https://********.evil.example/"


def test_keys_that_mean_something_to_ansible_are_left_out():
    assert reply('{"a": {"__ansible_type": "x", "__ansible_unsafe": "y", "b": 1}}').data == {"a": {"b": 1}}


def test_a_lone_surrogate_can_be_passed_on():
    assert reply('{"a": "\\ud800"}').data == {"a": "?"}


def test_a_byte_order_mark_does_not_hide_the_json():
    assert read_reply(200, {}, b'\xef\xbb\xbf{"a": 1}', TOKEN).data == {"a": 1}


def test_what_is_no_string_is_left_as_it_is():
    assert cleaned([1, 2.5, True, None], re.compile("1")) == [1, 2.5, True, None]


RETRY_AFTER = [
    ("0", 0),
    ("120", 120),
    ("86400", 86400),
    ("soon", None),
    ("-1", None),
    ("1e3", None),
    ("\u0661", None),
    ("", None),
    ("9" * 99, None),
    ("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", None),
    ("Mon, 01 Jan 2029 00:00:00 +99999999999999", None),
]


def test_retry_after_in_seconds():
    for header, seconds in RETRY_AFTER:
        assert reply("{}", 429, Retry_After=header).retry_after == seconds


def test_retry_after_as_a_date():
    soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=30)
    assert 25 < reply("{}", 429, Retry_After=email.utils.format_datetime(soon, usegmt=True)).retry_after <= 30
    assert reply("{}", 429, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT").retry_after == 0
    assert reply("{}", 429, Retry_After="Wed, 21 Oct 2015 07:28:00 -0000").retry_after == 0
    assert reply("{}", 429, Retry_After="Fri, 31 Dec 9999 23:59:59 GMT").retry_after == 1e9


ENVELOPED = [
    ('{"status": 403, "body": "Access denied"}', True),
    ('{"body": {"error": "Request Timeout"}}', True),
    ('{"message": "no Route matched with those values"}', False),
    ("[]", False),
    ("<html>Forbidden</html>", False),
    ("", False),
]


def test_a_reply_of_the_api_has_an_envelope():
    for content, enveloped in ENVELOPED:
        assert reply(content, 403).enveloped is enveloped
