# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Strings of the API are made by others. Whatever they hold, a page gets no element and no attribute from them, and no format breaks."""

from __future__ import annotations

import json
import re

import pytest

from ansible_collections.wallarm.fast.plugins.plugin_utils._report import formats, sarif
from ansible_collections.wallarm.fast.plugins.plugin_utils._report.accepted import UnusableRules, rules_of
from ansible_collections.wallarm.fast.plugins.plugin_utils._report.text import cut

# What a string holds, and what a person is shown of it.
HOSTILE = {
    "an element": ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    "the end of an attribute": ("\" onclick=\"alert(1)\" x='", "\" onclick=\"alert(1)\" x='"),
    "ends of elements": ("</title></style></bdi></svg>", "</title></style></bdi></svg>"),
    "a comment": ("<!-- ", "<!--"),
    "the end of a comment": ("-->", "-->"),
    "the end of CDATA": ("]]>", "]]>"),
    "an entity": ("&lt;b&gt; &amp; &bogus; &#0;", "&lt;b&gt; &amp; &bogus; &#0;"),
    "an expression": ("{{ 1+1 }}{{ ''.__class__ }}", "{{ 1+1 }}{{ ''.__class__ }}"),
    "a block": ("{% raw %}{% endraw %}{# x #}", "{% raw %}{% endraw %}{# x #}"),
    "a format": ("{0}{test_run}%s%(a)s$x", "{0}{test_run}%s%(a)s$x"),
    "a link": ("[x](https://evil.example) \\[y](1)", "[x](https://evil.example) \\[y](1)"),
    "marks of direction": ("\u202eevil\u202c\u2066x\u2069", "evilx"),
    "control characters": ("a\x01\x08\x0b\x1b[31m\x7f\x85\x9fb", "a[31mb"),
    "NUL": ("a\x00b", "ab"),
    "a lone surrogate": ("a\ud800b\udfff", "ab"),
    "no characters": ("a\ufffe\uffff\ufdd0\U0010ffffb", "ab"),
    "line breaks": ("a\r\n\tb\u2028c", "a b c"),
    "a very long text": ("x" * 100_000, "x" * 100_000),
}
TEXTS = ("name", "node_name", "policy_name", "test_record_name")
IDS = ("id", "test_record_id", "policy_id", "node_id")
LISTS = ("tags", "domains")
VULN = ("id", "code", "type")
# What is read of a finding beside the test run.
DETAILS = {
    "title": "In the search", "description": "As it is", "method": "GET", "domain": "shop.example.com", "path": "/products",
    "parameter": "GET_search_value", "example": "curl x", "status": "open",
}  # fmt: skip
# An unknown status is as good as none, and a threat that can't be read has no text.
NOT_SHOWN = ("desc", "simple_state", "vuln.threat", "finding.status")
FIELDS = [*TEXTS, *IDS, *LISTS, "desc", "simple_state", "state", *(f"vuln.{name}" for name in VULN), "vuln.threat", "vuln", "console_url", "checks",
          *(f"finding.{name}" for name in DETAILS), "rule.reason", "rule.type"]  # fmt: skip


def fields_with(field, text):
    """What to report on: everything harmless but for one field."""
    vuln = {"id": 1, "threat": 80, "code": "FAST-1", "type": "new_type"}
    given = {"vulns": [vuln], "console_url": "https://console.example.com/"}
    place, _dot, name = field.rpartition(".")
    if place == "vuln":
        # An id is shown where there is no code.
        return {**given, "vulns": [{**vuln, **({"code": None} if name == "id" else {}), name: text}]}
    if field == "vuln":
        return {**given, "vulns": [text]}
    if place == "finding":
        return {**given, "details": [{"id": 1, **DETAILS, name: text}]}
    if place == "rule":
        # A type of that name fits nothing, which makes a warning.
        return {**given, "accepted": [{"type": "new_type", "reason": "Known", name: text}]}
    if field == "console_url":
        return {**given, field: f"https://console.example.com/{text}"}
    return {**given, field: [text] if field in (*LISTS, "checks") else text}


@pytest.fixture(params=HOSTILE.values(), ids=HOSTILE)
def hostile(request):
    """A hostile text between two harmless ones, and what is shown of it."""
    text, shown = request.param
    return f"before {text} after", f"before {shown} after"


@pytest.fixture
def reports_with(make_report):
    """Return a function that reports on a text in each field that may hold one, by the field."""
    return lambda text: {field: make_report(**fields_with(field, text)) for field in FIELDS}


