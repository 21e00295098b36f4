# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The JUnit report: its cases, and what stands in them."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.plugin_utils._report import junit

CONSOLE = "Console: https://us1.my.wallarm.com/testing/testruns/4490\n"
VULNS = [
    {"id": 1, "threat": 80, "code": "FAST-1", "type": "sqli"},
    {"id": 2, "threat": 20, "code": None, "type": "sqli"},
    {"id": 3, "threat": 10, "type": "new_type"},
    {"type": "xss"},
]


def cases(suites):
    """Each test case: its name, and the tags in it with their attributes and text."""
    return {
        case.get("name"): [(child.tag, dict(child.attrib), child.text) for child in case]
        for case in suites.iter("testcase")
    }


def test_the_document_says_what_it_is(make_report):
    assert junit.render(make_report()).startswith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ')
    assert junit.render(make_report()).endswith("</testsuites>\n")


def test_the_suites_say_how_much_they_hold(make_report, read_junit):
    suites = read_junit(make_report(state="failed", vulns=VULNS))
    numbers = {"tests": "5", "failures": "2", "errors": "0", "time": "300"}
    assert suites.attrib == {"name": "wallarm.fast", **numbers}
    assert suites.find("testsuite").attrib == {"name": "Shop 1.4", **numbers, "skipped": "0", "timestamp": "2026-09-21T14:13:20"}


def test_times_that_are_not_known_are_left_out(make_report, read_junit):
    suites = read_junit(make_report(start_time=None))
    assert "time" not in suites.attrib
    assert not {"time", "timestamp"} & suites.find("testsuite").attrib.keys()
    assert "time" not in suites.find("testsuite/testcase").attrib


def test_a_time_of_no_seconds_is_known(make_report, read_junit):
    suites = read_junit(make_report(end_time=1790000000))
    assert [element.get("time") for element in (suites, suites[0], suites.find("testsuite/testcase"))] == ["0", "0", "0"]


def test_only_the_test_run_took_time(make_report, read_junit):
    assert [case.get("time") for case in read_junit(make_report()).iter("testcase")] == ["300", None, None, None]


def test_properties_tell_about_the_test_run(make_report, read_junit):
    properties = {element.get("name"): element.get("value") for element in read_junit(make_report()).iter("property")}
    assert properties == {
        "verdict": "passed",
        "reason": "Test run 4490 passed: no findings.",
        "fail_on_threat": "60",
        "test_run_id": "4490",
        "test_record_id": "4620",
        "console_url": "https://us1.my.wallarm.com/testing/testruns/4490",
    }


def test_properties_that_are_not_known_are_empty(make_report, read_junit):
    properties = {element.get("name"): element.get("value") for element in
                  read_junit(make_report(id=None, test_record_id=..., console_url=None)).iter("property")}
    assert (properties["test_run_id"], properties["test_record_id"], properties["console_url"]) == ("", "", "")


def test_types_pass_or_fail_with_their_findings(make_report, read_junit):
    assert cases(read_junit(make_report(vulns=VULNS))) == {
        "Test run finished": [],
        "SQL injection": [
            ("failure", {"type": "sqli", "message": "1 finding with a threat of 60 or more"}, f"threat 80: FAST-1\n{CONSOLE}"),
            ("system-out", {}, f"1 finding below a threat of 60\nthreat 20: 2\n{CONSOLE}"),
        ],
        "Cross-site scripting": [
            ("failure", {"type": "xss", "message": "1 finding with a threat of 60 or more"}, f"threat unknown: no code\n{CONSOLE}"),
        ],
        "XML external entity": [],
        "new_type": [("system-out", {}, f"1 finding below a threat of 60\nthreat 10: 3\n{CONSOLE}")],
    }


