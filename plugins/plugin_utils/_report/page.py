# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A report as one HTML page that needs nothing else: no script, no font, no image, no request.

All that the page shows is worked out here and in its sections; the template holds the markup. Every text of the API is printable by then,
and Jinja escapes it.
"""

from __future__ import annotations

import functools
import pathlib
import typing as t

from jinja2 import Environment, StrictUndefined, Template

from . import charts, page_findings
from . import page_sections as sections
from .text import UNKNOWN as NOT_KNOWN
from .text import cut, duration, line, number
from .times import checked_time
from .verdict import FAILED, PASSED, RUNNING, Ending, state_of
from .wording import HEADLINES, errors_of, rule_of, run_name_of

Report = dict[str, t.Any]

_TEMPLATE = pathlib.Path(__file__).with_name("page.html.j2")

# What the icon of each tone shows, beside the circle that all but the warning have.
_ICONS = {
    "passed": "M15 25l6.5 6.5L34 18",
    "failed": "M17 17l14 14M31 17L17 31",
    "running": "M24 13v11l7 5",
    "warn": "M24 6L44 41H4zM24 20v9M24 35v.2",
}

_TONES = {
    HEADLINES[Ending.PASSED]: "passed",
    HEADLINES[Ending.PASSED_WITH_ERRORS]: "warn",
    HEADLINES[Ending.ONLY_REPORTED]: "warn",
    HEADLINES[Ending.FAILED_BY_FINDINGS]: "failed",
    HEADLINES[Ending.NOTHING_RECORDED]: "warn",
    HEADLINES[Ending.UNCLEAR]: "warn",
    HEADLINES[Ending.INTERRUPTED]: "warn",
    HEADLINES[Ending.PAUSED]: "running",
    HEADLINES[Ending.ACTIVE]: "running",
    HEADLINES[Ending.UNKNOWN_STATE]: "warn",
}

_LONGEST_TITLE = 40


def render(report: Report) -> str:
    """Return the page as HTML."""
    return _template().render(contents(report))


@functools.lru_cache
def _template() -> Template:
    # A block stands on a line of its own, and leaves none behind.
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))


def contents(report: Report) -> dict[str, t.Any]:
    """Return what the template shows, by the names that it uses."""
    run = report["test_run"]
    tone = _TONES[report["headline"]]
    recorded = report["counts"]["baseline_requests"]
    return {
        "tone": tone,
        "icon": _ICONS[tone],
        "headline": report["headline"],
        "reason": line(report["reason"]),
        "rules": _rules(report),
        "warnings": [line(warning) for warning in report["warnings"]],
        "limit": rule_of(report["fail_on_threat"]),
        "name": run_name_of(run),
        "title": cut(run_name_of(run), _LONGEST_TITLE),
        "id": line(run.get("id"), NOT_KNOWN),
        "console": line(report["console_url"]),
        "link": line(report["console_url"]) if (report["console_url"] or "").startswith("https://") else "",
        "started": _started(report["times"]["started"]),
        "duration": _duration(report),
        "figures": _figures(report),
        **page_findings.sections(report),
        "states": [*charts.STATES, charts.UNSTATED],
        "baseline_requests": charts.baseline_requests(run, recorded),
        "no_baseline_requests": "Not reported." if recorded is None else "None recorded.",
        "types": sections.types(report),
        "types_known": report["checks"] is not None,
        "types_note": sections.types_note(report),
        "facts": sections.facts(report),
        "lists": [entry for entry in (sections.listed("Domains", run.get("domains")), sections.listed("Tags", run.get("tags"))) if entry["values"]],
        "generated_at": _generated(report["generated_at"]),
    }


def _rules(report: Report) -> list[str]:
    """Return what follows the reason: at what a test fails, and what else is to be known about this one."""
    counts = report["counts"]
    own = ""
    if report["verdict"] == PASSED and state_of(report["test_run"]) == FAILED:
        own = "FAST\u2019s own result is failed, as it counts every finding."
    rules = [f"The test fails at {rule_of(report['fail_on_threat'])}.", own, errors_of(counts["technical_errors"])]
    return [rule for rule in rules if rule]


def _figures(report: Report) -> list[dict[str, str]]:
    counts = report["counts"]
    return [
        {"name": "Findings", "value": number(counts["findings"]), "note": _shares(report)},
        {"name": "Baseline requests", "value": number(counts["baseline_requests"]), "note": ""},
        {"name": "Checks finished", "value": number(counts["checks_finished"]), "note": f"of {number(counts['checks_total'])}"},
        {"name": "Requests sent", "value": number(counts["requests_sent"]), "note": ""},
    ]


def _shares(report: Report) -> str:
    """Return how many findings fail and are accepted."""
    counts = report["counts"]
    if not counts["findings"]:
        return ""
    rest = counts["findings"] - counts["accepted"]
    shares = [f"{number(rest)} only reported" if isinstance(report["fail_on_threat"], str) else f"{number(counts['failing'])} failing"]
    if counts["accepted"]:
        shares.append(f"{number(counts['accepted'])} accepted")
    return ", ".join(shares)


def _started(time: str | None) -> dict[str, str] | None:
    """Return a time for the attribute of a time element, and two texts for people."""
    if time is None:
        return None
    return {"iso": time, "to_minutes": f"{time[:10]} {time[11:16]} UTC", "to_seconds": f"{time[:10]} {time[11:19]} UTC"}


def _duration(report: Report) -> str:
    seconds = report["times"]["seconds"]
    if seconds is None:
        return ""
    return f"{duration(seconds)} so far" if report["verdict"] == RUNNING else duration(seconds)


def _generated(time: str) -> dict[str, str]:
    return t.cast("dict[str, str]", _started(f"{checked_time(time)[:19]}Z"))
