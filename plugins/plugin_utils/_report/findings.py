# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The findings of a test run, and which of them fail it. A finding that can't be read fails."""

from __future__ import annotations

import math
import typing as t

from ansible_collections.wallarm.fast.plugins.module_utils._api.finding import GREATEST_THREAT, Threat, severity_of, threat_of, type_of
from ansible_collections.wallarm.fast.plugins.module_utils._api.vulnerability_types import type_name


def findings_of(test_run: dict[str, t.Any], limit: int) -> list[dict[str, t.Any]]:
    """Return what a test run found, the gravest first: each vulnerability as sent, and what it means.

    :param test_run: the API's test run object, made plain.
    :param limit: a finding of this threat or more fails.
    """
    found = [_finding(vuln, limit) for vuln in _vulns(test_run)]
    return sorted(found, key=lambda finding: (-_rank(threat_of(finding)), finding["type_name"].lower()))


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
