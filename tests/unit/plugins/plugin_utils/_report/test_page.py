# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the page shows, but for findings and their types."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.plugin_utils._report import page

CONSOLE = "https://us1.my.wallarm.com/testing/testruns/4490"
VULNS = [
    {"id": 1, "threat": 95, "code": "FAST-1", "type": "rce"},
    {"id": 2, "threat": 80, "code": "FAST-2", "type": "sqli"},
    {"id": 3, "threat": 75.5, "type": "sqli"},
    {"id": 4, "threat": 50, "code": "FAST-4", "type": "xss"},
    {"id": 5, "threat": 5, "code": "FAST-5", "type": "xss"},
    {"type": "new_type"},
]
SQLI = [{"type": "sqli", "reason": "Known since May"}]


def facts(shown):
    """What stands in the lists of names and values, by the names."""
    return dict(zip(shown.texts("dt"), shown.texts("dd")))


def test_it_needs_nothing_else_and_lets_nothing_in(make_report, read_page):
    page = read_page(make_report(vulns=VULNS))
    policy = [element for element in page.all("meta") if "http-equiv" in element[1]]
    assert [element[1]["content"] for element in policy] == ["default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"]
    assert [element[1]["content"] for element in page.all("meta", name="referrer")] == ["no-referrer"]
    assert not {"script", "link", "img", "iframe", "base", "form", "object"} & {tag for tag, _attributes, _text in page.elements}
    assert not [name for _tag, attributes, _text in page.elements for name in attributes if name.startswith("on") or name in ("src", "style")]
    assert {element[1]["rel"] for element in page.all("a")} == {"noopener noreferrer"}


def test_blocks_of_the_template_leave_no_lines_behind(make_report):
    text = page.render(make_report(vulns=VULNS))
    assert text.startswith("<!DOCTYPE html>\n<html lang=\"en\">\n")
    assert text.endswith("</body>\n</html>\n")
    assert '<p class="meta">\n<span>Test run <a href=' in text
    assert "</span>\n<span>5 min 0 s</span>\n</p>\n</header>\n\n<div" in text
    assert [line for line in text.splitlines() if line != line.rstrip()] == []
    assert "\n\n\n" not in text


def test_the_template_is_read_once(make_report, monkeypatch):
    text = page.render(make_report())
    monkeypatch.setattr(page, "_TEMPLATE", None)
    assert page.render(make_report()) == text


def test_the_head_names_the_test_run(make_report, read_page):
    page = read_page(make_report())
    assert page.texts("title")[0] == "Passed: Shop 1.4 – FAST"
    assert page.texts("h1") == ["Shop 1.4"]
    assert page.texts("p", class_="meta") == ["Test run 4490 2026-09-21 14:13 UTC 5 min 0 s"]


@pytest.mark.parametrize("length, title", [(40, "x" * 40), (41, "x" * 39 + "…")])
def test_a_long_name_is_cut_in_the_title_alone(make_report, read_page, length, title):
    page = read_page(make_report(name="x" * length))
    assert page.texts("title")[0] == f"Passed: {title} – FAST"
    assert page.texts("h1") == ["x" * length]


def test_what_is_not_known_is_left_out_of_the_head(make_report, read_page):
    page = read_page(make_report(id=None, name=None, start_time=None))
    assert page.texts("h1") == ["Test run without an id"]
    assert page.texts("p", class_="meta") == ["Test run –"]


def test_a_test_run_that_goes_on_says_so(make_report, read_page):
    page = read_page(make_report(state="running", end_time=None, generated_at="2026-09-21T14:14:20Z", recording=True))
    assert page.texts("p", class_="meta") == ["Test run 4490 2026-09-21 14:13 UTC 1 min 0 s so far"]
    assert facts(page)["Duration"] == "1 min 0 s so far"
    assert facts(page)["State"] == "running, still recording"


