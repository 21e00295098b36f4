# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which test runs the creation of another one interrupts."""

from __future__ import annotations

import typing as t

from .._api.ids import same_id
from .._api.models import TestRun
from .._api.names import listing
from .._text import in_utc, shortened


def interrupted(active: t.Sequence[TestRun], node_id: str | None, node_name: str | None, build_id: str | None) -> list[TestRun] | None:
    """Return the test runs that the creation of another one interrupts, or None where that can't be told.

    One FAST node has one test run at a time, unless both have a build's id and these differ (createTestRun). Without a node, the token is
    that of a node, which sees this node's test runs alone. If there are several nodes to be seen, it is none, and the server has to say no.

    :param active: the test runs seen that go on. One that doesn't show its node's or its build's id may have been filtered by it.
    :param node_id: the node of the new one by its id, and ``node_name``, by its name; empty means not given.
    :param build_id: that of the new one; empty means none.
    """
    if not (node_id or node_name) and len({str(node) for node in (run.raw.get("node_id") for run in active) if node is not None}) > 1:
        return None
    return [
        run
        for run in active
        if not (node_id and run.raw.get("node_id") is not None and not same_id(run.raw["node_id"], node_id))
        if not (node_name and run.raw.get("node_name") != node_name)
        if not (build_id and run.raw.get("build_id") and run.raw["build_id"] != build_id)
    ]


def shown(test_run: TestRun) -> dict[str, t.Any]:
    """Return what a result tells of one that is interrupted. ``since`` is ISO 8601 in UTC, or None."""
    told = {name: test_run.raw.get(name) for name in ("id", "name", "node_id", "node_name")}
    return {**told, "since": in_utc(test_run.start_time), "recording": test_run.recording}


def sentence(interrupts: t.Sequence[t.Mapping[str, t.Any]], check_mode: bool) -> str:
    """Return what a creation interrupts, as a sentence.

    :param interrupts: what ``shown`` returned of each.
    """
    verb = "would interrupt" if check_mode else "interrupts"
    amount = "test run" if len(interrupts) == 1 else f"{len(interrupts)} test runs:"
    return f"Creating it {verb} {amount} {listing([_described(run) for run in interrupts], '; ')}."


def _described(run: t.Mapping[str, t.Any]) -> str:
    node = run["node_name"] if run["node_name"] is not None else run["node_id"]
    place = f" on {shortened(str(node))[1:-1]}" if node is not None else ""
    if run["recording"]:
        doing = f", which has been recording since {run['since']}" if run["since"] else ", which is recording"
    else:
        doing = f", which was started at {run['since']}" if run["since"] else ""
    return f"{run['id']} {shortened(str(run['name']))}{place}{doing}"
