# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The words for findings: where one is, how many there are, and which of them fail the test."""

from __future__ import annotations

import typing as t

from ansible_collections.wallarm.fast.plugins.module_utils._api.finding import UNKNOWN

from .findings import Limit
from .text import counted, cut, line

Finding = dict[str, t.Any]

# A message names so many findings, and so much of each text of the API.
_MOST = 10
_LONGEST = 120


def code_of(finding: Finding, missing: str) -> str:
    """Return the code of a finding, as the Console shows it, or its id."""
    return line(finding.get("code")) or line(finding.get("id"), missing)


def request_of(finding: Finding) -> str:
    """Return the request that a finding is about, as in "GET shop.example.com/products", or "" where nothing of it is known."""
    return " ".join(text for text in (line(finding["method"]), line(finding["domain"]) + line(finding["path"])) if text)


def failing_of(findings: list[Finding]) -> str:
    """Return a sentence that names the findings that fail the test, ten at most, or "" where none does."""
    failing = [finding for finding in findings if finding["fails"]]
    named = [_line_of(finding) for finding in failing[:_MOST]]
    if len(failing) > _MOST:
        named.append(f"and {len(failing) - _MOST:,} more")
    return f"Failing: {'; '.join(named)}." if named else ""


def threat_from(limit: Limit) -> str:
    """Return which threat fails: "a threat of 60 or more", "a threat of 100"."""
    return f"a threat of {limit}" if limit == 100 or isinstance(limit, str) else f"a threat of {limit} or more"


def amount_found(findings: list[Finding], limit: Limit) -> str:
    """Return what there is up to now, for "So far: ..."."""
    if not findings:
        return "no findings"
    every, accepted = len(findings), _accepted(findings)
    if _failing(findings):
        return f"{_share(_failing(findings), every - accepted)} with {threat_from(limit)}{_notes(findings)}"
    if accepted == every:
        return f"{counted(every, 'finding')}, {'all ' if every > 1 else ''}accepted"
    rest = "only reported" if isinstance(limit, str) else f"below a threat of {limit}"
    if accepted:
        return f"{counted(every, 'finding')}, {accepted:,} accepted and {every - accepted:,} {rest}"
    if isinstance(limit, str):
        return f"{counted(every, 'finding')}, {rest}"
    return f"{counted(every, 'finding')}{', all' if every > 1 else ''} {rest}"


def amount_failing(findings: list[Finding]) -> str:
    """Return how many fail, of how many that nobody accepted."""
    return _share(_failing(findings), len(findings) - _accepted(findings)) + _notes(findings)


def _line_of(finding: Finding) -> str:
    parameter = line(finding["parameter"])
    parts = [
        f"threat {line(finding['threat'], 'unknown')}",
        line(finding["type_name"]),
        request_of(finding) or code_of(finding, ""),
        f"parameter {parameter}" if parameter else "",
    ]
    return ", ".join(cut(part, _LONGEST) for part in parts if part)


def _failing(findings: list[Finding]) -> int:
    return sum(finding["fails"] for finding in findings)


def _accepted(findings: list[Finding]) -> int:
    return sum(finding["accepted"] for finding in findings)


def _share(some: int, every: int) -> str:
    """Return "2 of 4 findings", "all 4 findings" or "1 finding"."""
    if some < every:
        return f"{some:,} of {counted(every, 'finding')}"
    return f"all {counted(every, 'finding')}" if every > 1 else counted(every, "finding")


def _notes(findings: list[Finding]) -> str:
    """Return what else is to be known about the numbers."""
    unread = sum(finding["fails"] and finding["severity"] == UNKNOWN for finding in findings)
    accepted = _accepted(findings)
    return (f", counting {unread:,} whose threat can't be read" if unread else "") + (f", not counting {accepted:,} accepted" if accepted else "")
