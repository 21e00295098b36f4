# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: security_report
short_description: Judge a Wallarm FAST test run, and report what it found
version_added: 1.0.0
author:
  - wallarm.fast contributors (!UNKNOWN)
description:
  - Makes a report of a test run object, as M(wallarm.fast.wallarm_fast_test_run_info) returns it. It holds the verdict, the reason for
    it in one sentence, the findings, numbers and times.
  - What can't be told does not pass. A finding without a readable threat fails, and so does a test run that ended as failed without
    listing a finding. One that had nothing to test is untested.
  - The verdict never depends on O(findings) being there. They tell where and how, and whether a finding was marked as a false positive.
  - The role P(wallarm.fast.security_test#role) and the module M(wallarm.fast.security_report_files) use it.
options:
  _input:
    description:
      - A test run object of the API. Any of its fields may be missing.
    type: dict
    required: true
  findings:
    description:
      - What is known of the findings, as M(wallarm.fast.wallarm_fast_finding_info) returns it. They are matched with those of the test run
        by their ids. One that only either of the two has is a finding all the same.
    type: list
    elements: dict
  fail_on_threat:
    description:
      - A finding of this threat or more fails the test, unless it is accepted. From V(1), any finding, to V(100).
      - V(never) only reports findings. A test run that did not get to its end or tested nothing does not pass all the same.
    type: raw
    default: 1
  accepted:
    description:
      - Rules for findings that don't fail the test. A finding is accepted if it has every value of a rule.
      - A rule that fits no finding or has expired is one of the report's C(warnings).
    type: list
    elements: dict
    default: []
    suboptions:
      type:
        description: Code of the vulnerability type, such as V(xss).
        type: str
      method:
        description: Method of the request, such as V(GET).
        type: str
      domain:
        description: Host of the request, with its port if it has one in the finding.
        type: str
      path:
        description: Path of the request. With a C(*) at the end, every path that begins so.
        type: str
      parameter:
        description: The part of the request that is vulnerable, as in the finding.
        type: str
      id:
        description: Id of the finding.
        type: str
      reason:
        description: Why it is accepted, which the reports show.
        type: str
        required: true
      expires:
        description: The last day on which the rule counts, such as V(2026-12-31), in UTC. By default it counts for good.
        type: str
  policies:
    description:
      - The test policy of the test run, as M(wallarm.fast.wallarm_fast_policy_info) returns it. Its C(checks) are the vulnerability types
        that are known to have been tested. They are listed also where nothing of the type was found.
    type: list
    elements: dict
  checks:
    description:
      - Codes of vulnerability types, as a list or a text with commas. Of those that the test policy tests, only these are listed.
      - Without O(policies) these are taken as tested. Without either, only types that were found are listed, since nothing else is known to
        have been tested.
    type: list
    elements: str
  console_url:
    description:
      - Address of the test run's page in the Console, which M(wallarm.fast.wallarm_fast_test_run) and
        M(wallarm.fast.wallarm_fast_recording) return.
    type: str
  generated_at:
    description:
      - When the report is made, in ISO 8601 and UTC. By default now.
    type: str
notes:
  - All but the test run is given by keyword.
  - The severity of a finding is this collection's own. FAST knows only its threat.
seealso:
  - module: wallarm.fast.security_report_files
  - module: wallarm.fast.wallarm_fast_test_run_info
"""

EXAMPLES = r"""
# The token is read from WALLARM_API_TOKEN.

- name: Judge a test run
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Wait until it is finished
      wallarm.fast.wallarm_fast_test_run_info:
        test_run_id: 4486
        wait_until: finished
      register: finished

    - name: Pass only if nothing of a threat of 50 or more was found
      ansible.builtin.assert:
        that: report.verdict == 'passed'
        fail_msg: "{{ report.reason }}"
        success_msg: "{{ report.reason }}"
      vars:
        report: "{{ finished.test_runs | first | wallarm.fast.security_report(fail_on_threat=50) }}"
"""

RETURN = r"""
_value:
  description:
    - The report, made of plain values. The JSON report of M(wallarm.fast.security_report_files) is exactly this.
  type: dict
  contains:
    verdict:
      description:
        - V(passed) if nothing was found that reaches the limit and is not accepted.
        - V(failed) if something was, or if FAST ended the test run as failed and lists no finding.
        - V(untested) if no baseline request was tested, or nothing shows that one was.
        - V(interrupted) if the test run was ended before its tests were done.
        - V(running) if it is not finished, or is in a state that is not known.
      type: str
      sample: failed
    headline:
      description: The verdict in some words for people.
      type: str
      sample: Failed
    reason:
      description: Why the verdict is what it is, in a sentence or two.
      type: str
      sample: "Vulnerabilities with a threat of 60 or more were found by test run 4490: 1 of 2 findings."
    message:
      description: The reason, and the findings that fail the test, ten at most.
      type: str
      sample: >-
        Vulnerabilities with a threat of 60 or more were found by test run 4490: 1 of 2 findings. Failing: threat 80, SQL injection, GET
        shop.example.com/products, parameter GET_search_value.
    fail_on_threat:
      description: The limit, O(fail_on_threat), a number or V(never).
      type: raw
      sample: 60
    generated_at:
      description: When the report was made.
      type: str
      sample: "2026-10-05T12:00:00Z"
    console_url:
      description: Address of the test run's page in the Console, or V(null).
      type: str
      sample: https://us1.my.wallarm.com/testing/testruns/4490
    counts:
      description: Numbers of the test run. V(null) is one that the server did not send, or not as a number.
      type: dict
      sample:
        findings: 2
        failing: 1
        accepted: 0
        baseline_requests: 10
        technical_errors: 0
        checks_finished: 120
        checks_total: 120
        requests_sent: 3410
    times:
      description:
        - When the test run started and ended, and how many seconds it took, each V(null) if that is not known.
        - One that still runs has lasted until the report was made.
      type: dict
      sample:
        started: "2026-10-05T11:50:00Z"
        ended: "2026-10-05T11:58:20Z"
        seconds: 500
    types:
      description: How many findings there are of each type that was tested or found, by its code.
      type: dict
      sample:
        sqli: 1
        xss: 1
        xxe: 0
    checks:
      description: The types that are known to have been tested, as far as they are listed, or V(null).
      type: list
      elements: str
      sample: [sqli, xss, xxe]
    findings:
      description:
        - The findings, the gravest first. Each has what the server's own list has of it, such as C(id), C(type), C(threat) and C(code), and
          the keys that M(wallarm.fast.wallarm_fast_finding_info) returns, V(null) where they are not known.
        - The C(severity) is V(critical) from a threat of 90, V(high) from 70, V(medium) from 40, else V(low), and V(unknown) without a
          readable threat.
        - C(fails) if it fails the test, which is so if it is C(at_or_above_limit) and not C(accepted).
        - For one that is accepted, C(accepted_by) is V(rule), or V(console) for a false positive. C(accepted_reason) and C(accepted_until)
          are those of the rule.
        - What is no vulnerability object is kept as C(unreadable), and fails.
      type: list
      elements: dict
      sample:
        - id: 9001
          threat: 80
          code: FAST-1
          type: sqli
          type_name: SQL injection
          severity: high
          status: open
          title: SQL injection in the search
          description: The parameter gets into a query as it is.
          method: GET
          domain: shop.example.com
          path: /products
          parameter: GET_search_value
          example: curl 'http://shop.example.com/products?search=%27'
          test_run_id: 4490
          url: https://us1.my.wallarm.com/testing/testruns/4490
          accepted: false
          accepted_by:
          accepted_reason:
          accepted_until:
          at_or_above_limit: true
          fails: true
    warnings:
      description: What is to be known about the rules in O(accepted), a sentence each.
      type: list
      elements: str
      sample: []
    test_run:
      description: The test run object as the server sent it.
      type: dict
      sample:
        id: 4490
        state: failed
"""

import datetime
import re
import typing as t
from collections.abc import Mapping, Sequence

from ansible.errors import AnsibleFilterError

from ansible_collections.wallarm.fast.plugins.module_utils._text import shortened
from ansible_collections.wallarm.fast.plugins.plugin_utils._report.accepted import Rule, UnusableRules, rules_of
from ansible_collections.wallarm.fast.plugins.plugin_utils._report.findings import NEVER, Limit
from ansible_collections.wallarm.fast.plugins.plugin_utils._report.security_report import build
from ansible_collections.wallarm.fast.plugins.plugin_utils._report.times import checked_time
from ansible_collections.wallarm.fast.plugins.plugin_utils._values import plain_value


def security_report(
    test_run: t.Any,
    *,
    findings: t.Any = None,
    fail_on_threat: t.Any = 1,
    accepted: t.Any = None,
    policies: t.Any = None,
    checks: t.Any = None,
    console_url: t.Any = None,
    generated_at: t.Any = None,
) -> dict[str, t.Any]:
    """Return the report on a test run.

    :raises AnsibleFilterError: naming the option, for what can't be used.
    """
    if not isinstance(test_run, Mapping):
        raise AnsibleFilterError(f"security_report needs a test run object as wallarm_fast_test_run_info returns it, not {_shown(test_run)}.")
    limit, time = _limit(fail_on_threat), _time(generated_at)
    return build(test_run, limit, _tested(policies, _checks(checks)), console_url, time, _findings(findings), _rules(accepted))


def _findings(value: t.Any) -> t.Any:
    if value is not None and (isinstance(value, str) or not isinstance(value, Sequence)):
        raise AnsibleFilterError(f"findings must be a list as wallarm_fast_finding_info returns it, not {_shown(value)}.")
    return value


def _rules(value: t.Any) -> list[Rule]:
    try:
        return rules_of(plain_value(value or []), "accepted")
    except UnusableRules as problems:
        raise AnsibleFilterError(str(problems)) from None


def _limit(value: t.Any) -> Limit:
    if isinstance(value, str) and value.strip().lower() == NEVER:
        return NEVER
    number = int(value) if isinstance(value, str) and re.fullmatch("[0-9]{1,3}", value) else value
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= 100:
        raise AnsibleFilterError(f"fail_on_threat must be a whole number from 1 to 100, or never, not {_shown(value)}.")
    return int(number)


def _tested(policies: t.Any, checks: list[str] | None) -> list[str] | None:
    """Return the types that are known to have been tested, as far as they are to be listed, or None."""
    policy = plain_value(policies)[0] if isinstance(policies, Sequence) and len(policies) == 1 else None
    tested = policy.get("checks") if isinstance(policy, dict) else None
    if not isinstance(tested, list):
        return checks
    return [str(code) for code in tested if checks is None or str(code) in checks]


def _checks(value: t.Any) -> list[str] | None:
    if value is None:
        return None
    codes = value.split(",") if isinstance(value, str) else value
    if not isinstance(codes, Sequence):
        raise AnsibleFilterError(f"checks must be a list of codes of vulnerability types such as sqli, not {_shown(value)}.")
    return [str.__str__(code) for code in (str(code).strip() for code in codes) if code]


def _time(value: t.Any) -> str:
    if value is None:
        return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        return checked_time(str.__str__(str(value)))
    except ValueError:
        raise AnsibleFilterError(f"generated_at must be a time in UTC such as 2026-10-05T12:00:00Z, not {_shown(value)}.") from None


def _shown(value: t.Any) -> str:
    return shortened(str(value))


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"security_report": security_report}
