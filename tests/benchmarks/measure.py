# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures cases: the ways in turn, each on recordings that are fresh, and each with proof that it did its work."""

from __future__ import annotations

import itertools
import time
import typing as t
from pathlib import Path

from emulator import RemoteEmulator

from . import proof
from .figures import Figure, Sample
from .plan import Case
from .program import Runner

# Printed while it runs: minutes without a word look like a hang.
Say = t.Callable[[str], None]


def measure(cases: t.Sequence[Case], folder: Path, say: Say) -> list[Figure]:
    """Measure all cases. Raises BenchmarkError if one did not do its work."""
    figures: list[Figure] = []
    for (part, latency), chosen in itertools.groupby(cases, lambda case: (case.part, case.latency)):
        figures += _part(part, latency, list(chosen), folder, say)
    return figures


def _part(part: str, latency: float, cases: list[Case], folder: Path, say: Say) -> list[Figure]:
    """One emulator for each part, with as many recordings as the part needs."""
    most = max(case.runs for case in cases)
    samples: dict[Case, list[Sample]] = {case: [] for case in cases}
    with RemoteEmulator("--runs", str(most), "--latency", str(latency)) as fast:
        runner = Runner(fast, folder)
        runner.keep_answer()
        # The first run of a way compiles its Python files, and counts for nothing.
        for case in {case.way: case._replace(runs=1) for case in cases}.values():
            _sample(fast, runner, case)
        for case in _in_turn(cases):
            started = time.monotonic()
            samples[case].append(_sample(fast, runner, case))
            say(f"{part:8} {case.way:11} {case.over} of {case.runs:<5} forks {case.forks:<3} latency {case.latency:<5g}"
                f"{samples[case][-1].task_seconds:9.3f} s ({time.monotonic() - started:.1f} s in all)")
    return [Figure(case.part, case.way, case.runs, case.over, case.forks, case.latency, samples[case]) for case in cases]


def _in_turn(cases: t.Sequence[Case]) -> t.Iterator[Case]:
    """Each size for itself, and there the ways one after another until each had its repeats: what disturbs one disturbs all."""
    def size(case: Case) -> tuple[int, int]:
        return case.runs, case.forks

    for _size, found in itertools.groupby(sorted(cases, key=size), size):
        same_size = list(found)
        for turn in range(max(case.repeats for case in same_size)):
            yield from (case for case in same_size if turn < case.repeats)


def _sample(fast: RemoteEmulator, runner: Runner, case: Case) -> Sample:
    fast.reset()
    before = proof.recording(fast)
    fast.clear_calls()
    sample = runner.run(case)
    proof.check(fast, case, before)
    return sample
