# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A test record: where baseline requests arrive until its recording ends.

Recording ends when it is stopped, or when no baseline arrived for `inactivity_timeout` seconds. What is still on its
way from the node by then is lost. Nothing runs in the background: `advance(now)` works out what must have happened
since the last look.
"""

from __future__ import annotations

import bisect
import dataclasses
import typing as t

from .baselines import MADE_UP_DOMAIN, Baseline, made_up

NEVER = float("inf")


@dataclasses.dataclass
class Record:
    """One test record. Times are emulated unix seconds."""

    id: t.Any
    clientid: int
    node_id: int
    name: str
    start_time: float
    inactivity_timeout: int = 1800
    auto_created: bool = True
    build_id: str | None = None
    domains: list[str] = dataclasses.field(default_factory=list)
    #: When the node is connected and takes baselines.
    ready_at: float = 0.0
    #: Baselines that arrive by themselves: so many per second, up to so many.
    baseline_rate: float = 0.0
    baseline_limit: int = 0
    #: A frozen record changes only when it is stopped.
    frozen: bool = False
    #: When each baseline arrived.
    arrivals: list[float] = dataclasses.field(default_factory=list)
    end_time: float | None = None
    #: When a posted stop takes effect.
    stop_due: float = NEVER
    _self_made: int = 0
    #: What the node has seen and not exported yet: when each baseline will arrive, which of all it is, and the request.
    _on_the_way: list[tuple[float, int, Baseline]] = dataclasses.field(default_factory=list)
    #: The baselines that somebody sent, by their places in `arrivals`.
    _sent: dict[int, Baseline] = dataclasses.field(default_factory=dict)
    _last_activity: float = 0.0

    def __post_init__(self) -> None:
        self._last_activity = max([self.start_time] + self.arrivals)

    @property
    def recording(self) -> bool:
        return self.end_time is None

    @property
    def baseline_count(self) -> int:
        return len(self.arrivals)

    def advance(self, now: float) -> None:
        """Let baselines arrive and the recording end, as far as `now`."""
        if self.end_time is not None:
            return
        if not self.frozen:
            self._receive(now)
        if now >= self._ends_at():
            self.end_time = self._ends_at()

    def stop(self, now: float, after: float = 0.0) -> None:
        """End the recording, `after` seconds from now."""
        self.advance(now)
        self.stop_due = min(self.stop_due, now + after)
        self.advance(now)

    def add_baselines(self, now: float, count: int) -> None:
        """Let `count` baselines arrive now, as if the node had just exported them."""
        if count < 1:
            raise ValueError("count must be 1 or more")
        self.advance(now)
        if not self.recording:
            raise ValueError("test record %s is not recording" % self.id)
        self.arrivals.extend([now] * count)
        self._last_activity = now

    def ready(self, now: float) -> bool:
        """Is it recording, and its node connected?"""
        self.advance(now)
        return self.recording and now >= self.ready_at

    def export(self, arrival: float, baseline: Baseline) -> None:
        """A baseline that the node has seen will arrive then, if the recording lasts until then."""
        bisect.insort(self._on_the_way, (arrival, len(self.arrivals) + len(self._on_the_way), baseline))

    def baseline(self, index: int) -> Baseline:
        """The request of the baseline that arrived at this place; a plausible one if nobody sent it."""
        return self._sent.get(index) or made_up(index, self.domains[0] if self.domains else MADE_UP_DOMAIN)

    def _ends_at(self) -> float:
        if self.frozen:
            return self.stop_due
        return min(self.stop_due, self._last_activity + self.inactivity_timeout)

    def _receive(self, now: float) -> None:
        while True:
            self_made = self._next_self_made()
            exported = self._on_the_way[0][0] if self._on_the_way else NEVER
            arrival = min(self_made, exported)
            if arrival > now or arrival > self._ends_at():
                return
            if exported <= self_made:
                baseline = self._on_the_way.pop(0)[2]
                self._sent[len(self.arrivals)] = baseline
                if baseline.domain not in self.domains:
                    self.domains.append(baseline.domain)
            else:
                self._self_made += 1
            self.arrivals.append(arrival)
            self._last_activity = arrival

    def _next_self_made(self) -> float:
        if self.baseline_rate <= 0 or self._self_made >= self.baseline_limit:
            return NEVER
        return self.ready_at + (self._self_made + 1) / self.baseline_rate
