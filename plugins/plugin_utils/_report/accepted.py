# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Findings that a team accepts: the rules that name them, and which finding fits which rule."""

from __future__ import annotations

import dataclasses
import datetime
import re
import typing as t
from collections.abc import Mapping

from ansible_collections.wallarm.fast.plugins.module_utils._api.finding import FALSE_POSITIVE
from ansible_collections.wallarm.fast.plugins.module_utils._text import shortened

from .text import cut, line

#: What a rule compares with a finding.
KEYS = ("type", "method", "domain", "path", "parameter", "id")
_REASON, _EXPIRES = "reason", "expires"

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

# A path that any finding has.
_ANY_PATH = ("*", "/*")

_LONGEST_VALUE = 80

BY_RULE, BY_CONSOLE = "rule", "console"

NOT_ACCEPTED = {"accepted": False, "accepted_by": None, "accepted_reason": None, "accepted_until": None}
_IN_CONSOLE = {"accepted": True, "accepted_by": BY_CONSOLE, "accepted_reason": "Marked as a false positive in the Console.", "accepted_until": None}


class UnusableRules(Exception):
    """The rules can't be used. Its text has a sentence for each fault."""


@dataclasses.dataclass(frozen=True)
class Rule:
    """One rule.

    :param number: its place in the list, from 1.
    :param wanted: the values to compare, by their keys, as text.
    :param expires: the last day on which it counts, as in 2026-12-31, or None.
    """

    number: int
    wanted: dict[str, str]
    reason: str
    expires: str | None

    def fits(self, finding: dict[str, t.Any]) -> bool:
        """Whether the finding has every value. What can't be read as a finding has none."""
        return "unreadable" not in finding and all(_fits(key, value, finding.get(key)) for key, value in self.wanted.items())

    def has_expired(self, today: str) -> bool:
        return self.expires is not None and self.expires < today

    @property
    def words(self) -> str:
        """What to call the rule in a sentence."""
        return f"Rule {self.number} of the accepted findings ({', '.join(f'{key} {cut(line(value), _LONGEST_VALUE)}' for key, value in self.wanted.items())})"


def rules_of(value: t.Any, variable: str) -> list[Rule]:
    """Return the rules in a value that was given, made plain.

    :param variable: what to call the value in messages.
    :raises UnusableRules: naming every fault.
    """
    if not isinstance(value, list):
        raise UnusableRules(f"{variable} must be a list of rules, not {shortened(str(value))}.")
    problems = [problem for number, rule in enumerate(value, 1) for problem in _problems(rule, f"Rule {number} of {variable}")]
    if problems:
        raise UnusableRules(" ".join(problems))
    return [
        Rule(number, {key: str(rule[key]) for key in KEYS if _given(rule.get(key))}, str(rule[_REASON]).strip(), _day(rule.get(_EXPIRES)))
        for number, rule in enumerate(value, 1)
    ]


def accept(findings: list[dict[str, t.Any]], rules: t.Sequence[Rule], today: str) -> tuple[list[dict[str, t.Any]], list[str]]:
    """Return the findings with whether, by whom, why and until when each is accepted, and warnings about rules that did nothing.

    :param today: the day of the report, as in 2026-10-05.
    """
    live = [rule for rule in rules if not rule.has_expired(today)]
    used: set[int] = set()
    judged = []
    for finding in findings:
        fitting = [rule for rule in live if rule.fits(finding)]
        used.update(rule.number for rule in fitting)
        judged.append({**finding, **_acceptance(finding, fitting)})
    warnings = [f"{rule.words} expired on {rule.expires} and does not count." for rule in rules if rule not in live]
    warnings += [f"{rule.words} fits no finding." for rule in live if rule.number not in used]
    return judged, warnings


def _acceptance(finding: dict[str, t.Any], fitting: list[Rule]) -> dict[str, t.Any]:
    if fitting:
        # The one that holds longest.
        rule = max(fitting, key=lambda rule: rule.expires or "9999-12-31")
        return {"accepted": True, "accepted_by": BY_RULE, "accepted_reason": rule.reason, "accepted_until": rule.expires}
    return _IN_CONSOLE if finding.get("status") == FALSE_POSITIVE else NOT_ACCEPTED


def _fits(key: str, wanted: str, found: t.Any) -> bool:
    if found is None:
        return False
    if key == "path" and wanted.endswith("*"):
        return str(found).startswith(wanted[:-1])
    return str(found) == wanted


def _problems(rule: t.Any, name: str) -> t.Iterator[str]:
    if not isinstance(rule, Mapping):
        yield f"{name} must be a dictionary such as {{type: xss, path: /search, reason: Known since May}}, not {shortened(str(rule))}."
        return
    for key in rule:
        if key not in (*KEYS, _REASON, _EXPIRES):
            yield f"{name} has the unknown key {shortened(str(key))}; there are {', '.join((*KEYS, _REASON))} and {_EXPIRES}."
    for key in (*KEYS, _REASON):
        if isinstance(rule.get(key), (bool, list, Mapping)):
            yield f"{name}: {key} must be a text, not {shortened(str(rule[key]))}."
    if not _given(rule.get(_REASON)):
        yield f"{name} has no {_REASON}: say why the finding is accepted."
    if not any(_given(rule.get(key)) for key in KEYS if (key, rule.get(key)) not in [("path", path) for path in _ANY_PATH]):
        yield f"{name} would accept every finding: give one of {', '.join(KEYS[:-1])} or {KEYS[-1]}."
    if _given(rule.get(_EXPIRES)) and _day(rule[_EXPIRES]) is None:
        yield f"{name}: {_EXPIRES} must be a day such as 2026-12-31, not {shortened(str(rule[_EXPIRES]))}."


def _given(value: t.Any) -> bool:
    """Empty means not given."""
    return value is not None and str(value).strip() != ""


def _day(value: t.Any) -> str | None:
    """Return a day as text, or None where there is no such day. YAML makes a date of an unquoted one."""
    text = str(value).strip()
    try:
        return datetime.date.fromisoformat(text).isoformat() if _DATE.fullmatch(text) else None
    except ValueError:
        return None
