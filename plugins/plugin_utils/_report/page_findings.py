# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The findings on the page: those in the bands of their severity, and the accepted ones apart. What is not known is left out."""

from __future__ import annotations

import typing as t

from ansible_collections.wallarm.fast.plugins.module_utils._api.finding import CRITICAL, FALSE_POSITIVE, HIGH, LOW, MEDIUM, UNKNOWN, threat_of

from . import charts
from .accepted import BY_RULE
from .finding_words import code_of, request_of
from .text import counted, cut, line, lines
from .verdict import FAILED, INTERRUPTED, PASSED, RUNNING, UNTESTED

Report = dict[str, t.Any]
Finding = dict[str, t.Any]

_BANDS = (
    {"key": UNKNOWN, "name": "Unknown", "range": "no readable threat"},
    {"key": CRITICAL, "name": "Critical", "range": "threat 90 to 100"},
    {"key": HIGH, "name": "High", "range": "threat 70 to 89"},
    {"key": MEDIUM, "name": "Medium", "range": "threat 40 to 69"},
    {"key": LOW, "name": "Low", "range": "threat 1 to 39"},
)

# What is said where there are no findings at all.
_NO_FINDINGS = {PASSED: "None.", FAILED: "None.", UNTESTED: "None.", INTERRUPTED: "None before it ended.", RUNNING: "None so far."}

# With more findings, descriptions and examples are folded up: the list is read first then.
_MOST_OPEN = 20

_LONGEST_UNREADABLE = 500


def sections(report: Report) -> dict[str, t.Any]:
    """Return what the template shows of the findings, by the names that it uses."""
    findings = report["findings"]
    accepted = [finding for finding in findings if finding["accepted"]]
    shown = [_shown(finding, report) for finding in accepted]
    others = [finding for finding in findings if not finding["accepted"]]
    return {
        "no_findings": "" if findings else _NO_FINDINGS[report["verdict"]],
        "chart": charts.threats(findings, report["fail_on_threat"]),
        "bands": list(_bands(others, report)),
        "accepted": shown,
        "has_examples": any(lines(finding["example"]) for finding in findings),
        "folded": len(findings) > _MOST_OPEN,
    }


def _bands(findings: list[Finding], report: Report) -> t.Iterator[dict[str, t.Any]]:
    """Yield the bands that have findings, the gravest first."""
    for band in _BANDS:
        inside = [_shown(finding, report) for finding in findings if finding["severity"] == band["key"]]
        if inside:
            yield {**band, "amount": counted(len(inside), "finding"), "findings": inside}


def _shown(finding: Finding, report: Report) -> dict[str, t.Any]:
    threat = threat_of(finding)
    type_ = line(finding["type_name"], "unknown")
    title = line(finding["title"])
    return {
        **charts.mark_of(finding),
        "threat": line(threat),
        "width": None if threat is None else charts.place(threat),
        "result": _result(finding, report),
        # Elsewhere the band says it.
        "severity": finding["severity"] if finding["accepted"] else "",
        "title": title or type_,
        "type": type_ if title else "",
        "request": request_of(finding),
        "parameter": line(finding["parameter"]),
        "code": code_of(finding, ""),
        "status": "false positive" if finding["status"] == FALSE_POSITIVE else line(finding["status"]),
        "acceptance": _acceptance(finding),
        "reason": line(finding["accepted_reason"]),
        "description": _description(finding),
        "example": lines(finding["example"]),
    }


def _result(finding: Finding, report: Report) -> str:
    if finding["fails"]:
        return "✕ fails"
    if finding["accepted"]:
        return "accepted"
    return "reported" if isinstance(report["fail_on_threat"], str) else "below limit"


def _acceptance(finding: Finding) -> str:
    """Return what stands before the reason: by whom and until when a finding is accepted."""
    if finding["accepted_by"] != BY_RULE:
        return ""
    until = line(finding["accepted_until"])
    return f"By a rule until {until}:" if until else "By a rule:"


def _description(finding: Finding) -> str:
    """Return the description, or what FAST listed in place of a finding."""
    if "unreadable" in finding:
        return f"This was listed in place of a finding: {cut(line(finding['unreadable']), _LONGEST_UNREADABLE)}"
    return lines(finding["description"])
