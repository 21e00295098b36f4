# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a finding is made of what FAST says."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._api.finding import finding_of, severity_of, threat_of, type_of

THREATS = (
    (1, 1), (60, 60), (100, 100), (101, 101), (1000, 1000), (10**9, 10**9), (10**9 + 1, None), (10**400, None),
    ("75", 75), (" 75 ", 75), ("75.0", 75), ("75.5", 75.5), ("1", 1), ("0", None), ("0.5", None), ("9" * 9, 10**9 - 1), ("1" + "0" * 9, None),
    (75.0, 75), (75.5, 75.5), (1.0, 1), (0.9, None), (0, None), (0.0, None), (-1, None), ("-1", None), ("+1", None), ("1e2", None),
    (None, None), ("", None), ("high", None), ("75%", None), ("٧٥", None), ("7 5", None), (".5", None), ("75.", None),
    (True, None), (False, None), (float("nan"), None), (float("inf"), None), ("nan", None), ("inf", None), ([], None), ({}, None),
    ([80], 80), (["80"], 80), ([[80]], None),
)  # fmt: skip


def test_a_threat_is_read():
    for value, threat in THREATS:
        found = threat_of({"threat": value})
        assert (value, found, type(found)) == (value, threat, type(threat))
    assert threat_of({}) is None


SEVERITIES = [
    (None, "unknown"), (1, "low"), (39, "low"), (39.9, "low"), (40, "medium"), (69, "medium"), (70, "high"), (89, "high"), (90, "critical"),
    (100, "critical"), (1000, "critical"),
]  # fmt: skip


def test_each_threat_has_its_severity():
    for threat, severity in SEVERITIES:
        assert severity_of(threat) == severity


TYPES = [
    ({"type": "sqli"}, "sqli"), ({}, "unknown"), ({"type": None}, "unknown"), ({"type": ""}, "unknown"), ({"type": 7}, "7"),
    ({"type": ["xss"]}, "xss"), ({"type": []}, "unknown"),
]  # fmt: skip


def test_each_finding_has_a_type():
    for vuln, code in TYPES:
        assert type_of(vuln) == code


ROW = {
    "id": 9001, "type": "sqli", "threat": 80, "status": "open", "title": "SQL injection", "description": "In search", "method": "GET",
    "domain": "shop.example.com", "path": "/products", "parameter": "GET_search_value", "exploit_example": "curl 'http://shop'", "wid": "x",
}  # fmt: skip


def test_a_row_becomes_a_finding():
    assert finding_of(ROW, 4490, "https://us1.my.wallarm.com/testing/testruns/4490") == {
        "id": 9001, "type": "sqli", "type_name": "SQL injection", "threat": 80, "severity": "high", "status": "open",
        "title": "SQL injection", "description": "In search", "method": "GET", "domain": "shop.example.com", "path": "/products",
        "parameter": "GET_search_value", "example": "curl 'http://shop'", "test_run_id": 4490,
        "url": "https://us1.my.wallarm.com/testing/testruns/4490",
    }  # fmt: skip


def test_what_is_not_said_is_none():
    found = finding_of({"id": 1, "threat": 80, "code": "A", "type": "sqli"}, 4490, None)
    assert found.keys() == finding_of(ROW, 4490, "").keys()
    assert {key for key, value in found.items() if value is None} == {
        "status", "title", "description", "method", "domain", "path", "parameter", "example", "url"
    }  # fmt: skip


def test_the_first_of_an_array_counts():
    listed = {name: [value] for name, value in ROW.items()}
    assert finding_of(listed, 4490, None) == finding_of(ROW, 4490, None)


@pytest.mark.parametrize("sent, status", [
    ("open", "open"), ("active", "open"), ("", "open"), (7, "open"), ("closed", "closed"), ("falsepositive", "falsepositive"), (None, None), ([], None),
    ("Closed", "open"),
])  # fmt: skip
def test_what_is_neither_closed_nor_a_false_positive_is_open(sent, status):
    assert finding_of({"status": sent}, 1, None)["status"] == status
