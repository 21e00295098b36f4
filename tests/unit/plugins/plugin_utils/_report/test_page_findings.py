# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the page shows of findings, accepted ones, and vulnerability types."""

from __future__ import annotations

import pytest

CONSOLE = "https://us1.my.wallarm.com/testing/testruns/4490"
FINDING = {
    "id": 9001, "type": "sqli", "threat": 80, "code": "FAST-1", "status": "open", "method": "GET", "domain": "shop.example.com", "path": "/products",
    "parameter": "GET_search_value", "title": "In the search", "description": "As it is.\n\nIn a query.", "example": "curl 'a  b' \\\n  -H 'C: d'",
}  # fmt: skip
VULNS = [
    {"id": 1, "threat": 95, "code": "FAST-1", "type": "rce"},
    {"id": 2, "threat": 80, "code": "FAST-2", "type": "sqli"},
    {"id": 3, "threat": 75.5, "type": "sqli"},
    {"id": 4, "threat": 50, "code": "FAST-4", "type": "xss"},
    {"id": 5, "threat": 5, "code": "FAST-5", "type": "xss"},
    {"type": "new_type"},
]
SQLI = [{"type": "sqli", "reason": "Known since May"}]
FOLDED = 21


def lists(page):
    """The findings of each list, by what the list is named for: the lines of each one, from threat to example."""
    found, name = {}, ""
    for tag, attributes, text in page.elements:
        if tag == "ul" and attributes.get("class", "").startswith("findings"):
            name = attributes["aria-labelledby"]
        elif tag == "section":
            name = ""
        elif name and tag in ("p", "pre"):
            if attributes.get("class") == "threat":
                found.setdefault(name, []).append([])
            found[name][-1].append(text if tag == "pre" or attributes.get("class") == "text" else " ".join(text.split()))
    return found


def test_findings_stand_in_the_band_of_their_severity(make_report, read_page):
    page = read_page(make_report(vulns=VULNS))
    assert page.texts("div", class_="band") == [
        "Unknownno readable threat, 1 finding",
        "Criticalthreat 90 to 100, 1 finding",
        "Highthreat 70 to 89, 2 findings",
        "Mediumthreat 40 to 69, 1 finding",
        "Lowthreat 1 to 39, 1 finding",
    ]
    assert lists(page) == {
        "unknown": [["", "new_type ✕ fails", ""]],
        "critical": [["Threat 95", "Remote code execution ✕ fails", "FAST-1"]],
        "high": [["Threat 80", "SQL injection ✕ fails", "FAST-2"], ["Threat 75.5", "SQL injection ✕ fails", "3"]],
        "medium": [["Threat 50", "Cross-site scripting below limit", "FAST-4"]],
        "low": [["Threat 5", "Cross-site scripting below limit", "FAST-5"]],
    }


def test_a_finding_shows_what_one_needs_to_begin(make_report, read_page):
    page = read_page(make_report(details=[FINDING], vulns=[FINDING]))
    assert lists(page) == {"high": [[
        "Threat 80", "In the search ✕ fails", "GET shop.example.com/products", "SQL injection parameter GET_search_value FAST-1 status open",
        FINDING["description"], FINDING["example"],
    ]]}  # fmt: skip
    assert [element[1] for element in page.all("pre")] == [{"dir": "auto"}]


@pytest.mark.parametrize("missing, line, left", [
    ("title", 1, "SQL injection ✕ fails"), ("domain", 2, "GET /products"), ("parameter", 3, "SQL injection FAST-1 status open"),
    ("code", 3, "SQL injection parameter GET_search_value 9001 status open"), ("status", 3, "SQL injection parameter GET_search_value FAST-1"),
    ("description", 4, FINDING["example"]), ("example", -1, FINDING["description"]),
])  # fmt: skip
def test_what_is_not_known_is_left_out(make_report, read_page, missing, line, left):
    finding = {**FINDING, missing: None}
    shown = lists(read_page(make_report(details=[finding], vulns=[finding])))["high"][0]
    assert shown[line] == left
    assert "–" not in "".join(shown)


def test_what_is_no_finding_is_shown_as_it_is(make_report, read_page):
    assert lists(read_page(make_report(vulns=[["sqli", 7]]))) == {
        "unknown": [["", "unknown ✕ fails", "", "This was listed in place of a finding: ['sqli', 7]"]],
    }  # fmt: skip