@pytest.mark.parametrize("fields, rules", [
    ({}, ["The test fails at a threat of 60 or more."]),
    ({"limit": "never", "state": "failed", "vulns": VULNS},
     ["The test fails at no threat: findings are only reported.", "FAST\u2019s own result is failed, as it counts every finding."]),
    ({"limit": 1}, ["The test fails at a threat of 1 or more, so at any finding."]),
    ({"limit": 96, "state": "failed", "vulns": VULNS[:2]},
     ["The test fails at a threat of 96 or more.", "FAST\u2019s own result is failed, as it counts every finding."]),
    ({"limit": 60, "state": "failed", "vulns": VULNS}, ["The test fails at a threat of 60 or more."]),
    ({"baseline_check_tech_fail_count": 1},
     ["The test fails at a threat of 60 or more.", "1 baseline request could not be tested in full because of technical errors."]),
])  # fmt: skip
def test_the_rule_and_what_else_is_to_be_known(make_report, read_page, fields, rules):
    assert read_page(make_report(**fields)).texts("p", class_="rule") == rules


def test_warnings_follow_the_verdict(make_report, read_page):
    rules = [{"type": code, "reason": "Known"} for code in ("csrf", "idor", "crlf", "ldapi")]
    assert not read_page(make_report(accepted=SQLI, vulns=VULNS)).all("details")
    for amount, summary in ((1, "1 note on the rules for accepted findings"), (3, "3 notes on the rules for accepted findings")):
        page = read_page(make_report(accepted=rules[:amount]))
        assert page.texts("summary") == [summary]
        assert [element[1] for element in page.all("details")] == [{"class": "warnings", "open": None}]
        assert page.texts("bdi")[1] == "Rule 1 of the accepted findings (type csrf) fits no finding."
    # Many of them don't push away what matters.
    page = read_page(make_report(accepted=rules))
    assert [element[1] for element in page.all("details")] == [{"class": "warnings"}]


@pytest.mark.parametrize("fields, icon, circle", [
    ({}, "M15 25l6.5 6.5L34 18", True),
    ({"state": "failed"}, "M17 17l14 14M31 17L17 31", True),
    ({"state": "running"}, "M24 13v11l7 5", True),
    ({"state": "interrupted"}, "M24 6L44 41H4zM24 20v9M24 35v.2", False),
])  # fmt: skip
def test_the_icon_goes_with_the_tone(make_report, read_page, fields, icon, circle):
    page = read_page(make_report(**fields))
    assert [element[1]["d"] for element in page.all("path")] == [icon]
    assert bool(page.all("circle")) is circle


def test_numbers_are_shown(make_report, read_page):
    page = read_page(make_report(vulns=VULNS))
    shown = facts(page)
    assert [shown[name] for name in ("Findings", "Baseline requests", "Checks finished", "Requests sent")] == [
        "6 4 failing", "10", "120 of 150", "3,410",
    ]  # fmt: skip


@pytest.mark.parametrize("fields, note", [
    ({"vulns": VULNS[:2]}, "2 2 failing"), ({"vulns": VULNS[4:5]}, "1 0 failing"), ({"vulns": VULNS, "accepted": SQLI}, "6 2 failing, 2 accepted"),
    ({"vulns": VULNS, "limit": "never"}, "6 6 only reported"), ({"vulns": VULNS, "limit": "never", "accepted": SQLI}, "6 4 only reported, 2 accepted"),
    ({}, "0"),
])  # fmt: skip
def test_the_figure_says_how_many_fail_and_are_accepted(make_report, read_page, fields, note):
    assert facts(read_page(make_report(**fields)))["Findings"] == note


def test_numbers_that_are_not_known_are_dashes(make_report, read_page):
    page = read_page(make_report(baseline_count=None, finished_checks_count="x", total_checks_count=..., sended_requests_count=None))
    shown = facts(page)
    assert [shown[name] for name in ("Findings", "Baseline requests", "Checks finished", "Requests sent")] == ["0", "–", "– of –", "–"]


