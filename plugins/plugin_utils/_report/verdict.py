# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a test run ended, decided in one place. What can't be told is never passed."""

from __future__ import annotations

import enum
import typing as t

from .findings import NEVER, Limit

PASSED, FAILED, UNTESTED, INTERRUPTED, RUNNING = "passed", "failed", "untested", "interrupted", "running"

#: Verdicts on a test run that did not get to its end, or tested nothing.
UNJUDGED = (UNTESTED, INTERRUPTED, RUNNING)

# State in docs/api/openapi.yaml.
_ENDED = ("passed", "failed")
_INTERRUPTED = ("interrupted", "interrupting")
_PAUSED = ("paused", "pausing")
_ACTIVE = ("cloning", "running", "running_scheduled")


class Ending(enum.Enum):
    """Each way that a test run can stand."""

    PASSED = enum.auto()
    PASSED_WITH_ERRORS = enum.auto()
    ONLY_REPORTED = enum.auto()
    FAILED_BY_FINDINGS = enum.auto()
    FAILED_WITHOUT_FINDINGS = enum.auto()
    NOTHING_RECORDED = enum.auto()
    ONLY_ERRORS = enum.auto()
    UNCLEAR = enum.auto()
    INTERRUPTED = enum.auto()
    PAUSED = enum.auto()
    ACTIVE = enum.auto()
    UNKNOWN_STATE = enum.auto()


VERDICTS = {
    Ending.PASSED: PASSED,
    Ending.PASSED_WITH_ERRORS: PASSED,
    Ending.ONLY_REPORTED: PASSED,
    Ending.FAILED_BY_FINDINGS: FAILED,
    Ending.FAILED_WITHOUT_FINDINGS: FAILED,
    Ending.NOTHING_RECORDED: UNTESTED,
    Ending.ONLY_ERRORS: UNTESTED,
    Ending.UNCLEAR: UNTESTED,
    Ending.INTERRUPTED: INTERRUPTED,
    Ending.PAUSED: RUNNING,
    Ending.ACTIVE: RUNNING,
    Ending.UNKNOWN_STATE: RUNNING,
}


class Doubt(enum.Enum):
    """Why nothing shows that a vulnerability type without findings was tested."""

    UNTESTED = enum.auto()
    INTERRUPTED = enum.auto()
    RUNNING = enum.auto()
    NO_FINDING_LISTED = enum.auto()
    NOT_IN_FULL = enum.auto()


_DOUBTS = {UNTESTED: Doubt.UNTESTED, INTERRUPTED: Doubt.INTERRUPTED, RUNNING: Doubt.RUNNING}


def doubt_of(verdict: str, counts: dict[str, int | None]) -> Doubt | None:
    """Return why nothing shows that a type without findings was tested, or None where that is known."""
    if verdict in _DOUBTS:
        return _DOUBTS[verdict]
    if verdict == FAILED and not counts["failing"]:
        return Doubt.NO_FINDING_LISTED
    recorded, errors = counts["baseline_requests"], counts["technical_errors"]
    if errors is None or recorded == 0 or (recorded is not None and errors >= recorded):
        return Doubt.NOT_IN_FULL
    return None


def state_of(test_run: dict[str, t.Any]) -> str:
    """Return the state as the server sent it, or the coarser one, or "" where it names none."""
    return str(test_run.get("state") or test_run.get("simple_state") or "")


def ending_of(test_run: dict[str, t.Any], counts: dict[str, int | None], limit: Limit) -> Ending:
    """Return how a test run stands.

    FAST ends a test run as failed for any finding; here only one that reaches the limit and is not accepted fails it. A failed test run
    that lists no finding fails too, since nothing shows that it should pass.
    """
    state = state_of(test_run)
    if state in _INTERRUPTED:
        return Ending.INTERRUPTED
    if state not in _ENDED:
        return _unfinished(state)
    if counts["failing"]:
        return Ending.FAILED_BY_FINDINGS
    if limit == NEVER and counts["findings"] != counts["accepted"]:
        return Ending.ONLY_REPORTED
    if counts["findings"]:
        return _passed(counts)
    if state == "failed":
        return Ending.FAILED_WITHOUT_FINDINGS
    return _without_findings(test_run, counts)


def _unfinished(state: str) -> Ending:
    if state in _PAUSED:
        return Ending.PAUSED
    return Ending.ACTIVE if state in _ACTIVE else Ending.UNKNOWN_STATE


def _without_findings(test_run: dict[str, t.Any], counts: dict[str, int | None]) -> Ending:
    """FAST passes a test run that had nothing to test. Whether it passes one that only met errors is not documented."""
    recorded, errors = counts["baseline_requests"], counts["technical_errors"]
    if recorded == 0:
        return Ending.NOTHING_RECORDED
    if recorded is None and test_run.get("baseline_count") is not None:
        return Ending.UNCLEAR
    if errors is None or (errors and recorded is None):
        return Ending.UNCLEAR
    if recorded is not None and errors >= recorded:
        return Ending.ONLY_ERRORS
    return _passed(counts)


def _passed(counts: dict[str, int | None]) -> Ending:
    return Ending.PASSED if counts["technical_errors"] == 0 else Ending.PASSED_WITH_ERRORS
