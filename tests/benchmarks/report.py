# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run leaves behind: the machine, the goals and the table, as text and in docs/performance.md."""

from __future__ import annotations

import datetime
import importlib.metadata
import os
import platform
import re
from pathlib import Path

from . import chart
from .cases import GOALS, OURS, QUICK, WAYS, Case, Figures

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
# What stands between them on the page is replaced.
BEGIN, END = "<!-- figures: written by the benchmark -->\n", "<!-- end of the figures -->\n"
FIGURES = {"seconds": "time", "connections": "connections", "mib": "memory", "kib_per_run": "growth of memory"}
HEAD = ("part", "test runs", "way", "ms per run", "× ours", "tasks, s", "program, s", "connections", "memory, MiB", "repeats")


def machine() -> str:
    """What a reader has to know to compare figures, without what would tell whose machine it is. To be asked before the benchmark adds to the load."""
    model = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    versions = [f"{name} {importlib.metadata.version(name)}" for name in ("ansible-core", "requests")]
    return ", ".join([
        f"CPU {model.group(1) if model else platform.machine()}", f"{os.cpu_count()} cores", f"memory {memory:.0f} GiB",
        f"system {platform.freedesktop_os_release()['PRETTY_NAME']}", f"Python {platform.python_version()}", *versions,
        f"load before {os.getloadavg()[0]:.1f}", f"date {datetime.datetime.now(datetime.timezone.utc).date()}",
    ])


def text(figures: Figures, measured_on: str, quick: bool) -> str:
    """Machine, goals and table in Markdown."""
    sections = [f"Measured on: {measured_on}."]
    if quick:
        sections.append("This was a quick run: it shows that the benchmark works. The goals are set for a whole one.")
    sections += ["\n".join(goals(figures, quick)), table(figures)]
    return "\n\n".join(section for section in sections if section) + "\n"


def goals(figures: Figures, quick: bool = False) -> list[str]:
    """A line for each goal that the figures say something about."""
    lines = []
    for goal in GOALS:
        runs = QUICK[goal.runs] if quick else goal.runs
        ours, *others = (figures.find(goal.part, way, runs) for way in (goal.ours, *goal.others))
        if ours and all(others):
            figure = getattr(figures, goal.figure)
            ratio = figure(ours) / sum(figure(other) for other in others)
            against = " plus ".join(WAYS[way] for way in goal.others)
            lines.append(f"- {goal.part}, {runs}: {FIGURES[goal.figure]} of {WAYS[goal.ours]}, against {against}:"
                         f" **{_times(ratio)}**, wanted at most {_times(goal.at_most)}{'' if ratio <= goal.at_most else ': MISSED'}")
    return lines


def _times(ratio: float) -> str:
    return f"1/{1 / ratio:.0f}" if 0 < ratio < 0.5 else f"{ratio:.2f} ×"


def table(figures: Figures) -> str:
    """A line for each case, aligned so that it can be read as it is."""
    order = list(dict.fromkeys(case.part for case in figures))
    cases = sorted(figures, key=lambda case: (order.index(case.part), case.latency, case.runs, case.forks, list(WAYS).index(case.way)))
    rows = [HEAD, *(_row(figures, case) for case in cases)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    rule = ["-" * width if column < 3 else "-" * (width - 1) + ":" for column, width in enumerate(widths)]
    lines = [[cell.ljust(width) if column < 3 else cell.rjust(width) for column, (cell, width) in enumerate(zip(row, widths))] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in [lines[0], rule, *lines[1:]])


def _row(figures: Figures, case: Case) -> tuple[str, ...]:
    def beside(other: Case) -> bool:
        return other.way in OURS and (other.part, other.runs, other.forks, other.latency) == (case.part, case.runs, case.forks, case.latency)

    ours = next(filter(beside, figures), None)
    seconds, samples = figures.seconds(case), figures[case]
    what = [case.part, *([f"forks {case.forks}"] if case.part == "hosts" else []), *([f"{1000 * case.latency:g} ms"] if case.latency else [])]
    peaks = f"{max(sample.controller_mib for sample in samples):.0f} + {max(sample.worker_mib for sample in samples):.0f}"
    return (
        ", ".join(what), str(case.runs), WAYS[case.way], f"{1000 * seconds / case.runs:.1f}", f"{seconds / figures.seconds(ours):.2f}" if ours else "",
        f"{seconds:.2f}", f"{figures.program_seconds(case):.2f}", str(figures.connections(case)), peaks if figures.mib(case) else "", str(len(samples)),
    )


def publish(figures_as_text: str, figures: Figures) -> None:
    """Renew docs/performance.md and its chart."""
    page = DOCS / "performance.md"
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"{page} has lost the lines that the figures go between: {BEGIN}and {END}")
    page.write_text(f"{before}{begin}\n{figures_as_text}\n{end}{after}", encoding="utf-8")
    (DOCS / "performance" / "chart.svg").write_text(chart.draw(figures), encoding="utf-8")
