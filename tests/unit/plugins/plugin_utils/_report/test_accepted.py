# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules against findings, and rules that can't be used."""

from __future__ import annotations

import datetime

import pytest

from ansible_collections.wallarm.fast.plugins.plugin_utils._report.accepted import UnusableRules, accept, rules_of

TODAY = "2026-10-05"
FINDING = {
    "id": 9001, "type": "xss", "method": "GET", "domain": "shop.example.com", "path": "/products/1", "parameter": "GET_search_value", "status": "open",
}  # fmt: skip

# A rule without its reason, a finding, and whether the one fits the other.
RULES = {
    "type": ({"type": "xss"}, {}, True),
    "another type": ({"type": "sqli"}, {}, False),
    "type in capitals": ({"type": "XSS"}, {}, False),
    "part of a type": ({"type": "xs"}, {}, False),
    "method": ({"method": "GET"}, {}, True),
    "method in small letters": ({"method": "get"}, {}, False),
    "domain": ({"domain": "shop.example.com"}, {}, True),
    "part of a domain": ({"domain": "example.com"}, {}, False),
    "domain without its port": ({"domain": "shop.example.com"}, {"domain": "shop.example.com:8080"}, False),
    "parameter": ({"parameter": "GET_search_value"}, {}, True),
    "another parameter": ({"parameter": "GET_search"}, {}, False),
    "a star in a parameter": ({"parameter": "GET_*"}, {}, False),
    "id": ({"id": 9001}, {}, True),
    "id as text": ({"id": "9001"}, {}, True),
    "id against text": ({"id": 9001}, {"id": "9001"}, True),
    "another id": ({"id": 900}, {}, False),
    "path": ({"path": "/products/1"}, {}, True),
    "part of a path": ({"path": "/products"}, {}, False),
    "a longer path": ({"path": "/products/12"}, {}, False),
    "beginning of a path": ({"path": "/products/*"}, {}, True),
    "beginning of a word": ({"path": "/prod*"}, {}, True),
    "the whole path and a star": ({"path": "/products/1*"}, {}, True),
    "another beginning": ({"path": "/orders*"}, {}, False),
    "a star at the front": ({"path": "*/1"}, {}, False),
    "a star in between": ({"path": "/*/1"}, {}, False),
    "a path with a star in it": ({"path": "/a*b"}, {"path": "/a*b"}, True),
    "two stars": ({"path": "/products/**"}, {}, False),
    "other signs that match elsewhere": ({"path": "/products/?"}, {}, False),
    "a path in capitals": ({"path": "/PRODUCTS/*"}, {}, False),
    "any path of a type": ({"type": "xss", "path": "*"}, {}, True),
    "any path where none is known": ({"type": "xss", "path": "*"}, {"path": None}, False),
    "two keys": ({"type": "xss", "path": "/products/*"}, {}, True),
    "two keys, one of them wrong": ({"type": "xss", "path": "/orders/*"}, {}, False),
    "two keys, the other one wrong": ({"type": "sqli", "path": "/products/*"}, {}, False),
    "all keys": ({key: FINDING[key] for key in ("type", "method", "domain", "path", "parameter", "id")}, {}, True),
    "a key that the finding has not": ({"path": "/products/1"}, {"path": None}, False),
    "an empty key is none": ({"type": "xss", "path": ""}, {"path": None}, True),
    "null is none": ({"type": "xss", "path": None}, {"path": None}, True),
    "a number as text": ({"parameter": 7}, {"parameter": "7"}, True),
    "what can't be read": ({"type": "unknown"}, {"type": "unknown", "unreadable": "a"}, False),
    "a type that is called so": ({"type": "unknown"}, {"type": "unknown"}, True),
    # Days, in UTC. The last day is one of them.
    "expires today": ({"type": "xss", "expires": "2026-10-05"}, {}, True),
    "expires tomorrow": ({"type": "xss", "expires": datetime.date(2026, 10, 6)}, {}, True),
    "expired yesterday": ({"type": "xss", "expires": "2026-10-04"}, {}, False),
    "expired last year": ({"type": "xss", "expires": "2025-12-31"}, {}, False),
    "no day": ({"type": "xss", "expires": ""}, {}, True),
}


def judged(rules, **fields):
    rules = rules_of([{"reason": "Known since May", **rule} for rule in rules], "accepted")
    findings, warnings = accept([{**FINDING, **fields}], rules, TODAY)
    (finding,) = findings
    return finding, warnings


@pytest.mark.parametrize("rule, fields, accepted", RULES.values(), ids=RULES)
def test_a_rule_accepts_what_has_all_of_its_values(rule, fields, accepted):
    rule = {key: str(value) if isinstance(value, datetime.date) else value for key, value in rule.items()}
    finding, warnings = judged([rule], **fields)
    assert finding["accepted"] is accepted
    assert len(warnings) == (0 if accepted else 1)
    assert {key: finding[key] for key in FINDING} == {**FINDING, **{key: value for key, value in fields.items() if key in FINDING}}


def test_it_is_told_why_and_until_when():
    finding, _warnings = judged([{"type": "xss", "expires": "2026-12-31", "reason": " Only for staff "}])
    assert (finding["accepted_by"], finding["accepted_reason"], finding["accepted_until"]) == ("rule", "Only for staff", "2026-12-31")
    finding, _warnings = judged([{"type": "sqli"}])
    assert (finding["accepted"], finding["accepted_by"], finding["accepted_reason"], finding["accepted_until"]) == (False, None, None, None)


