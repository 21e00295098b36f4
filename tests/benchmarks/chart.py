# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The chart: milliseconds per test run against the length of the loop, both on logarithmic axes. SVG, written by hand."""

from __future__ import annotations

import math
import typing as t

from .cases import Case, Figures

# The names and colours of the lines, apart for colour-blind eyes too (Okabe and Ito).
LINES = {
    "uri": ("uri, two tasks", "#D55E00"),
    "module": ("as a module", "#CC79A7"),
    "in_process": ("in process", "#0072B2"),
    "debug": ("debug, no request", "#767676"),
    "session": ("requests, no Ansible", "#009E73"),
}
PANELS = {"loop": "server on loopback", "latency": "each reply {:g} ms later"}
#: Of a panel, in pixels: its distance from the next, and the size of what is inside its axes.
STEP, WIDTH, HEIGHT, TOP = 450, 230, 260, 70


def draw(figures: Figures) -> str:
    """The chart of the parts `loop` and `latency`."""
    longest = max(case.runs for case in figures if case.part in PANELS)
    decades = math.ceil(math.log10(max(1000 * figures.seconds(case) / case.runs for case in figures if case.part in PANELS)))
    shown = [line for number, part in enumerate(PANELS) for line in _panel(figures, part, 60 + STEP * number, longest, decades)]
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {STEP * len(PANELS)} {TOP + HEIGHT + 50}" font-family="sans-serif" font-size="12">',
        "<title>Stopping recordings: milliseconds per test run against the length of the loop</title>",
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{STEP * len(PANELS) / 2:g}" y="24" text-anchor="middle" font-size="15" font-weight="bold">Stopping recordings: one task with a loop</text>',
        f'<text transform="translate(16 {TOP + HEIGHT / 2:g}) rotate(-90)" text-anchor="middle">milliseconds per test run (less is better)</text>',
        *shown,
        "</svg>\n",
    ])


def _panel(figures: Figures, part: str, left: int, longest: int, decades: int) -> t.Iterator[str]:
    cases = sorted((case for case in figures if case.part == part and case.way in LINES), key=lambda case: case.runs)
    bottom = TOP + HEIGHT

    def across(runs: int) -> float:
        return left + WIDTH * math.log(runs) / math.log(longest)

    def height(case: Case) -> float:
        return bottom - HEIGHT * math.log10(1000 * figures.seconds(case) / case.runs) / decades

    yield f'<text x="{left + WIDTH / 2:g}" y="{TOP - 16}" text-anchor="middle">{PANELS[part].format(1000 * cases[0].latency)}</text>'
    for decade in range(decades + 1):
        y = bottom - HEIGHT * decade / decades
        yield f'<path d="M{left} {y:.1f}h{WIDTH}" stroke="#dddddd"/><text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{10**decade}</text>'
    for runs in dict.fromkeys(case.runs for case in cases):
        yield f'<text x="{across(runs):.1f}" y="{bottom + 18}" text-anchor="middle">{runs}</text>'
    yield f'<text x="{left + WIDTH / 2:g}" y="{bottom + 38}" text-anchor="middle">test runs in the loop</text>'
    ends: list[tuple[float, float, str]] = []
    for way in LINES:
        points = [(across(case.runs), height(case)) for case in cases if case.way == way]
        if points:
            colour = LINES[way][1]
            yield f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" fill="none" stroke="{colour}" stroke-width="2"/>'
            yield "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points)
            ends.append((points[-1][1], points[-1][0], way))
    # The name of a line stands at its end, or below the name of the line above.
    below = 0.0
    for y, x, way in sorted(ends):
        below = max(y, below + 15)
        name, colour = LINES[way]
        yield f'<text x="{x + 8:.1f}" y="{below + 4:.1f}" fill="{colour}">{name}</text>'
