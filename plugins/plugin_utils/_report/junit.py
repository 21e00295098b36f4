# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A report as JUnit XML, as Jenkins and GitLab read it.

The first test case says whether the test run came to its end; it is always there, so that a trend sees it recover. One test case follows
for each vulnerability type that is known to have been tested, or was found. A type passes only in a test run that is finished and had
baseline requests that were tested in full, else it is skipped.
"""

from __future__ import annotations

import collections
import re
import typing as t
import xml.etree.ElementTree as ET

from ansible_collections.wallarm.fast.plugins.module_utils._api.vulnerability_types import type_name

from .finding_words import code_of, request_of, threat_from
from .text import counted, line, lines
from .verdict import FAILED, UNJUDGED, Doubt, doubt_of, state_of
from .wording import errors_of, run_name_of

Report = dict[str, t.Any]

# Why a type without failing findings is not passed.
_SKIPPED = {
    Doubt.INTERRUPTED: "The test run did not finish.",
    Doubt.RUNNING: "The test run did not finish.",
    Doubt.UNTESTED: "Nothing is known to have been tested.",
    Doubt.NO_FINDING_LISTED: "FAST ended the test run as failed, but lists no finding.",
    Doubt.NOT_IN_FULL: "No baseline request is known to have been tested in full.",
}


def render(report: Report) -> str:
    """Return the XML document."""
    suites = ET.Element("testsuites")
    suite = ET.SubElement(suites, "testsuite")
    _properties(suite, report)
    _run_case(suite, report)
    of_types = collections.defaultdict(list)
    for finding in report["findings"]:
        of_types[finding["type"]].append(finding)
    for code in report["types"]:
        _type_case(suite, report, code, of_types[code])
    _describe(suites, suite, report)
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _describe(suites: ET.Element, suite: ET.Element, report: Report) -> None:
    """Name the suites and say how many cases of which kind they hold."""
    suites.set("name", "wallarm.fast")
    suite.set("name", run_name_of(report["test_run"]))
    for element in (suites, suite):
        element.set("tests", str(len(suite.findall("testcase"))))
        element.set("failures", str(len(suite.findall("testcase/failure"))))
        element.set("errors", str(len(suite.findall("testcase/error"))))
        _time(element, report)
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    started = report["times"]["started"]
    if started:
        suite.set("timestamp", started[: len("2026-10-05T12:00:00")])


def _time(element: ET.Element, report: Report) -> None:
    seconds = report["times"]["seconds"]
    if seconds is not None:
        element.set("time", str(seconds))


def _properties(suite: ET.Element, report: Report) -> None:
    run = report["test_run"]
    values = {
        "verdict": report["verdict"],
        "reason": report["reason"],
        "fail_on_threat": report["fail_on_threat"],
        "test_run_id": run.get("id"),
        "test_record_id": run.get("test_record_id"),
        "console_url": report["console_url"],
    }
    properties = ET.SubElement(suite, "properties")
    for name, value in values.items():
        ET.SubElement(properties, "property", name=name, value=line(value))


def _case(suite: ET.Element, report: Report, name: str) -> ET.Element:
    run = report["test_run"]
    # A dot or a slash would make packages or folders of a name.
    policy = re.sub(r"[./\\]+", "_", line(run.get("policy_name")) or run_name_of(run))
    return ET.SubElement(suite, "testcase", classname=f"wallarm.fast.{policy}", name=name)


def _run_case(suite: ET.Element, report: Report) -> None:
    case = _case(suite, report, "Test run finished")
    _time(case, report)
    if report["verdict"] in UNJUDGED:
        error = ET.SubElement(case, "error", type=report["verdict"], message=line(report["reason"]))
        error.text = f"The state of the test run is {line(state_of(report['test_run']), 'unknown')}.\n{_listing(report, [])}"
    elif report["verdict"] == FAILED and not report["counts"]["failing"]:
        ET.SubElement(case, "failure", type=FAILED, message=line(report["reason"])).text = _listing(report, [])
    errors = errors_of(report["counts"]["technical_errors"])
    if errors:
        ET.SubElement(case, "system-out").text = errors


def _type_case(suite: ET.Element, report: Report, code: str, of_type: list[dict[str, t.Any]]) -> None:
    case = _case(suite, report, line(type_name(code), "unknown"))
    failing = [finding for finding in of_type if finding["fails"]]
    accepted = [finding for finding in of_type if finding["accepted"]]
    others = [finding for finding in of_type if not finding["fails"] and not finding["accepted"]]
    limit = report["fail_on_threat"]
    if failing:
        message = f"{counted(len(failing), 'finding')} with {threat_from(limit)}"
        ET.SubElement(case, "failure", type=line(code), message=message).text = _listing(report, failing)
    elif report["verdict"] in UNJUDGED or not of_type:
        doubt = doubt_of(report["verdict"], report["counts"])
        if doubt:
            ET.SubElement(case, "skipped", message=_SKIPPED[doubt])
    notes = []
    if others:
        reason = "only reported" if isinstance(limit, str) else f"below a threat of {limit}"
        notes.append(f"{counted(len(others), 'finding')} {reason}\n{_listing(report, others)}")
    if accepted:
        notes.append(f"{counted(len(accepted), 'finding')} accepted\n{_listing(report, accepted)}")
    if notes:
        ET.SubElement(case, "system-out").text = "".join(notes)


def _listing(report: Report, findings: list[dict[str, t.Any]]) -> str:
    lines = [text for finding in findings for text in _lines_of(finding)]
    if report["console_url"]:
        lines.append(f"Console: {line(report['console_url'])}")
    return "".join(f"{text}\n" for text in lines)


def _lines_of(finding: dict[str, t.Any]) -> t.Iterator[str]:
    yield f"threat {line(finding['threat'], 'unknown')}: {code_of(finding, 'no code')}"
    facts = {
        "request": request_of(finding),
        "parameter": line(finding["parameter"]),
        "title": line(finding["title"]),
        "description": line(finding["description"]),
        "example": lines(finding["example"]),
        "accepted": line(finding["accepted_reason"]),
        "until": line(finding["accepted_until"]),
    }
    yield from (f"  {name}: {text}" for name, text in facts.items() if text)