@pytest.mark.parametrize("url, links, shown", [
    (CONSOLE, [CONSOLE] * 3, CONSOLE),
    (f" {CONSOLE}\n", [CONSOLE] * 3, CONSOLE),
    ("http://console.example.com", [], "http://console.example.com"),
    ("HTTPS://console.example.com", [], None),
    ("javascript:alert(1)", [], None),
    ("data:text/html,x", [], None),
    ("//console.example.com", [], None),
    ("", [], None), (None, [], None), (7, [], None), (["https://a"], [], None),
])  # fmt: skip
def test_only_https_becomes_a_link(make_report, read_page, url, links, shown):
    report = make_report(console_url=url)
    page = read_page(report)
    assert report["console_url"] == shown
    assert [element[1]["href"] for element in page.all("a")] == links
    assert facts(page).get("Console") == shown


@pytest.mark.parametrize("fields, notes", [
    ({"baseline_check_passed_count": 7}, ["Recorded requests, by the state of their checks."]),
    ({"baseline_check_passed_count": 0, "baseline_count": 0}, ["None recorded."]),
    ({"baseline_check_passed_count": 0, "baseline_count": None}, ["Not reported."]),
])  # fmt: skip
def test_baseline_requests_are_shown_by_state(make_report, read_page, fields, notes):
    page = read_page(make_report(**fields))
    assert [note for note in page.texts("p", class_="note") if "ecorded" in note or "reported" in note] == notes
    assert bool(page.all("svg", class_="stack")) is (notes[0].startswith("Recorded"))


def test_the_parts_of_the_bar_have_a_legend(make_report, read_page):
    page = read_page(make_report(baseline_check_passed_count=7, baseline_check_fail_count=2))
    legend = page.elements[page.elements.index(page.all("ul", class_="legend")[0]):]
    assert [" ".join(element[2].split()) for element in legend if element[0] == "li"][:3] == ["Passed 7", "Failed 2", "Not reported 1"]


def test_facts_are_shown(make_report, read_page):
    shown = facts(read_page(make_report(state="running_scheduled", recording="yes")))
    assert shown == {
        **shown,
        "Id": "4490",
        "State": "running scheduled",
        "Test record": "Shop record 4620",
        "Policy": "Default policy 7",
        "Node": "fast-node-1 10716",
        "Started": "2026-09-21 14:13:20 UTC",
        "Duration": "5 min 0 s so far",
        "Fails at": "a threat of 60 or more",
        "Domains": "shop.example.com",
        "Tags": "nightly",
        "Console": CONSOLE,
    }


def test_facts_that_are_not_known_are_dashes(make_report, read_page):
    page = read_page(make_report(
        id=None, state=None, simple_state=None, test_record_name=None, test_record_id=None, policy_name="", node_name="node", node_id=None,
        start_time=None, domains=[None, ""], tags="nightly", console_url=None,
    ))  # fmt: skip
    shown = facts(page)
    assert {name: shown[name] for name in ("Id", "State", "Test record", "Policy", "Node", "Started", "Duration")} == {
        "Id": "–", "State": "unknown", "Test record": "–", "Policy": "7", "Node": "node", "Started": "–", "Duration": "–",
    }  # fmt: skip
    assert not {"Domains", "Tags", "Console"} & shown.keys()
    assert [element[2] for element in page.all("span", class_="id")] == []


def test_the_start_is_a_time_for_programs_too(make_report, read_page):
    page = read_page(make_report(generated_at="2026-10-05T12:00:01.5+00:00"))
    assert [(element[1]["datetime"], element[2]) for element in page.all("time")] == [
        ("2026-09-21T14:13:20Z", "2026-09-21 14:13:20 UTC"), ("2026-10-05T12:00:01Z", "2026-10-05 12:00:01 UTC"),
    ]  # fmt: skip
