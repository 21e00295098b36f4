# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The findings of a test run, from its own list and from what more was read about them. A finding that can't be read is kept, and fails."""

from __future__ import annotations

import math
import typing as t

from ansible_collections.wallarm.fast.plugins.module_utils._api.finding import GREATEST_THREAT, Threat, finding_of, threat_of

#: As a limit: findings are reported, and none fails the test.
NEVER = "never"

#: The threat from which on a finding fails, 1 to 100, or NEVER.
Limit = t.Union[int, str]


def findings_of(test_run: dict[str, t.Any], details: t.Any, url: str | None) -> list[dict[str, t.Any]]:
    """Return what a test run found, the gravest first. Each has every key of a finding, those of the server, and ``code``.

    A finding that only one of the two sources knows is one all the same.

    :param test_run: the API's test run object, made plain.
    :param details: what wallarm_fast_finding_info returned, made plain, or None where it could not be read.
    :param url: the page of the test run in the Console.
    """
    vulns, more = _objects(test_run.get("vulns")), _objects(details)
    known = {str(detail["id"]): detail for detail in more if detail.get("id") is not None}
    listed = {str(vuln["id"]) for vuln in vulns if vuln.get("id") is not None}
    pairs = [(vuln, known.get(str(vuln.get("id")), {})) for vuln in vulns]
    pairs += [({}, detail) for detail in more if str(detail.get("id")) not in listed]
    return sorted((_finding(vuln, detail, test_run.get("id"), url) for vuln, detail in pairs), key=_order)


def reaches(threat: Threat, limit: Limit) -> bool:
    """Whether a threat is one that fails the test, if nobody accepted the finding. One that can't be read is."""
    return not isinstance(limit, str) and (threat is None or threat >= limit)


def by_type(findings: list[dict[str, t.Any]], checks: t.Sequence[str]) -> dict[str, int]:
    """Return how many findings there are of each type to list, and of each other one that was found."""
    counts = dict.fromkeys(checks, 0)
    for finding in findings:
        counts[finding["type"]] = counts.get(finding["type"], 0) + 1
    return counts


def _objects(entries: t.Any) -> list[dict[str, t.Any]]:
    """Return the entries of a list. What is no object, or no list of them, is kept as one that can't be read."""
    if entries is None:
        return []
    if not isinstance(entries, list):
        return [{"unreadable": entries}]
    return [entry if isinstance(entry, dict) else {"unreadable": entry} for entry in entries]


def _finding(vuln: dict[str, t.Any], detail: dict[str, t.Any], test_run_id: t.Any, url: str | None) -> dict[str, t.Any]:
    both = {**vuln, **{key: value for key, value in detail.items() if value is not None}}
    # The sources could differ: the graver one counts.
    threats = [threat for threat in (threat_of(vuln), threat_of(detail)) if threat is not None]
    read = finding_of({**both, "threat": max(threats, default=None)}, test_run_id, url)
    return {
        **both,
        **read,
        # A finding that was read before has its example under another name than the server's row.
        "example": read["example"] or both.get("example"),
        "code": vuln.get("code"),
    }


def _order(finding: dict[str, t.Any]) -> tuple[t.Any, ...]:
    """The gravest first, then by name and place. What can't be read comes first, since it may be anything."""
    threat = finding["threat"]
    rank = math.inf if threat is None else min(threat, GREATEST_THREAT)
    return (-rank, finding["type_name"].lower(), *(finding[key] or "" for key in ("domain", "path", "method", "parameter")))
