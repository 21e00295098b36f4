# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is handed to later nodes of a workflow."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping


def artifacts(test_run: Mapping[str, t.Any], report: Mapping[str, t.Any], test_record: Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return ``test_run_id`` and ``test_record_id`` of a test run, and ``fast_verdict`` of its report, as far as both are known.

    Null would take the place of what an earlier node handed on, so what isn't known is left out. The id of a test record goes with
    that of its test run: an earlier node's belongs to another one. So where a test record is all that is known, the test run is null.
    """
    found: dict[str, t.Any] = {}
    if test_run.get("id") is not None:
        found.update(test_run_id=test_run["id"], test_record_id=test_run.get("test_record_id"))
    elif test_record.get("id") is not None:
        found.update(test_run_id=None, test_record_id=test_record["id"])
    if report.get("verdict") is not None:
        found["fast_verdict"] = report["verdict"]
    return found
