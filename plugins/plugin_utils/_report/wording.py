# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The words for how a test run ended: a headline, and one sentence that every report and failure message uses."""

from __future__ import annotations

import typing as t

from ansible_collections.wallarm.fast.plugins.module_utils._api.finding import UNKNOWN

from .text import counted, cut, line
from .verdict import Ending, state_of

_LONGEST = 80

HEADLINES = {
    Ending.PASSED: "Passed",
    Ending.PASSED_WITH_ERRORS: "Passed with errors",
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
    ending: Ending, test_run: dict[str, t.Any], findings: list[dict[str, t.Any]], limit: int
) -> str:
    """Return the sentence that says why the verdict is what it is. It holds no more of the API's text than an id and a state."""
    run = cut(line(test_run.get("id")), _LONGEST)
    return _REASONS[ending].format(
        test_run=f"test run {run}" if run else "the test run",
        Test_run=f"Test run {run}" if run else "The test run",
        state=cut(line(state_of(test_run)), _LONGEST) or "none is given",
        limit=threat_from(limit),
        found=_found(findings, limit),
        failing=_failing(findings),
    )


def run_name_of(test_run: dict[str, t.Any]) -> str:
    """Return what to call a test run."""
    return line(test_run.get("name")) or f"Test run {line(test_run.get('id'), 'without an id')}"


def code_of(finding: dict[str, t.Any], missing: str) -> str:
    """Return the code of a finding, as the Console shows it, or its id."""
    return line(finding.get("code")) or line(finding.get("id"), missing)


def threat_from(limit: int) -> str:
    """Return which threat fails: "a threat of 60 or more", "a threat of 100"."""
    return f"a threat of {limit} or more" if limit < 100 else f"a threat of {limit}"


def rule_of(limit: int) -> str:
    """Return at what a test fails, for "The test fails at ..."."""
    return f"{threat_from(limit)}, so at any finding" if limit == 1 else threat_from(limit)


def errors_of(technical_errors: int | None) -> str:
    """Return a sentence on technical errors, or "" where there were none."""
    if technical_errors is None:
        return "How many baseline requests met technical errors can't be read."
    if not technical_errors:
        return ""
    return f"{counted(technical_errors, 'baseline request')} could not be tested in full because of technical errors."


def _found(findings: list[dict[str, t.Any]], limit: int) -> str:
    """Return what there is up to now, for "So far: ..."."""
    if not findings:
        return "no findings"
    failing = sum(finding["fails"] for finding in findings)
    if failing:
        return f"{_share(failing, len(findings))} with {threat_from(limit)}{_unread(findings)}"
    return f"{counted(len(findings), 'finding')}{', all' if len(findings) > 1 else ''} below a threat of {limit}"


def _failing(findings: list[dict[str, t.Any]]) -> str:
    return _share(sum(finding["fails"] for finding in findings), len(findings)) + _unread(findings)


def _share(some: int, every: int) -> str:
    """Return "2 of 4 findings", "all 4 findings" or "1 finding"."""
    if some < every:
        return f"{some:,} of {counted(every, 'finding')}"
    return f"all {counted(every, 'finding')}" if every > 1 else counted(every, "finding")


def _unread(findings: list[dict[str, t.Any]]) -> str:
    unread = sum(finding["severity"] == UNKNOWN for finding in findings)
    return f", counting {unread:,} whose threat can't be read" if unread else ""
