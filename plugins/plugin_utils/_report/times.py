# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When a test run started and ended, and how long it took."""

from __future__ import annotations

import datetime
import re
import typing as t

from ansible_collections.wallarm.fast.plugins.module_utils._text import in_utc

from .._values import whole_number

# The year 10000, which has no date.
_END_OF_DATES = 253402300800

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)", re.ASCII)


def times_of(test_run: dict[str, t.Any], goes_on: bool, generated_at: str) -> dict[str, t.Any]:
    """Return ``started`` and ``ended`` as ISO 8601 in UTC, and ``seconds`` between them, each None where it is not known.

    :param goes_on: the test run has no end yet, so it has lasted until the report was made.
    :param generated_at: when that was, as ``checked_time`` returns it.
    """
    start, end = _moment(test_run.get("start_time")), _moment(test_run.get("end_time"))
    until = seconds_since_1970(generated_at) if goes_on and end is None else end
    seconds = None if start is None or until is None or until < start else until - start
    return {"started": in_utc(start), "ended": in_utc(end), "seconds": seconds}


def checked_time(value: str) -> str:
    """Return a time as it was given.

    :raises ValueError: unless it is ISO 8601 in UTC.
    """
    if not _TIME.fullmatch(value):
        raise ValueError(value)
    seconds_since_1970(value)
    return value


def seconds_since_1970(time: str) -> int:
    """Return a time given in ISO 8601 and UTC as whole seconds.

    :raises ValueError: where there is no such day or hour.
    """
    return int(datetime.datetime.fromisoformat(f"{time[:19]}+00:00").timestamp())


def _moment(value: t.Any) -> int | None:
    """Return seconds since 1970. The server sends 0 or null for a time that has not come."""
    seconds = whole_number(value)
    return seconds if seconds and seconds < _END_OF_DATES else None
