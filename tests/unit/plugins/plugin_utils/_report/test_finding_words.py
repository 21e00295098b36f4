# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The words for findings."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.plugin_utils._report import finding_words

CODES = [
    ({"code": "FAST-1", "id": 9}, "FAST-1"), ({"code": None, "id": 9}, "9"), ({"code": "", "id": 9}, "9"), ({}, "-"), ({"code": 0}, "0"),
]  # fmt: skip


def test_a_finding_has_a_code():
    for finding, code in CODES:
        assert finding_words.code_of(finding, "-") == code


@pytest.mark.parametrize("method, domain, path, request_", [
    ("GET", "shop.example.com", "/products", "GET shop.example.com/products"), (None, "shop.example.com", "/", "shop.example.com/"),
    ("GET", None, "/a", "GET /a"), ("GET", None, None, "GET"), (None, None, None, ""), ("GET\n", "a\x1b[31m", "/\u202eb", "GET a[31m/b"),
])  # fmt: skip
def test_a_finding_has_a_request(method, domain, path, request_):
    assert finding_words.request_of({"method": method, "domain": domain, "path": path}) == request_


PLACE = {"method": "GET", "domain": "shop.example.com", "path": "/products", "parameter": "GET_search_value"}
FIRST = "threat 80, SQL injection, GET shop.example.com/products, parameter GET_search_value"


def test_the_findings_that_fail_are_named(make_report):
    vulns = [{"id": 1, "threat": 80, "type": "sqli", "code": "FAST-1"}, {"id": 2, "type": "xss", "code": "FAST-2"}, {"id": 3, "threat": 59, "type": "xss"}]
    report = make_report(vulns=vulns, details=[{"id": 1, **PLACE}])
    assert report["message"] == f"{report['reason']} Failing: threat unknown, Cross-site scripting, FAST-2; {FIRST}."


def test_where_nothing_fails_the_message_is_the_reason(make_report):
    report = make_report(vulns=[{"id": 3, "threat": 59, "type": "xss"}])
    assert report["message"] == report["reason"] == "Test run 4490 passed: 1 finding below a threat of 60."


@pytest.mark.parametrize("amount, last", [(10, FIRST), (11, "and 1 more"), (5010, "and 5,000 more")])
def test_ten_are_named_at_most(make_report, amount, last):
    report = make_report(details=[{"id": number, "threat": 80, "type": "sqli", **PLACE} for number in range(amount)])
    failing = report["message"].partition("Failing: ")[2].rstrip(".").split("; ")
    assert (failing[:10], failing[-1], len(failing)) == ([FIRST] * 10, last, min(amount, 11))


def test_long_texts_are_cut_there(make_report):
    report = make_report(details=[{"id": 1, "threat": 80, "type": "x" * 500, "path": "/" + "y" * 500, "parameter": "z" * 500}])
    assert report["message"].endswith(f" Failing: threat 80, {'x' * 119}…, /{'y' * 118}…, parameter {'z' * 109}….")


def test_thousands_are_set_apart(make_report):
    vulns = [{"threat": 1, "type": "xss"}] * 1000 + [{"type": "xss"}] * 1234
    assert make_report(vulns=vulns)["reason"].endswith("1,234 of 2,234 findings, counting 1,234 whose threat can't be read.")
