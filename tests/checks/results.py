# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether ansible-test ran anything: it passes when it found no test."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree


def ran(tree: Path) -> bool:
    """Whether a report in a tree's tests/output tells of a test or task that was not skipped."""
    reports = (tree / "tests" / "output" / "junit").glob("*.xml")
    return any(case.find("skipped") is None for report in reports for case in ElementTree.parse(report).iter("testcase"))
