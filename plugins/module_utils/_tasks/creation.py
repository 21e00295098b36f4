# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Look for a test run by its name, and create it, once, if there is none."""

from __future__ import annotations

import functools
import typing as t

from .._api.ids import optional_id
from .._api.models import TestRun
from .._api.search import active_runs, client_id_of
from .._errors import ApiError, FastError, ReplyLost
from .._http.retry import unclear
from .context import TaskContext
from .creation_errors import explained
from .desired_test_run import DesiredTestRun
from .interrupts import interrupted, shown
from .policy_and_record import find_policy, find_record
from .remote import RemoteTestRun
from .test_run_plan import Plan

# How long to look for a test run whose creation got no answer, and how often, in seconds.
_SEARCH_SECONDS = 20.0
_SEARCH_PAUSE = 2.0


class NameSearch:
    """Where a test run of the wanted name would be found.

    :param params: the module's options.
    """

    def __init__(self, context: TaskContext, params: dict[str, t.Any]) -> None:
        self.context = context
        self._params = {**params, "node_id": optional_id(params["node_id"], "node_id")}
        self._active: list[TestRun] = []

    @functools.cached_property
    def client_id(self) -> int:
        """The client that it belongs to."""
        return client_id_of(self.context.client, self._params["client_id"])

    def find(self) -> RemoteTestRun | None:
        """Return the newest active test run of the name, if there is one."""
        place = {option: self._params[option] for option in ("node_id", "build_id")}
        self._active = active_runs(self.context.client, self.client_id, place, self._is_wanted)
        found = [test_run for test_run in self._active if self._is_wanted(test_run)]
        if len(found) > 1:
            ids = ", ".join(str(test_run.id) for test_run in found)
            self.context.warn(
                f"Several active test runs have the name {self._params['name']!r} (ids {ids}); the newest is used. Give "
                "node_id, node_name or build_id to tell them apart."
            )
        return RemoteTestRun(self.context, str(found[0].id), found[0]) if found else None

    def find_created(self) -> RemoteTestRun | None:
        """Return the same, looking for a while: what was just created may take a moment to show."""
        deadline = self.context.deadline.within(_SEARCH_SECONDS)
        while True:
            found = self.find()
            if found or not deadline.rest(_SEARCH_PAUSE):
                return found

    def interrupts(self) -> list[dict[str, t.Any]]:
        """Return which of the test runs that were seen last a creation interrupts, and warn where that can't be told."""
        found = interrupted(self._active, *(self._params[option] for option in ("node_id", "node_name", "build_id")))
        if found is None:
            self.context.warn(
                "The token sees test runs of several FAST nodes, so which of them creating this one interrupts can't be told. Give node_id or node_name."
            )
        return [shown(test_run) for test_run in found or ()]

    def with_ids(self, desired: DesiredTestRun) -> DesiredTestRun:
        """Return what is wanted with the ids of the policy and the record that it names."""
        ids = {}
        if "policy_name" in desired.names:
            ids["policy_id"] = find_policy(self.context, self.client_id, desired.names["policy_name"])["id"]
        if "source_record_name" in desired.names:
            ids["test_record_id"] = find_record(self.context, self.client_id, desired.names["source_record_name"])["id"]
        return desired.with_ids(ids)

    def _is_wanted(self, test_run: TestRun) -> bool:
        node_name = self._params["node_name"]
        return test_run.raw.get("name") == self._params["name"] and (not node_name or test_run.raw.get("node_name") == node_name)


def create(search: NameSearch, planned: Plan, options: t.Mapping[str, str]) -> RemoteTestRun:
    """Create a test run, once, whatever happens to the reply.

    :param options: the option that each parameter came from.
    """
    context = search.context
    parameters = {"clientid": search.client_id, **planned.after}
    try:
        created = TestRun(context.client.create_test_run(parameters))
        return RemoteTestRun(context, str(created.id), created)
    except ApiError as failure:
        if not unclear(failure) and failure.http_status != 503:
            raise explained(failure, parameters, options) from None
        lost: ApiError | ReplyLost = failure
    except ReplyLost as failure:
        lost = failure
    context.warn(f"{lost.problem} Looking for the test run by its name, since it must not be created twice.")
    try:
        found, trouble = search.find_created(), "was not found by its name, but may still appear"
    except FastError as failure:
        found, trouble = None, f"could not be looked for either: {failure.problem} It may exist"
    if found is None:
        raise ReplyLost(
            f"{lost.problem} The test run {trouble}. Run the task again: it uses an active test run of the name, and creates "
            "one only if there is none.",
            **lost.details(),
        )
    return found
