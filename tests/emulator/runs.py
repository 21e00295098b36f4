# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A test run: security tests that work through the baselines of a test record.

The tests of a run start while its recording goes on; the run finishes when the recording is over and every baseline
has been tested. Pausing holds the tests and not the recording.
"""

from __future__ import annotations

import dataclasses
import typing as t

from .records import NEVER, Record

if t.TYPE_CHECKING:
    from .vulnerabilities import Row

FINAL_STATES = ("passed", "failed", "interrupted")
#: What a run is on its way there, if the way takes time.
ON_THE_WAY = {"paused": "pausing", "interrupted": "interrupting"}
#: Security tests made from one baseline.
CHECKS_PER_BASELINE = 12


@dataclasses.dataclass
class Pace:
    """How runs behave. Times are emulated seconds."""

    #: From the start of a run until its node is ready to record.
    ready_after: float = 3.0
    #: That a copy is being made.
    cloning_seconds: float = 1.0
    #: Baselines that arrive by themselves: so many a second, up to so many.
    baseline_rate: float = 1.0
    baseline_limit: int = 5
    #: From a request through a node's proxy to its arrival in the cloud.
    export_seconds: float = 2.0
    #: That one baseline is tested.
    check_seconds: float = 5.0
    #: From the last test to the end of the run.
    settle_seconds: float = 3.0
    #: From an accepted pause or interruption to that state.
    steering_seconds: float = 0.0
    #: What the tests will find, in the order of the baselines: `{id, threat, code, type}` each, as a test run shows it. In
    #: the finding's row of listVulnerabilities, any other key is the field of that name: `{…, "status": "falsepositive"}`,
    #: `{…, "title": None}`. `"row": {…}` does so for all fields, those four too, and `"remove": […]` leaves fields out.
    #: Lists with such a row are not held against the contract.
    vulns: list[dict[str, t.Any]] = dataclasses.field(default_factory=list)
    #: So many baselines, the first ones, can't be tested in full because of technical errors.
    technical_errors: int = 0

    def __post_init__(self) -> None:
        if self.technical_errors < 0:
            raise ValueError("technical_errors can't be negative")


@dataclasses.dataclass
class Run:
    """One test run, as it was at the last `advance()`. Times are emulated unix seconds."""

    id: t.Any
    record: Record
    clientid: int
    node_id: int
    node_name: str
    name: str
    start_time: float
    pace: Pace = dataclasses.field(default_factory=Pace)
    desc: str = ""
    tags: list[str] = dataclasses.field(default_factory=list)
    policy_id: int = 47
    policy_name: str = "Default Policy"
    stop_on_first_fail: bool = False
    skip_duplicated_baselines: bool = True
    rps: int | None = None
    rps_per_baseline: int | None = None
    connection_method: str = "host"
    connection_custom_uri: str | None = None
    build_id: str | None = None
    state: str = "running"
    #: A copy is being cloned until then, and goes on in `state_after_cloning`.
    cloning_until: float = 0.0
    state_after_cloning: str = "running"
    is_copy: bool = False
    node_active_from: float = 0.0
    #: A frozen run keeps its state until it is steered.
    frozen: bool = False
    end_time: float | None = None
    baselines_done: int = 0
    #: Reply fields that replace what the state machine would say.
    overrides: dict[str, t.Any] = dataclasses.field(default_factory=dict)
    #: As above, but may break the contract: a wrong type, null, or REMOVE.
    raw_overrides: dict[str, t.Any] = dataclasses.field(default_factory=dict)
    #: Of the findings, as far as somebody has looked.
    rows: list[Row] = dataclasses.field(default_factory=list)
    _steered_to: str = ""
    _steered_at: float = NEVER
    _progress: float = 0.0
    _tested_until: float = 0.0
    _busy_until: float = 0.0

    def __post_init__(self) -> None:
        self._tested_until = self._busy_until = self.start_time

    @property
    def finished(self) -> bool:
        return self.state in FINAL_STATES

    def advance(self, now: float) -> None:
        """Do the tests and changes of state that happened up to `now`."""
        self.record.advance(now)
        if self.state in ON_THE_WAY.values() and now >= self._steered_at:
            self._arrive(self._steered_to, self._steered_at)
        if self.finished or self.frozen:
            return
        if self.state == "cloning" and now >= self.cloning_until:
            self._enter(self.state_after_cloning, self.cloning_until)
        if self.state == "running":
            self._test(now)
            self._finish(now)

    def steer(self, state: str, now: float) -> None:
        """Go to `running`, `paused` or `interrupted`. Nothing holds an interruption up that has begun."""
        self.advance(now)
        if self.state in (state, ON_THE_WAY.get(state), ON_THE_WAY["interrupted"]):
            return
        if self.state == "cloning" and state != "interrupted":
            self.state_after_cloning = state
        elif state in ON_THE_WAY and self.pace.steering_seconds > 0:
            self._enter(ON_THE_WAY[state], now)
            self._steered_to, self._steered_at = state, now + self.pace.steering_seconds
        else:
            self._arrive(state, now)

    @property
    def testing(self) -> bool:
        """Is a baseline being tested?"""
        return self.state == "running" and self.baselines_done < self.baselines_to_test

    @property
    def baselines_to_test(self) -> int:
        if self.stop_on_first_fail and self.vulns_found:
            return self.baselines_done
        return self.record.baseline_count

    @property
    def baselines_in_error(self) -> int:
        return min(self.pace.technical_errors, self.baselines_done)

    @property
    def vulns_found(self) -> list[dict[str, t.Any]]:
        """The n-th baseline tested in full shows the n-th vulnerability, the last one shows all that are left."""
        tested = self.baselines_done - self.baselines_in_error
        if not tested:
            return []
        if self.baselines_done >= self.record.baseline_count and not self.record.recording:
            return self.pace.vulns
        return self.pace.vulns[:tested]

    @property
    def seconds_left(self) -> float:
        return (self.baselines_to_test - self.baselines_done) * self.pace.check_seconds - self._progress

    def _arrive(self, state: str, when: float) -> None:
        self._enter(state, when)
        if state == "interrupted":
            self.end_time = when

    def _enter(self, state: str, when: float) -> None:
        self.state = state
        self._tested_until = self._busy_until = when

    def _test(self, now: float) -> None:
        while self.baselines_done < self.baselines_to_test:
            start = max(self._tested_until, self.record.arrivals[self.baselines_done])
            end = start + self.pace.check_seconds - self._progress
            if end > now:
                self._progress += max(0.0, now - start)
                break
            self.baselines_done += 1
            self._progress = 0.0
            self._tested_until = self._busy_until = end
        self._tested_until = max(now, self._tested_until)

    def _finish(self, now: float) -> None:
        if self.record.end_time is None or self.baselines_done < self.baselines_to_test:
            return
        end = max(self._busy_until, self.record.end_time) + self.pace.settle_seconds
        if now >= end:
            self.state = "failed" if self.vulns_found else "passed"
            self.end_time = end
