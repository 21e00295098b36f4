# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the findings of a report are, and their order."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.plugin_utils._report.findings import by_type, findings_of


def test_a_finding_is_the_vulnerability_and_what_it_means():
    vuln = {"id": 1, "threat": "80", "code": "A", "type": "sqli", "more": {"a": 1}, "fails": "no"}
    assert findings_of({"vulns": [vuln]}, 60) == [
        {**vuln, "type_name": "SQL injection", "severity": "high", "at_or_above_limit": True, "fails": True}
    ]


def test_a_finding_below_the_limit_does_not_fail():
    assert findings_of({"vulns": [{"threat": 20, "type": "new"}]}, 21) == [
        {"threat": 20, "type": "new", "type_name": "new", "severity": "low", "at_or_above_limit": False, "fails": False}
    ]


NO_FINDINGS = [
    (["a"], ["a"]), ([None], [None]), ([["a"]], [["a"]]), ([7, True], [7, True]), ("none", ["none"]), ({"threat": 1}, [{"threat": 1}]), (0, [0]),
    (False, [False]), ("", [""]),
]  # fmt: skip


def test_what_is_no_finding_is_an_unreadable_one():
    for vulns, values in NO_FINDINGS:
        found = findings_of({"vulns": vulns}, 100)
        unreadable = {"type_name": "unknown", "severity": "unknown", "at_or_above_limit": True, "fails": True}
        assert found == [{"unreadable": value, **unreadable} for value in values]


@pytest.mark.parametrize("run", [{}, {"vulns": None}, {"vulns": []}])
def test_there_may_be_none(run):
    assert findings_of(run, 1) == []


def test_the_gravest_come_first_then_by_name():
    sent = [(10, "xss"), (100, "sqli"), (None, "info"), (1000, "xxe"), (10, "anomaly"), (55, "zeta"), (55, "Alpha"), (101, "rce"),
            (99, "auth")]
    found = findings_of({"vulns": [{"threat": threat, "type": code} for threat, code in sent]}, 1)
    assert [(finding["threat"], finding["type"]) for finding in found] == [
        # What can't be read; then 100 and more, by "Remote", "SQL" and "XML"; then the rest.
        (None, "info"), (101, "rce"), (100, "sqli"), (1000, "xxe"), (99, "auth"), (55, "Alpha"), (55, "zeta"), (10, "anomaly"), (10, "xss"),
    ]  # fmt: skip


def test_findings_are_counted_by_type_those_to_list_first():
    found = [{"type": "xss"}, {"type": "new"}, {"type": "xss"}, {}]
    assert list(by_type(found, ["sqli", "xss"]).items()) == [("sqli", 0), ("xss", 2), ("new", 1), ("unknown", 1)]
