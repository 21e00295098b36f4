# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What readers of SARIF take from a report: rules, severities, places, and what makes a finding the same one again."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.plugin_utils._report import sarif

FINDING = {
    "id": 9001, "type": "sqli", "threat": 80, "method": "GET", "domain": "shop.example.com", "path": "/products", "parameter": "GET_search_value",
    "title": "In the search", "description": "As it is", "example": "curl x",
}  # fmt: skip


@pytest.fixture
def results(make_report):
    """Return a function that makes a log of findings, and returns its results, each with its rule."""

    def read(*findings, **fields):
        (run,) = sarif.log_of(make_report(details=list(findings), **fields))["runs"]
        rules = run["tool"]["driver"]["rules"]
        assert len({rule["id"] for rule in rules}) == len(rules)
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        return [(result, rules[result["ruleIndex"]]) for result in run["results"]]

    return read


def test_a_finding_is_a_result(results):
    ((result, rule),) = results(FINDING)
    assert result["message"]["text"] == (
        "In the search (threat 80, 9001)\nRequest: GET shop.example.com/products\nParameter: GET_search_value\n"
        "Description: As it is\nExample: curl x\nConsole: https://us1.my.wallarm.com/testing/testruns/4490"
    )
    (location,) = result["locations"]
    assert location["physicalLocation"] == {"artifactLocation": {"uri": "shop.example.com/products"}, "region": {"startLine": 1}}
    assert location["logicalLocations"] == [{"fullyQualifiedName": "GET shop.example.com/products", "kind": "resource"}]
    assert (rule["id"], rule["shortDescription"]["text"]) == ("sqli/80", "SQL injection")
    assert result["suppressions"] == []


def test_an_example_keeps_its_lines(results):
    ((result, _rule),) = results({**FINDING, "example": "curl x \\\n  -H 'A: b'"})
    assert "\nExample: curl x \\\n  -H 'A: b'\nConsole: " in result["message"]["text"]


@pytest.mark.parametrize("text, shown", [
    ("[a](b)", "\\[a\\](b)"), ("\\[a](b)", "\\\\\\[a\\](b)"), ("a[0] (b)", "a[0] (b)"), ("C:\\d", "C:\\d"), ("[a[b](c)", "\\[a\\[b\\](c)"),
])  # fmt: skip
def test_no_text_becomes_a_link(results, text, shown):
    ((result, _rule),) = results({**FINDING, "description": text})
    assert f"\nDescription: {shown}\n" in result["message"]["text"]


def test_what_is_not_known_is_left_out(results):
    ((result, _rule),) = results({"id": 9001, "type": "sqli", "threat": 80}, console_url=None)
    assert result["message"]["text"] == "SQL injection (threat 80, 9001)"
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "unknown"}, "region": {"startLine": 1}}}]


@pytest.mark.parametrize("threat, level, severity", [
    (1, "note", "0.1"), (39, "note", "3.9"), (40, "warning", "4.0"), (69, "warning", "6.9"), (70, "error", "7.0"), (90, "error", "9.0"), (100, "error", "10.0"),
    (1000, "error", "10.0"), (59.96, "warning", "6.0"), (None, "error", None),
])  # fmt: skip
def test_a_threat_has_its_level_and_security_severity(results, threat, level, severity):
    ((result, rule),) = results({**FINDING, "threat": threat})
    assert (result["level"], rule["defaultConfiguration"]["level"]) == (level, level)
    assert result.get("rank") == (None if threat is None else min(threat, 100))
    assert (result["properties"].get("security-severity"), rule["properties"].get("security-severity")) == (severity, severity)


def test_each_type_and_threat_has_a_rule(results):
    """Readers take the severity of a result from its rule."""
    found = results(*({**FINDING, "id": number, "type": code, "threat": threat} for number, (code, threat) in enumerate(
        [("sqli", 80), ("sqli", 80), ("sqli", 20), ("xss", 80)]
    )))  # fmt: skip
    assert sorted(rule["id"] for _result, rule in found) == ["sqli/20", "sqli/80", "sqli/80", "xss/80"]
    assert all(rule["properties"]["security-severity"] == f"{result['properties']['threat'] / 10}" for result, rule in found)


