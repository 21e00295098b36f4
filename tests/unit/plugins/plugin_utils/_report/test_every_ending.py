# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every way that a test run can stand, against the verdict, its words, and all four reports."""

from __future__ import annotations

import json

import pytest

from ansible_collections.wallarm.fast.plugins.plugin_utils._report import formats, sarif

# Leaves a field out.
ABSENT = ...
PASSED = "Test run 4490 passed: "
FOUND = "Vulnerabilities with a threat of 60 or more were found by test run 4490: "
NO_FINDING_LISTED = "FAST ended test run 4490 as failed, but lists no finding."
NOTHING_RECORDED = "No baseline request was recorded, so nothing was tested. Check that the tests went through the proxy of the FAST node."
ONLY_ERRORS = "No baseline request could be tested in full because of technical errors."
UNCLEAR = (
    "Whether test run 4490 tested anything is unknown: its number of baseline requests, or of those with technical errors, "
    "is missing or can't be read."
)
INTERRUPTED = (
    "Test run 4490 was interrupted before its tests were done. A newer test run on the same FAST node does that. Until then: "
)
PAUSED = "Test run 4490 is paused, so its tests are not done. So far: "
RUNNING = "Test run 4490 is not finished. So far: "
ONE_UNREAD = "1 finding, counting 1 whose threat can't be read."


def found(*threats):
    return [{"id": 9001 + index, "threat": threat, "code": f"FAST-{index}", "type": "sqli"} for index, threat in enumerate(threats)]


def others(*threats):
    return [{**vuln, "id": vuln["id"] + 100, "type": "xss"} for vuln in found(*threats)]


SQLI = [{"type": "sqli", "reason": "Known since May"}]


def unknown(state):
    return f"Test run 4490 is in a state that is not known here ({state}), so it counts as not finished. So far: no findings."


def passed(rest, headline="Passed", tone="passed", skipped=0):
    return "passed", headline, tone, PASSED + rest, (0, 0, skipped)


def reported(rest):
    return "passed", "Findings, only reported", "warn", f"Test run 4490 is finished: {rest}", (0, 0, 0)


def failed(rest, skipped=0):
    """One type fails."""
    return "failed", "Failed", "failed", FOUND + rest, (1, 0, skipped)


def untested(reason, headline="Nothing was tested"):
    """All three types are skipped."""
    return "untested", headline, "warn", reason, (0, 1, 3)


def stands(verdict, headline, tone, reason, failing=0):
    """Of the three types, those that don't fail are skipped."""
    return verdict, headline, tone, reason, (failing, 1, 3 - failing)


