# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the filter, and what it passes on. What a report says is tested with plugin_utils/_report."""

from __future__ import annotations

import collections
import datetime
import types

import pytest
import yaml
from ansible.errors import AnsibleFilterError

from ansible_collections.wallarm.fast.plugins.filter import security_report as plugin
from ansible_collections.wallarm.fast.plugins.plugin_utils._report import security_report as pure
from ansible_collections.wallarm.fast.plugins.plugin_utils._report.accepted import KEYS, rules_of

TIME = "2026-10-05T12:00:00Z"
RUN = {"id": 4490, "state": "failed", "vulns": [{"id": 1, "threat": 75, "type": "sqli"}]}
security_report = plugin.FilterModule().filters()["security_report"]


class Text(str):
    """As ansible-core marks texts."""


def is_plain(value, kind):
    """Whether it is of the type itself, and of no other that is derived from it."""
    return {type(value)} == {kind}


def test_it_returns_the_report():
    details = [{"id": 1, "path": "/a"}]
    rule = {"path": "/a", "reason": "Known"}
    report = security_report(
        RUN, findings=details, fail_on_threat=60, accepted=[rule], checks=["xss"], console_url="https://a", generated_at=TIME
    )
    assert report == pure.build(RUN, 60, ["xss"], "https://a", TIME, details, rules_of([rule], "accepted"))
    assert (report["types"], report["findings"][0]["accepted"]) == ({"xss": 0, "sqli": 1}, True)


def test_all_options_may_be_left_out():
    before = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    report = security_report(RUN)
    assert (report["fail_on_threat"], report["console_url"], list(report["types"])) == (1, None, ["sqli"])
    made = datetime.datetime.strptime(report["generated_at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)
    assert before <= made <= datetime.datetime.now(datetime.timezone.utc)


def test_options_have_to_be_named():
    with pytest.raises(TypeError):
        security_report(RUN, 60)


def test_a_limit_is_taken():
    for limit, number in [(1, 1), (100, 100), ("1", 1), ("100", 100), (Text("75"), 75)]:
        report = security_report(RUN, fail_on_threat=limit, generated_at=TIME)
        assert report["fail_on_threat"] == number
        assert is_plain(report["fail_on_threat"], int)


def test_no_limit_is_taken():
    for limit in ("never", "Never", Text(" never ")):
        assert security_report(RUN, fail_on_threat=limit)["fail_on_threat"] == "never"


def test_another_limit_is_refused():
    for limit in (0, 101, -1, "0", "101", "-1", "", None, True, False, 50.0, 50.5, "50.0", "high", "nevermore", " 50", "50 ", "1e1", "٧٥", [50], {}, "1000"):
        with pytest.raises(AnsibleFilterError, match="fail_on_threat must be a whole number from 1 to 100, or never, not "):
            security_report(RUN, fail_on_threat=limit)


CHECKS = [
    (["xss", "sqli"], ["xss", "sqli"]), (("xss",), ["xss"]), ([], []), ("", []), ("xss, sqli ,,xxe", ["xss", "sqli", "xxe"]),
    ([Text(" xss "), "", " "], ["xss"]), ([7], ["7"]), (collections.deque(["xss"]), ["xss"]), (None, []),
]  # fmt: skip


def test_types_to_list_are_taken():
    for checks, codes in CHECKS:
        report = security_report({"id": 1}, checks=checks, generated_at=TIME)
        assert list(report["types"]) == codes
        assert report["checks"] == (None if checks is None else codes)
        assert {type(code) for code in report["types"]} <= {str}


POLICY = {"id": 47, "checks": ["sqli", "xss", "fuzzer"]}
TESTED = [
    # The test policies, the types to list, and those that are known to have been tested.
    ([POLICY], None, ["sqli", "xss", "fuzzer"]), ([POLICY], ["xss", "xxe"], ["xss"]), ([POLICY], [], []), ([{"checks": []}], ["xss"], []),
    ([{"checks": None}], ["xss"], ["xss"]), ([{"checks": "xss"}], None, None), ([{}], None, None), ([], ["xss"], ["xss"]), ([POLICY, POLICY], None, None),
    (["47"], None, None), ("47", None, None), (None, None, None), ((POLICY,), None, ["sqli", "xss", "fuzzer"]),
]  # fmt: skip


@pytest.mark.parametrize("policies, checks, tested", TESTED)
def test_what_the_policy_tests_is_known(policies, checks, tested):
    assert security_report({"id": 1}, policies=policies, checks=checks)["checks"] == tested


def test_other_types_to_list_are_refused():
    for checks in [7, True, {"xss": 1}, {"xss"}]:
        with pytest.raises(AnsibleFilterError, match="checks must be a list of codes of vulnerability types such as sqli, not "):
            security_report(RUN, checks=checks)


def test_findings_that_are_no_list_are_refused():
    for findings in ["[]", 7, {"id": 1}]:
        with pytest.raises(AnsibleFilterError, match="findings must be a list as wallarm_fast_finding_info returns it, not "):
            security_report(RUN, findings=findings)


def test_rules_that_are_none_are_refused():
    with pytest.raises(AnsibleFilterError, match="^Rule 1 of accepted has no reason: say why the finding is accepted.$"):
        security_report(RUN, accepted=[{"type": "xss"}])


def test_a_time_is_taken():
    for time in [TIME, Text(TIME), "2026-10-05T12:00:00+00:00", "2026-10-05T12:00:00.25Z"]:
        assert security_report(RUN, generated_at=time)["generated_at"] == time
        assert is_plain(security_report(RUN, generated_at=time)["generated_at"], str)


def test_another_time_is_refused():
    for time in ["", "now", 7, "2026-10-05", "2026-10-05T12:00:00", "2026-02-30T12:00:00Z"]:
        with pytest.raises(AnsibleFilterError, match="generated_at must be a time in UTC such as 2026-10-05T12:00:00Z, not "):
            security_report(RUN, generated_at=time)


def test_something_else_than_a_test_run_is_refused():
    for run in [None, "", "4490", 4490, [RUN], True]:
        with pytest.raises(AnsibleFilterError, match="security_report needs a test run object as wallarm_fast_test_run_info returns it, not "):
            security_report(run)


def test_what_is_shown_of_a_wrong_option_is_short_and_harmless():
    with pytest.raises(AnsibleFilterError) as refused:
        security_report(RUN, fail_on_threat="\x1b[31m" + "x" * 10_000)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 200


def test_a_mapping_that_is_no_dict_will_do():
    report = security_report(types.MappingProxyType({**RUN, "name": Text("Shop")}), generated_at=TIME)
    assert is_plain(report["test_run"], dict)
    assert is_plain(report["test_run"]["name"], str)


def test_the_documentation_names_every_option_and_key():
    options = yaml.safe_load(plugin.DOCUMENTATION)["options"]
    assert set(options) == {"_input", "findings", "fail_on_threat", "accepted", "policies", "checks", "console_url", "generated_at"}
    assert set(options["accepted"]["suboptions"]) == {*KEYS, "reason", "expires"}
    documented = yaml.safe_load(plugin.RETURN)["_value"]["contains"]
    report = security_report(RUN)
    assert list(documented) == list(report) == list(pure.KEYS)
    assert list(documented["counts"]["sample"]) == list(report["counts"])
    assert list(documented["times"]["sample"]) == list(report["times"])
    assert documented["findings"]["sample"][0].keys() == report["findings"][0].keys()
