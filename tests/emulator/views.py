# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the API says: its test run and test record objects, and the ways it says no.

Texts and bodies of 403 and 404 are the API's own. In a 400 body only `not_ready_for_cloning` is a code that the API is
known to use; every other code here is the emulator's, in the documented shape `{"<field>": {"error": code, "value": …}}`.
"""

from __future__ import annotations

import typing as t

from .records import Record
from .runs import CHECKS_PER_BASELINE, Run

#: Rates and estimates are unknown in the first seconds of a run.
UNKNOWN_FOR_SECONDS = 10.0

SIMPLE_STATES = {
    "cloning": "running",
    "running_scheduled": "running",
    "pausing": "paused",
    "interrupting": "interrupted",
}

ALLOWED_ACTIONS = {
    "cloning": ["interrupt"],
    "running": ["pause", "interrupt"],
    "running_scheduled": ["pause", "interrupt"],
    "pausing": ["interrupt"],
    "paused": ["run", "interrupt"],
}

#: What a test run shows of each of its findings.
VULN_FIELDS = ("id", "threat", "code", "type")

#: As a field's value: leave the field out of the reply.
REMOVE: t.Any = object()
_NOTHING: t.Any = object()


def merged(original: t.Mapping[str, t.Any], changes: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """A copy of `original` with `changes` put in, and fields whose change is REMOVE left out."""
    return {name: value for name, value in {**original, **changes}.items() if value is not REMOVE}


def run_view(run: Run, now: float) -> dict[str, t.Any]:
    """The API's test run object; `id` comes first, as one known script reads it by position."""
    run.advance(now)
    record = run.record
    view: dict[str, t.Any] = {
        "id": run.id,
        "test_record_id": record.id,
        "test_record_name": record.name,
        "clientid": run.clientid,
        "name": run.name,
        "desc": run.desc,
        "state": run.state,
        "simple_state": SIMPLE_STATES.get(run.state, run.state),
        "allowed_actions": ALLOWED_ACTIONS.get(run.state, []),
        "recording": record.recording,
        "ready_for_recording": record.ready(now),
        "node_active": not run.finished and now >= run.node_active_from,
        "node_id": run.node_id,
        "node_name": run.node_name,
        "policy_id": run.policy_id,
        "policy_name": run.policy_name,
        "inactivity_timeout": record.inactivity_timeout,
        "stop_on_first_fail": run.stop_on_first_fail,
        "skip_duplicated_baselines": run.skip_duplicated_baselines,
        "rps": run.rps,
        "rps_per_baseline": run.rps_per_baseline,
        "start_time": int(run.start_time),
        "end_time": None if run.end_time is None else int(run.end_time),
        "domains": record.domains,
        "tags": run.tags,
        "vulns": [{name: vuln[name] for name in VULN_FIELDS if name in vuln} for vuln in run.vulns_found],
        "connection_method": run.connection_method,
        "connection_custom_uri": run.connection_custom_uri,
    }
    view.update(_counts(run))
    view.update(_rates(run, now, view["sended_requests_count"]))
    return merged(view, {**run.overrides, **run.raw_overrides})


def record_view(record: Record, now: float) -> dict[str, t.Any]:
    """The API's test record object."""
    record.advance(now)
    return {
        "id": record.id,
        "clientid": record.clientid,
        "node_id": record.node_id,
        "start_time": int(record.start_time),
        "end_time": None if record.end_time is None else int(record.end_time),
        "name": record.name,
        "state": "recording" if record.recording else "stopped",
        "allowed_actions": ["stop"] if record.recording else [],
        "baseline_count": record.baseline_count,
        "domains": record.domains,
        "auto_created": record.auto_created,
        "inactivity_timeout": record.inactivity_timeout,
    }


def _counts(run: Run) -> dict[str, int]:
    total, done = run.record.baseline_count, run.baselines_done
    in_error = run.baselines_in_error
    failed = min(len(run.vulns_found), done - in_error)
    rest = total - done
    running = 1 if run.testing else 0
    given_up = rest if run.finished or run.baselines_to_test == done else 0
    return {
        "baseline_count": total,
        "baseline_check_all_terminated_count": done + given_up,
        "baseline_check_fail_count": failed,
        "baseline_check_tech_fail_count": in_error,
        "baseline_check_passed_count": done - in_error - failed,
        "baseline_check_running_count": running,
        "baseline_check_interrupted_count": given_up,
        "baseline_check_waiting_count": rest - running - given_up,
        "finished_checks_count": done * CHECKS_PER_BASELINE,
        "total_checks_count": total * CHECKS_PER_BASELINE,
        "sended_requests_count": done * CHECKS_PER_BASELINE,
        "planing_requests_count": total * CHECKS_PER_BASELINE,
    }


def _rates(run: Run, now: float, sent: int) -> dict[str, float | None]:
    age = now - run.start_time
    if age < UNKNOWN_FOR_SECONDS:
        return {"current_rps": None, "avg_rps": None, "estimated_time_to_completion": None}
    lasted = max(1.0, (run.end_time or now) - run.start_time)
    current = CHECKS_PER_BASELINE / run.pace.check_seconds if run.testing and run.pace.check_seconds else 0.0
    return {
        "current_rps": round(current, 2),
        "avg_rps": round(sent / lasted, 2),
        "estimated_time_to_completion": round(run.seconds_left, 1) if run.testing else None,
    }


class Refused(Exception):
    """A request that the cloud refuses: the HTTP status and the envelope's body."""

    def __init__(self, status: int, body: t.Any) -> None:
        super().__init__("%d %r" % (status, body))
        self.status = status
        self.body = body


def not_authenticated() -> Refused:
    """The token is missing or unknown. The cloud says 403 here, not 401."""
    return Refused(403, "User not authenticated")


def not_permitted() -> Refused:
    """The token is known, but may not do this."""
    return Refused(403, "Check permissions failed")


def foreign_client(clientid: int) -> Refused:
    """The token belongs to another client: the second documented form of a 403 body."""
    return Refused(403, {"error": "Access to client %d denied" % clientid})


def not_found() -> Refused:
    """No such object, or none that this token can see."""
    return Refused(404, "Not found")


def bad_field(name: str, code: str, value: t.Any = _NOTHING) -> Refused:
    """One request field is wrong; the value is echoed where there was one."""
    return Refused(400, {name: field_error(code, value)})


def field_error(code: str, value: t.Any = _NOTHING) -> dict[str, t.Any]:
    """The inner object of a 400 body."""
    return {"error": code} if value is _NOTHING else {"error": code, "value": value}