def test_a_type_without_a_printable_character_is_unknown(make_report, read_page):
    page = read_page(make_report(checks=[], vulns=[{"threat": 80, "type": "\u202e"}]))
    assert lists(page)["high"][0][1] == "unknown ✕ fails"
    assert types(page) == ["unknown ✕ 1 found"]


def test_accepted_findings_stand_apart(make_report, read_page):
    rules = [{**SQLI[0], "expires": "2026-12-31"}, {"type": "rce", "reason": "No such template"}]
    page = read_page(make_report(vulns=VULNS, accepted=rules, details=[{"id": 5, "status": "falsepositive"}]))
    assert lists(page).keys() == {"unknown", "medium", "accepted"}
    assert lists(page)["accepted"] == [
        ["Threat 95", "Remote code execution accepted", "severity critical FAST-1", "By a rule: No such template"],
        ["Threat 80", "SQL injection accepted", "severity high FAST-2", "By a rule until 2026-12-31: Known since May"],
        ["Threat 75.5", "SQL injection accepted", "severity high 3", "By a rule until 2026-12-31: Known since May"],
        ["Threat 5", "Cross-site scripting accepted", "severity low FAST-5 status false positive", "Marked as a false positive in the Console."],
    ]
    assert "Accepted findings" in page.texts("h2")


def test_without_accepted_findings_there_is_no_section_for_them(make_report, read_page):
    page = read_page(make_report(vulns=VULNS))
    assert "Accepted findings" not in page.texts("h2")
    assert "All of them are accepted." not in page.texts("p", class_="note")


def test_without_others_it_says_so(make_report, read_page):
    page = read_page(make_report(vulns=VULNS[1:3], accepted=SQLI))
    assert lists(page).keys() == {"accepted"}
    assert "All of them are accepted." in page.texts("p", class_="note")


def test_without_a_limit_findings_are_reported(make_report, read_page):
    page = read_page(make_report(vulns=VULNS, limit="never"))
    assert page.texts("span", class_="yes") == []
    assert [found[1].rpartition(" ")[2] for band in lists(page).values() for found in band] == ["reported"] * 6
    assert not page.all("rect", class_="zone") and not page.all("line", class_="limit")
    assert dict(zip(page.texts("dt"), page.texts("dd")))["Fails at"] == "no threat: findings are only reported"


def test_each_readable_threat_has_its_small_bar(make_report, read_page):
    page = read_page(make_report(vulns=[{"threat": 1000}, {"threat": 20}, {}, {"threat": 30, "type": "sqli"}], accepted=SQLI))
    assert [(element[1]["class"], element[1]["width"]) for element in page.all("rect", height="100%") if element[1].get("class") in
            ("fails", "below", "accepted")] == [("fails", "100%"), ("below", "20%"), ("accepted", "30%")]  # fmt: skip


def test_the_chart_is_there_with_findings(make_report, read_page):
    page = read_page(make_report(vulns=VULNS))
    assert page.texts("text", class_="limit-label") == ["fails from 60 →"]
    assert len([element for element in page.all("rect") if element[1].get("width") == "0.8%"]) == 5
    assert [element[1]["text-anchor"] for element in page.all("text", class_="limit-label")] == ["end"]
    assert "text-anchor" not in read_page(make_report(limit=50, vulns=VULNS)).all("text", class_="limit-label")[0][1]
    assert not read_page(make_report()).all("svg", class_="chart")


def test_the_chart_has_a_legend(make_report, read_page):
    page = read_page(make_report(vulns=VULNS, accepted=SQLI))
    assert page.all("svg", class_="chart")[0][1]["aria-label"] == "Findings by threat: 2 failing, 2 below the limit, 2 accepted"
    assert page.texts("ul", class_="legend")[0] == "Failing 2 Below the limit 2 Accepted 2"


@pytest.mark.parametrize("fields, note", [
    ({}, "None."), ({"state": "failed"}, "None."), ({"baseline_count": 0}, "None."), ({"state": "interrupted"}, "None before it ended."),
    ({"state": "paused"}, "None so far."),
])  # fmt: skip
def test_no_findings_are_told(make_report, read_page, fields, note):
    assert read_page(make_report(**fields)).texts("p", class_="note")[0] == note


def test_the_codes_lead_to_the_console_where_there_is_one(make_report, read_page):
    note = "Codes lead to the test run in the Console."
    page = read_page(make_report(vulns=VULNS))
    assert note in page.texts("p", class_="note")[0]
    assert [element[1]["href"] for element in page.all("a") if element[2].startswith("FAST-")] == [CONSOLE] * 4
    page = read_page(make_report(vulns=VULNS, console_url=None))
    assert note not in page.texts("p", class_="note")[0]
    assert page.all("a") == []


