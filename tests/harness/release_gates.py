# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make gates`: what has to hold before a release, beside the tests."""

from __future__ import annotations

import concurrent.futures
import functools
import re
import shutil
import threading
import time
import typing as t
from pathlib import Path

from . import archive, cache, copies, interpreters, private_home, rehearsal, steps, surroundings, tables, toolbox
from .rehearsal import Rehearsal
from .steps import Outcome, Step

# Warnings too: galaxy-importer tells its findings in a log, and ends well in spite of most of them.
IMPORTER_CONFIG = "[galaxy-importer]\nCHECK_REQUIRED_TAGS=True\nRUN_FLAKE8=True\nRUN_ANSIBLE_TEST=False\n"
# It lints docs/awx-project without the collection being installed, whose playbooks those are that it does not find there.
IMPORTER_FINDING = re.compile(r"(?!WARNING: ERROR    Failed to find wallarm\.fast\.\w+ playbook\.$)(WARNING|ERROR|CRITICAL)")

AT_ONCE = 2


class _Place:
    """The copy of the tree that the gates look at, and what they run with."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.copy = copies.make(work)
        rehearsal.commit(self.copy)
        environment = toolbox.for_gates()
        home = private_home.ensure(environment, f"gates-python{interpreters.current().series}")
        self.variables = surroundings.with_path(environment.bin, home=home)

    @functools.cached_property
    def release(self) -> Rehearsal:
        """A release in the copy. The gates after it see the tree as it would be published."""
        return rehearsal.rehearse(self.copy)


class _Run:
    """One gate under way: its place, and the log of what it runs."""

    def __init__(self, place: _Place, log: t.IO[str]) -> None:
        self.place = place
        self._log = log

    def __call__(self, *command: str, directory: Path | None = None, variables: t.Mapping[str, str] | None = None) -> list[str]:
        """Run a command in the copy; returns the problem if it fails."""
        step = Step(command[0], command, directory or self.place.copy, {**self.place.variables, **(variables or {})})
        return [] if steps.run(step, self._log).passed else [f"{command[0]} failed"]


def _changelog(run: _Run) -> list[str]:
    return run("antsibull-changelog", "lint")


def _release(run: _Run) -> list[str]:
    found = list(run.place.release.problems)
    if run.place.release.archive:
        found += run("antsibull-changelog", "lint-changelog-yaml", "changelogs/changelog.yaml")
    return found


def _archive(run: _Run) -> list[str]:
    built = run.place.release.archive
    if not built:
        return ["there is no archive"]
    found = list(archive.problems(built, run.place.copy))
    installed = run.place.work / "installed"
    for command in (["install", "--offline", "-p", str(installed), str(built)], ["verify", "--offline", "wallarm.fast"]):
        found += run("ansible-galaxy", "collection", *command, directory=run.place.work,
                     variables={"ANSIBLE_COLLECTIONS_PATH": str(installed)})
    return found


def _importer(run: _Run) -> list[str]:
    directory = run.place.work / "importer"
    directory.mkdir()
    built = run.place.release.archive
    if not built:
        return ["there is no archive"]
    if not re.search("^repository:", (run.place.copy / "galaxy.yml").read_text(encoding="utf-8"), re.MULTILINE):
        built = _with_repository(run, directory, built.name)
    environment = toolbox.for_importer()
    (directory / "importer.cfg").write_text(IMPORTER_CONFIG, encoding="ascii")
    home = private_home.ensure(environment, f"importer-python{interpreters.current().series}")
    variables = {**surroundings.with_path(environment.bin, home=home), "GALAXY_IMPORTER_CONFIG": str(directory / "importer.cfg")}
    log = directory / "log"
    with open(log, "w", encoding="utf-8") as handle:
        outcome = steps.run(Step("importer", ["python", "-m", "galaxy_importer.main", str(built)], directory, variables), handle)
    text = log.read_text(encoding="utf-8", errors="replace")
    if not outcome.passed or not (directory / "importer_result.json").exists():
        return [f"galaxy-importer refuses the archive:\n{text}"]
    return [line for line in text.splitlines() if IMPORTER_FINDING.match(line)]


def _with_repository(run: _Run, directory: Path, name: str) -> Path:
    """The archive with an address in the place of the repository's. galaxy-importer looks for one before all else, and there is none yet."""
    tree = directory / "tree"
    shutil.copytree(run.place.copy, tree, ignore=shutil.ignore_patterns(".git", ".ansible", "dist"))
    with open(tree / "galaxy.yml", "a", encoding="utf-8") as metadata:
        metadata.write("repository: https://example.com/\n")
    run("ansible-galaxy", "collection", "build", "--output-path", str(directory), directory=tree)
    return directory / name


