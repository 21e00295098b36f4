# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is printed at the end of a run."""

from __future__ import annotations

import typing as t

from .junit import Case
from .steps import Outcome


class Total(t.NamedTuple):
    """How many of a kind passed, failed and were skipped."""

    kind: str
    passed: int
    failed: int
    skipped: int


def tally(kind: str, cases: t.Sequence[Case]) -> Total:
    """Count cases."""
    states = [case.state for case in cases]
    return Total(kind, states.count("passed"), states.count("failed"), states.count("skipped"))


def cases(title: str, listed: t.Sequence[Case]) -> None:
    """Print cases with their reasons, if there are any."""
    if listed:
        print(f"\n{title}:")
    for case in listed:
        print(f"  {case.name}\n    {case.reason or 'no reason given'}")


def outcomes(listed: t.Sequence[Outcome]) -> None:
    """Print a line for each step."""
    print("\nstep         result  seconds")
    for outcome in listed:
        print(f"{outcome.name:12} {'ok' if outcome.passed else 'FAILED':6}  {outcome.seconds:7.1f}")


def total(totals: t.Sequence[Total]) -> int:
    """Print the break-down and the last line; the exit code is 0 only if something passed and nothing failed."""
    counted = [each for each in totals if each.passed or each.failed or each.skipped]
    print("\n" + ", ".join(f"{each.kind}: {each.passed}/{each.passed + each.failed}" for each in counted))
    passed, failed, skipped = sum(each.passed for each in totals), sum(each.failed for each in totals), sum(each.skipped for each in totals)
    print(f"total: {passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 0 if passed and not failed else 1
