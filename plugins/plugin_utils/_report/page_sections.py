# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What stands in the sections of the page below the findings: vulnerability types, facts about the test run."""

from __future__ import annotations

import typing as t

from ansible_collections.wallarm.fast.plugins.module_utils._api.vulnerability_types import type_name

from .text import UNKNOWN as NOT_KNOWN
from .text import line, number
from .verdict import INTERRUPTED, Doubt, doubt_of, state_of

Report = dict[str, t.Any]

# What is said of a type without findings.
_NONE_OF_TYPE = {
    None: "none found",
    Doubt.UNTESTED: "not tested",
    Doubt.INTERRUPTED: "not fully tested",
    Doubt.RUNNING: "none so far",
    Doubt.NO_FINDING_LISTED: "none listed",
    Doubt.NOT_IN_FULL: "not fully tested",
}


def types(report: Report) -> list[dict[str, str]]:
    """Return the types, those with the gravest findings first. The findings stand in this order already."""
    of_types: dict[str, list[dict[str, t.Any]]] = {}
    for finding in report["findings"]:
        of_types.setdefault(finding["type"], []).append(finding)
    codes = [*of_types, *(code for code in report["types"] if code not in of_types)]
    return [{"name": line(type_name(code), "unknown"), **_result(of_types.get(code, []), report)} for code in codes]


def _result(findings: list[dict[str, t.Any]], report: Report) -> dict[str, str]:
    """Return what was found of a type, in words, and the class of the words."""
    if not findings:
        return {"class": "no", "text": _NONE_OF_TYPE[doubt_of(report["verdict"], report["counts"])]}
    accepted = sum(finding["accepted"] for finding in findings)
    if accepted == len(findings):
        return {"class": "no", "text": f"{number(accepted)} accepted"}
    text = f"{number(len(findings))} found" + (f", {number(accepted)} accepted" if accepted else "")
    return {"class": "yes", "text": f"✕ {text}"} if any(finding["fails"] for finding in findings) else {"class": "some", "text": text}


def types_note(report: Report) -> str:
    """Return what is to be known about the list, which may be empty."""
    if report["checks"] is None:
        note = "Which of them the test policy tests is not known, so only those with findings are listed."
    else:
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
