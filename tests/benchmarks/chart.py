# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The chart: milliseconds per run against the length of the loop, both on logarithmic axes."""

from __future__ import annotations

import io
import typing as t
from pathlib import Path

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from .figures import Figure, find

# The names and colours of the lines, apart for colour-blind eyes too (Okabe and Ito).
LINES = {
    "uri": ("uri, two tasks", "#D55E00"),
    "module": ("as a module", "#CC79A7"),
    "in_process": ("in process", "#0072B2"),
    "debug": ("debug, no request", "#767676"),
    "session": ("requests, no Ansible", "#009E73"),
}
# The name of a line stands at its end, and at least so many times higher than the name below it.
APART = 1.4
HEADER = """<!--
Copyright (c) 2026, wallarm.fast contributors
GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
SPDX-License-Identifier: GPL-3.0-or-later
-->
"""
SETTINGS = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],
    "font.size": 10,
    # Text stays text, and names inside the file don't change from one run to the next.
    "svg.fonttype": "none",
    "svg.hashsalt": "wallarm.fast",
}


def draw(figures: t.Sequence[Figure], path: Path) -> None:
    """Write the chart: the loop on loopback, and beside it the one with latency if it was measured."""
    panels = [(part, title) for part, title in (("loop", "server on loopback"), ("latency", "each reply {:g} ms later")) if find(figures, part=part)]
    with matplotlib.rc_context(SETTINGS):
        canvas = Canvas(figsize=(4.9 * len(panels), 4.2), layout="constrained", facecolor="white")
        all_axes = canvas.subplots(1, len(panels), sharey=True, squeeze=False)[0]
        longest = max(figure.runs for part, _title in panels for figure in find(figures, part=part))
        for axes, (part, title) in zip(all_axes, panels):
            _panel(axes, find(figures, part=part), longest)
            axes.set_title(title.format(1000 * find(figures, part=part)[0].latency), fontsize=10)
        all_axes[0].set_ylabel("milliseconds per run (less is better)")
        canvas.suptitle("Stopping recordings: one task with a loop", fontsize=12, fontweight="bold")
        text = io.StringIO()
        canvas.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    before, declaration, after = text.getvalue().partition("?>\n")
    lines = (before + declaration + HEADER + after).splitlines()
    path.write_text("\n".join(line.rstrip() for line in lines) + "\n", encoding="utf-8")


def _panel(axes: Axes, figures: t.Sequence[Figure], longest: int) -> None:
    axes.set_xscale("log")
    axes.set_yscale("log")
    ends: list[tuple[float, int, str, str]] = []
    for way, (label, colour) in LINES.items():
        found = sorted(find(figures, way=way), key=lambda figure: figure.runs)
        if found:
            points = [1000 * figure.seconds_per_run for figure in found]
            axes.plot([figure.runs for figure in found], points, color=colour, marker="o", markersize=4, linewidth=2)
            ends.append((points[-1], found[-1].runs, label, colour))
    height = 0.0
    for end, runs, label, colour in sorted(ends):
        height = max(end, height * APART)
        axes.annotate(label, (runs, height), textcoords="offset points", xytext=(8, 0), color=colour, va="center")
    axes.set_xlabel("runs in the loop")
    axes.xaxis.set_major_locator(FixedLocator(sorted({figure.runs for figure in figures})))
    axes.xaxis.set_minor_locator(NullLocator())
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _place: f"{value:g}"))
    # Both panels alike, with room for the names at the ends of the lines.
    axes.set_xlim(0.7, longest ** 1.72 + 1)
    axes.grid(True, which="major", color="#dddddd", linewidth=0.6)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
