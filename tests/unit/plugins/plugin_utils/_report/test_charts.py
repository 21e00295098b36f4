# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the marks of the two charts are."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.plugin_utils._report import charts
from ansible_collections.wallarm.fast.plugins.plugin_utils._report.findings import findings_of, reaches

RED, GREY = "#d1453b", "#838a94"


def chart(limit, *threats):
    findings = findings_of({"vulns": [{"threat": threat, "type": "xss"} for threat in threats]}, None, None)
    return charts.threats([{**finding, "fails": reaches(finding["threat"], limit)} for finding in findings], limit)


@pytest.mark.parametrize("limit, x, width, label_ends_there", [
    (1, 0, 100, False), (50, 49, 51, False), (51, 50, 50, True), (60, 59, 41, True), (100, 99, 1, True),
])  # fmt: skip
def test_the_zone_that_fails_begins_at_the_limit(limit, x, width, label_ends_there):
    found = chart(limit, 20)
    assert (found["limit"], found["limit_x"], found["zone_width"], found["label_ends_there"]) == (limit, x, width, label_ends_there)


def test_each_threat_has_a_bar():
    below, fails = chart(60, 60, 20)["bars"]
    assert below == {"class": "below", "fill": GREY, "x": 19.1, "y": 86.0, "width": 0.8, "height": 28.0, "title": "Threat 20: 1 finding"}
    assert fails == {"class": "fails", "fill": RED, "x": 59.1, "y": 86.0, "width": 0.8, "height": 28.0, "title": "Threat 60: 1 finding"}


def test_bars_are_as_high_as_there_are_findings():
    bars = chart(100, *[10] * 4, *[5] * 2, 40)["bars"]
    assert [(mark["title"], mark["height"], mark["y"]) for mark in bars] == [
        ("Threat 5: 2 findings", 42.0, 72.0), ("Threat 10: 4 findings", 84.0, 30.0), ("Threat 40: 1 finding", 21.0, 93.0),
    ]  # fmt: skip


def test_three_at_one_threat_fill_the_height():
    assert [mark["height"] for mark in chart(60, 10, 10, 10)["bars"]] == [84.0]
    assert [mark["height"] for mark in chart(60, 10, 10)["bars"]] == [56.0]


def test_places_and_heights_have_one_decimal():
    bars = chart(60, 33.33, *[20] * 9)["bars"]
    assert [(mark["x"], mark["y"], mark["height"]) for mark in bars] == [(19.1, 30.0, 84.0), (32.4, 104.7, 9.3)]


def test_what_is_beyond_the_scale_stands_at_its_end():
    assert [(mark["x"], mark["title"]) for mark in chart(60, 1000, 100, 1)["bars"]] == [
        (0.1, "Threat 1: 1 finding"), (99.1, "Threat 100: 1 finding"), (99.1, "Threat 1000: 1 finding"),
    ]  # fmt: skip


def test_what_cannot_be_read_has_no_bar_but_is_counted():
    found = chart(60, None, 60, 20)
    assert len(found["bars"]) == 2
    assert found["label"] == "Findings by threat: 2 fail, 1 do not."


def test_a_bar_is_red_if_one_of_its_findings_fails():
    findings = [{"threat": 60, "fails": True}, {"threat": 60, "fails": True}]
    findings[0]["fails"] = False
    assert charts.threats(findings, 60)["bars"][0]["fill"] == RED


def counts(**amounts):
    return {f"baseline_check_{key}_count": amount for key, amount in amounts.items()}


def parts(run, recorded):
    return [(part["key"], part["amount"], part["x"], part["width"]) for part in charts.baseline_requests(run, recorded)]


@pytest.mark.parametrize("recorded", [0, None])
def test_without_requests_there_is_no_bar(recorded):
    assert parts({}, recorded) == []
    assert parts(counts(passed=0, fail="none", running=-1), recorded) == []


def test_each_state_has_its_part():
    assert [(part["key"], part["name"], part["fill"]) for part in charts.baseline_requests(
        counts(passed=1, fail=1, tech_fail=1, running=1, waiting=1, interrupted=1), 7)] == [
        ("passed", "Passed", "#3f9d66"), ("fail", "Failed", "#d1453b"), ("tech_fail", "Error", "#c2800c"), ("running", "In progress", "#4b86d0"),
        ("waiting", "Waiting", "#8c939c"), ("interrupted", "Interrupted", "#50565e"), ("unstated", "Not reported", "#a58a9c"),
    ]  # fmt: skip


def test_a_single_part_fills_the_bar():
    assert parts(counts(passed=10), 10) == [("passed", "10", 0, 100)]


def test_parts_are_as_wide_as_their_share_with_a_gap_between():
    assert parts(counts(passed=5, fail=5), 10) == [("passed", "5", 0, 49.7), ("fail", "5", 50, 50)]
    assert parts(counts(passed=5), 10) == [("passed", "5", 0, 49.7), ("unstated", "5", 50, 50)]


def test_parts_have_three_decimals():
    assert parts(counts(passed=1, fail=2), 3) == [("passed", "1", 0, 33.533), ("fail", "2", 33.833, 66.167)]
    assert parts(counts(passed=1, fail=1, running=1), 3)[1] == ("fail", "1", 33.333, 33.033)


def test_one_among_thousands_can_be_seen():
    assert parts(counts(passed=1999, fail=1), 2000) == [("passed", "1,999", 0, 98.151), ("fail", "1", 98.451, 1.549)]


def test_more_than_were_recorded_are_shown_too():
    assert parts(counts(passed=3, fail="1"), 2) == [("passed", "3", 0, 73.95), ("fail", "1", 74.25, 25.75)]


def test_a_number_of_requests_that_is_not_known_does_not_matter():
    assert parts(counts(passed=3), None) == [("passed", "3", 0, 100)]
