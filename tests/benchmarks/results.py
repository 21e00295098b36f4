# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run leaves behind: results.json, chart.svg, and tables.md, which is the part of docs/performance.md with the figures."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

from . import goals, plan, tables
from .figures import Figure, find

LICENCE = {"copyright": "Copyright (c) 2026, wallarm.fast contributors", "license": "GPL-3.0-or-later"}


def write(figures: t.Sequence[Figure], machine: t.Mapping[str, str], quick: bool, folder: Path) -> str:
    """Write the files; returns the tables."""
    judged = goals.judge(figures, plan.goal_runs(quick))
    text = _text(figures, machine, judged, quick)
    found = {
        **LICENCE,
        "quick": quick,
        "machine": machine,
        "goals": [goal._asdict() for goal in judged],
        "figures": [figure.as_dict() for figure in figures],
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (folder / "tables.md").write_text(text, encoding="utf-8")
    if find(figures, part="loop"):
        # Here, so that a benchmark of anything else does not wait for it.
        from . import chart  # pylint: disable=import-outside-toplevel
        chart.draw(figures, folder / "chart.svg")
    return text


def _text(figures: t.Sequence[Figure], machine: t.Mapping[str, str], judged: t.Sequence[goals.Goal], quick: bool) -> str:
    sections = ["Measured on: " + ", ".join(f"{name} {value}" for name, value in machine.items()) + "."]
    if quick:
        sections.append("This was a quick run: it shows that the benchmark works. The goals are set for a full one.")
    if judged:
        sections += ["### Goals", tables.goals(judged)]
    if find(figures, part="loop"):
        sections += ["### One task with a loop", tables.loops(figures, "loop")]
    if find(figures, part="latency"):
        milliseconds = 1000 * find(figures, part="latency")[0].latency
        sections += [f"### The same, where each reply takes {milliseconds:g} ms longer", tables.loops(figures, "latency")]
    if find(figures, part="hosts"):
        count = find(figures, part="hosts")[0].runs
        sections += [f"### {count} hosts, each of them a run", "Seconds of the task, and in brackets how often it was measured.", tables.hosts(figures)]
    if find(figures, part="memory"):
        sections += ["### Memory", "Peak of resident memory: the controller's, and that of its largest worker.", tables.memory(figures)]
    return "\n\n".join(sections) + "\n"
