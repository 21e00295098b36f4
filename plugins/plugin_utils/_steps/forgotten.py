# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which recordings were forgotten, and of which FAST nodes nothing can be seen."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping, Sequence

from ansible_collections.wallarm.fast.plugins.module_utils._api.models import TestRun

TestRuns = Sequence[Mapping[str, t.Any]]


def forgotten(recordings: TestRuns, nodes: Sequence[str], older_than_minutes: int, now: float) -> dict[str, t.Any]:
    """Return the recordings of some FAST nodes that began long ago.

    :param recordings: test runs that record. Any of their fields may be missing.
    :param nodes: ids and names.
    :param now: Unix time in seconds.
    :returns: ``ids`` of the test runs; ``lines`` that say what was found; and the nodes on which nothing records, ``unseen_ids``
        and ``unseen_names``.
    """
    of_nodes = list({str(item.get("id")): item for item in recordings if _labels(item) & set(nodes)}.values())
    started = [(item, TestRun(dict(item)).start_time) for item in of_nodes]
    old = [item for item, start in started if start is not None and start <= now - older_than_minutes * 60]
    ageless = [str(item.get("id")) for item, start in started if start is None]
    lines = [f"Recordings older than {older_than_minutes} minutes: {len(old)}"]
    lines += ["  ".join(str(item.get(field) or "") for field in ("id", "node_name", "name")) for item in old]
    if ageless:
        lines.append(f"Left alone, as the server does not say how old they are: {', '.join(ageless)}")
    unseen = _without(nodes, of_nodes)
    return {
        "ids": [item.get("id") for item in old],
        "lines": lines,
        "unseen_ids": [node for node in unseen if _is_id(node)],
        "unseen_names": [node for node in unseen if not _is_id(node)],
    }


def unseen(nodes: Sequence[str], looks: Sequence[Mapping[str, t.Any]], test_runs: TestRuns) -> list[str]:
    """Return the nodes of which no test run at all was found.

    :param looks: results of a loop over ids of nodes, each with its ``item`` and ``test_runs``.
    :param test_runs: those that a node may be named in.
    """
    visible = {str(look.get("item")) for look in looks if look.get("test_runs")}
    return _without([node for node in nodes if node not in visible], test_runs)


def stopped(results: Sequence[Mapping[str, t.Any]], check_mode: bool) -> list[t.Any]:
    """Return the items of a loop whose recordings were stopped: none in check mode, which only says that it would."""
    return [] if check_mode else [result.get("item") for result in results if result.get("changed") and not result.get("failed")]


def _without(nodes: Sequence[str], test_runs: TestRuns) -> list[str]:
    seen = set().union(*(_labels(item) for item in test_runs)) if test_runs else set()
    return [node for node in nodes if node not in seen]


def _labels(test_run: Mapping[str, t.Any]) -> set[str]:
    """Return the id and the name of a test run's FAST node, as far as the server tells them."""
    return {str(test_run[field]) for field in ("node_id", "node_name") if test_run.get(field) is not None}


def _is_id(node: str) -> bool:
    return node.isascii() and node.isdecimal()