@pytest.mark.parametrize("code, tags", [("sqli", ["security", "sqli"]), ("security", ["security"])])
def test_the_tags_of_a_rule_are_distinct(results, code, tags):
    ((_result, rule),) = results({**FINDING, "type": code})
    assert rule["properties"]["tags"] == tags


@pytest.mark.parametrize("domain, path, uri", [
    ("shop.example.com", "/", "shop.example.com"), ("shop.example.com:8443", "/a/b", "shop.example.com%3A8443/a/b"), (None, "/a", "a"),
    ("shop.example.com", None, "shop.example.com"), (None, None, "unknown"), (None, "/", "unknown"), ("https://shop", "/a", "https%3A/shop/a"),
    ("a", "/../../etc/passwd", "a/etc/passwd"), ("a", "/./b//c", "a/b/c"), ("a", "/x y?z#{\"<é", "a/x%20y%3Fz%23%7B%22%3C%C3%A9"),
    ("javascript:alert(1)", "/", "javascript%3Aalert%281%29"), ("a", "/%2e%2e/b", "a/%252e%252e/b"), ("\ud800", "/\x00", "unknown"),
])  # fmt: skip
def test_a_place_is_a_relative_uri(results, domain, path, uri):
    ((result, _rule),) = results({**FINDING, "domain": domain, "path": path})
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def fingerprints(found):
    for result, _rule in found:
        assert set(result["partialFingerprints"].values()) == {result["partialFingerprints"]["primaryLocationLineHash"]}
    return [result["partialFingerprints"]["primaryLocationLineHash"] for result, _rule in found]


def test_a_finding_of_the_next_test_run_is_the_same(results):
    first = fingerprints(results(FINDING))
    assert first == fingerprints(results({**FINDING, "id": 9999, "title": "b", "description": "c", "example": "d", "status": "closed"}, id=5000, name="b"))


@pytest.mark.parametrize("key", ["type", "method", "domain", "path", "parameter"])
def test_another_place_is_another_finding(results, key):
    assert fingerprints(results(FINDING)) != fingerprints(results({**FINDING, key: "other"}))


def test_findings_that_look_alike_are_told_apart_in_the_same_way_each_time(results):
    alike = [FINDING, {**FINDING, "id": 9002}, {**FINDING, "id": 9003}]
    marks = fingerprints(results(*alike))
    assert len(set(marks)) == 3
    assert marks == fingerprints(results(*({**finding, "id": finding["id"] + 500} for finding in alike)))


def test_keys_don_t_run_together(results):
    assert fingerprints(results({**FINDING, "domain": "a", "path": "b"})) != fingerprints(results({**FINDING, "domain": "ab", "path": ""}))


def test_an_accepted_finding_is_suppressed(results):
    rule = {"type": "sqli", "reason": "Known since May"}
    found = results(FINDING, {**FINDING, "id": 9002, "type": "xss"}, accepted=[rule])
    assert {result["ruleId"]: result["suppressions"] for result, _rule in found} == {
        "sqli/80": [{"kind": "external", "status": "accepted", "justification": "Known since May"}], "xss/80": [],
    }  # fmt: skip


@pytest.mark.parametrize("policy, category", [("Default policy", "wallarm-fast/Default policy/"), ("a/b", "wallarm-fast/a_b/"), (None, "wallarm-fast/")])
def test_tests_by_one_policy_are_compared(make_report, policy, category):
    assert sarif.log_of(make_report(policy_name=policy))["runs"][0]["automationDetails"] == {"id": category}


def test_times_are_left_out_where_they_are_not_known(make_report):
    invocations = [sarif.log_of(make_report(**fields))["runs"][0]["invocations"] for fields in ({}, {"start_time": None, "end_time": None})]
    assert invocations == [
        [{"executionSuccessful": True, "startTimeUtc": "2026-09-21T14:13:20Z", "endTimeUtc": "2026-09-21T14:18:20Z"}], [{"executionSuccessful": True}],
    ]  # fmt: skip
