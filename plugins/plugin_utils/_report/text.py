# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Text for people: strings of the API as one printable line or several, numbers and durations in words."""

from __future__ import annotations

import re
import typing as t

UNKNOWN = "–"

# What XML 1.0 does not allow and HTML does not want, C1 controls, and marks that turn the direction of text.
_UNPRINTABLE = re.compile(
    "[^\\t\\n\\r\\x20-\\x7e\\xa0-\\u2029\\u202f-\\u2065\\u206a-\\ud7ff\\ue000-\\ufdcf\\ufdf0-\\ufffd\\U00010000-\\U0010fffd]"
)

_LINE_BREAK = re.compile("\r\n?|[\u2028\u2029]")


def line(value: t.Any, missing: str = "") -> str:
    """Return a value as one line without control characters, or ``missing`` where nothing is left. Not escaped."""
    if value is None:
        return missing
    return " ".join(_UNPRINTABLE.sub("", str(value)).split()) or missing


def lines(value: t.Any) -> str:
    """Return a value as :func:`line` does, with its line breaks and spaces as they are, or "" where nothing is left. Not escaped."""
    if value is None:
        return ""
    text = _UNPRINTABLE.sub("", _LINE_BREAK.sub("\n", str(value)))
    return text.strip("\n") if text.strip() else ""


def cut(text: str, length: int) -> str:
    """Return ``text``, or its beginning and an ellipsis, in at most ``length`` characters."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def number(value: int | None) -> str:
    """Return a number with its thousands set apart, or a dash where it is not known."""
    return UNKNOWN if value is None else f"{value:,}"


def counted(amount: int, noun: str) -> str:
    """Return "1 finding", "2 findings", "1,000 findings"."""
    return f"{amount:,} {noun}" if amount == 1 else f"{amount:,} {noun}s"


def duration(seconds: int) -> str:
    """Return "42 s", "2 min 5 s", "3 h 0 min" or "1 d 4 h"."""
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if not minutes:
        return f"{seconds} s"
    if not hours:
        return f"{minutes} min {seconds % 60} s"
    if not days:
        return f"{hours} h {minutes % 60} min"
    return f"{days} d {hours % 24} h"
