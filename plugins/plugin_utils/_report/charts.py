# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The two charts of the page, as rectangles and their texts. Places are in percent, which keeps them sharp at any width."""

from __future__ import annotations

import collections
import itertools
import typing as t

from ansible_collections.wallarm.fast.plugins.module_utils._api.finding import GREATEST_THREAT, LEAST_THREAT, threat_of

from .._values import whole_number
from .findings import Limit
from .text import number

# How a finding is marked. An accepted one is drawn as an outline where styles are read.
FAILS, BELOW, ACCEPTED = {"class": "fails", "fill": "#d1453b"}, {"class": "below", "fill": "#838a94"}, {"class": "accepted", "fill": "#c0c5cc"}

# The chart of threats: its height above the axis and where the axis is, in pixels, and the width of a bar in percent.
_HEIGHT, _AXIS, _WIDTH = 84, 114, 0.8

# A single finding doesn't fill the whole height: so many at one threat do.
_LEAST_SCALE = 3

# A part of the stacked bar never gets narrower than this, in percent: one failure among thousands must be seen.
_LEAST_PART = 1.5
_GAP = 0.3

# Baseline requests by the state of their checks: the field of the API, the key of the colour, and what the page calls it.
STATES = (
    {"key": "passed", "fill": "#3f9d66", "name": "Passed"},
    {"key": "fail", "fill": "#d1453b", "name": "Failed"},
    {"key": "tech_fail", "fill": "#c2800c", "name": "Error"},
    {"key": "running", "fill": "#4b86d0", "name": "In progress"},
    {"key": "waiting", "fill": "#8c939c", "name": "Waiting"},
    {"key": "interrupted", "fill": "#50565e", "name": "Interrupted"},
)
UNSTATED = {"key": "unstated", "fill": "#a58a9c", "name": "Not reported"}


def mark_of(finding: dict[str, t.Any]) -> dict[str, str]:
    """Return the class and the colour of a finding's mark."""
    if finding["fails"]:
        return FAILS
    return ACCEPTED if finding["accepted"] else BELOW


def place(threat: float) -> float:
    """Return where a threat is from left to right, in percent."""
    return min(threat, GREATEST_THREAT)


def threats(findings: list[dict[str, t.Any]], limit: Limit) -> dict[str, t.Any]:
    """Return the chart of how many findings have which threat: the zone that fails, bars for each threat, and what their colours mean.

    Without a limit there is no zone, and ``limit`` is None.
    """
    readable = [(threat, finding) for finding in findings if (threat := threat_of(finding)) is not None]
    readable.sort(key=lambda pair: pair[0])
    groups = [(threat, [finding for _threat, finding in group]) for threat, group in itertools.groupby(readable, lambda pair: pair[0])]
    most = max([_LEAST_SCALE, *(len(group) for _threat, group in groups)])
    kinds = _kinds(findings, limit)
    zone = {} if isinstance(limit, str) else {
        "limit_x": limit - LEAST_THREAT,
        "zone_width": GREATEST_THREAT - limit + 1,
        "label_ends_there": limit > GREATEST_THREAT // 2,
    }  # fmt: skip
    return {
        "label": "Findings by threat: " + ", ".join(f"{kind['amount']:,} {kind['name']}" for kind in kinds),
        "limit": None if isinstance(limit, str) else limit,
        **zone,
        "kinds": [{**kind, "name": kind["name"].capitalize(), "amount": number(kind["amount"])} for kind in kinds],
        "bars": [mark for threat, group in groups for mark in _bars(threat, _kinds(group, limit), most)],
    }


def _kinds(findings: list[dict[str, t.Any]], limit: Limit) -> list[dict[str, t.Any]]:
    """Return the kinds of findings that there are, each with its mark, its name and how many there are."""
    amounts = collections.Counter(mark_of(finding)["class"] for finding in findings)
    below = "only reported" if isinstance(limit, str) else "below the limit"
    kinds = [{**mark, "name": name, "amount": amounts[mark["class"]]} for mark, name in ((FAILS, "failing"), (BELOW, below), (ACCEPTED, "accepted"))]
    return [kind for kind in kinds if kind["amount"]]


def _bars(threat: float, kinds: list[dict[str, t.Any]], most: int) -> t.Iterator[dict[str, t.Any]]:
    """Yield the bars of one threat, which stand on each other."""
    top = float(_AXIS)
    for kind in kinds:
        height = _HEIGHT * kind["amount"] / most
        top -= height
        yield {
            "class": kind["class"],
            "fill": kind["fill"],
            "x": round(place(threat) - _WIDTH / 2 - 0.5, 1),
            "y": round(top, 1),
            "width": _WIDTH,
            "height": round(height, 1),
            "title": f"Threat {threat}: {kind['amount']:,} {kind['name']}",
        }


def baseline_requests(test_run: dict[str, t.Any], recorded: int | None) -> list[dict[str, t.Any]]:
    """Return the parts of the stacked bar of baseline requests, from left to right; none where no request is known."""
    amounts = [(state, whole_number(test_run.get(f"baseline_check_{state['key']}_count")) or 0) for state in STATES]
    stated = sum(amount for _state, amount in amounts)
    if recorded is not None:
        amounts.append((UNSTATED, recorded - stated))
    shown = [(state, amount) for state, amount in amounts if amount > 0]
    total = sum(amount for _state, amount in shown)
    parts: list[dict[str, t.Any]] = []
    x = 0.0
    for state, amount in shown:
        width = _LEAST_PART + (100 - _LEAST_PART * len(shown)) * amount / total
        parts.append({**state, "amount": number(amount), "x": round(x, 3), "width": round(width - _GAP, 3)})
        x += width
    if parts:
        # The last one ends at the edge, without a gap.
        parts[-1]["width"] = round(100 - parts[-1]["x"], 3)
    return parts
