# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulated FAST cloud without HTTP: who may do what, and what it does to test runs and test records.

Decisions that the public sources leave open, all in one place:

- A node token sees the runs of its own node, an API token those of its client; anything else is "Not found".
- An interrupted run stops recording.
- `ready_for_recording` is false again once recording is over.
- `run` on a running run and `pause` on a paused one change nothing; a finished run refuses every action.
- A pause and an interruption take no time, unless `Pace.steering_seconds` says so: then the run is `pausing` or
  `interrupting` that long. Its recording ends when an interruption begins, and it refuses any action but that.
- A second stop is accepted.
- Copying an empty record is refused with the emulator's own code `empty_test_record`.
- Of several runs on a node that are ready for recording, the newest gets what its proxy sees; a run that isn't ready
  gets nothing yet.
- A request through the proxy is a baseline when the target has answered it. `skip_duplicated_baselines` and
  `file_extensions_to_exclude` are kept and have no effect.
- It arrives `Pace.export_seconds` later (that there is a delay is known, how long it is is not), and is lost if the
  recording is over by then.
- A vulnerability is listed as soon as its test run's `vulns` have it, for a token that sees the run. The n-th is about the
  n-th baseline that was tested in full, and round again. Its `domain` has no port.
- A token sees the test policies of its client. A FAST node's token may read these and vulnerabilities; a test that wants
  it refused adds a fault.
