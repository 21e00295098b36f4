# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Text for messages: what was given or sent, made fit to be shown."""

from __future__ import annotations

import datetime


def shortened(text: str, length: int = 80) -> str:
    """Return ``text`` quoted, escaped and cut, fit to stand in a message."""
    return ascii(text if len(text) <= length else f"{text[:length]}...")


def printable_line(text: str) -> str:
    """Return ``text`` as one line without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def shortened_line(text: str, length: int = 200) -> str:
    """Return ``text`` as one line, cut."""
    line = printable_line(text)
    return line if len(line) <= length else f"{line[:length]}..."


def in_seconds(seconds: float) -> str:
    """Return a time that was computed in words: "2.3 s", or whole seconds from ten on."""
    return f"{seconds:.0f} s" if seconds >= 10 else f"{round(seconds, 1):g} s"


def in_utc(seconds: float | None) -> str | None:
    """Return a moment, given in Unix time, as ISO 8601 in UTC; None where it is none, which the server writes as 0 or null."""
    if not seconds or seconds < 0:
        return None
    try:
        return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError, OSError):
        return None