def test_findings_are_listed_with_what_is_known_of_them(make_report, read_junit):
    detail = {
        "id": 1, "threat": 80, "type": "sqli", "method": "GET", "domain": "shop.example.com", "path": "/products", "parameter": "GET_search_value",
        "title": "In the search", "description": "As\nit is", "example": "curl x \\\n  -H 'A: b'",
    }  # fmt: skip
    rule = {"parameter": "GET_search_value", "reason": "Known since May", "expires": "2026-12-31"}
    lines = (
        "threat 80: 1\n  request: GET shop.example.com/products\n  parameter: GET_search_value\n  title: In the search\n  description: As it is\n"
        "  example: curl x \\\n  -H 'A: b'\n"
    )
    failed, accepted = (cases(read_junit(make_report(details=[detail], accepted=rules)))["SQL injection"] for rules in ([], [rule]))
    assert failed == [("failure", {"type": "sqli", "message": "1 finding with a threat of 60 or more"}, f"{lines}{CONSOLE}")]
    assert accepted == [("system-out", {}, f"1 finding accepted\n{lines}  accepted: Known since May\n  until: 2026-12-31\n{CONSOLE}")]


def test_at_the_highest_limit_there_is_no_more(make_report, read_junit):
    report = make_report(limit=100, vulns=[{"threat": 100, "type": "sqli"}] * 2, console_url=None)
    assert cases(read_junit(report))["SQL injection"] == [
        ("failure", {"type": "sqli", "message": "2 findings with a threat of 100"}, "threat 100: no code\nthreat 100: no code\n"),
    ]


def test_failed_without_findings_is_a_failure_of_the_test_run(make_report, read_junit):
    report = make_report(state="failed")
    skipped = "FAST ended the test run as failed, but lists no finding."
    assert cases(read_junit(report)) == {
        "Test run finished": [("failure", {"type": "failed", "message": report["reason"]}, CONSOLE)],
        **{name: [("skipped", {"message": skipped}, None)] for name in ("SQL injection", "Cross-site scripting", "XML external entity")},
    }


@pytest.mark.parametrize("fields, verdict, state, skipped", [
    ({"state": "interrupted"}, "interrupted", "interrupted", "The test run did not finish."),
    ({"state": "running_scheduled"}, "running", "running_scheduled", "The test run did not finish."),
    ({"state": None, "simple_state": None}, "running", "unknown", "The test run did not finish."),
    ({"baseline_count": 0}, "untested", "passed", "Nothing is known to have been tested."),
])  # fmt: skip
def test_what_is_not_known_to_be_tested_is_skipped(make_report, read_junit, fields, verdict, state, skipped):
    report = make_report(**fields)
    assert cases(read_junit(report)) == {
        "Test run finished": [
            ("error", {"type": verdict, "message": report["reason"]}, f"The state of the test run is {state}.\n{CONSOLE}"),
        ],
        **{name: [("skipped", {"message": skipped}, None)] for name in ("SQL injection", "Cross-site scripting", "XML external entity")},
    }


def test_what_was_found_before_the_end_fails_and_is_not_skipped(make_report, read_junit):
    found = cases(read_junit(make_report(state="interrupted", vulns=VULNS)))
    assert [[tag for tag, _attributes, _text in found[name]] for name in found] == [
        ["error"], ["failure", "system-out"], ["failure"], ["skipped"], ["skipped", "system-out"],
    ]  # fmt: skip


def test_technical_errors_are_told(make_report, read_junit):
    found = cases(read_junit(make_report(baseline_check_tech_fail_count=3)))
    assert found["Test run finished"] == [
        ("system-out", {}, "3 baseline requests could not be tested in full because of technical errors."),
    ]


@pytest.mark.parametrize("policy, name, suffix", [
    ("Default policy", "Shop", "Default policy"), ("a.b/c\\d./e", "Shop", "a_b_c_d_e"), (None, "Shop 1.4", "Shop 1_4"),
    (" ", None, "Test run 4490"),
])  # fmt: skip
def test_the_class_is_the_policy_in_one_word(make_report, read_junit, policy, name, suffix):
    classes = {case.get("classname") for case in read_junit(make_report(policy_name=policy, name=name)).iter("testcase")}
    assert classes == {f"wallarm.fast.{suffix}"}
