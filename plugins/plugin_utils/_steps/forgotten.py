# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which recordings were forgotten, and of which FAST nodes nothing can be seen."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping, Sequence

from ansible_collections.wallarm.fast.plugins.module_utils._api.models import TestRun

from .recordings import TestRuns, lasted, of_nodes, shown, unseen


def forgotten(recordings: TestRuns, nodes: Sequence[str], older_than_minutes: int, now: float) -> dict[str, t.Any]:
    """Return the recordings of some FAST nodes that began long ago.

    :param recordings: test runs that record. Any of their fields may be missing.
    :param nodes: ids and names, or ``all``.
    :param now: Unix time in seconds.
    :returns: ``ids`` of the test runs; ``lines`` that say what was found; and ``unseen``, the nodes on which nothing records.
    """
    aged = [(item, TestRun(dict(item)).older_than(older_than_minutes, now)) for item in of_nodes(recordings, nodes)]
    old = [item for item, is_old in aged if is_old]
    ageless = [str(item.get("id")) for item, is_old in aged if is_old is None]
    lines = [f"Recordings older than {older_than_minutes} minutes: {len(old)}"]
    lines += [
        f"Test run {item.get('id')} '{shown(item.get('name'))}' on {shown(item.get('node_name') or item.get('node_id'))}, recording for {lasted(item, now)}"
        for item in old
    ]
    if ageless:
        lines.append(f"Left alone, as the server does not say how old they are: {', '.join(ageless)}")
    return {"ids": [item.get("id") for item in old], "lines": lines, "unseen": unseen(recordings, nodes)}


def without_test_runs(looks: Sequence[Mapping[str, t.Any]]) -> list[str]:
    """Return the nodes of which no test run at all was found.

    :param looks: results of a loop over nodes, each with its ``item``, of which one of ``node_id`` and ``node_name`` is empty, and ``test_runs``.
    """
    return [str(look["item"]["node_id"] or look["item"]["node_name"]) for look in looks if not look.get("test_runs")]


def stopped(results: Sequence[Mapping[str, t.Any]], check_mode: bool) -> list[t.Any]:
    """Return the items of a loop whose recordings were stopped: none in check mode, which only says that it would."""
    return [] if check_mode else [result.get("item") for result in results if result.get("changed") and not result.get("failed")]