def test_of_several_rules_the_one_that_holds_longest_is_told_and_all_are_of_use():
    days = [{"expires": "2026-11-01", "reason": "a"}, {"expires": "2027-01-01", "reason": "b"}, {"expires": "2026-12-01", "reason": "c"}]
    finding, warnings = judged([{"type": "xss", **day} for day in days])
    assert (finding["accepted_until"], finding["accepted_reason"], warnings) == ("2027-01-01", "b", [])
    finding, warnings = judged([*({"type": "xss", **day} for day in days), {"id": 9001, "reason": "for good"}])
    assert (finding["accepted_until"], finding["accepted_reason"], warnings) == (None, "for good", [])


@pytest.mark.parametrize("status, accepted", [("falsepositive", True), ("closed", False), ("open", False), (None, False)])
def test_a_false_positive_is_accepted(status, accepted):
    finding, _warnings = judged([], status=status)
    assert (finding["accepted"], finding["accepted_by"]) == (accepted, "console" if accepted else None)
    assert bool(finding["accepted_reason"]) is accepted


def test_a_rule_for_a_false_positive_is_of_use_and_told():
    finding, warnings = judged([{"type": "xss"}], status="falsepositive")
    assert (finding["accepted_by"], warnings) == ("rule", [])


def test_a_rule_that_does_nothing_is_told_of():
    rules = [{"type": "xss"}, {"type": "sqli", "path": "/a"}, {"id": 9001, "expires": "2026-10-04"}]
    assert judged(rules)[1] == [
        "Rule 3 of the accepted findings (id 9001) expired on 2026-10-04 and does not count.",
        "Rule 2 of the accepted findings (type sqli, path /a) fits no finding.",
    ]


def test_without_rules_nothing_is_accepted():
    assert judged([]) == ({**FINDING, "accepted": False, "accepted_by": None, "accepted_reason": None, "accepted_until": None}, [])


WHOLE = {"type": "xss", "reason": "Known"}
UNUSABLE = {
    "no list": ({"type": "xss"}, "x must be a list of rules, not"),
    "a text": ("xss", "x must be a list of rules, not 'xss'."),
    "a text in the list": (["xss"], "Rule 1 of x must be a dictionary such as"),
    "a list in the list": ([[]], "Rule 1 of x must be a dictionary such as"),
    "the second one": ([WHOLE, None], "Rule 2 of x must be a dictionary such as"),
    "no reason": ([{"type": "xss"}], "Rule 1 of x has no reason: say why the finding is accepted."),
    "an empty reason": ([{"type": "xss", "reason": " "}], "Rule 1 of x has no reason"),
    "no reason but null": ([{"type": "xss", "reason": None}], "Rule 1 of x has no reason"),
    "a list as reason": ([{**WHOLE, "reason": ["a"]}], "Rule 1 of x: reason must be a text, not"),
    "an unknown key": ([{**WHOLE, "url": "/a"}],
                       "Rule 1 of x has the unknown key 'url'; there are type, method, domain, path, parameter, id, reason and expires."),
    "a key in capitals": ([{**WHOLE, "Path": "/a"}], "Rule 1 of x has the unknown key 'Path'"),
    "nothing that narrows": ([{"reason": "Known"}], "Rule 1 of x would accept every finding: give one of type, method, domain, path, parameter or id."),
    "nothing but a day": ([{"reason": "Known", "expires": "2026-12-31"}], "would accept every finding"),
    "empty values": ([{"reason": "Known", "type": "", "path": None}], "would accept every finding"),
    "any path": ([{"reason": "Known", "path": "*"}], "would accept every finding"),
    "any path from the root": ([{"reason": "Known", "path": "/*"}], "would accept every finding"),
    "a list of types": ([{"reason": "Known", "type": ["xss", "sqli"]}], "Rule 1 of x: type must be a text, not"),
    "a dictionary": ([{**WHOLE, "path": {"a": 1}}], "Rule 1 of x: path must be a text, not"),
    "true": ([{**WHOLE, "method": True}], "Rule 1 of x: method must be a text, not 'True'."),
    "a day in another form": ([{**WHOLE, "expires": "31.12.2026"}], "Rule 1 of x: expires must be a day such as 2026-12-31, not '31.12.2026'."),
    "a day that is none": ([{**WHOLE, "expires": "2026-02-30"}], "expires must be a day such as"),
    "a day with a time": ([{**WHOLE, "expires": "2026-12-31T00:00:00Z"}], "expires must be a day such as"),
    "a day without a day": ([{**WHOLE, "expires": "2026-12"}], "expires must be a day such as"),
    "a day as a number": ([{**WHOLE, "expires": 20261231}], "expires must be a day such as"),
    "a day in other digits": ([{**WHOLE, "expires": "٢٠٢٦-١٢-٣١"}], "expires must be a day such as"),
    "a word": ([{**WHOLE, "expires": "never"}], "expires must be a day such as"),
    "false": ([{**WHOLE, "expires": False}], "expires must be a day such as"),
}


@pytest.mark.parametrize("value, words", UNUSABLE.values(), ids=UNUSABLE)
def test_what_is_no_rule_is_refused(value, words):
    with pytest.raises(UnusableRules) as refused:
        rules_of(value, "x")
    assert words in str(refused.value)


def test_every_fault_is_named():
    with pytest.raises(UnusableRules) as refused:
        rules_of([{"type": "xss"}, WHOLE, {"reason": "a", "expires": "b", "c": 1}], "x")
    assert [word in str(refused.value) for word in ("Rule 1 of x has no reason", "unknown key 'c'", "accept every finding", "expires must be")] == [True] * 4
    assert "Rule 2" not in str(refused.value)


def test_a_message_is_short_and_printable():
    with pytest.raises(UnusableRules) as refused:
        rules_of([{"\x1b[31m" + "x" * 10_000: 1, "reason": "a", "id": 1}], "x")
    assert str(refused.value).isprintable() and len(str(refused.value)) < 300
