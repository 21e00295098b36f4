# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stands in the sections of the page: findings by severity, vulnerability types, facts about the test run."""

from __future__ import annotations

import typing as t

from ansible_collections.wallarm.fast.plugins.module_utils._api.finding import CRITICAL, HIGH, LOW, MEDIUM, UNKNOWN, threat_of, type_of
from ansible_collections.wallarm.fast.plugins.module_utils._api.vulnerability_types import type_name

from . import charts
from .finding_words import code_of
from .text import UNKNOWN as NOT_KNOWN
from .text import counted, line, number
from .verdict import FAILED, INTERRUPTED, PASSED, RUNNING, UNTESTED, state_of

Report = dict[str, t.Any]

_BANDS = (
    {"key": UNKNOWN, "name": "Unknown", "range": "no readable threat"},
    {"key": CRITICAL, "name": "Critical", "range": "threat 90 to 100"},
    {"key": HIGH, "name": "High", "range": "threat 70 to 89"},
    {"key": MEDIUM, "name": "Medium", "range": "threat 40 to 69"},
    {"key": LOW, "name": "Low", "range": "threat 1 to 39"},
)

# What is said of a type without findings.
_NONE_OF_TYPE = {
    PASSED: "none found",
    FAILED: "none found",
    UNTESTED: "not tested",
    INTERRUPTED: "none found",
    RUNNING: "none so far",
}


def bands(findings: list[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
    """Return the bands that have findings, the gravest first."""
    shown = []
    for band in _BANDS:
        inside = [finding for finding in findings if finding["severity"] == band["key"]]
        if inside:
            shown.append({**band, "amount": counted(len(inside), "finding"), "findings": [_finding(finding) for finding in inside]})
    return shown


def _finding(finding: dict[str, t.Any]) -> dict[str, t.Any]:
    threat = threat_of(finding)
    return {
        **charts.shade(finding["fails"]),
        "threat": line(threat, NOT_KNOWN),
        "width": None if threat is None else charts.place(threat),
        "type": line(finding["type_name"], NOT_KNOWN),
        "code": code_of(finding, NOT_KNOWN),
        "fails": finding["fails"],
    }


def types(report: Report) -> list[dict[str, t.Any]]:
    """Return the types, those with the gravest findings first. The findings stand in this order already."""
    order = {type_of(finding): place for place, finding in reversed(list(enumerate(report["findings"])))}
    failing = {type_of(finding) for finding in report["findings"] if finding["fails"]}
    codes = sorted(report["types"], key=lambda code: order.get(code, len(order)))
    return [
        {
            "name": line(type_name(code), NOT_KNOWN),
            "found": number(report["types"][code]) if report["types"][code] else "",
            "fails": code in failing,
            "none": _NONE_OF_TYPE[report["verdict"]],
        }
        for code in codes
    ]


def types_note(report: Report) -> str:
    note = "Which of them a test run tries is set by its test policy."
    if report["counts"]["failing"]:
        note += " Those with a ✕ fail the test."
    if report["verdict"] == INTERRUPTED:
        note += " The tests were not done, so a type without findings may still have some."
    return note


def facts(report: Report) -> list[dict[str, str]]:
    """Return what is known of the test run, each with its name, and its id where it has both."""
    run = report["test_run"]
    state = line(state_of(run).replace("_", " "), "unknown")
    return [
        {"name": "State", "value": f"{state}, still recording" if run.get("recording") is True else state, "id": ""},
        {"name": "Test record", **_named(run.get("test_record_name"), run.get("test_record_id"))},
        {"name": "Policy", **_named(run.get("policy_name"), run.get("policy_id"))},
        {"name": "Node", **_named(run.get("node_name"), run.get("node_id"))},
    ]


def _named(name: t.Any, id_: t.Any) -> dict[str, str]:
    if line(name):
        return {"value": line(name), "id": line(id_)}
    return {"value": line(id_, NOT_KNOWN), "id": ""}


def listed(name: str, values: t.Any) -> dict[str, t.Any]:
    lines = [line(value) for value in values] if isinstance(values, list) else []
    return {"name": name, "values": [text for text in lines if text]}
