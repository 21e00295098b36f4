# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The findings of a test run, and which of them fail it. A finding that can't be read fails."""

from __future__ import annotations

import math
import re
import typing as t

from .vulnerability_types import UNKNOWN_TYPE, type_name

CRITICAL, HIGH, MEDIUM, LOW, UNKNOWN = "critical", "high", "medium", "low", "unknown"

# The bands are this collection's own; FAST knows only the number. The gravest first, each with its lowest threat; what is below is low.
SEVERITIES = ((CRITICAL, 90), (HIGH, 70), (MEDIUM, 40))

LEAST_THREAT, GREATEST_THREAT = 1, 100

# Beyond that it is no threat, and no number to print.
_LARGEST = 10**9

_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")

Threat = t.Union[int, float, None]


def findings_of(test_run: dict[str, t.Any], limit: int) -> list[dict[str, t.Any]]:
    """Return what a test run found, the gravest first: each vulnerability as sent, and what it means.

    :param test_run: the API's test run object, made plain.
    :param limit: a finding of this threat or more fails.
    """
    found = [_finding(vuln, limit) for vuln in _vulns(test_run)]
    return sorted(found, key=lambda finding: (-_rank(threat_of(finding)), finding["type_name"].lower()))


def threat_of(vuln: dict[str, t.Any]) -> Threat:
    """Return the threat as a number from 1, or None where it can't be read as one. FAST's go to 100; more is taken as it is."""
    value = vuln.get("threat")
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        value = float(value) if _DECIMAL.fullmatch(value.strip()) else None
    if not isinstance(value, (int, float)) or not LEAST_THREAT <= value <= _LARGEST:
        return None
    return int(value) if value == int(value) else value


def severity_of(threat: Threat) -> str:
    """Return the band that a threat is in."""
    if threat is None:
        return UNKNOWN
    return next((name for name, least in SEVERITIES if threat >= least), LOW)


def type_of(finding: dict[str, t.Any]) -> str:
    """Return the code of a finding's type."""
    return str(finding.get("type") or UNKNOWN_TYPE)


def by_type(findings: list[dict[str, t.Any]], checks: t.Sequence[str]) -> dict[str, int]:
    """Return how many findings there are of each type to list, and of each other one that was found."""
    counts = dict.fromkeys(checks, 0)
    for finding in findings:
        counts[type_of(finding)] = counts.get(type_of(finding), 0) + 1
    return counts


def _vulns(test_run: dict[str, t.Any]) -> list[dict[str, t.Any]]:
    """Return the entries of ``vulns``. What is no object, or no list of them, is kept as one that can't be read."""
    vulns = test_run.get("vulns")
    if vulns is None:
        return []
    if not isinstance(vulns, list):
        return [{"unreadable": vulns}]
    return [vuln if isinstance(vuln, dict) else {"unreadable": vuln} for vuln in vulns]


def _finding(vuln: dict[str, t.Any], limit: int) -> dict[str, t.Any]:
    threat = threat_of(vuln)
    fails = threat is None or threat >= limit
    return {
        **vuln,
        "type_name": type_name(type_of(vuln)),
        "severity": severity_of(threat),
        "at_or_above_limit": fails,
        "fails": fails,
    }


def _rank(threat: Threat) -> float:
    """What can't be read comes first, since it may be anything."""
    return math.inf if threat is None else min(threat, GREATEST_THREAT)
