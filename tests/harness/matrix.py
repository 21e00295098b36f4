# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make matrix`: every supported ansible-core, and every Python that a module may run on."""

from __future__ import annotations

import concurrent.futures
import shutil
import threading
import typing as t
from pathlib import Path

from . import aliases, cache, copies, interpreters, junit, private_home, steps, surroundings, tables, toolbox
from .interpreters import Interpreter
from .steps import Step


class Core(t.NamedTuple):
    """An ansible-core with the Pythons it runs on, the preferred first, and the newest one its modules run on.

    `without` names sanity tests that are left out; `pre_release` says that the series has no release yet.
    """

    series: str
    controllers: t.Sequence[str]
    newest_target: int
    without: t.Sequence[str] = ()
    pre_release: bool = False


# From the support matrix in Ansible's documentation, "Releases and maintenance".
CORES = (
    Core("2.16", ("3.11", "3.12", "3.10"), 12),
    Core("2.17", ("3.11", "3.12", "3.10"), 12),
    Core("2.18", ("3.11", "3.12", "3.13"), 13),
    Core("2.19", ("3.11", "3.12", "3.13"), 13),
    Core("2.20", ("3.12", "3.13", "3.14"), 14),
    Core("2.21", ("3.13", "3.12", "3.14"), 14),
    # Its pylint needs a package that no index has, only an address at GitHub.
    Core("2.22", ("3.13", "3.14", "3.15"), 15, without=("pylint",), pre_release=True),
)
# The collection's modules support Python 3.9 and newer; tests/config.yml says the same to ansible-test.
OLDEST_TARGET = 9
KINDS = ("sanity", "units", "integration")
AT_ONCE = 2


class Cell(t.NamedTuple):
    """One result. `role` is `controller` or `target`: what the Python is to the test. `reason` says what did not run."""

    core: str
    python: str
    role: str
    kind: str
    state: str
    seconds: float
    reason: str = ""


def run(only: t.Collection[str] = (), keep: bool = False) -> int:
    """Run the cores in `only`, or all of them; 0 if nothing failed."""
    cores = [core for core in CORES if not only or core.series in only]
    # The module on the oldest Python, driven by the newest core that has an interpreter here.
    oldest = next((core for core in reversed(cores) if _controller(core)), None)
    with copies.work_directory(keep) as work, concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        found = pool.map(lambda core: _cells(core, work / core.series, core is oldest), cores)
        return _report([cell for cells in found for cell in cells])


def _controller(core: Core) -> Interpreter | None:
    return next((found for series in core.controllers if (found := interpreters.find(series))), None)


def _cells(core: Core, work: Path, oldest_integration: bool) -> list[Cell]:
    """All cells of one core, those that were skipped among them, run one after another in a copy of their own."""
    interpreter = _controller(core)
    if not interpreter:
        reason = f"none of Python {', '.join(core.controllers)} was found"
        return [Cell(core.series, "-", "controller", kind, "skipped", 0, reason) for kind in KINDS]
    environment = toolbox.for_core(core.series, interpreter, core.pre_release)
    found = {series: interpreters.find(series) for series in (f"3.{minor}" for minor in range(OLDEST_TARGET, core.newest_target + 1))}
    targets = {series: toolbox.for_target(core.series, target) for series, target in found.items() if target and series != interpreter.series}
    home_name = f"core{core.series}-python{interpreter.series}"
    with cache.lock(home_name):
        variables = surroundings.with_path(environment.bin, *(target.bin for target in targets.values()),
                                           home=private_home.ensure(environment, home_name))
        place = _Place(core, work, copies.make(work), variables)
        # "default" is every Python that ansible-test finds: the ones put on PATH above.
        cells = [_cell(place, "sanity", "controller", interpreter.series, "default")]
        cells += [_cell(place, kind, "controller", interpreter.series, interpreter.series) for kind in ("units", "integration")]
        cells += [_cell(place, "units", "target", series, series) for series in targets]
        if oldest_integration and f"3.{OLDEST_TARGET}" in targets:
            cells.append(_cell(place, "integration", "target", f"3.{OLDEST_TARGET}", f"3.{OLDEST_TARGET}"))
    return cells + [Cell(core.series, series, "target", "units", "skipped", 0, f"no Python {series} was found")
                    for series, target in found.items() if not target]


class _Place(t.NamedTuple):
    """Where the cells of one core run."""

    core: Core
    work: Path
    copy: Path
    variables: t.Mapping[str, str]


def _cell(place: _Place, kind: str, role: str, python: str, argument: str) -> Cell:
    shutil.rmtree(place.copy / "tests" / "output", ignore_errors=True)
    log_path = place.work / f"{kind}-{python}.log"
    command = ["ansible-test", kind, "--local", "--requirements", "--color", "no", "--python", argument]
    if kind == "integration":
        command += ["--continue-on-error", *(_not_of_the_controller(place.copy) if role == "target" else [])]
    without = place.core.without if kind == "sanity" else ()
    for name in without:
        command += ["--skip-test", name]
    with open(log_path, "w", encoding="utf-8") as log:
        outcome = steps.run(Step(f"core {place.core.series}, {kind}", command, place.copy, place.variables), log)
    found = junit.read(place.copy)
    ran = kind == "sanity" or any(case.state != "skipped" for cases in [found.units, *found.targets] for case in cases)
    passed = outcome.passed and ran
    reason = f"without {', '.join(without)}" if without else "" if ran else "no test ran"
    cell = Cell(place.core.series, python, role, kind, "passed" if passed else "failed", outcome.seconds, reason)
    _announce(cell, "" if passed else log_path.read_text(encoding="utf-8", errors="replace"))
    return cell


def _not_of_the_controller(copy: Path) -> list[str]:
    """The integration targets that may run on another Python. The others were run on the controller's, and would be once more."""
    return [name for name, words in aliases.read(copy).items() if "context/controller" not in words]


_PRINTING = threading.Lock()


def _announce(cell: Cell, log: str) -> None:
    with _PRINTING:
        print(f"{log}core {cell.core}, {cell.kind}, Python {cell.python} ({cell.role}): {_shown(cell)} {cell.reason}", flush=True)


def _shown(cell: Cell) -> str:
    return {"passed": "ok", "failed": "FAILED", "skipped": "skipped"}[cell.state] + (f" {cell.seconds:.0f} s" if cell.seconds else "")


def _report(cells: t.Sequence[Cell]) -> int:
    rows: dict[tuple[str, str, str], dict[str, Cell]] = {}
    for cell in cells:
        rows.setdefault((cell.core, cell.role, cell.python), {})[cell.kind] = cell
    print(f"\n{'core':6} {'Python':18}" + "".join(f"{kind:14}" for kind in KINDS))
    for (core, role, python), found in rows.items():
        print(f"{core:6} {f'{python} ({role})':18}" + "".join(f"{_shown(found[kind]) if kind in found else '-':14}" for kind in KINDS))
    not_all = [cell for cell in cells if cell.reason]
    if not_all:
        print("\nNot run, or not all of it:")
    for cell in not_all:
        print(f"  core {cell.core}, {cell.kind}, Python {cell.python} ({cell.role}): {cell.reason}")
    states = ("passed", "failed", "skipped")
    return tables.total([tables.Total(kind, *(sum(cell.kind == kind and cell.state == state for cell in cells) for state in states))
                         for kind in KINDS])
