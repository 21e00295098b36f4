# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One finding: what FAST says of a vulnerability that a test run found, and the severity that its threat means here."""

from __future__ import annotations

import re
import typing as t
from collections.abc import Mapping

from .vulnerability_types import UNKNOWN_TYPE, type_name

CRITICAL, HIGH, MEDIUM, LOW, UNKNOWN = "critical", "high", "medium", "low", "unknown"

# The bands are this collection's own; FAST knows only the number. The gravest first, each with its lowest threat; what is below is low.
SEVERITIES = ((CRITICAL, 90), (HIGH, 70), (MEDIUM, 40))

LEAST_THREAT, GREATEST_THREAT = 1, 100

# What the server says of a finding. Any other word is a finding like a new one (listVulnerabilities).
OPEN, CLOSED, FALSE_POSITIVE = "open", "closed", "falsepositive"

# Beyond that it is no threat, and no number to print.
_LARGEST = 10**9

_DECIMAL = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")

# By the keys of a finding, the fields of a row that are passed on as text.
_TEXTS = {
    "title": "title",
    "description": "description",
    "method": "method",
    "domain": "domain",
    "path": "path",
    "parameter": "parameter",
    "example": "exploit_example",
}

Threat = t.Union[int, float, None]


def finding_of(row: Mapping[str, t.Any], test_run_id: int | str | None, url: str | None) -> dict[str, t.Any]:
    """Return a vulnerability as a finding. What the server does not say is None.

    :param row: a row of listVulnerabilities, or one of a test run's own ``vulns``, which has fewer fields.
    :param url: the page of the test run in the Console.
    """
    threat = threat_of(row)
    return {
        "id": scalar(row.get("id")),
        "type": type_of(row),
        "type_name": type_name(type_of(row)),
        "threat": threat,
        "severity": severity_of(threat),
        "status": _status_of(row),
        **{key: _text(row.get(field)) for key, field in _TEXTS.items()},
        "test_run_id": test_run_id,
        "url": url,
    }


def threat_of(vuln: Mapping[str, t.Any]) -> Threat:
    """Return the threat as a number from 1, or None where it can't be read as one. FAST's go to 100; more is taken as it is."""
    value = scalar(vuln.get("threat"))
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


def type_of(vuln: Mapping[str, t.Any]) -> str:
    """Return the code of a vulnerability's type."""
    return _text(vuln.get("type")) or UNKNOWN_TYPE


def scalar(value: t.Any) -> t.Any:
    """Return a value. The API reference draws some as an array, of which the first is meant."""
    return (value[0] if value else None) if isinstance(value, list) else value


def _status_of(row: Mapping[str, t.Any]) -> str | None:
    """Return ``open``, ``closed`` or ``falsepositive``, or None for a row that has no status at all."""
    status = scalar(row.get("status"))
    if status is None:
        return None
    return status if status in (CLOSED, FALSE_POSITIVE) else OPEN


def _text(value: t.Any) -> str | None:
    value = scalar(value)
    return None if value is None else str(value)
