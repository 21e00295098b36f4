# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs set up by hand, for seeds and tests: from loose fields to a Run with its Record."""

from __future__ import annotations

import dataclasses
import typing as t

from . import seed
from .records import Record
from .runs import FINAL_STATES, Run

if t.TYPE_CHECKING:
    from .cloud import Cloud

_RUN_FIELDS = frozenset(field.name for field in dataclasses.fields(Run) if not field.name.startswith("_"))
#: Fields of both classes, or made here from others.
_MADE_HERE = frozenset(("id", "record", "clock", "clientid", "start_time", "end_time", "node_active_from"))


def build(cloud: Cloud, fields: t.Dict[str, t.Any]) -> Run:
    """A Run that belongs to `cloud` but isn't in it yet; `fields` as in Cloud.add_test_run."""
    now = cloud.now()
    node = cloud.node(fields.pop("node_id", seed.NODE_ID))
    state = fields.pop("state", "running")
    start = float(fields.pop("start_time", now - seed.AGE))
    ready_at = now + fields.pop("ready_after") if "ready_after" in fields else start
    end = fields.pop("end_time", now - 1 if state in FINAL_STATES else None)
    name = fields.setdefault("name", "Example Test Run")
    clientid = fields.pop("clientid", node.clientid)
    record = _record(cloud, fields, start, ready_at, state, (clientid, node.id, name))
    own = {field: fields.pop(field) for field in list(fields) if field in _RUN_FIELDS - _MADE_HERE}
    own.setdefault("steering_seconds", cloud.pace.steering_seconds)
    overrides = own.pop("overrides", {})
    run = Run(
        id=fields.pop("id", None) or cloud.runs.next_id(),
        record=record,
        clientid=clientid,
        node_id=node.id,
        node_name=own.pop("node_name", node.name),
        start_time=start,
        clock=cloud.clock,
        state=state,
        end_time=end,
        node_active_from=ready_at,
        overrides={**overrides, **fields},
        **own,
    )
    if state in FINAL_STATES and state != "interrupted":
        run.baselines_done = record.baseline_count
    return run


def _record(
    cloud: Cloud,
    fields: t.Dict[str, t.Any],
    start: float,
    ready_at: float,
    state: str,
    owner: t.Tuple[int, int, str],
) -> Record:
    """The record of the new run: an existing one if its id is known, or a new one."""
    record_id = fields.pop("test_record_id", None) or cloud.records.next_id()
    recording = fields.pop("recording", state not in FINAL_STATES)
    known = cloud.records.get(record_id)
    if known is not None:
        fields.setdefault("is_copy", True)
        return known
    now = cloud.now()
    own = {
        field: fields.pop(field)
        for field in ("inactivity_timeout", "baseline_rate", "baseline_limit", "auto_created", "domains")
        if field in fields
    }
    clientid, node_id, name = owner
    return Record(
        id=record_id,
        clientid=clientid,
        node_id=node_id,
        name=fields.pop("test_record_name", name),
        start_time=start,
        ready_at=ready_at,
        build_id=fields.get("build_id"),
        frozen=fields.get("frozen", False),
        # The last baselines came just now, so the inactivity timeout begins now.
        arrivals=[now] * fields.pop("baseline_count", 0),
        end_time=None if recording else now - 1,
        **{"domains": ["example.com"], **own},
    )
