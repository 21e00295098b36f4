# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read what ansible-test wrote about each unit test and each integration task."""

from __future__ import annotations

import typing as t
from pathlib import Path
from xml.etree import ElementTree


class Case(t.NamedTuple):
    """One unit test or one integration task. `state` is passed, failed or skipped; `reason` is given for the last two."""

    name: str
    state: str
    reason: str


class Found(t.NamedTuple):
    """The unit tests that ran in a copy of the tree, and the tasks of each integration target, in the order in which the targets ended."""

    units: list[Case]
    targets: list[list[Case]]


def read(copy: Path) -> Found:
    """Read what there is in a copy of the tree."""
    found = Found([], [])
    for path in sorted((copy / "tests" / "output" / "junit").glob("*.xml"), key=lambda path: path.stat().st_mtime_ns):
        cases = [_case(element) for element in ElementTree.parse(path).iter("testcase")]
        # pytest's files end so; the others are written by Ansible's junit callback, one for each target.
        if path.stem.endswith("-units"):
            found.units.extend(cases)
        else:
            found.targets.append(cases)
    return found


def _case(element: ElementTree.Element) -> Case:
    name = f"{element.get('classname')}: {element.get('name')}"
    for tag, state in {"failure": "failed", "error": "failed", "skipped": "skipped"}.items():
        found = element.find(tag)
        if found is not None:
            text = (found.get("message") or found.text or "").strip()
            return Case(name, state, text.splitlines()[0] if text else "")
    return Case(name, "passed", "")
