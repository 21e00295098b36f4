# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the marks of the two charts are."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.plugin_utils._report import charts
from ansible_collections.wallarm.fast.plugins.plugin_utils._report.findings import findings_of, reaches

RED, GREY, LIGHT = "#d1453b", "#838a94", "#c0c5cc"


def chart(limit, *threats, accepted=()):
    """The chart of findings with these threats, and of accepted ones with those."""
    findings = findings_of({"vulns": [{"threat": threat, "type": "xss"} for threat in threats]}, None, None)
    known = findings_of({"vulns": [{"threat": threat, "type": "sqli"} for threat in accepted]}, None, None)
    return charts.threats([
        *({**finding, "accepted": False, "fails": reaches(finding["threat"], limit)} for finding in findings),
        *({**finding, "accepted": True, "fails": False} for finding in known),
    ], limit)  # fmt: skip


@pytest.mark.parametrize("limit, x, width, label_ends_there", [
    (1, 0, 100, False), (50, 49, 51, False), (51, 50, 50, True), (60, 59, 41, True), (100, 99, 1, True),
])  # fmt: skip
def test_the_zone_that_fails_begins_at_the_limit(limit, x, width, label_ends_there):
    found = chart(limit, 20)
    assert (found["limit"], found["limit_x"], found["zone_width"], found["label_ends_there"]) == (limit, x, width, label_ends_there)


def test_without_a_limit_there_is_no_zone():
    assert chart("never", 20, 100).keys() == {"label", "limit", "kinds", "bars"}
    assert chart("never", 20, 100)["limit"] is None


def test_each_threat_has_a_bar():
    below, fails = chart(60, 60, 20)["bars"]
    assert below == {"class": "below", "fill": GREY, "x": 19.1, "y": 86.0, "width": 0.8, "height": 28.0, "title": "Threat 20: 1 below the limit"}
    assert fails == {"class": "fails", "fill": RED, "x": 59.1, "y": 86.0, "width": 0.8, "height": 28.0, "title": "Threat 60: 1 failing"}


def test_bars_are_as_high_as_there_are_findings():
    bars = chart(100, *[10] * 4, *[5] * 2, 40)["bars"]
    assert [(mark["title"], mark["height"], mark["y"]) for mark in bars] == [
        ("Threat 5: 2 below the limit", 42.0, 72.0), ("Threat 10: 4 below the limit", 84.0, 30.0), ("Threat 40: 1 below the limit", 21.0, 93.0),
    ]  # fmt: skip


def test_three_at_one_threat_fill_the_height():
    assert [mark["height"] for mark in chart(60, 10, 10, 10)["bars"]] == [84.0]
    assert [mark["height"] for mark in chart(60, 10, 10)["bars"]] == [56.0]


def test_accepted_findings_stand_on_the_others_of_their_threat():
    bars = chart(60, *[60] * 3, 20, accepted=[60, 90])["bars"]
    assert [(mark["class"], mark["fill"], mark["x"], mark["y"], mark["height"], mark["title"]) for mark in bars] == [
        ("below", GREY, 19.1, 93.0, 21.0, "Threat 20: 1 below the limit"),
        ("fails", RED, 59.1, 51.0, 63.0, "Threat 60: 3 failing"),
        ("accepted", LIGHT, 59.1, 30.0, 21.0, "Threat 60: 1 accepted"),
        ("accepted", LIGHT, 89.1, 93.0, 21.0, "Threat 90: 1 accepted"),
    ]  # fmt: skip


def test_places_and_heights_have_one_decimal():
    bars = chart(60, 33.33, *[20] * 9)["bars"]
    assert [(mark["x"], mark["y"], mark["height"]) for mark in bars] == [(19.1, 30.0, 84.0), (32.4, 104.7, 9.3)]


def test_what_is_beyond_the_scale_stands_at_its_end():
    assert [(mark["x"], mark["title"]) for mark in chart(60, 1000, 100, 1)["bars"]] == [
        (0.1, "Threat 1: 1 below the limit"), (99.1, "Threat 100: 1 failing"), (99.1, "Threat 1000: 1 failing"),
    ]  # fmt: skip


def test_what_cannot_be_read_has_no_bar_but_is_counted():
    found = chart(60, None, 60, 20)
    assert len(found["bars"]) == 2
    assert found["label"] == "Findings by threat: 2 failing, 1 below the limit"


@pytest.mark.parametrize("limit, threats, accepted, kinds, label", [
    (60, [60, 20], [70], [("fails", RED, "Failing", "1"), ("below", GREY, "Below the limit", "1"), ("accepted", LIGHT, "Accepted", "1")],
     "1 failing, 1 below the limit, 1 accepted"),
    (60, [20] * 1000, [], [("below", GREY, "Below the limit", "1,000")], "1,000 below the limit"),
    (60, [], [None, 1], [("accepted", LIGHT, "Accepted", "2")], "2 accepted"),
    ("never", [100, None], [1], [("below", GREY, "Only reported", "2"), ("accepted", LIGHT, "Accepted", "1")], "2 only reported, 1 accepted"),
])  # fmt: skip
def test_kinds_of_findings_are_named_and_counted(limit, threats, accepted, kinds, label):
    found = chart(limit, *threats, accepted=accepted)
    assert [(kind["class"], kind["fill"], kind["name"], kind["amount"]) for kind in found["kinds"]] == kinds
    assert found["label"] == f"Findings by threat: {label}"


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
