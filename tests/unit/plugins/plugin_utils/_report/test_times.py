# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When a test run started and ended, and how long it took."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.plugin_utils._report.times import checked_time, seconds_since_1970, times_of

# 1790000000 in words, and ten minutes later.
START, LATER = "2026-09-21T14:13:20Z", "2026-09-21T14:23:20Z"
LAST = 253402300799


TIMES = [
    (1790000000, 1790000300, False, (START, "2026-09-21T14:18:20Z", 300)),
    (1790000000, 1790000300, True, (START, "2026-09-21T14:18:20Z", 300)),
    (1790000000, 1790000000, False, (START, START, 0)),
    ("1790000000", 1790000001.0, False, (START, "2026-09-21T14:13:21Z", 1)),
    # It goes on, and has lasted until the report was made.
    (1790000000, None, True, (START, None, 600)),
    (1790000000, 0, True, (START, None, 600)),
    (1790000601, None, True, ("2026-09-21T14:23:21Z", None, None)),
    (1790000600, None, True, (LATER, None, 0)),
    # It ended, but nobody knows when.
    (1790000000, None, False, (START, None, None)),
    (1790000001, 1790000000, False, ("2026-09-21T14:13:21Z", START, None)),
    (None, 1790000000, False, (None, START, None)),
    (None, None, True, (None, None, None)),
    (0, 0, False, (None, None, None)),
    (1, 2, False, ("1970-01-01T00:00:01Z", "1970-01-01T00:00:02Z", 1)),
    ("soon", "late", False, (None, None, None)),
    (-5, True, False, (None, None, None)),
    (LAST, LAST, False, ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z", 0)),
    (LAST + 1, LAST + 1, False, (None, None, None)),
]


def test_times_are_read():
    for start, end, goes_on, expected in TIMES:
        found = times_of({"start_time": start, "end_time": end}, goes_on, LATER)
        assert (start, end, found["started"], found["ended"], found["seconds"]) == (start, end, *expected)
    assert times_of({}, False, LATER) == {"started": None, "ended": None, "seconds": None}


def test_a_time_in_utc_is_taken_as_it_is():
    for time in (START, "2026-09-21T14:13:20.123Z", "2026-09-21T14:13:20+00:00", "2026-09-21T14:13:20.5+00:00"):
        assert (checked_time(time), seconds_since_1970(time)) == (time, 1790000000)


NO_TIMES = [
    "", "now", "2026-09-21", "2026-09-21T14:13:20", "2026-09-21 14:13:20Z", "2026-09-21T14:13:20+02:00", "2026-13-21T14:13:20Z",
    "2026-09-31T14:13:20Z", "2026-09-21T25:13:20Z", f"{START}\n", f" {START}", "٢٠٢٦-09-21T14:13:20Z", "2026-09-21T14:13:20.Z",
]  # fmt: skip


def test_another_time_is_not():
    for time in NO_TIMES:
        with pytest.raises(ValueError):
            checked_time(time)
