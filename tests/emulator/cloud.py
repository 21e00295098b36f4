# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulated FAST cloud without HTTP: who may do what, and what it does to test runs and test records.

Decisions that the public sources leave open, all in one place:

- A node token sees the runs of its own node, an API token those of its client; anything else is "Not found".
- An interrupted run stops recording (`interrupt_stops_recording=False` keeps it recording until its timeout).
- `ready_for_recording` is false again once recording is over.
- `run` on a running run and `pause` on a paused one change nothing; a finished run refuses every action.
- A pause and an interruption take no time, unless `Pace.steering_seconds` says so: then the run is `pausing` or
  `interrupting` that long. Its recording ends when an interruption begins, and it refuses any action but that.
- A second stop is accepted, or refused with the emulator's own code `already_stopped` (`second_stop="error"`).
- Copying an empty record is refused with the emulator's own code `empty_test_record`.
- Of several runs on a node that are ready for recording, the newest gets what its proxy sees; a run that isn't ready
  gets nothing yet.
- A request through the proxy is a baseline when the target has answered it. `skip_duplicated_baselines` and
  `file_extensions_to_exclude` are kept and have no effect.
- It arrives `Pace.export_seconds` later (that there is a delay is known, how long it is is not), and is lost if the
  recording is over by then.