def _ansible_lint(run: _Run) -> list[str]:
    # Offline it doesn't install the collection, and finds it by this.
    return run("ansible-lint", "--nocolor", variables={"ANSIBLE_COLLECTIONS_PATH": str(run.place.copy.parents[2])})


def _licences(run: _Run) -> list[str]:
    return run("reuse", "lint")


def _nox(run: _Run) -> list[str]:
    # The sessions' environments are kept. They are taken as they are once a run was good.
    kept = cache.ensure() / "nox" / f"python{interpreters.current().version}"
    good = kept / "complete"
    found = run("nox", "--envdir", str(kept), "-R" if good.exists() else "-r", variables={"CI": "true"})
    if not found:
        good.touch()
    return found


def _ruff(run: _Run) -> list[str]:
    return run("ruff", "check", "--no-cache", "--quiet", ".")


def _mypy(run: _Run) -> list[str]:
    # From above ansible_collections, so that imports between the collection's files are found.
    packages = (f"--package=ansible_collections.wallarm.fast.plugins.{name}"
                for name in ("action", "filter", "inventory", "module_utils", "modules", "plugin_utils"))
    return run("mypy", "--config-file", str(run.place.copy / "pyproject.toml"), "--cache-dir", str(cache.ensure() / "mypy"), *packages,
               directory=run.place.copy.parents[2])


def _sanity(run: _Run) -> list[str]:
    # One Python, named: "default" would go through every Python on PATH.
    environment, python = toolbox.for_tests(), interpreters.current().series
    home_name = f"core{environment.core_series()}-python{python}"
    with cache.lock(home_name):
        variables = surroundings.with_path(environment.bin, home=private_home.ensure(environment, home_name))
        return run("ansible-test", "sanity", "--local", "--requirements", "--python", python, directory=copies.make(run.place.work / "sanity"),
                   variables=variables)


def _docs(run: _Run) -> list[str]:
    return run("antsibull-docs", "lint-collection-docs", "--plugin-docs", "--validate-collection-refs", "self", ".",
               variables={"ANSIBLE_COLLECTIONS_PATH": str(run.place.copy.parents[2])})


# These one after another: the second changes the tree that the others look at.
FIRST: dict[str, t.Callable[[_Run], list[str]]] = {"changelog": _changelog, "release": _release}
THEN: dict[str, t.Callable[[_Run], list[str]]] = {
    "sanity": _sanity,
    "importer": _importer,
    "ansible-lint": _ansible_lint,
    "nox": _nox,
    "archive": _archive,
    "docs": _docs,
    "licences": _licences,
    "ruff": _ruff,
    "mypy": _mypy,
}
GATES = (*FIRST, *THEN)


def run(only: t.Collection[str] = GATES, keep: bool = False) -> int:
    """Try the chosen gates; 0 if all of them are passed."""
    with cache.lock("gates"), copies.work_directory(keep) as work, concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        place = _Place(work)
        if {"ansible-lint", "archive", "importer"} & set(only):
            only = {"release", *only}
        outcomes = [_try(place, name, gate) for name, gate in FIRST.items() if name in only]
        outcomes += pool.map(lambda name: _try(place, name, THEN[name]), [name for name in THEN if name in only])
    tables.outcomes(outcomes)
    passed = sum(outcome.passed for outcome in outcomes)
    return tables.total([tables.Total("gates", passed, len(outcomes) - passed, 0)])


_PRINTING = threading.Lock()


def _try(place: _Place, name: str, gate: t.Callable[[_Run], list[str]]) -> Outcome:
    started = time.monotonic()
    path = place.work / f"{name}.log"
    with open(path, "w", encoding="utf-8") as log:
        problems = gate(_Run(place, log))
    outcome = Outcome(name, not problems, time.monotonic() - started)
    with _PRINTING:
        print(f"{name}: {'ok' if outcome.passed else 'FAILED'}", flush=True)
        if problems:
            print(path.read_text(encoding="utf-8", errors="replace"), *(f"  {problem}" for problem in problems), sep="\n", flush=True)
    return outcome
