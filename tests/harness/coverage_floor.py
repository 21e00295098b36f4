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


def check(copies: t.Sequence[Path]) -> bool:
    """Print the report on the files of plugins/; whether at least the floor was reached.

    Takes copies of the tree whose tests ran. Needs `ansible-test coverage xml` in each before.
    """
    files = list(_files(copies))
    statements = sum(file.statements for file in files)
    missed = sum(len(file.missed) for file in files)
    for file in files:
        print(f"{_percent(file.statements, len(file.missed)):6.1f} %  {file.statements:5}  {file.name}{_lines(file.missed)}")
    reached = _percent(statements, missed)
    passed = statements > 0 and reached >= FLOOR_PERCENT
    print(f"{reached:6.1f} %  {statements:5}  plugins/ ({'at least' if passed else 'BELOW'} the {FLOOR_PERCENT:g} % that is asked for)")
    return passed


def _files(copies: t.Sequence[Path]) -> t.Iterator[File]:
    measured: dict[str, dict[int, bool]] = {}
    for copy in copies:
        report = copy / "tests" / "output" / "reports" / "coverage.xml"
        for element in ElementTree.parse(report).iter("class") if report.exists() else ():
            lines = measured.setdefault(str(element.get("filename")), {})
            for line in element.iter("line"):
                number = int(line.get("number", 0))
                lines[number] = lines.get(number, False) or line.get("hits") != "0"
    for path in sorted((copies[0] / "plugins").rglob("*.py")):
        name = path.relative_to(copies[0]).as_posix()
        if name.startswith(NOT_MEASURED):
            continue
        # A report knows nothing of a file that no test loaded, and would be the better for it.
        ran = measured.get(name) or dict.fromkeys(_statements(path), False)
        yield File(name, len(ran), sorted(number for number, hit in ran.items() if not hit))


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
