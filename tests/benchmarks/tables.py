# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables in Markdown, aligned so that they can be read as they are."""

from __future__ import annotations

import typing as t

from .figures import Figure, find
from .goals import Goal, kib_per_run
from .ways import WAYS

Row = t.Sequence[str]


def table(head: Row, rows: t.Sequence[Row], numbers_from: int) -> str:
    """A table; the columns from `numbers_from` on are aligned to the right."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]

    def line(row: Row) -> str:
        cells = [cell.ljust(width) if column < numbers_from else cell.rjust(width) for column, (cell, width) in enumerate(zip(row, widths))]
        return f"| {' | '.join(cells)} |"

    rule = ["-" * width if column < numbers_from else "-" * (width - 1) + ":" for column, width in enumerate(widths)]
    return "\n".join([line(head), f"| {' | '.join(rule)} |", *(line(row) for row in rows)])


def goals(judged: t.Sequence[Goal]) -> str:
    return table(("goal", "wanted", "measured", ""),
                 [(goal.what, goal.wanted, goal.measured, "met" if goal.met else "MISSED") for goal in judged], 4)


def loops(figures: t.Sequence[Figure], part: str) -> str:
    """A line for each length and way: per run, the tasks, the whole program, and how often it was measured."""
    ordered = sorted(find(figures, part=part), key=lambda figure: (figure.runs, list(WAYS).index(figure.way)))
    rows = [(str(figure.runs), WAYS[figure.way].label, f"{1000 * figure.seconds_per_run:.1f}", f"{figure.task_seconds:.2f}",
             f"{figure.program_seconds:.2f}", str(figure.connections), str(len(figure.samples))) for figure in ordered]
    return table(("runs", "way", "ms per run", "tasks, s", "program, s", "connections", "repeats"), rows, 2)


def hosts(figures: t.Sequence[Figure]) -> str:
    """A line for each way and latency, a column for each number of forks."""
    found = find(figures, part="hosts")
    columns = sorted({figure.forks for figure in found})
    rows = []
    for latency in sorted({figure.latency for figure in found}):
        for way in [way for way in WAYS if find(found, way=way, latency=latency)]:
            by_forks = {figure.forks: figure for figure in find(found, way=way, latency=latency)}
            later = f", each reply {1000 * latency:g} ms later" if latency else ""
            rows.append([WAYS[way].label + later, *(_with_repeats(by_forks.get(forks)) for forks in columns)])
    return table(["way", *(f"{forks} fork{'s' if forks > 1 else ''}" for forks in columns)], rows, 1)


def _with_repeats(figure: t.Optional[Figure]) -> str:
    return f"{figure.task_seconds:.2f} s ({len(figure.samples)})" if figure else "-"


def memory(figures: t.Sequence[Figure]) -> str:
    """A line for each way, with the peaks of controller and worker at each length."""
    found = find(figures, part="memory")
    sizes = sorted({figure.runs for figure in found})
    rows = []
    for way in [way for way in WAYS if find(found, way=way)]:
        by_size = {figure.runs: figure for figure in find(found, way=way)}
        peaks = [f"{by_size[size].controller_mib:.0f} + {by_size[size].worker_mib:.0f}" for size in sizes]
        rows.append([WAYS[way].label, *peaks, f"{kib_per_run(figures, way) or 0:.1f}"])
    return table(["way", *(f"loop of {size}, MiB" for size in sizes), "KiB a run adds"], rows, 1)
