# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a test run comes to be: created over the API, or put there by a seed or a test."""

from __future__ import annotations

import dataclasses
import typing as t

from . import seed
from .baselines import MADE_UP_DOMAIN
from .policies import Policy
from .records import Record
from .runs import FINAL_STATES, Pace, Run
from .seed import Caller, Node
from .views import Refused, bad_field, field_error, foreign_client, not_permitted

if t.TYPE_CHECKING:
    from .cloud import Cloud

INT32 = range(1, 2**31)
#: What a parameter may be: of a type, a list of one, in a range of numbers, or one of some texts. Where the documentation and the API
#: reference disagree on a maximum (`rps`), the larger one is taken, so as not to refuse what the cloud may accept.
UPDATE: dict[str, t.Any] = {"name": str, "desc": str, "tags": [str]}
CREATE: dict[str, t.Any] = {
    **UPDATE,
    "clientid": INT32,
    "node_id": INT32,
    "node_name": str,
    "type": ("node", "cloud"),
    "state": ("paused", "running"),
    "test_record_id": INT32,
    "test_record_name": str,
    "policy_id": INT32,
    "stop_on_first_fail": bool,
    "skip_duplicated_baselines": bool,
    "rps": range(1, 10001),
    "rps_per_baseline": range(1, 10001),
    "inactivity_timeout": range(300, 86401),
    "file_extensions_to_exclude": str,
    "build_id": str,
    "ci_mode": bool,
    "connection_method": ("host", "custom_uri"),
    "connection_custom_uri": str,
}
MAY_BE_NULL = ("rps", "rps_per_baseline", "connection_custom_uri")

_RUN_FIELDS = {field.name for field in dataclasses.fields(Run) if not field.name.startswith("_")}
_RECORD_FIELDS = {field.name for field in dataclasses.fields(Record) if not field.name.startswith("_")}
_PACE_FIELDS = {field.name for field in dataclasses.fields(Pace)}
#: Request parameters that are the run's own fields.
_TAKEN_OVER = _RUN_FIELDS & CREATE.keys() - {"clientid", "node_id", "node_name", "policy_id", "state"}


def read_parameters(given: t.Any, rules: t.Mapping[str, t.Any], required: t.Iterable[str] = ()) -> dict[str, t.Any]:
    """The request's JSON object, checked; raises Refused (400) naming every wrong field.

    A parameter that no source names is refused: a spelling mistake in a client should show.
    """
    if given is not None and not isinstance(given, dict):
        raise Refused(400, {"body": field_error("not_an_object")})
    parameters: dict[str, t.Any] = given or {}
    errors = {name: field_error("required") for name in required if name not in parameters}
    for name, value in parameters.items():
        if name not in rules:
            errors[name] = field_error("unknown_parameter", value)
        elif not _fits(name, value, rules[name]):
            errors[name] = field_error("invalid", value)
    if errors:
        raise Refused(400, errors)
    return dict(parameters)


def _fits(name: str, value: t.Any, rule: t.Any) -> bool:
    if value is None:
        return name in MAY_BE_NULL
    if isinstance(rule, range):
        return isinstance(value, int) and not isinstance(value, bool) and value in rule
    if isinstance(rule, tuple):
        return value in rule
    if isinstance(rule, list):
        return isinstance(value, list) and all(isinstance(item, rule[0]) and not isinstance(item, bool) for item in value)
    if name == "name":
        return isinstance(value, str) and bool(value.strip())
    return isinstance(value, rule)


def over_the_api(cloud: Cloud, caller: Caller, given: t.Any) -> Run:
    """A Run that belongs to `cloud` but isn't in it yet, with a new Record or a copy's; raises Refused for what the API would refuse."""
    wanted = read_parameters(given, CREATE, ["name"] if caller.node else ["name", "clientid"])
    if wanted.get("clientid", caller.clientid) != caller.clientid:
        raise foreign_client(wanted["clientid"])
    node = _node(caller, wanted)
    policy = _policy(cloud, node.clientid, wanted.get("policy_id"))
    if policy is None:
        raise bad_field("policy_id", "not_found", wanted.get("policy_id"))
    now, pace = cloud.now(), cloud.pace
    is_copy = "test_record_id" in wanted
    state = wanted.get("state", "running")
    return Run(
        id=cloud.runs.next_id(),
        record=_record_to_copy(cloud, caller, wanted["test_record_id"], now) if is_copy else _new_record(cloud, node, wanted, now),
        clientid=node.clientid,
        node_id=node.id,
        node_name=node.name,
        start_time=now,
        pace=pace,
        policy_id=policy.id,
        policy_name=policy.name,
        state="cloning" if is_copy else state,
        state_after_cloning=state,
        cloning_until=now + pace.cloning_seconds,
        is_copy=is_copy,
        node_active_from=now + pace.ready_after,
        **{name: wanted[name] for name in _TAKEN_OVER if name in wanted},
    )