def test_how_to_copy_is_said_where_there_is_something_to_copy(make_report, read_page):
    without = {**FINDING, "id": 9002, "example": " "}
    for findings, said in (([FINDING, without], True), ([without], False)):
        assert ("Click an example to select it." in read_page(make_report(details=findings)).texts("p", class_="note")[0]) is said


def test_few_findings_are_open_and_many_folded(make_report, read_page):
    many = [{**FINDING, "id": number} for number in range(FOLDED)]
    page = read_page(make_report(details=many[1:]))
    assert not page.all("details")
    assert [element[1]["class"] for element in page.all("ul") if "aria-labelledby" in element[1]] == ["findings"]
    page = read_page(make_report(details=many))
    assert page.texts("summary") == ["Description and example"] * FOLDED
    assert [element[1]["class"] for element in page.all("ul") if "aria-labelledby" in element[1]] == ["findings many"]


def test_only_what_is_long_is_folded(make_report, read_page):
    many = [{"id": number, "type": "xss"} for number in range(FOLDED)]
    many[0]["example"], many[1]["description"] = "curl x", "As it is"
    page = read_page(make_report(details=many))
    assert sorted(page.texts("summary")) == ["Description", "Example"]
    assert sorted(page.texts("details")) == ["Description As it is", "Example curl x"]


def types(page):
    place = page.elements.index(page.all("ul", class_="types")[0])
    end = next(number for number, element in enumerate(page.elements) if number > place and element[0] == "section")
    return [" ".join(element[2].split()) for element in page.elements[place:end] if element[0] == "li"]


def test_types_are_shown_the_gravest_first(make_report, read_page):
    assert types(read_page(make_report(vulns=VULNS))) == [
        "new_type ✕ 1 found", "Remote code execution ✕ 1 found", "SQL injection ✕ 2 found", "Cross-site scripting 2 found",
        "XML external entity none found",
    ]  # fmt: skip


def test_types_say_what_is_accepted(make_report, read_page):
    rules = [*SQLI, {"id": 5, "reason": "Known"}, {"id": 7, "reason": "Known"}]
    page = read_page(make_report(vulns=[*VULNS[1:5], *({"id": number, "threat": 70, "type": "rce"} for number in (6, 7))], accepted=rules))
    assert types(page) == [
        "SQL injection 2 accepted", "Remote code execution ✕ 2 found, 1 accepted", "Cross-site scripting 2 found, 1 accepted", "XML external entity none found",
    ]  # fmt: skip


@pytest.mark.parametrize("fields, said", [
    ({}, "none found"), ({"state": "failed"}, "none listed"), ({"baseline_count": 0}, "not tested"), ({"state": "interrupted"}, "not fully tested"),
    ({"state": "running"}, "none so far"),
])  # fmt: skip
def test_types_without_findings_say_what_that_means(make_report, read_page, fields, said):
    assert set(read_page(make_report(**fields)).texts("span", class_="no")) == {said}


NOT_KNOWN = "Which of them the test policy tests is not known, so only those with findings are listed."
BY_POLICY = "Which of them a test run tries is set by its test policy."


@pytest.mark.parametrize("fields, note", [
    ({}, BY_POLICY),
    ({"vulns": VULNS}, f"{BY_POLICY} Those with a ✕ fail the test."),
    ({"vulns": VULNS[-2:-1]}, BY_POLICY),
    ({"state": "interrupted"}, f"{BY_POLICY} The tests were not done, so a type without findings may still have some."),
    ({"checks": None}, NOT_KNOWN),
    ({"checks": None, "vulns": VULNS}, f"{NOT_KNOWN} Those with a ✕ fail the test."),
])  # fmt: skip
def test_the_note_on_types(make_report, read_page, fields, note):
    assert note in read_page(make_report(**fields)).texts("p", class_="note")


def test_only_types_that_were_found_are_listed_where_nothing_else_is_known(make_report, read_page):
    assert types(read_page(make_report(checks=None, vulns=VULNS[:1]))) == ["Remote code execution ✕ 1 found"]
    page = read_page(make_report(checks=None))
    assert "Vulnerability types" in page.texts("h2")
    assert not page.all("ul", class_="types")


def test_where_no_type_is_tested_or_found_there_is_no_section(make_report, read_page):
    assert "Vulnerability types" not in read_page(make_report(checks=[])).texts("h2")
