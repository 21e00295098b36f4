# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The words for how a test run ended: a headline, and one sentence that every report and failure message uses."""

from __future__ import annotations

import typing as t

from .finding_words import amount_failing, amount_found, threat_from
from .findings import Limit
from .text import counted, cut, line
from .verdict import Ending, state_of

_LONGEST = 80

HEADLINES = {
    Ending.PASSED: "Passed",
    Ending.PASSED_WITH_ERRORS: "Passed with errors",
    Ending.ONLY_REPORTED: "Findings, only reported",
    Ending.FAILED_BY_FINDINGS: "Failed",
    Ending.FAILED_WITHOUT_FINDINGS: "Failed",
    Ending.NOTHING_RECORDED: "Nothing was tested",
    Ending.ONLY_ERRORS: "Nothing was tested",
    Ending.UNCLEAR: "Unclear whether anything was tested",
    Ending.INTERRUPTED: "Interrupted",
    Ending.PAUSED: "Paused",
    Ending.ACTIVE: "Still running",
    Ending.UNKNOWN_STATE: "In an unknown state",
}

_REASONS = {
    Ending.PASSED: "{Test_run} passed: {found}.",
    Ending.PASSED_WITH_ERRORS: "{Test_run} passed: {found}.",
    Ending.ONLY_REPORTED: "{Test_run} is finished: {found}.",
    Ending.FAILED_BY_FINDINGS: "Vulnerabilities with {limit} were found by {test_run}: {failing}.",
    Ending.FAILED_WITHOUT_FINDINGS: "FAST ended {test_run} as failed, but lists no finding.",
    Ending.NOTHING_RECORDED: (
        "No baseline request was recorded, so nothing was tested. Check that the tests went through the proxy of the FAST node."
    ),
    Ending.ONLY_ERRORS: "No baseline request could be tested in full because of technical errors.",
    Ending.UNCLEAR: (
        "Whether {test_run} tested anything is unknown: its number of baseline requests, or of those with technical errors, "
        "is missing or can't be read."
    ),
    Ending.INTERRUPTED: (
        "{Test_run} was interrupted before its tests were done. A newer test run on the same FAST node does that. "
        "Until then: {found}."
    ),
    Ending.PAUSED: "{Test_run} is paused, so its tests are not done. So far: {found}.",
    Ending.ACTIVE: "{Test_run} is not finished. So far: {found}.",
    Ending.UNKNOWN_STATE: "{Test_run} is in a state that is not known here ({state}), so it counts as not finished. So far: {found}.",
}


def reason_of(
    ending: Ending, test_run: dict[str, t.Any], findings: list[dict[str, t.Any]], limit: Limit
) -> str:
    """Return the sentence that says why the verdict is what it is. It holds no more of the API's text than an id and a state."""
    run = cut(line(test_run.get("id")), _LONGEST)
    return _REASONS[ending].format(
        test_run=f"test run {run}" if run else "the test run",
        Test_run=f"Test run {run}" if run else "The test run",
        state=cut(line(state_of(test_run)), _LONGEST) or "none is given",
        limit=threat_from(limit),
        found=amount_found(findings, limit),
        failing=amount_failing(findings),
    )


def run_name_of(test_run: dict[str, t.Any]) -> str:
    """Return what to call a test run."""
    return line(test_run.get("name")) or f"Test run {line(test_run.get('id'), 'without an id')}"


def rule_of(limit: Limit) -> str:
    """Return at what a test fails, for "The test fails at ..."."""
    if isinstance(limit, str):
        return "no threat: findings are only reported"
    return f"{threat_from(limit)}, so at any finding" if limit == 1 else threat_from(limit)


def errors_of(technical_errors: int | None) -> str:
    """Return a sentence on technical errors, or "" where there were none."""
    if technical_errors is None:
        return "How many baseline requests met technical errors can't be read."
    if not technical_errors:
        return ""
    return f"{counted(technical_errors, 'baseline request')} could not be tested in full because of technical errors."