def _node(caller: Caller, wanted: t.Mapping[str, t.Any]) -> Node:
    for field, attribute in (("node_id", "id"), ("node_name", "name")):
        if field in wanted:
            nodes = [node for node in seed.NODES if node.clientid == caller.clientid and getattr(node, attribute) == wanted[field]]
            if not nodes:
                raise bad_field(field, "not_found", wanted[field])
            if caller.node not in (None, nodes[0]):
                raise not_permitted()
            return nodes[0]
    if caller.node is None:
        raise bad_field("node_id", "required")
    return caller.node


def _policy(cloud: Cloud, clientid: int, policy_id: t.Any) -> Policy | None:
    """The client's policy of this id, its default one for None."""
    for policy in cloud.policies:
        if policy.clientid == clientid and (policy.default if policy_id is None else policy.id == policy_id):
            return policy
    return None


def _record_to_copy(cloud: Cloud, caller: Caller, record_id: int, now: float) -> Record:
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
        domains=[] if proxied else [MADE_UP_DOMAIN],
        ready_at=now + cloud.pace.ready_after,
        baseline_rate=0.0 if proxied else cloud.pace.baseline_rate,
        baseline_limit=cloud.pace.baseline_limit,
    )


def by_hand(cloud: Cloud, given: t.Mapping[str, t.Any]) -> Run:
    """A Run that belongs to `cloud` but isn't in it yet; `given` as in Cloud.add_test_run."""
    fields = {"name": "Example Test Run", "state": "running", **given}
    now, state = cloud.now(), fields["state"]
    node = cloud.node(fields.pop("node_id", seed.NODE_ID))
    start = float(fields.pop("start_time", now - seed.AGE))
    ready_at = now + fields.pop("ready_after") if "ready_after" in fields else start
    record_id = fields.pop("test_record_id", None) or cloud.records.next_id()
    recording = fields.pop("recording", state not in FINAL_STATES)
    baselines = fields.pop("baseline_count", 0)
    record_name = fields.pop("test_record_name", fields["name"])
    pace: dict[str, t.Any] = {"steering_seconds": cloud.pace.steering_seconds, **_taken(fields, _PACE_FIELDS - _RECORD_FIELDS)}
    policy = _policy(cloud, node.clientid, fields.get("policy_id"))
    if policy is not None:
        fields = {"policy_id": policy.id, "policy_name": policy.name, **fields}
    common: dict[str, t.Any] = {"clientid": node.clientid, "node_id": node.id, "start_time": start}
    shared = {name: fields[name] for name in ("build_id", "frozen") if name in fields}
    records_own = _taken(fields, _RECORD_FIELDS - _RUN_FIELDS)
    record = cloud.records.get(record_id)
    if record is not None:
        fields.setdefault("is_copy", True)
    else:
        record = Record(
            id=record_id,
            name=record_name,
            ready_at=ready_at,
            # The last baselines came just now, so the inactivity timeout begins now.
            arrivals=[now] * baselines,
            end_time=None if recording else now - 1,
            **{"domains": [MADE_UP_DOMAIN], **common, **shared, **records_own},
        )
    own = {"id": cloud.runs.next_id(), "node_name": node.name, **common, **_taken(fields, _RUN_FIELDS)}
    run = Run(**own, record=record, pace=Pace(**pace), node_active_from=ready_at)
    run.overrides.update(fields)
    if run.finished:
        run.end_time = now - 1 if run.end_time is None else run.end_time
        run.baselines_done = record.baseline_count if state != "interrupted" else 0
    return run


def _taken(fields: dict[str, t.Any], names: t.AbstractSet[str]) -> dict[str, t.Any]:
    """Those of these names, which are taken out of `fields`."""
    return {name: fields.pop(name) for name in list(fields) if name in names}