- `domains` are the host names of the baselines that have arrived, without ports.
"""

from __future__ import annotations

import dataclasses
import threading
import typing as t

from . import adding, creating, paging, seed
from .parameters import UPDATE, read_parameters
from .records import Record
from .refusals import bad_field, foreign_client, not_authenticated, not_found, not_permitted
from .runs import Run
from .seed import Caller, Node
from .shelf import Shelf
from .views import record_view, run_view

ACTIONS = {"run": "running", "pause": "paused", "interrupt": "interrupted"}
SECOND_STOP = ("ok", "error")

T = t.TypeVar("T", Run, Record)


@dataclasses.dataclass
class Pace:
    """How runs that are created over the API behave. Times are emulated seconds."""

    ready_after: float = 3.0
    cloning_seconds: float = 1.0
    baseline_rate: float = 1.0
    baseline_limit: int = 5
    check_seconds: float = 5.0
    settle_seconds: float = 3.0
    #: From an accepted `pause` or `interrupt` to that state.
    steering_seconds: float = 0.0
    #: From a request through a node's proxy to its arrival in the cloud.
    export_seconds: float = 2.0
    #: What the tests of a new run will find.
    vulns: t.List[t.Dict[str, t.Any]] = dataclasses.field(default_factory=list)
    #: How many of its baselines, the first ones, can't be tested in full because of technical errors.
    technical_errors: int = 0

    def __post_init__(self) -> None:
        if self.technical_errors < 0:
            raise ValueError("technical_errors can't be negative")


class Cloud:
    """Test runs and test records of a few clients. Every method may be called from any thread."""

    def __init__(
        self,
        clock: t.Callable[[], float],
        pace: t.Optional[Pace] = None,
        second_stop: str = "ok",
        interrupt_stops_recording: bool = True,
    ) -> None:
        if second_stop not in SECOND_STOP:
            raise ValueError("second_stop must be one of %s" % ", ".join(SECOND_STOP))
        self.clock = clock
        self.lock = threading.RLock()
        self.second_stop = second_stop
        self.interrupt_stops_recording = interrupt_stops_recording
        #: Nodes with a proxy: their new runs get the baselines that pass it, and none that make themselves.
        self.proxied_nodes: t.Set[int] = set()
        self._first_pace = pace or Pace()
        self.clear()

    def clear(self) -> None:
        """Forget every run and record, and go back to the first pace."""
        with self.lock:
            self.pace = dataclasses.replace(self._first_pace, vulns=list(self._first_pace.vulns))
            self.runs: Shelf[Run] = Shelf()
            self.records: Shelf[Record] = Shelf()

    def now(self) -> float:
        return self.clock()

    # Callers

    def identify(self, token: t.Optional[str]) -> Caller:
        """Whom the token stands for; raises Refused (403) for a wrong or missing one."""
        caller = seed.CALLERS.get(token or "")
        if caller is None:
            raise not_authenticated()
        return caller

    def user(self, caller: Caller) -> t.Dict[str, t.Any]:
        """The user of an API token; a FAST node's token is no user (an assumption: no source shows one asking)."""
        if caller.node is not None:
            raise not_permitted()
        return {"clientid": caller.clientid, "frontend_url": "https://us1.my.wallarm.com"}

    # Reading

    def run(self, caller: Caller, run_id: t.Any) -> Run:
        return self._visible(caller, self.runs.get(run_id))

    def record(self, caller: Caller, record_id: t.Any) -> Record:
        return self._visible(caller, self.records.get(record_id))

    def page_of_runs(self, caller: Caller, query: paging.Query) -> paging.Page:
        """One page of the runs that pass the filters."""
        return paging.page(self._runs_for(caller, query), query)

    def count_runs(self, caller: Caller, query: paging.Query) -> int:
        """How many runs pass the filters."""
        return paging.count(self._runs_for(caller, query), query)

    def page_of_records(self, caller: Caller, query: paging.Query) -> paging.Page:
        """One page of the records that pass the filters."""
        self._own_client(caller, query)
        now = self.now()
        return paging.page(
            paging.Listing(
                self.records,
                lambda record: self._sees(caller, record),
                lambda record: record_view(record, now),
                paging.RECORD_FILTERS,
                paging.RECORD_ORDERS,
            ),
            query,
        )

    # Changing

    def create_run(self, caller: Caller, given: t.Any) -> Run:
        """Create a run, or copy one when `test_record_id` is given; raises Refused."""
        run = creating.build(self, caller, given)
        self._interrupt_others(run, self.now())
        self._keep(run)
        return run

    def update_run(self, run: Run, given: t.Any) -> Run:
        """Change name, description or tags."""
        for name, value in read_parameters(given, UPDATE).items():
            setattr(run, name, value)
        return run

    def stop(self, record: Record, after: float = 0.0) -> None:
        """End a recording, `after` emulated seconds from now."""
        now = self.now()
        record.advance(now)
        if not record.recording and self.second_stop == "error":
            raise bad_field("test_record_id", "already_stopped", record.id)
        record.stop(now, after)

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

        Fields: any field of the API's test run object, and of the classes Run and Record. Those that the state
        machine works with (`id`, `state`, `recording`, `test_record_id`, `baseline_count`, `baseline_rate`,
        `vulns`, `technical_errors`, `node_id`, …) set it up; any other is a fixed value in replies. Further ones: `ready_after`
        (seconds; by default it is ready), `frozen` (True: only calls change it), `raw_overrides` (a dict of reply
        fields that may break the contract; REMOVE leaves one out; such a reply is not validated).
        """
        with self.lock:
            run = adding.build(self, dict(fields))
            self._keep(run)
            return run

    def test_run(self, run_id: t.Any) -> Run:
        """The run of this id, brought up to date; KeyError if there is none."""
        with self.lock:
            run = self.runs.get(run_id)
            if run is None:
                raise KeyError("no test run %s" % run_id)
            return run.look()

    def node(self, node_id: t.Any) -> Node:
        """The FAST node of this id; KeyError if there is none."""
        for node in seed.NODES:
            if node.id == node_id:
                return node
        raise KeyError("no FAST node %s; there are %s" % (node_id, ", ".join(str(n.id) for n in seed.NODES)))

    # Parts

    def _sees(self, caller: Caller, thing: t.Union[Run, Record]) -> bool:
        return thing.clientid == caller.clientid and (caller.node is None or thing.node_id == caller.node.id)

    def _visible(self, caller: Caller, thing: t.Optional[T]) -> T:
        if thing is None or not self._sees(caller, thing):
            raise not_found()
        return thing

    def _own_client(self, caller: Caller, query: paging.Query) -> None:
        if query.one("clientid") is None:
            raise bad_field("clientid", "required")
        clientid = query.number("clientid", 0, 1, 2**31 - 1)
        if clientid != caller.clientid:
            raise foreign_client(clientid)

    def _runs_for(self, caller: Caller, query: paging.Query) -> paging.Listing:
        self._own_client(caller, query)
        now = self.now()
        return paging.Listing(
            self.runs,
            lambda run: self._sees(caller, run),
            lambda run: run_view(run, now),
            paging.RUN_FILTERS,
            paging.RUN_ORDERS,
        )

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
        if self.interrupt_stops_recording and not run.is_copy:
            run.record.stop(now)
