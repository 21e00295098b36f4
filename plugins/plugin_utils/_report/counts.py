# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a test run counts, read from the API's test run object."""

from __future__ import annotations

import typing as t

from .._values import whole_number


def counts_of(test_run: dict[str, t.Any], findings: list[dict[str, t.Any]]) -> dict[str, int | None]:
    """Return the numbers of a test run. None is one that the server did not send, or not as a number.

    ``technical_errors`` counts the baseline requests that technical errors kept from being tested in full. Where the server
    does not mention it, there were none.
    """
    return {
        "findings": len(findings),
        "failing": sum(finding["fails"] for finding in findings),
        "accepted": sum(finding["accepted"] for finding in findings),
        "baseline_requests": whole_number(test_run.get("baseline_count")),
        "technical_errors": _errors(test_run.get("baseline_check_tech_fail_count")),
        "checks_finished": whole_number(test_run.get("finished_checks_count")),
        "checks_total": whole_number(test_run.get("total_checks_count")),
        "requests_sent": whole_number(test_run.get("sended_requests_count")),
    }


def _errors(value: t.Any) -> int | None:
    return 0 if value is None else whole_number(value)
