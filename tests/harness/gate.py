# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make test`: unit tests, integration tests, coverage, sanity tests and documentation lint on this Python."""

from __future__ import annotations

import threading
import typing as t
from pathlib import Path

from . import cache, copies, coverage_floor, interpreters, junit, private_home, steps, surroundings, tables, toolbox
from .steps import Outcome, Step

STEPS = ("units", "integration", "sanity", "docs")

# How the lines begin that are worth showing of a check that passed.
TELLING = ("===", "Running sanity test", "WARNING: Required program", "WARNING: Skipping")


def run(only: t.Collection[str] = STEPS, keep: bool = False) -> int:
    """Run the chosen steps; 0 if there were tests and all of them passed."""
    environment = toolbox.for_tests()
    python = interpreters.current().series
    home_name = f"core{environment.core_series()}-python{python}"
    with cache.lock(home_name), copies.work_directory(keep) as work:
        variables = surroundings.with_path(environment.bin, home=private_home.ensure(environment, home_name))
        print(f"ansible-core {environment.core_series()} on Python {python}", flush=True)
        # Two copies, two CPUs: sanity and the documentation take as long as the tests, and read nothing of theirs.
        tests, checks = copies.make(work / "tests"), copies.make(work / "checks")
        background = _Background(_checks(checks, variables, python, only), work / "checks.log")
        outcomes = [steps.run(step) for step in _tests(tests, variables, python, only)]
        if {"units", "integration"} <= set(only):
            outcomes.append(_coverage(tests, variables))
        outcomes += background.finish()
        return _report(outcomes, *junit.read(tests))


def _tests(copy: Path, variables: t.Mapping[str, str], python: str, only: t.Collection[str]) -> list[Step]:
    # One Python, named: "default" would go through every Python on PATH and have pip install into it.
    return [Step(name, ["ansible-test", name, "--local", "--requirements", "--python", python, "--coverage"], copy, variables)
            for name in ("units", "integration") if name in only]


def _checks(copy: Path, variables: t.Mapping[str, str], python: str, only: t.Collection[str]) -> list[Step]:
    found = {
        "sanity": ["ansible-test", "sanity", "--local", "--requirements", "--python", python],
        "docs": ["antsibull-docs", "lint-collection-docs", "--plugin-docs", "--validate-collection-refs", "self", "."],
    }
    # antsibull-docs finds the collection by this; ansible-test sets its own.
    variables = {**variables, "ANSIBLE_COLLECTIONS_PATH": str(copy.parents[2])}
    return [Step(name, command, copy, variables) for name, command in found.items() if name in only]


def _coverage(copy: Path, variables: t.Mapping[str, str]) -> Outcome:
    outcome = steps.run(Step("coverage", ["ansible-test", "coverage", "xml", "--requirements"], copy, variables))
    return outcome._replace(passed=coverage_floor.check(copy) and outcome.passed)


class _Background:
    """Steps that run one after another beside the others; what they print is kept and shown when they have ended."""

    def __init__(self, planned: t.Sequence[Step], log: Path) -> None:
        self._planned, self._log = planned, log
        self._outcomes: list[Outcome] = []
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        with open(self._log, "w", encoding="utf-8") as log:
            self._outcomes += [steps.run(step, log) for step in self._planned]

    def finish(self) -> list[Outcome]:
        """Wait for the end, print what was kept (pip's part only if something failed), and say how it went."""
        self._thread.join()
        text = self._log.read_text(encoding="utf-8", errors="replace")
        if all(outcome.passed for outcome in self._outcomes):
            text = "".join(line for line in text.splitlines(keepends=True) if line.startswith(TELLING))
        print(f"\n{text}", end="")
        return self._outcomes


def _report(outcomes: t.Sequence[Outcome], units: list[junit.Case], tasks: list[junit.Case]) -> int:
    passed_steps = {outcome.name for outcome in outcomes if outcome.passed}
    # ansible-test's verdict on a play counts: a task that failed in a play that passed was meant to fail and rescued.
    if "integration" in passed_steps:
        tasks = [task._replace(state="passed") if task.state == "failed" else task for task in tasks]
    totals = [tables.tally("unit tests", units), tables.tally("integration tasks", tasks)]
    counted = {"units": totals[0], "integration": totals[1]}
    # A run in which not a single test ran has not passed.
    outcomes = [outcome._replace(passed=False) if outcome.name in counted and not _ran(counted[outcome.name]) else outcome
                for outcome in outcomes]
    for outcome in outcomes:
        if outcome.name not in counted:
            totals.append(tables.Total(outcome.name, int(outcome.passed), int(not outcome.passed), 0))
        elif not outcome.passed and not counted[outcome.name].failed:
            # It broke before or between its tests: a failure of its own.
            totals.append(tables.Total(f"{outcome.name} (the run itself)", 0, 1, 0))
    tables.cases("Failed", [case for case in units + tasks if case.state == "failed"])
    tables.cases("Skipped", [case for case in units + tasks if case.state == "skipped"])
    tables.outcomes(outcomes)
    return tables.total(totals)


def _ran(total: tables.Total) -> bool:
    return total.passed + total.failed > 0
