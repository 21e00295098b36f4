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
  - The role P(wallarm.fast.security_test#role) and the module M(wallarm.fast.security_report_files) use it.
options:
  _input:
    description:
      - A test run object of the API. Any of its fields may be missing.
    type: dict
    required: true
  fail_on_threat:
    description:
      - A finding of this threat or more fails the test. From 1, any finding, to 100.
    type: int
    default: 1
  checks:
    description:
      - Codes of the vulnerability types to list, also where nothing of the type was found. A list, or a text with commas.
      - By default the 15 types that FAST is known to have.
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
        - V(passed) if nothing was found that reaches the limit.
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
    fail_on_threat:
      description: The limit, O(fail_on_threat).
      type: int
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
      description: How many findings there are of each type, by its code.
      type: dict
      sample:
        sqli: 1
        xss: 1
        xxe: 0
    findings:
      description:
        - The findings, the gravest first. Each is the vulnerability as the server sent it, and the keys C(type_name), C(severity),
          C(at_or_above_limit) and C(fails).
        - The severity is V(critical) from a threat of 90, V(high) from 70, V(medium) from 40, else V(low), and V(unknown) without a
          readable threat.
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
          at_or_above_limit: true
          fails: true
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

from ansible_collections.wallarm.fast.plugins.module_utils._api.vulnerability_types import DEFAULT_CHECKS
from ansible_collections.wallarm.fast.plugins.module_utils._text import shortened
from ansible_collections.wallarm.fast.plugins.plugin_utils._report.security_report import build
from ansible_collections.wallarm.fast.plugins.plugin_utils._report.times import checked_time


def security_report(
    test_run: t.Any,
    *,
    fail_on_threat: t.Any = 1,
    checks: t.Any = None,
    console_url: t.Any = None,
    generated_at: t.Any = None,
) -> dict[str, t.Any]:
    """Return the report on a test run.

    :raises AnsibleFilterError: naming the option, for what can't be used.
    """
    if not isinstance(test_run, Mapping):
        raise AnsibleFilterError(f"security_report needs a test run object as wallarm_fast_test_run_info returns it, not {_shown(test_run)}.")
    return build(test_run, _limit(fail_on_threat), _checks(checks), console_url, _time(generated_at))


def _limit(value: t.Any) -> int:
    number = int(value) if isinstance(value, str) and re.fullmatch("[0-9]{1,3}", value) else value
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= 100:
        raise AnsibleFilterError(f"fail_on_threat must be a whole number from 1 to 100, not {_shown(value)}.")
    return int(number)


def _checks(value: t.Any) -> list[str]:
    if value is None:
        return list(DEFAULT_CHECKS)
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
