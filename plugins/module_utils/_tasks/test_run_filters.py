# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which test runs are looked for: by filters that the server has, by names of other things, and by age."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.client import FastClient
from .._api.ids import optional_id, same_id
from .._api.models import TestRun
from .._api.names import named, no_such_id
from .._api.search import find_policies, if_permitted, known_nodes
from .._errors import FastError, InvalidInput
from .._text import shortened
from .context import TaskContext


@dataclasses.dataclass(frozen=True)
class Filters:
    """The filters that the server has not, and the node, which it knows by its id alone. None means any.

    :param older_than: minutes since the start.
    """

    name: str | None = None
    node_id: str | None = None
    node_name: str | None = None
    policy_id: str | None = None
    policy_name: str | None = None
    older_than: int | None = None


def checked_filters(params: dict[str, t.Any]) -> Filters:
    """Return the filters among the options.

    :raises InvalidInput: naming what can't be used.
    """
    for thing in ("node", "policy"):
        if params[f"{thing}_id"] and params[f"{thing}_name"]:
            raise InvalidInput(f"Give {thing}_id or {thing}_name, not both.")
    older_than: int | None = params["older_than"]
    if older_than is not None and older_than < 0:
        raise InvalidInput("older_than must be a whole number of minutes from 0.")
    return Filters(
        params["name"] or None,
        optional_id(params["node_id"], "node_id"),
        params["node_name"] or None,
        optional_id(params["policy_id"], "policy_id"),
        params["policy_name"] or None,
        older_than,
    )


def passes(test_run: TestRun, filters: Filters, now: float) -> bool | None:
    """Whether a test run passes the filters that the server has not. None where only its age keeps it out, which the server doesn't tell.

    :param now: Unix time in seconds.
    """
    compared = {"name": filters.name, "node_name": filters.node_name, "policy_name": filters.policy_name}
    if any(wanted is not None and test_run.raw.get(field) != wanted for field, wanted in compared.items()):
        return False
    policy_id = test_run.raw.get("policy_id")
    if filters.policy_id is not None and (policy_id is None or not same_id(policy_id, filters.policy_id)):
        return False
    return True if filters.older_than is None else test_run.older_than(filters.older_than, now)


def with_ids(context: TaskContext, client_id: int, filters: Filters) -> Filters:
    """Return the filters with the ids of what was named. A name stays one where the token may not list what there is.

    :raises InvalidInput: a name fits none or several.
    """
    client, found = context.client, filters
    if filters.node_name:
        known = known_nodes(client, client_id)
        fitting = [node for node in known[0] if node["name"] == filters.node_name] if known else []
        if known and (fitting or known[1]):
            every = known[0]
            node = named(filters.node_name, "node_name", "FAST node", "FAST nodes", fitting, lambda: every, "node_id")
            found = dataclasses.replace(found, node_id=str(node["id"]), node_name=None)
    if filters.policy_name:
        policies = if_permitted(lambda: find_policies(client, client_id, filters.policy_name))
        if policies is not None:
            policy = named(
                filters.policy_name, "policy_name", "test policy", "test policies", policies, lambda: find_policies(client, client_id), "policy_id"
            )
            found = dataclasses.replace(found, policy_id=str(policy["id"]), policy_name=None)
    return found


def refuse_what_is_not_there(context: TaskContext, client_id: int, given: Filters, used: Filters) -> None:
    """Look why nothing was found: fail over an id that nothing has, and warn of a name that nobody could look up.

    :param used: the filters with the ids of what was named.
    :raises InvalidInput: there is no such FAST node or test policy, and the token may know.
    """
    try:
        _refuse_unknown_ids(context.client, client_id, given)
    except InvalidInput:
        raise
    except FastError as failure:
        # That nothing was found is known all the same.
        context.warn(f"{failure.problem} So whether there is such a FAST node or test policy can't be told.")
    for name, things in ((used.node_name, "FAST nodes"), (used.policy_name, "test policies")):
        if name:
            context.warn(f"No test run shows the name {shortened(name)}, and the {things} can't be listed to see whether there is one of this name.")


def _refuse_unknown_ids(client: FastClient, client_id: int, given: Filters) -> None:
    if given.node_id:
        known = known_nodes(client, client_id)
        if known and known[1] and not _has(known[0], given.node_id):
            raise no_such_id(given.node_id, "node_id", "FAST node", known[0])
    if given.policy_id:
        policies = if_permitted(lambda: find_policies(client, client_id))
        if policies is not None and not _has(policies, given.policy_id):
            raise no_such_id(given.policy_id, "policy_id", "test policy", policies)


def _has(objects: list[dict[str, t.Any]], wanted_id: str) -> bool:
    return any(same_id(item["id"], wanted_id) for item in objects)