def test_a_page_shows_the_text_and_has_no_new_element_or_attribute(reports_with, read_page, hostile):
    harmless = {field: read_page(report) for field, report in reports_with("harmless").items()}
    pages = {field: read_page(report) for field, report in reports_with(hostile[0]).items()}
    assert [field for field in FIELDS if pages[field].shape != harmless[field].shape] == []
    links = {element[1]["href"].partition("before")[0] for page in pages.values() for element in page.all("a")}
    assert links == {"https://console.example.com/"}
    text = hostile[1]
    shown = {
        "console_url": f"https://console.example.com/{text}",
        # An underscore in a state is shown as a space.
        "state": " ".join(text.replace("_", " ").split()),
        "finding.method": f"{text} shop.example.com/products",
        "finding.domain": f"GET {text}/products",
        "finding.path": f"GET shop.example.com{text}",
        "vuln": f"This was listed in place of a finding: {cut(text, 500)}",
        "rule.type": f"Rule 1 of the accepted findings (type {cut(text, 80)}) fits no finding.",
    }
    assert [field for field in FIELDS if field not in NOT_SHOWN and not shows(pages[field], shown.get(field, text))] == []


def shows(page, text):
    """Whether an element holds it, or begins or ends with it where it shows a name and an id."""
    texts = {" ".join(element[2].split()) for element in page.elements if element[0] in ("bdi", "dd", "li", "p", "pre")}
    return text in texts or any(found.startswith(f"{text} ") or found.endswith(f" {text}") for found in texts)


def test_junit_has_the_text_and_stays_what_it_is(reports_with, read_junit, hostile):
    text = hostile[1]
    found = {field: read_junit(report) for field, report in reports_with(hostile[0]).items()}
    assert {field: shape(suites) for field, suites in found.items()} == {
        field: shape(read_junit(report)) for field, report in reports_with("harmless").items()
    }  # fmt: skip
    suites = {field: suites.find("testsuite") for field, suites in found.items()}
    properties = {field: {element.get("name"): element.get("value") for element in suite.iter("property")} for field, suite in suites.items()}
    assert suites["name"].get("name") == text
    assert suites["policy_name"].find("testcase").get("classname") == "wallarm.fast." + re.sub(r"[./\\]+", "_", text)
    assert properties["id"]["test_run_id"] == text
    assert properties["test_record_id"]["test_record_id"] == text
    assert properties["console_url"]["console_url"] == f"https://console.example.com/{text}"
    assert suites["checks"].findall("testcase")[1].get("name") == text
    assert suites["vuln.type"].findall("testcase")[-1].get("name") == text
    assert suites["vuln.type"].find("testcase/failure").get("type") == text
    for field in ("vuln.code", "vuln.id"):
        assert suites[field].find("testcase/failure").text.splitlines()[0] == f"threat 80: {text}"
    assert suites["state"].find("testcase/error").text.splitlines()[0] == f"The state of the test run is {text}."
    requests = {"method": f"{text} shop.example.com/products", "domain": f"GET {text}/products", "path": f"GET shop.example.com{text}"}
    for name in DETAILS:
        if name != "status":
            found = " ".join(suites[f"finding.{name}"].find("testcase/failure").text.split())
            assert f" {'request' if name in requests else name}: {requests.get(name, text)} " in found
    assert f" accepted: {text} " in " ".join(suites["rule.reason"].findall("testcase/system-out")[-1].text.split())


def shape(suites):
    return [(element.tag, list(element.attrib)) for element in suites.iter()]


def test_sarif_has_the_text_and_stays_what_it_is(reports_with, hostile):
    text = hostile[1]
    logs = {field: sarif.log_of(report) for field, report in reports_with(hostile[0]).items()}
    harmless = {field: sarif.log_of(report) for field, report in reports_with("harmless").items()}
    assert [field for field in FIELDS if outline(logs[field]) != outline(harmless[field])] == []
    results = {field: log["runs"][0]["results"][0] for field, log in logs.items()}
    # Readers make a link of it if it looks like one.
    inert = re.sub(r"[\\\[\]]", r"\\\g<0>", text) if "](" in text else text
    for name in ("title", "description", "method", "domain", "path", "parameter", "example"):
        assert inert in " ".join(results[f"finding.{name}"]["message"]["text"].split())
    for name in ("domain", "path"):
        uri = results[f"finding.{name}"]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch("([A-Za-z0-9_.~-]|%[0-9A-F]{2})+(/([A-Za-z0-9_.~-]|%[0-9A-F]{2})+)*", uri)
    rule = logs["vuln.type"]["runs"][0]["tool"]["driver"]["rules"][0]
    assert (rule["name"], rule["shortDescription"]["text"]) == (text, inert)
    assert rule["fullDescription"]["text"].startswith(inert)
    assert results["rule.reason"]["suppressions"][0]["justification"] == text
    for log in logs.values():
        assert json.loads(formats.as_json(log)) == log


