# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the findings of a report are, and their order."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.plugin_utils._report.findings import NEVER, by_type, findings_of, reaches

URL = "https://us1.my.wallarm.com/testing/testruns/4490"
VULN = {"id": 9001, "threat": 80, "code": "FAST-1", "type": "sqli"}
DETAIL = {
    "id": 9001, "type": "sqli", "type_name": "SQL injection", "threat": 80, "severity": "high", "status": "falsepositive", "title": "In the search",
    "description": "As it is", "method": "GET", "domain": "shop.example.com", "path": "/products", "parameter": "GET_search_value",
    "example": "curl x", "test_run_id": 4490, "url": URL,
}  # fmt: skip


def found(vulns, details=None):
    return findings_of({"id": 4490, "vulns": vulns}, details, URL)


def test_a_finding_is_the_vulnerability_and_what_more_was_read():
    assert found([{**VULN, "more": {"a": 1}}], [DETAIL]) == [{**VULN, **DETAIL, "more": {"a": 1}}]


def test_what_was_not_read_is_none():
    (finding,) = found([VULN])
    assert finding.keys() == {*DETAIL, "code"}
    assert {key: finding[key] for key in VULN} == VULN
    assert (finding["type_name"], finding["severity"], finding["test_run_id"], finding["url"]) == ("SQL injection", "high", 4490, URL)
    assert {finding[key] for key in ("status", "title", "description", "method", "domain", "path", "parameter", "example")} == {None}


MATCHES = [
    # The vulnerabilities of the test run, the details, and the ids and paths of the findings.
    ([VULN], [DETAIL], [(9001, "/products")]),
    ([VULN], [{**DETAIL, "id": "9001"}], [("9001", "/products")]),
    ([VULN], [], [(9001, None)]),
    ([VULN], None, [(9001, None)]),
    ([], [DETAIL], [(9001, "/products")]),
    (None, [DETAIL], [(9001, "/products")]),
    ([VULN], [{**DETAIL, "id": 9002}], [(9001, None), (9002, "/products")]),
    ([VULN], [{**DETAIL, "id": None}], [(9001, None), (None, "/products")]),
    ([{**VULN, "id": None}], [{**DETAIL, "id": None}], [(None, None), (None, "/products")]),
    ([VULN, VULN], [DETAIL], [(9001, "/products"), (9001, "/products")]),
    ([VULN], [DETAIL, {**DETAIL, "path": "/b"}], [(9001, "/b")]),
    ([VULN], ["text"], [(None, None), (9001, None)]),
    ([VULN], "text", [(None, None), (9001, None)]),
]


@pytest.mark.parametrize("vulns, details, expected", MATCHES)
def test_a_finding_that_either_source_knows_is_one(vulns, details, expected):
    assert [(finding["id"], finding["path"]) for finding in found(vulns, details)] == expected


@pytest.mark.parametrize("listed, detailed, threat, severity", [
    (80, 80, 80, "high"), (80, 10, 80, "high"), (10, 95, 95, "critical"), (10, None, 10, "low"), (None, 10, 10, "low"), ("high", None, None, "unknown"),
    (None, None, None, "unknown"),
])  # fmt: skip
def test_the_graver_threat_counts(listed, detailed, threat, severity):
    (finding,) = found([{**VULN, "threat": listed}], [{**DETAIL, "threat": detailed, "severity": "low"}])
    assert (finding["threat"], finding["severity"]) == (threat, severity)


NO_FINDINGS = [
    (["a"], ["a"]), ([None], [None]), ([["a"]], [["a"]]), ([7, True], [7, True]), ("none", ["none"]), ({"threat": 1}, [{"threat": 1}]), (0, [0]),
    (False, [False]), ("", [""]),
]  # fmt: skip


def test_what_is_no_finding_is_an_unreadable_one():
    for vulns, values in NO_FINDINGS:
        assert [(one["unreadable"], one["type"], one["type_name"], one["severity"], one["threat"]) for one in found(vulns)] == [
            (value, "unknown", "unknown", "unknown", None) for value in values
        ]


@pytest.mark.parametrize("vulns", [None, []])
def test_there_may_be_none(vulns):
    assert found(vulns) == found(vulns, []) == findings_of({}, None, None) == []


def test_the_gravest_come_first_then_by_name_and_place():
    sent = [(10, "xss"), (100, "sqli"), (None, "info"), (1000, "xxe"), (10, "anomaly"), (55, "zeta"), (55, "Alpha"), (101, "rce"),
            (99, "auth")]
    assert [(finding["threat"], finding["type"]) for finding in found([{"threat": threat, "type": code} for threat, code in sent])] == [
        # What can't be read; then 100 and more, by "Remote", "SQL" and "XML"; then the rest.
        (None, "info"), (101, "rce"), (100, "sqli"), (1000, "xxe"), (99, "auth"), (55, "Alpha"), (55, "zeta"), (10, "anomaly"), (10, "xss"),
    ]  # fmt: skip
    places = [("b", "/a"), ("a", "/b"), ("a", "/a"), (None, "/z")]
    details = [{**DETAIL, "id": number, "domain": domain, "path": path} for number, (domain, path) in enumerate(places)]
    assert [(finding["domain"], finding["path"]) for finding in found([], details)] == [(None, "/z"), ("a", "/a"), ("a", "/b"), ("b", "/a")]


@pytest.mark.parametrize("threat, limit, expected", [
    (59, 60, False), (60, 60, True), (61, 60, True), (59.9, 60, False), (1, 1, True), (99, 100, False), (100, 100, True), (1000, 100, True), (None, 100, True),
    (100, NEVER, False), (None, NEVER, False),
])  # fmt: skip
def test_a_threat_reaches_the_limit(threat, limit, expected):
    assert reaches(threat, limit) is expected


def test_findings_are_counted_by_type_those_to_list_first():
    assert list(by_type(found([{"type": "xss"}, {"type": "new"}, {"type": "xss"}, {}]), ["sqli", "xss"]).items()) == [
        ("sqli", 0), ("xss", 2), ("new", 1), ("unknown", 1),
    ]  # fmt: skip
