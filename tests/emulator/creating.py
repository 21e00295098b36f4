# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs created over the API: from request parameters to a Run, with a new Record or with the one to be copied."""

from __future__ import annotations

import typing as t

from . import seed
from .parameters import CREATE, read_parameters
from .records import Record
from .refusals import bad_field, foreign_client, not_permitted
from .runs import Run
from .seed import Caller, Node

if t.TYPE_CHECKING:
    from .cloud import Cloud

#: Request parameters that are the run's own fields.
_TAKEN_OVER = (
    "name",
    "desc",
    "tags",
    "stop_on_first_fail",
    "skip_duplicated_baselines",
    "rps",
    "rps_per_baseline",
    "connection_method",
    "connection_custom_uri",
    "build_id",
)


def build(cloud: Cloud, caller: Caller, given: t.Any) -> Run:
    """A Run that belongs to `cloud` but isn't in it yet; raises Refused for what the API would refuse."""
    required = ["name"] if caller.node else ["name", "clientid"]
    wanted = read_parameters(given, CREATE, required)
    if wanted.get("clientid", caller.clientid) != caller.clientid:
        raise foreign_client(wanted["clientid"])
    node = _node(caller, wanted)
    policy_id = wanted.get("policy_id", seed.DEFAULT_POLICY_ID)
    if policy_id not in seed.POLICIES:
        raise bad_field("policy_id", "not_found", policy_id)
    now = cloud.now()
    is_copy = "test_record_id" in wanted
    record = _record_to_copy(cloud, caller, wanted, now) if is_copy else _new_record(cloud, node, wanted, now)
    state = wanted.get("state", "running")
    return Run(
        id=cloud.runs.next_id(),
        record=record,
        clientid=node.clientid,
        node_id=node.id,
        node_name=node.name,
        start_time=now,
        clock=cloud.clock,
        policy_id=policy_id,
        policy_name=seed.POLICIES[policy_id],
        state="cloning" if is_copy else state,
        state_after_cloning=state,
        cloning_until=now + cloud.pace.cloning_seconds,
        is_copy=is_copy,
        node_active_from=now + cloud.pace.ready_after,
        vulns=list(cloud.pace.vulns),
        technical_errors=cloud.pace.technical_errors,
        check_seconds=cloud.pace.check_seconds,
        settle_seconds=cloud.pace.settle_seconds,
        steering_seconds=cloud.pace.steering_seconds,
        **{name: wanted[name] for name in _TAKEN_OVER if name in wanted},
    )


def _node(caller: Caller, wanted: t.Mapping[str, t.Any]) -> Node:
    nodes = [node for node in seed.NODES if node.clientid == caller.clientid]
    field = "node_id" if "node_id" in wanted else "node_name"
    if field in wanted:
        key = field[len("node_"):]
        nodes = [node for node in nodes if getattr(node, key) == wanted[field]]
        if not nodes:
            raise bad_field(field, "not_found", wanted[field])
        if caller.node is not None and nodes[0] != caller.node:
            raise not_permitted()
        return nodes[0]
    if caller.node is None:
        raise bad_field("node_id", "required")
    return caller.node


def _record_to_copy(cloud: Cloud, caller: Caller, wanted: t.Mapping[str, t.Any], now: float) -> Record:
    record_id = wanted["test_record_id"]
    record = cloud.records.get(record_id)
    if record is None or record.clientid != caller.clientid:
        raise bad_field("test_record_id", "not_found", record_id)
    record.advance(now)
    if record.recording:
        raise bad_field("test_record_id", "not_ready_for_cloning", record_id)
    if not record.baseline_count:
        raise bad_field("test_record_id", "empty_test_record", record_id)
    return record


def _new_record(cloud: Cloud, node: Node, wanted: t.Mapping[str, t.Any], now: float) -> Record:
    proxied = node.id in cloud.proxied_nodes
    return Record(
        id=cloud.records.next_id(),
        clientid=node.clientid,
        node_id=node.id,
        name=wanted.get("test_record_name") or wanted["name"],
        start_time=now,
        inactivity_timeout=wanted.get("inactivity_timeout", 1800),
        build_id=wanted.get("build_id"),
        domains=[] if proxied else ["example.com"],
        ready_at=now + cloud.pace.ready_after,
        baseline_rate=0.0 if proxied else cloud.pace.baseline_rate,
        baseline_limit=cloud.pace.baseline_limit,
    )
