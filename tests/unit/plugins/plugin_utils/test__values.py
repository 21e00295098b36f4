# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever comes in, plain values come out."""

from __future__ import annotations

import collections
import datetime
import types

from ansible_collections.wallarm.fast.plugins.plugin_utils._values import plain_value, whole_number

# As ansible-core marks texts: what becomes of one has the marks too.
Text = type("Text", (str,), {"__str__": lambda self: self})


class Number(int):
    pass


class Fraction(float):
    pass


VALUES = [
    (None, None),
    (True, True),
    (False, False),
    (Text("a"), "a"),
    (Number(7), 7),
    (Fraction(0.5), 0.5),
    (float("nan"), None),
    (float("inf"), None),
    (float("-inf"), None),
    ((1, Text("b")), [1, "b"]),
    (collections.deque([1]), [1]),
    (types.MappingProxyType({Text("a"): (Number(1),)}), {"a": [1]}),
    (collections.OrderedDict(a={"b": [Text("c")]}), {"a": {"b": ["c"]}}),
    ({1: "a", None: "b", (2, 3): "c"}, {"1": "a", "None": "b", "(2, 3)": "c"}),
    (datetime.date(2026, 10, 5), "2026-10-05"),
    (b"a", "b'a'"),
    (bytearray(b"a"), "bytearray(b'a')"),
]  # fmt: skip


def test_values_become_plain():
    for value, plain in VALUES:
        found = plain_value(value)
        assert found == plain
        assert types_in(found) <= {dict, list, str, int, float, bool, type(None)}


def types_in(value):
    inside = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    return {type(value)}.union(*(types_in(item) for item in inside))


def test_what_was_given_is_copied():
    given = {"a": [1]}
    plain_value(given)["a"].append(2)
    assert given == {"a": [1]}


NUMBERS = [
    (0, 0), (1, 1), (75, 75), ("75", 75), ("0", 0), ("007", 7), (2.0, 2),
    (10**18 - 1, 10**18 - 1), (10**18, None), ("9" * 18, 10**18 - 1), ("9" * 19, None),
    (None, None), ("", None), ("many", None), (-1, None), ("-1", None), ("1.0", None), ("1 ", None), ("٧", None), (1.5, None),
    (True, None), (False, None), ([1], None), ({}, None), (float("nan"), None), (float("inf"), None), (-0.5, None),
]  # fmt: skip


def test_whole_numbers_from_zero_are_read():
    for value, number in NUMBERS:
        found = whole_number(value)
        assert (value, found, type(found)) == (value, number, type(number))
