# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A test policy: what a test run tests, and in which parts of a request."""

from __future__ import annotations

import dataclasses
import typing as t

from .views import merged

#: Every check that the API knows.
CHECKS = (
    "anomaly", "auth", "csrf", "fuzzer", "idor", "info", "ldapi", "nosqli", "ptrav", "rce", "redir", "sqli", "ssrf", "ssti", "xss", "xxe",
)  # fmt: skip
#: Fuzzing is off unless somebody switches it on (an assumption).
DEFAULT_CHECKS = tuple(check for check in CHECKS if check != "fuzzer")
#: The parts of a request that a new policy has in FAST.
INSERTION_POINTS = ("URI_value", "PATH_.*", "ACTION_NAME", "ACTION_EXT", "GET_.*", "POST_.*")
_MADE_AT = 1704067200


@dataclasses.dataclass
class Policy:
    """One test policy. Times are emulated unix seconds."""

    id: t.Any
    clientid: int
    name: str
    desc: str = ""
    default: bool = False
    checks: t.Sequence[str] = DEFAULT_CHECKS
    tags: t.Sequence[str] = ()
    insertion_include: t.Sequence[str] = INSERTION_POINTS
    insertion_exclude: t.Sequence[str] = ()
    run_count: int = 0
    created_at: int = _MADE_AT
    updated_at: int = _MADE_AT
    edit_at: int = _MADE_AT
    run_at: int | None = None
    #: Reply fields that may break the contract: a wrong type, null, or REMOVE.
    raw_overrides: dict[str, t.Any] = dataclasses.field(default_factory=dict)


def policy_view(policy: Policy, _now: float) -> dict[str, t.Any]:
    """The API's test policy object."""
    view = {**vars(policy)}
    return merged(view, view.pop("raw_overrides"))
