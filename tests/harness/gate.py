# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make test`: unit tests, integration tests and coverage on this Python."""

from __future__ import annotations

import threading
import typing as t
from pathlib import Path

from . import aliases, cache, copies, coverage_floor, interpreters, junit, private_home, steps, surroundings, tables, toolbox
from .steps import Outcome, Step

STEPS = ("units", "integration", "slow")
DEFAULT = STEPS[:-1]
# Each is a copy of the tree, in which its steps run one after another.
CHAINS = ("units", "plays-1", "plays-2")

# How the lines begin that are worth showing of a check that passed.
TELLING = ("===", "WARNING: Required program", "WARNING: Skipping")


def run(only: t.Collection[str] = DEFAULT, keep: bool = False) -> int:
    """Run the chosen steps; 0 if there were tests and all of them passed."""
    environment = toolbox.for_tests()
    python = interpreters.current().series
    home_name = f"core{environment.core_series()}-python{python}"
    with cache.lock(home_name), copies.work_directory(keep) as work:
        variables = surroundings.with_path(environment.bin, home=private_home.ensure(environment, home_name))
        print(f"ansible-core {environment.core_series()} on Python {python}", flush=True)
        # Plays wait more than they work, so three copies keep two CPUs busy.
        places = [copies.make(work / name) for name in CHAINS]
        planned = [list(_steps(number, place, variables, python, only)) for number, place in enumerate(places)]
        if "units" in only:
            places.append(copies.make(work / "others"))
            planned[0].append(_other_units(places[-1], variables, python))
        outcomes = []
        if _measured(only):
            # Has ansible-test install coverage, once and not in all chains at the same time.
            outcomes.append(steps.run(Step("coverage", ["ansible-test", "coverage", "combine", "--requirements"], places[0], variables)))
        background = [_Background(chain, work / f"{number}.log") for number, chain in enumerate(planned[:-1])]
        last = [steps.run(step) for step in planned[-1]]
        ended = [*(chain.finish() for chain in background), last]
        outcomes += [outcome for chain in ended for outcome in chain]
        if _measured(only):
            outcomes.append(Outcome("coverage", coverage_floor.check(places), 0))
        for name in ("integration", "coverage", "units"):
            outcomes = _as_one(name, outcomes)
        found = [junit.read(place) for place in places]
        tasks = [case for place, chain in zip(found, ended) for case in _judged(place.targets, chain)]
        return _report(outcomes, [case for place in found for case in place.units], tasks)


def _steps(chain: int, copy: Path, variables: t.Mapping[str, str], python: str, only: t.Collection[str]) -> t.Iterator[Step]:
    """What one of the chains runs, one after another: the unit tests, or a share of the integration tests."""
    # One Python, named: "default" would go through every Python on PATH and have pip install into it.
    ansible_test = ["--local", "--requirements", "--python", python]
    measured = ["--coverage"] if _measured(only) else []
    targets = _targets(copy, only)[chain - 1::len(CHAINS) - 1] if chain else []
    if chain == 0 and "units" in only:
        yield Step("units", ["ansible-test", "units", *ansible_test, *measured, "tests/unit/plugins/"], copy, variables)
    if targets:
        yield Step("integration", ["ansible-test", "integration", *ansible_test, *measured, *targets], copy, variables)
    if _measured(only):
        yield Step("coverage", ["ansible-test", "coverage", "xml", "--requirements"], copy, variables)


def _other_units(copy: Path, variables: t.Mapping[str, str], python: str) -> Step:
    """The unit tests of the emulator and the like, in a copy of their own, since all write their results to the same files.

    They say nothing of plugins/, and would pay as much for being measured as for running.
    """
    paths = sorted(f"tests/unit/{path.name}{'/' if path.is_dir() else ''}" for path in (copy / "tests/unit").iterdir()
                   if path.name.startswith("test_") or (path.is_dir() and path.name != "plugins"))
    return Step("units", ["ansible-test", "units", "--local", "--requirements", "--python", python, *paths], copy, variables)


def _targets(copy: Path, only: t.Collection[str]) -> list[str]:
    """The integration targets, those whose aliases say "slow" among them if they are to be."""
    return [name for name, words in aliases.read(copy).items() if ("slow" if "slow" in words else "integration") in only]


def _measured(only: t.Collection[str]) -> bool:
    return {"units", "integration"} <= set(only)


def _as_one(name: str, outcomes: t.Sequence[Outcome]) -> list[Outcome]:
    """The outcomes with those of a name put together."""
    parts = [outcome for outcome in outcomes if outcome.name == name]
    others = [outcome for outcome in outcomes if outcome.name != name]
    if parts:
        others.append(Outcome(name, all(part.passed for part in parts), max(part.seconds for part in parts)))
    return others


def _judged(targets: t.Sequence[list[junit.Case]], outcomes: t.Sequence[Outcome]) -> list[junit.Case]:
    """The tasks of a chain's targets. What counts is ansible-test's verdict on a target, and it goes on to the next only from one that passed.

    A task that failed in a target that passed was meant to fail.
    """
    passed = all(outcome.passed for outcome in outcomes if outcome.name == "integration")
    judged = targets if passed else targets[:-1]
    meant = [case._replace(state="passed") if case.state == "failed" else case for cases in judged for case in cases]
    return meant + [case for cases in targets[len(judged):] for case in cases]


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
        """Wait for the end, print what was kept (only the telling lines if nothing failed), and say how it went."""
        self._thread.join()
        text = self._log.read_text(encoding="utf-8", errors="replace")
        if all(outcome.passed for outcome in self._outcomes):
            text = "".join(line for line in text.splitlines(keepends=True) if line.startswith(TELLING))
        print(f"\n{text}", end="")
        return self._outcomes


def _report(outcomes: t.Sequence[Outcome], units: list[junit.Case], tasks: list[junit.Case]) -> int:
    # A task whose condition is false is part of a play that ran, and no test that was left out.
    tasks = [task for task in tasks if not (task.state == "skipped" and task.reason.startswith("Conditional result was False"))]
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
