# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The whole report on a test run as data: verdict, reason, findings, numbers and times. All that is shown is worked out here."""

from __future__ import annotations

import re
import typing as t
from collections.abc import Mapping

from .._values import plain_value
from .counts import counts_of
from .findings import by_type, findings_of
from .times import times_of
from .verdict import RUNNING, VERDICTS, ending_of
from .wording import HEADLINES, reason_of

# What a report holds.
KEYS = (
    "verdict",
    "headline",
    "reason",
    "fail_on_threat",
    "generated_at",
    "console_url",
    "counts",
    "times",
    "types",
    "findings",
    "test_run",
)


def build(
    test_run: Mapping[str, t.Any], limit: int, checks: t.Sequence[str], console_url: t.Any, generated_at: str
) -> dict[str, t.Any]:
    """Return the report on a test run, made of JSON's types alone.

    :param test_run: the API's test run object. Any field may be absent, null or strange.
    :param limit: a finding of this threat or more fails the test, 1 to 100.
    :param checks: codes of the vulnerability types to list, also where nothing was found.
    :param console_url: the page of the test run in the Console. What is no address of a page becomes None.
    :param generated_at: when the report is made, in ISO 8601 and UTC.
    """
    run = plain_value(test_run)
    findings = findings_of(run, limit)
    counts = counts_of(run, findings)
    ending = ending_of(run, counts)
    verdict = VERDICTS[ending]
    return {
        "verdict": verdict,
        "headline": HEADLINES[ending],
        "reason": reason_of(ending, run, findings, limit),
        "fail_on_threat": limit,
        "generated_at": generated_at,
        "console_url": _page_address(console_url),
        "counts": counts,
        "times": times_of(run, verdict == RUNNING, generated_at),
        "types": by_type(findings, checks),
        "findings": findings,
        "test_run": run,
    }


def _page_address(value: t.Any) -> str | None:
    address = plain_value(value).strip() if isinstance(value, str) else ""
    return address if re.match("https?://", address) else None