def outline(value):
    """The keys of objects, and what kind of value each has."""
    if isinstance(value, dict):
        return {key: outline(item) for key, item in value.items()}
    return [outline(item) for item in value] if isinstance(value, list) else type(value)


def test_json_has_what_was_sent_every_file_can_be_written_and_sentences_are_printable_lines(reports_with, hostile):
    for field, report in reports_with(hostile[0]).items():
        text = formats.as_json(report)
        assert text.isascii()
        assert json.loads(text) == report
        given = fields_with(field, hostile[0])
        sent = {name: value for name, value in given.items() if name not in ("console_url", "checks", "details", "accepted")}
        assert sent.items() <= report["test_run"].items()
        assert report["reason"].isprintable()
        assert len(report["reason"]) < 400
        assert all(sentence.isprintable() and len(sentence) < 700 for sentence in (report["message"], *report["warnings"]))
        if field.startswith("finding.") and field != "finding.status":
            assert report["findings"][0][field.partition(".")[2]] == hostile[0]
        if field != "id":
            assert all(content.decode() for content in formats.files_of(report).values())


def test_no_text_is_a_day_on_which_a_rule_expires(hostile):
    for text in (hostile[0], f"2026-12-31{hostile[0]}"):
        with pytest.raises(UnusableRules, match="expires must be a day") as refused:
            rules_of([{"type": "xss", "reason": "Known", "expires": text}], "accepted")
        assert len(str(refused.value)) < 400


@pytest.mark.parametrize("key", ["<script>", "{{ 1+1 }}", "\x00", "\ud800", "", "type_name", "fails", "x" * 10_000, 7, None])
def test_strange_keys_are_kept_and_do_nothing(make_report, read_page, read_junit, key):
    vuln = {"threat": 10, "type": "xss", key: "<b>"}
    report = make_report(vulns=[vuln], more={key: [{key: 1}]})
    plain = make_report(vulns=[{"threat": 10, "type": "xss"}])
    assert report["test_run"]["vulns"] == [{"threat": 10, "type": "xss", str(key): "<b>"}]
    assert report["findings"][0]["fails"] is False
    assert report["findings"][0]["type_name"] == "Cross-site scripting"
    assert json.loads(formats.as_json(report)) == report
    assert read_page(report).shape == read_page(plain).shape
    assert [element.attrib for element in read_junit(report).iter()] == [element.attrib for element in read_junit(plain).iter()]


@pytest.mark.parametrize("field", ["id", "name", "state", "simple_state", "vulns", "tags", "domains", "baseline_count", "start_time", "end_time",
                                   "baseline_check_tech_fail_count", "baseline_check_passed_count", "policy_name", "node_id", "recording"])
def test_any_kind_of_value_can_be_reported(make_report, read_page, read_junit, field):
    for value in (None, True, 7, 0.5, "text", [], ["a", None, 7, {"b": "c"}], {}, {"a": ["b"]}):
        report = make_report(**{field: value})
        assert json.loads(formats.as_json(report)) == report
        assert read_page(report).texts("p", class_="why") == [report["reason"]]
        assert read_junit(report).find("testsuite/properties/property[@name='verdict']").get("value") == report["verdict"]


@pytest.mark.parametrize("field", ["id", "type", "threat", "example", "exploit_example", *DETAILS])
def test_any_kind_of_detail_can_be_reported(make_report, read_page, read_junit, field):
    for value in (None, True, 7, 0.5, "text", [], ["a", None, 7, {"b": "c"}], {}, {"a": ["b"]}):
        report = make_report(limit=1, details=[{"id": 1, "threat": 80, "type": "xss", field: value}])
        assert json.loads(formats.as_json(report)) == report
        assert read_page(report).texts("p", class_="why") == [report["reason"]]
        assert read_junit(report).find("testsuite/properties/property[@name='verdict']").get("value") == "failed"
        assert len(sarif.log_of(report)["runs"][0]["results"]) == 1
