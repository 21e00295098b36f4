# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is recording, on which FAST nodes, and for how long."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping, Sequence

from ansible_collections.wallarm.fast.plugins.module_utils._api.models import TestRun
from ansible_collections.wallarm.fast.plugins.module_utils._text import in_utc

from .._report.text import cut, duration, line

TestRuns = Sequence[Mapping[str, t.Any]]

#: In place of ids and names: every FAST node.
ALL = "all"

_HEAD = ("TEST RUN", "FAST NODE", "SINCE (UTC)", "FOR", "BASELINE REQ.", "NAME")
_UNKNOWN = "unknown"


def table(recordings: TestRuns, nodes: Sequence[str], now: float) -> dict[str, t.Any]:
    """Return the recordings of some FAST nodes as aligned lines.

    :param nodes: ids and names; empty, or ``all``, for every node.
    :param now: Unix time in seconds.
    :returns: ``lines``; ``ids`` of the test runs; and ``unseen``, the nodes on which nothing records.
    """
    found = of_nodes(recordings, nodes)
    rows = [_HEAD, *(_row(item, now) for item in found)] if found else []
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD) - 1)] if rows else []
    aligned = ["  ".join([*(text.ljust(width) for text, width in zip(row, widths)), row[-1]]) for row in rows]
    return {
        "lines": [f"Recording now: {len(found)}", *aligned],
        "ids": [item.get("id") for item in found],
        "unseen": unseen(recordings, nodes),
    }


def of_nodes(recordings: TestRuns, nodes: Sequence[str]) -> list[Mapping[str, t.Any]]:
    """Return the recordings of some FAST nodes, or of every node, each once."""
    every, wanted = ALL in nodes or not nodes, set(nodes)
    return list({str(item.get("id")): item for item in recordings if every or _labels(item) & wanted}.values())


def unseen(recordings: TestRuns, nodes: Sequence[str]) -> list[dict[str, str]]:
    """Return the nodes on which nothing records, each as the options ``node_id`` and ``node_name`` that it is looked for by."""
    seen = set().union(*(_labels(item) for item in recordings)) if recordings else set()
    missing = [node for node in nodes if node != ALL and node not in seen]
    return [{"node_id": node if _is_id(node) else "", "node_name": "" if _is_id(node) else node} for node in missing]


def lasted(test_run: Mapping[str, t.Any], now: float) -> str:
    """Return how long ago a test run was started, as in "3 h 5 min", or "an unknown time"."""
    start = TestRun(dict(test_run)).start_time
    return f"an {_UNKNOWN} time" if start is None else duration(max(0, int(now - start)))


def shown(value: t.Any) -> str:
    """Return a text of the server as one short line, fit for a terminal."""
    return cut(line(value, _UNKNOWN), 80)


def _row(test_run: Mapping[str, t.Any], now: float) -> tuple[str, ...]:
    seen = TestRun(dict(test_run))
    start = in_utc(seen.start_time)
    since = f"{start[:10]} {start[11:16]}" if start else _UNKNOWN
    ago = _UNKNOWN if seen.start_time is None else lasted(test_run, now)
    return shown(seen.id), shown(seen.node), since, ago, shown(seen.baseline_count), shown(test_run.get("name"))


def _labels(test_run: Mapping[str, t.Any]) -> set[str]:
    """Return the id and the name of a test run's FAST node, as far as the server tells them."""
    return {str(test_run[field]) for field in ("node_id", "node_name") if test_run.get(field) is not None}


def _is_id(node: str) -> bool:
    return node.isascii() and node.isdecimal()
