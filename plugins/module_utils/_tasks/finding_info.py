# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tell what a test run found: where and how, as far as the token may read that."""

from __future__ import annotations

import typing as t

from .._api.finding import finding_of
from .._api.ids import as_sent, checked_id
from .._api.models import TestRun
from .._errors import ApiError, FastError, GatewayError, ReplyUnusable
from .context import TaskContext
from .remote import RemoteTestRun


def run(context: TaskContext, params: dict[str, t.Any]) -> dict[str, t.Any]:
    """Do what a task of ``wallarm_fast_finding_info`` asks for and return its result.

    :param params: the module's options, typed and with their defaults.
    :raises FastError: also where there is no such test run.
    """
    test_run_id = checked_id(params["test_run_id"], "test_run_id")
    try:
        rows, refusal = list(context.client.list_vulnerabilities(test_run_id)), None
    except FastError as failure:
        if not may_not_read(failure):
            raise
        rows, refusal = [], failure
    if rows:
        return _result(context, test_run_id, rows, detailed=True)
    # An empty list is also the answer to a wrong id, and maybe to a token that may not read what there is.
    own = own_findings(RemoteTestRun.fetch(context, test_run_id).seen, refused=refusal is not None)
    if refusal and own:
        context.warn(
            f"Where and how test run {test_run_id} found its findings can't be read with this token "
            f"({refusal.server_error or f'HTTP {refusal.http_status}'}), so each has only its id, type and threat. An API token may be needed."
        )
    elif own:
        context.warn(
            f"Where and how test run {test_run_id} found its findings is not shown for this token, though there are {len(own)}, "
            "so each has only its id, type and threat. An API token may be needed."
        )
    return _result(context, test_run_id, own, detailed=not own)


def may_not_read(failure: FastError) -> bool:
    """Whether the API says that the token may not read a list, or that it has no such list. What a gateway says tells nothing of that."""
    return isinstance(failure, ApiError) and not isinstance(failure, GatewayError) and failure.http_status in (401, 403, 404)


def own_findings(test_run: TestRun, refused: bool) -> list[dict[str, t.Any]]:
    """Return what a test run object itself tells of its findings. An entry that is no object is kept as one of which nothing is known.

    :param refused: whether the list of findings can't be read, so that nothing else tells whether there are any.
    :raises ReplyUnusable: the test run doesn't tell, or not in a way that can be read.
    """
    vulns = test_run.raw.get("vulns")
    if vulns is None and not refused:
        return []
    if not isinstance(vulns, list):
        why = "it does not tell in a list of objects (vulns). Check that api_host names a Wallarm API host."
        if refused:
            why = "it does not tell (vulns), and the token may not read the list of findings. An API token may be needed."
        raise ReplyUnusable(f"What test run {test_run.id} found can't be read: {why}", test_run=test_run.raw)
    return [vuln if isinstance(vuln, dict) else {} for vuln in vulns]


def _result(context: TaskContext, test_run_id: str, rows: list[dict[str, t.Any]], detailed: bool) -> dict[str, t.Any]:
    url = context.client.console_url(test_run_id)
    findings = [finding_of(row, as_sent(test_run_id), url) for row in rows]
    return {"changed": False, "findings": sorted(findings, key=_by_id), "detailed": detailed}


def _by_id(finding: dict[str, t.Any]) -> tuple[bool, int, str]:
    """Order numbers by their value, before what is no number."""
    shown = str(finding["id"])
    digits = shown.lstrip("0")
    return (not shown.isdecimal(), len(digits) if shown.isdecimal() else 0, digits)
