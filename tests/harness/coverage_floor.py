# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of plugins/ the unit and integration tests ran together, and whether that is enough."""

from __future__ import annotations

import ast
import typing as t
from pathlib import Path
from xml.etree import ElementTree

FLOOR_PERCENT = 95.0

# Documentation fragments are text: Ansible reads them when it renders documentation, no test runs them.
NOT_MEASURED = "plugins/doc_fragments/"


class File(t.NamedTuple):
    """A file of plugins/ with its number of statements, and the lines of those that no test ran."""

    name: str
    statements: int
    missed: t.Sequence[int]


def check(copy: Path) -> bool:
    """Print the report on the files of plugins/; whether at least the floor was reached. Needs `ansible-test coverage xml` before."""
    files = list(_files(copy))
    statements = sum(file.statements for file in files)
    missed = sum(len(file.missed) for file in files)
    for file in files:
        print(f"{_percent(file.statements, len(file.missed)):6.1f} %  {file.statements:5}  {file.name}{_lines(file.missed)}")
    reached = _percent(statements, missed)
    passed = statements > 0 and reached >= FLOOR_PERCENT
    print(f"{reached:6.1f} %  {statements:5}  plugins/ ({'at least' if passed else 'BELOW'} the {FLOOR_PERCENT:g} % that is asked for)")
    return passed


def _files(copy: Path) -> t.Iterator[File]:
    report = copy / "tests" / "output" / "reports" / "coverage.xml"
    measured = {str(element.get("filename")): element for element in ElementTree.parse(report).iter("class")} if report.exists() else {}
    for path in sorted((copy / "plugins").rglob("*.py")):
        name = path.relative_to(copy).as_posix()
        if name.startswith(NOT_MEASURED):
            continue
        if name in measured:
            lines = list(measured[name].iter("line"))
            yield File(name, len(lines), [int(line.get("number", 0)) for line in lines if line.get("hits") == "0"])
        else:
            # The report knows nothing of a file that no test loaded, and would be the better for it.
            lines_of_code = _statements(path)
            yield File(name, len(lines_of_code), lines_of_code)


def _statements(path: Path) -> list[int]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {node.lineno for node in ast.walk(tree) if isinstance(node, ast.stmt)}
    docstrings = {node.lineno for node in ast.walk(tree)
                  if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)}
    return sorted(found - docstrings)


def _percent(statements: int, missed: int) -> float:
    return 100.0 * (statements - missed) / statements if statements else 100.0


def _lines(numbers: t.Sequence[int]) -> str:
    return f"  not run: {', '.join(str(number) for number in numbers)}" if numbers else ""
