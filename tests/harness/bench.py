# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make bench`: measures the collection beside other ways, and can publish what it measured in docs/."""

from __future__ import annotations

import shutil
import typing as t
from pathlib import Path

from benchmarks.plan import PARTS

from . import cache, copies, steps, surroundings, toolbox
from .errors import HarnessError
from .steps import Step

PAGE = cache.REPOSITORY / "docs" / "performance.md"
FOLDER = cache.REPOSITORY / "docs" / "performance"
# What stands between them on the page is replaced.
BEGIN, END = "<!-- figures: written by make bench PUBLISH=1 -->\n", "<!-- end of the figures -->\n"


def run(only: t.Sequence[str], quick: bool, publish: bool) -> int:
    """Measure the parts in `only`; 0 if everything that was measured did its work, whether or not a goal was missed."""
    if publish and (quick or set(only) != set(PARTS)):
        raise HarnessError("Only a whole run can be published: PUBLISH=1 goes without ONLY and QUICK.")
    environment = toolbox.for_bench()
    results = cache.ensure() / "bench"
    # Two at once would measure each other.
    with cache.lock("bench"), copies.work_directory() as work:
        copy = copies.make(work)
        command = [str(environment.python), "-m", "benchmarks", "--output", str(results), "--only", *only, *(["--quick"] if quick else [])]
        outcome = steps.run(Step("bench", command, copy / "tests", surroundings.with_path(environment.bin)))
        if not outcome.passed:
            return 1
        print(f"Measured in {outcome.seconds:.0f} s. Results and chart are in {results}")
        if publish:
            _publish(results)
    return 0


def _publish(results: Path) -> None:
    FOLDER.mkdir(exist_ok=True)
    for name in ("results.json", "chart.svg"):
        shutil.copyfile(results / name, FOLDER / name)
    before, begin, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not end:
        raise HarnessError(f"{PAGE} has lost the lines that the figures go between: {BEGIN}and {END}")
    figures = (results / "tables.md").read_text(encoding="utf-8")
    PAGE.write_text(f"{before}{begin}\n{figures}\n{end}{after}", encoding="utf-8")
    print(f"Published in {PAGE.relative_to(cache.REPOSITORY)}")
