# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Words: printable lines of the API's text, numbers, amounts and durations."""

from __future__ import annotations

from ansible_collections.wallarm.fast.plugins.plugin_utils._report.text import counted, cut, duration, line, lines, number

LINES = [
    ("Shop", "Shop"),
    ("  Shop \t\r\n 1.4  ", "Shop 1.4"),
    ("", "-"),
    (None, "-"),
    ("  \n", "-"),
    ("\u202e", "-"),
    (0, "0"),
    (False, "False"),
    (4490, "4490"),
    (75.5, "75.5"),
    (["a"], "['a']"),
    ("<b>&\"'", "<b>&\"'"),
    ("Grüße 東京 🛒", "Grüße 東京 🛒"),
]  # fmt: skip


def test_a_value_is_shown_as_one_line():
    for value, shown in LINES:
        assert line(value, "-") == shown


def test_nothing_is_shown_of_nothing():
    assert line(None) == ""
    assert line("") == ""


# The first and last character of each range that goes, and its neighbours, which stay.
GONE = (
    "\x00", "\x08", "\x0b", "\x0c", "\x0e", "\x1b", "\x1f", "\x7f", "\x80", "\x85", "\x9f",
    "\u202a", "\u202e", "\u2066", "\u2069", "\ud800", "\udfff", "\ufdd0", "\ufdef", "\ufffe", "\uffff", "\U0010fffe", "\U0010ffff",
)  # fmt: skip
KEPT = (
    "!", "~", "\u00a1", "\u2027", "\u2030", "\u2065", "\u206a", "\ud7ff", "\ue000", "\ufdcf", "\ufdf0", "\ufffd",
    "\U00010000", "\U0010fffd",
)  # fmt: skip
SPACES = (" ", "\t", "\n", "\r", "\u00a0", "\u2028", "\u202f", "\u2029", "\u3000", " \n\t ")


def test_control_characters_and_marks_go_and_printable_characters_stay():
    assert [text for text in GONE if line(f"a{text}b") != "ab"] == []
    assert [text for text in KEPT if line(f"a{text}b") != f"a{text}b"] == []
    assert [text for text in SPACES if line(f"a{text}b") != "a b"] == []


def test_lines_stay_lines():
    for value, shown in [
        (None, ""), ("", ""), (" \n\t", ""), ("\u202e\n", ""), (7, "7"), ("a  b", "a  b"), ("  a\n\n\tb ", "  a\n\n\tb "), ("\n\r\na\n", "a"),
        ("a\r\nb\rc\nd\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
    ]:  # fmt: skip
        assert lines(value) == shown


def test_lines_have_no_control_characters_or_marks_either():
    assert [text for text in GONE if lines(f"a{text}b\nc") != "ab\nc"] == []
    assert [text for text in KEPT if lines(f"a{text}b") != f"a{text}b"] == []


def test_long_text_is_cut():
    for text, short in [("", ""), ("abcd", "abcd"), ("abcde", "abcde"), ("abcdef", "abcd…")]:
        assert cut(text, 5) == short


def test_numbers_have_their_thousands_set_apart():
    for value, shown in [(None, "–"), (0, "0"), (999, "999"), (1000, "1,000"), (1234567, "1,234,567")]:
        assert number(value) == shown


def test_amounts_have_their_plural():
    for amount, shown in [(0, "0 findings"), (1, "1 finding"), (2, "2 findings"), (1000, "1,000 findings")]:
        assert counted(amount, "finding") == shown


DURATIONS = [
    (0, "0 s"), (59, "59 s"), (60, "1 min 0 s"), (61, "1 min 1 s"), (3599, "59 min 59 s"),
    (3600, "1 h 0 min"), (3661, "1 h 1 min"), (86399, "23 h 59 min"),
    (86400, "1 d 0 h"), (90000, "1 d 1 h"), (20 * 86400 + 7200, "20 d 2 h"),
]  # fmt: skip


def test_durations_are_short():
    for seconds, shown in DURATIONS:
        assert duration(seconds) == shown
