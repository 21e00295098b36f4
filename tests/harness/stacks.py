# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make stacks`: the tests of the network layer on old and new versions of requests and urllib3."""

from __future__ import annotations

from . import copies, environments, interpreters, steps, surroundings, tables
from .steps import Step

# The oldest that will do, those of Debian 12, the last of urllib3 1, the first whose requests chooses the TLS context, and the newest.
STACKS = (
    ("requests==2.25.1", "urllib3==1.26.5"),
    ("requests==2.28.1", "urllib3==1.26.12"),
    ("requests==2.31.0", "urllib3==1.26.20"),
    ("requests==2.32.2", "urllib3==2.2.1"),
    ("requests", "urllib3"),
)
# urllib3 1.26.5 can't be imported by Python 3.12.
PYTHONS = ("3.11", "3.10", "3.9")
TESTED = "tests/unit/plugins/module_utils/_http"


def run() -> int:
    """Run the tests on each stack; 0 if all passed."""
    python = next((found for series in PYTHONS if (found := interpreters.find(series))), None)
    if not python:
        print(f"Left out: the oldest versions of requests need one of Python {', '.join(PYTHONS)}, and none was found.")
        return 0
    outcomes = []
    with copies.work_directory() as work:
        copy = copies.make(work)
        for stack in STACKS:
            packages = [*stack, "flask", "openapi-core", "psutil", "pytest", "pytest-xdist", "trustme"]
            environment = environments.ensure("-".join(("stack", *stack)).replace("==", "-"), python, packages)
            variables = {**surroundings.with_path(environment.bin), "PYTHONPATH": str(copy.parents[2]), "PYTHONDONTWRITEBYTECODE": "1"}
            command = [str(environment.python), "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", TESTED]
            outcomes.append(steps.run(Step(" ".join(stack), command, copy, variables)))
    tables.outcomes(outcomes)
    return 0 if all(outcome.passed for outcome in outcomes) else 1
