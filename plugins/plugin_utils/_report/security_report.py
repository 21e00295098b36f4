# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The whole report on a test run as data: verdict, reason, findings, numbers and times. All that is shown is worked out here."""

from __future__ import annotations

import re
import typing as t
from collections.abc import Mapping

from .._values import plain_value
from .accepted import Rule, accept
from .counts import counts_of
from .finding_words import failing_of
from .findings import Limit, by_type, findings_of, reaches
from .times import times_of
from .verdict import FAILED, PASSED, RUNNING, VERDICTS, ending_of
from .wording import HEADLINES, reason_of

# What a report holds.
KEYS = (
    "verdict",
    "headline",
    "reason",
    "message",
    "fail_on_threat",
    "generated_at",
    "console_url",
    "counts",
    "times",
    "types",
    "checks",
    "findings",
    "warnings",
    "test_run",
)


def build(
    test_run: Mapping[str, t.Any],
    limit: Limit,
    checks: t.Sequence[str] | None,
    console_url: t.Any,
    generated_at: str,
    details: t.Any = None,
    rules: t.Sequence[Rule] = (),
) -> dict[str, t.Any]:
    """Return the report on a test run, made of JSON's types alone.

    :param test_run: the API's test run object. Any field may be absent, null or strange.
    :param limit: a finding of this threat or more fails the test, 1 to 100, or none does.
    :param checks: codes of the vulnerability types that are known to have been tested, or None.
    :param console_url: the page of the test run in the Console. What is no address of a page becomes None.
    :param generated_at: when the report is made, in ISO 8601 and UTC.
    :param details: findings with where and how, as wallarm_fast_finding_info returns them, or None.
    :param rules: which findings are accepted.
    """
    run, url = plain_value(test_run), _page_address(console_url)
    accepted, unused = accept(findings_of(run, plain_value(details), url), rules, generated_at[: len("2026-10-05")])
    findings = [_judged(finding, limit) for finding in accepted]
    counts = counts_of(run, findings)
    ending = ending_of(run, counts, limit)
    verdict = VERDICTS[ending]
    reason = reason_of(ending, run, findings, limit)
    return {
        "verdict": verdict,
        "headline": HEADLINES[ending],
        "reason": reason,
        "message": " ".join(filter(None, [reason, failing_of(findings)])),
        "fail_on_threat": limit,
        "generated_at": generated_at,
        "console_url": url,
        "counts": counts,
        "times": times_of(run, verdict == RUNNING, generated_at),
        "types": by_type(findings, checks or ()),
        "checks": None if checks is None else list(checks),
        "findings": findings,
        # A test run that did not get to its end may not have got to the finding either.
        "warnings": unused if verdict in (PASSED, FAILED) else [],
        "test_run": run,
    }


def _judged(finding: dict[str, t.Any], limit: Limit) -> dict[str, t.Any]:
    reached = reaches(finding["threat"], limit)
    return {**finding, "at_or_above_limit": reached, "fails": reached and not finding["accepted"]}


def _page_address(value: t.Any) -> str | None:
    address = plain_value(value).strip() if isinstance(value, str) else ""
    return address if re.match("https?://", address) else None