# What differs from a test run that passed with ten baseline requests: limit, fields, and what is made of them.
TABLE = {
    "nothing found": (60, {}, passed("no findings.")),
    # The limit.
    "below the limit": (60, {"vulns": found(59)}, passed("1 finding below a threat of 60.")),
    "all below the limit": (60, {"vulns": found(59, 20)}, passed("2 findings, all below a threat of 60.")),
    "below the limit, and failed for FAST": (60, {"state": "failed", "vulns": found(59)}, passed("1 finding below a threat of 60.")),
    "at the limit": (60, {"vulns": found(60)}, failed("1 finding.")),
    "above the limit": (60, {"state": "failed", "vulns": found(61)}, failed("1 finding.")),
    "some at the limit": (60, {"state": "failed", "vulns": found(59, 60, 61)}, failed("2 of 3 findings.")),
    "all at the limit": (60, {"state": "failed", "vulns": found(60, 61)}, failed("all 2 findings.")),
    "limit 1, lowest threat": (1, {"vulns": found(1)}, ("failed", "Failed", "failed",
                               "Vulnerabilities with a threat of 1 or more were found by test run 4490: 1 finding.", (1, 0, 0))),
    "limit 100, below": (100, {"vulns": found(99)}, passed("1 finding below a threat of 100.")),
    "limit 100, at it": (100, {"vulns": found(100)}, ("failed", "Failed", "failed",
                         "Vulnerabilities with a threat of 100 were found by test run 4490: 1 finding.", (1, 0, 0))),
    # Threats that are not what they should be.
    "threat missing": (60, {"vulns": [{"id": 1, "type": "sqli"}]}, failed(ONE_UNREAD)),
    "threat a word": (60, {"vulns": found("high")}, failed(ONE_UNREAD)),
    "threat with a fraction below the limit": (60, {"vulns": found(59.9)}, passed("1 finding below a threat of 60.")),
    "one unreadable of two below the limit": (60, {"vulns": found(None, 10)},
                                              failed("1 of 2 findings, counting 1 whose threat can't be read.")),
    # Findings that are none.
    "failed with an empty list": (60, {"state": "failed", "vulns": []}, ("failed", "Failed", "failed", NO_FINDING_LISTED, (1, 0, 3))),
    "failed without findings or baseline requests": (60, {"state": "failed", "baseline_count": 0},
                                                     ("failed", "Failed", "failed", NO_FINDING_LISTED, (1, 0, 3))),
    "a finding that is a text": (60, {"vulns": ["sqli"]}, failed(ONE_UNREAD)),
    "findings that are an object": (60, {"vulns": {"threat": 1, "type": "sqli"}}, failed(ONE_UNREAD)),
    # Accepted findings.
    "accepted": (60, {"vulns": found(60), "accepted": SQLI}, passed("1 finding, accepted.")),
    "all accepted": (60, {"state": "failed", "vulns": found(60, 61), "accepted": SQLI}, passed("2 findings, all accepted.")),
    "accepted, and one below the limit": (60, {"vulns": [*found(60), *others(59)], "accepted": SQLI},
                                          passed("2 findings, 1 accepted and 1 below a threat of 60.")),
    "accepted, and one at the limit": (60, {"state": "failed", "vulns": [*found(60), *others(60)], "accepted": SQLI},
                                       failed("1 finding, not counting 1 accepted.")),
    "accepted, one at the limit and one below": (60, {"vulns": [*found(60), *others(60, 59)], "accepted": SQLI},
                                                 failed("1 of 2 findings, not counting 1 accepted.")),
    "accepted, and an unreadable one": (60, {"vulns": [*found(60), *others("high")], "accepted": SQLI},
                                        failed("1 finding, counting 1 whose threat can't be read, not counting 1 accepted.")),
    "accepted with an unreadable threat": (60, {"vulns": found("high"), "accepted": SQLI}, passed("1 finding, accepted.")),
    "a text is never accepted": (60, {"vulns": ["sqli"], "accepted": [{"type": "unknown", "reason": "Known"}]}, failed(ONE_UNREAD)),
    "a false positive": (60, {"vulns": found(60), "details": [{"id": 9001, "status": "falsepositive"}]}, passed("1 finding, accepted.")),
    "closed in the Console": (60, {"vulns": found(60), "details": [{"id": 9001, "status": "closed"}]}, failed("1 finding.")),
    "an expired rule": (60, {"vulns": found(60), "accepted": [{**SQLI[0], "expires": "2026-10-04"}]}, failed("1 finding.")),
    "accepted until today": (60, {"vulns": found(60), "accepted": [{**SQLI[0], "expires": "2026-10-05"}]}, passed("1 finding, accepted.")),
    "accepted, and interrupted": (60, {"state": "interrupted", "vulns": found(60), "accepted": SQLI},
                                  stands("interrupted", "Interrupted", "warn", f"{INTERRUPTED}1 finding, accepted.")),
    # Details.
    "only in the details": (60, {"details": found(60)}, failed("1 finding.")),
    "graver in the details": (60, {"vulns": found(10), "details": found(60)}, failed("1 finding.")),
    "less grave in the details": (60, {"vulns": found(60), "details": found(10)}, failed("1 finding.")),
    "no details of it": (60, {"vulns": found(60), "details": []}, failed("1 finding.")),
    # No limit.
    "only reported": ("never", {"state": "failed", "vulns": found(100)}, reported("1 finding, only reported.")),
    "several only reported": ("never", {"vulns": found(100, None)}, reported("2 findings, only reported.")),
    "a text, only reported": ("never", {"vulns": ["sqli"]}, reported("1 finding, only reported.")),
    "one accepted, one only reported": ("never", {"vulns": [*found(60), *others(60)], "accepted": SQLI},
                                        reported("2 findings, 1 accepted and 1 only reported.")),
    "no limit, and accepted": ("never", {"vulns": found(60), "accepted": SQLI}, passed("1 finding, accepted.")),
    "no limit, nothing found": ("never", {}, passed("no findings.")),
    "no limit, failed without a finding": ("never", {"state": "failed"}, ("failed", "Failed", "failed", NO_FINDING_LISTED, (1, 0, 3))),
    "no limit, nothing recorded": ("never", {"baseline_count": 0}, untested(NOTHING_RECORDED)),
    "no limit, interrupted": ("never", {"state": "interrupted", "vulns": found(60)},
                              stands("interrupted", "Interrupted", "warn", f"{INTERRUPTED}1 finding, only reported.")),
    "no limit, running": ("never", {"state": "running"}, stands("running", "Still running", "running", f"{RUNNING}no findings.")),
    # Technical errors.
    "some with errors": (60, {"baseline_check_tech_fail_count": 3}, passed("no findings.", "Passed with errors", "warn")),
    "all but one with errors": (60, {"baseline_check_tech_fail_count": 9}, passed("no findings.", "Passed with errors", "warn")),
    "all with errors": (60, {"baseline_check_tech_fail_count": 10}, untested(ONLY_ERRORS)),
    "more with errors than there are": (60, {"baseline_check_tech_fail_count": 11}, untested(ONLY_ERRORS)),
    "all with errors, and a finding below the limit": (60, {"baseline_check_tech_fail_count": 10, "vulns": found(10)},
                                                       passed("1 finding below a threat of 60.", "Passed with errors", "warn", skipped=2)),
    "all with errors, and a finding at the limit": (60, {"baseline_check_tech_fail_count": 10, "vulns": found(60)}, failed("1 finding.", skipped=2)),
    "all with errors, and failed": (60, {"state": "failed", "baseline_check_tech_fail_count": 10},
                                    ("failed", "Failed", "failed", NO_FINDING_LISTED, (1, 0, 3))),
    "errors and no number of baseline requests": (60, {"baseline_check_tech_fail_count": 3, "baseline_count": None},
                                                  untested(UNCLEAR, "Unclear whether anything was tested")),
    "a negative number of errors": (60, {"baseline_check_tech_fail_count": -1}, untested(UNCLEAR, "Unclear whether anything was tested")),
    "a word for errors, and a finding": (60, {"baseline_check_tech_fail_count": "few", "vulns": found(10)},
                                         passed("1 finding below a threat of 60.", "Passed with errors", "warn", skipped=2)),
    "errors null": (60, {"baseline_check_tech_fail_count": None}, passed("no findings.")),
    # Baseline requests.
    "nothing recorded": (60, {"baseline_count": 0}, untested(NOTHING_RECORDED)),
    "nothing recorded, and a word for errors": (60, {"baseline_count": 0, "baseline_check_tech_fail_count": "few"},
                                                untested(NOTHING_RECORDED)),
    "nothing recorded, and a finding below the limit": (60, {"baseline_count": 0, "vulns": found(10)},
                                                        passed("1 finding below a threat of 60.", skipped=2)),
    "one recorded": (60, {"baseline_count": 1}, passed("no findings.")),
    "baseline requests null": (60, {"baseline_count": None}, passed("no findings.")),
    "a word for baseline requests": (60, {"baseline_count": "many"}, untested(UNCLEAR, "Unclear whether anything was tested")),
    # States.
    "interrupted": (60, {"state": "interrupted"}, stands("interrupted", "Interrupted", "warn", f"{INTERRUPTED}no findings.")),
    "interrupted with a finding below the limit": (60, {"state": "interrupted", "vulns": found(10)}, stands(
        "interrupted", "Interrupted", "warn", f"{INTERRUPTED}1 finding below a threat of 60.")),
    "interrupted with findings": (60, {"state": "interrupted", "vulns": found(10, 60)}, stands(
        "interrupted", "Interrupted", "warn", f"{INTERRUPTED}1 of 2 findings with a threat of 60 or more.", failing=1)),
    "interrupted without anything": (60, {"state": "interrupted", "baseline_count": 0},
                                     stands("interrupted", "Interrupted", "warn", f"{INTERRUPTED}no findings.")),
    "interrupting": (60, {"state": "interrupting"}, stands("interrupted", "Interrupted", "warn", f"{INTERRUPTED}no findings.")),
    "paused": (60, {"state": "paused"}, stands("running", "Paused", "running", f"{PAUSED}no findings.")),
    "pausing": (60, {"state": "pausing"}, stands("running", "Paused", "running", f"{PAUSED}no findings.")),
    "running": (60, {"state": "running"}, stands("running", "Still running", "running", f"{RUNNING}no findings.")),
    "running with findings": (60, {"state": "running", "vulns": found(60, 61)}, stands(
        "running", "Still running", "running", f"{RUNNING}all 2 findings with a threat of 60 or more.", failing=1)),
    "running with an unreadable finding": (60, {"state": "running", "vulns": found(None)}, stands(
        "running", "Still running", "running", f"{RUNNING}1 finding with a threat of 60 or more, counting 1 whose threat can't be read.", failing=1)),
    "scheduled": (60, {"state": "running_scheduled"}, stands("running", "Still running", "running", f"{RUNNING}no findings.")),
    "being copied": (60, {"state": "cloning"}, stands("running", "Still running", "running", f"{RUNNING}no findings.")),
    "unknown state": (60, {"state": "done"}, stands("running", "In an unknown state", "warn", unknown("done"))),
    "state in capitals": (60, {"state": "PASSED"}, stands("running", "In an unknown state", "warn", unknown("PASSED"))),
    "no state at all": (60, {"state": None, "simple_state": ABSENT}, stands("running", "In an unknown state", "warn", unknown("none is given"))),
    "simple_state only, passed": (60, {"state": ABSENT, "simple_state": "passed"}, passed("no findings.")),
    "simple_state only, interrupted": (60, {"state": "", "simple_state": "interrupted"},
                                       stands("interrupted", "Interrupted", "warn", f"{INTERRUPTED}no findings.")),
    "the state is the finer one": (60, {"state": "pausing", "simple_state": "running"},
                                   stands("running", "Paused", "running", f"{PAUSED}no findings.")),
    # Without an id.
    "no id": (60, {"id": None}, ("passed", "Passed", "passed", "The test run passed: no findings.", (0, 0, 0))),
    "no id, failed": (60, {"id": None, "vulns": found(60)}, ("failed", "Failed", "failed",
                      "Vulnerabilities with a threat of 60 or more were found by the test run: 1 finding.", (1, 0, 0))),
}