- A FAST node's token may not list FAST nodes: the list has the tokens of all of them.
- `filter[hostname]` finds the nodes whose names contain the text, in whatever case.
- `filter[name]` of test records and policies finds names that contain the text, in whatever case.
- `domains` are the host names of the baselines that have arrived, without ports.
"""

from __future__ import annotations

import dataclasses
import threading
import typing as t

from . import creating, node_list, paging, seed, vulnerability_list
from .paging import Shelf
from .policies import Policy, policy_view
from .records import Record
from .runs import Pace, Run
from .seed import Caller, Node
from .views import bad_field, foreign_client, not_authenticated, not_found, not_permitted, record_view, run_view

if t.TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from .vulnerabilities import Row

ACTIONS = {"run": "running", "pause": "paused", "interrupt": "interrupted"}

T = t.TypeVar("T", Run, Record, Policy)


class Cloud:
    """Test runs, test records and test policies of a few clients. Who shares it with other threads holds `lock` meanwhile."""

    def __init__(self, clock: t.Callable[[], float], pace: Pace | None = None) -> None:
        self.now = clock
        self.lock = threading.RLock()
        #: Nodes with a proxy: their new runs get the baselines that pass it, and none that make themselves.
        self.proxied_nodes: set[int] = set()
        self._first_pace = pace or Pace()
        self.clear()

    def clear(self) -> None:
        """Forget every run, record and policy, and go back to the first pace."""
        with self.lock:
            self.pace = self._first_pace
            self.runs: Shelf[Run] = Shelf()
            self.records: Shelf[Record] = Shelf()
            self.policies: Shelf[Policy] = Shelf()

    # Callers

    def identify(self, token: str | None) -> Caller:
        """Whom the token stands for; raises Refused (403) for a wrong or missing one."""
        caller = seed.CALLERS.get(token or "")
        if caller is None:
            raise not_authenticated()
        return caller

    def user(self, caller: Caller) -> dict[str, t.Any]:
        """The user of an API token; a FAST node's token is no user (an assumption: no source shows one asking)."""
        if caller.node is not None:
            raise not_permitted()
        return {"clientid": caller.clientid, "frontend_url": "https://us1.my.wallarm.com"}

    # Reading

    def run(self, caller: Caller, run_id: t.Any) -> Run:
        return self._visible(caller, self.runs.get(run_id))

    def record(self, caller: Caller, record_id: t.Any) -> Record:
        return self._visible(caller, self.records.get(record_id))

    def page_of_runs(self, caller: Caller, query: MultiDict[str, str]) -> paging.Page:
        """One page of the runs that pass the filters."""
        return paging.page(self._runs_for(caller, query), query)

    def count_runs(self, caller: Caller, query: MultiDict[str, str]) -> int:
        """How many runs pass the filters."""
        return paging.count(self._runs_for(caller, query), query)

    def page_of_records(self, caller: Caller, query: MultiDict[str, str]) -> paging.Page:
        """One page of the records that pass the filters."""
        return paging.page(self._listing(caller, query, self.records, record_view, paging.RECORD_FILTERS, paging.RECORD_ORDERS), query)

    def policy(self, caller: Caller, policy_id: t.Any) -> Policy:
        return self._visible(caller, self.policies.get(policy_id))

    def page_of_policies(self, caller: Caller, query: MultiDict[str, str]) -> paging.Page:
        """One page of the test policies that pass the filters."""
        return paging.page(self._listing(caller, query, self.policies, policy_view, paging.POLICY_FILTERS, paging.POLICY_ORDERS), query)

    def nodes(self, caller: Caller, query: MultiDict[str, str]) -> list[dict[str, t.Any]]:
        """The FAST nodes of a client that pass the filters, with their tokens."""
        if caller.node is not None:
            raise not_permitted()
        return node_list.page(seed.NODES, caller.clientid, query)

    def vulnerabilities(self, caller: Caller, given: t.Any) -> list[Row]:
        """One page of the rows that pass the filters."""
        asked = vulnerability_list.read(given)
        for clientid in asked.filters.get("clientid", []):
            if clientid != caller.clientid:
                raise foreign_client(clientid)
        return vulnerability_list.page((run for run in self.runs if self._sees(caller, run)), asked, self.now())

    # Changing

    def create_run(self, caller: Caller, given: t.Any) -> Run:
        """Create a run, or copy one when `test_record_id` is given; raises Refused."""
        run = creating.over_the_api(self, caller, given)
        self._interrupt_others(run, self.now())
        self._keep(run)
        return run

    def update_run(self, run: Run, given: t.Any) -> Run:
        """Change name, description or tags."""
        for name, value in creating.read_parameters(given, creating.UPDATE).items():
            setattr(run, name, value)
        return run

    def stop(self, record: Record, after: float = 0.0) -> None:
        """End a recording, `after` emulated seconds from now."""
        record.stop(self.now(), after)

    def act(self, run: Run, action: str) -> Run:
        """`run`, `pause` or `interrupt`."""
        now = self.now()
        run.advance(now)
        if run.finished or (run.state == "interrupting" and action != "interrupt"):
            raise bad_field("state", "action_not_allowed", run.state)
        run.steer(ACTIONS[action], now)
        if action == "interrupt":
            self._end_recording_of(run, now)
        return run

    # For seeds and tests

    def set_pace(self, **changes: t.Any) -> None:
        """Change how runs behave that are created from now on. Names and values are those of Pace."""
        with self.lock:
            self.pace = dataclasses.replace(self.pace, **changes)

    def add_test_run(self, **fields: t.Any) -> Run:
        """Put a run there as if it had been created before. It interrupts nothing. Returns the Run.

        Fields: any field of the API's test run object, and of the classes Run, Record and Pace. Those that the state
        machine works with (`id`, `state`, `recording`, `test_record_id`, `baseline_count`, `vulns`, `node_id`, …) set it
        up; any other is a fixed value in replies. What `vulns` may hold, Pace says. `ready_after` is in seconds, and by
        default it is ready; `frozen`: only calls change it; `raw_overrides`: reply fields that may break the contract
        (REMOVE leaves one out; such a reply is not validated).
        """
        with self.lock:
            run = creating.by_hand(self, fields)
            self._keep(run)
            return run

    def add_test_policy(self, **fields: t.Any) -> Policy:
        """Put a test policy there and return it. Fields are those of the class Policy; `id` and the client have defaults.

        `raw_overrides` are reply fields that may break the contract, as for test runs.
        """
        with self.lock:
            policy = Policy(**{"id": self.policies.next_id(), "clientid": seed.CLIENT_ID, "name": "Example Policy", **fields})
            self.policies.put(policy)
            return policy

    def test_run(self, run_id: t.Any) -> Run:
        """The run of this id; KeyError if there is none."""
        run = self.runs.get(run_id)
        if run is None:
            raise KeyError("no test run %s" % run_id)
        return run

    def node(self, node_id: t.Any) -> Node:
        """The FAST node of this id; KeyError if there is none."""
        for node in seed.NODES:
            if node.id == node_id:
                return node
        raise KeyError("no FAST node %s; there are %s" % (node_id, ", ".join(str(n.id) for n in seed.NODES)))

    # Parts

    def _sees(self, caller: Caller, thing: Run | Record | Policy) -> bool:
        its_node = caller.node is None or isinstance(thing, Policy) or thing.node_id == caller.node.id
        return thing.clientid == caller.clientid and its_node

    def _visible(self, caller: Caller, thing: T | None) -> T:
        if thing is None or not self._sees(caller, thing):
            raise not_found()
        return thing

    def _runs_for(self, caller: Caller, query: MultiDict[str, str]) -> paging.Listing:
        return self._listing(caller, query, self.runs, run_view, paging.RUN_FILTERS, paging.RUN_ORDERS)

    def _listing(
        self, caller: Caller, query: MultiDict[str, str], shelf: Shelf[t.Any], view: t.Any, filters: t.Any, orders: t.Any
    ) -> paging.Listing:
        if "clientid" not in query:
            raise bad_field("clientid", "required")
        clientid = paging.number(query, "clientid", 0, 1, 2**31 - 1)
        if clientid != caller.clientid:
            raise foreign_client(clientid)
        now = self.now()
        return paging.Listing(shelf, lambda thing: self._sees(caller, thing), lambda thing: view(thing, now), filters, orders)

    def _keep(self, run: Run) -> None:
        self.records.put(run.record)
        self.runs.put(run)

    def _interrupt_others(self, new: Run, now: float) -> None:
        for other in self.runs:
            other.advance(now)
            side_by_side = new.build_id and other.build_id and new.build_id != other.build_id
            if other.node_id == new.node_id and not other.finished and not side_by_side:
                other.steer("interrupted", now)
                self._end_recording_of(other, now)

    def _end_recording_of(self, run: Run, now: float) -> None:
        if not run.is_copy:
            run.record.stop(now)