@pytest.mark.parametrize("limit, fields, expected", TABLE.values(), ids=TABLE)
def test_every_report_says_so(make_report, read_junit, read_page, limit, fields, expected):
    verdict, headline, tone, reason, counts = expected
    report = make_report(limit=limit, **fields)
    assert (report["verdict"], report["headline"], report["reason"]) == (verdict, headline, reason)

    read = json.loads(formats.as_json(report))
    assert (read["verdict"], read["reason"]) == (verdict, reason)
    assert read["counts"]["failing"] == sum(finding["fails"] for finding in read["findings"])
    assert all(finding["fails"] is (finding["at_or_above_limit"] and not finding["accepted"]) for finding in read["findings"])

    page = read_page(report)
    assert (page.texts("p", class_="word"), page.texts("p", class_="why")) == ([headline], [reason])
    assert page.all("div", class_=f"verdict {tone}")

    suite = read_junit(report).find("testsuite")
    properties = {element.get("name"): element.get("value") for element in suite.iter("property")}
    assert (properties["verdict"], properties["reason"]) == (verdict, reason)
    assert tuple(int(suite.get(name)) for name in ("failures", "errors", "skipped")) == counts
    assert tuple(len(list(suite.iter(tag))) for tag in ("failure", "error", "skipped")) == counts
    # What is skipped here is not said to be without findings there.
    assert not counts[2] or "none found" not in page.texts("span", class_="no")

    (run,) = sarif.log_of(report)["runs"]
    assert (run["properties"]["verdict"], run["properties"]["reason"]) == (verdict, reason)
    assert run["invocations"][0]["executionSuccessful"] is (verdict in ("passed", "failed"))
    assert [bool(result["suppressions"]) for result in run["results"]] == [finding["accepted"] for finding in report["findings"]]
    # What reads no more than these two numbers takes nothing for passed that is not.
    assert bool(counts[0] or counts[1]) is (verdict != "passed")
