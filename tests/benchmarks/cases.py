# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured, how often, and what the collection wants to reach: data, and how a median is taken."""

from __future__ import annotations

import dataclasses
import math
import statistics
import typing as t
from collections import Counter

WAYS = {
    "in_process": "the collection in process",
    "module": "the collection as a module",
    "playbook": "playbook `stop_forgotten_recordings`",
    "role": "role `security_test`",
    "modules": "its modules without the role",
    "uri": "`uri` tasks by hand",
    "minimal": "a minimal module on `requests`",
    "session": "a bare `requests.Session`",
    "debug": "`debug` alone",
    "answer": "an action that answers as much",
}
#: What the others are compared with in the table, where it was measured.
OURS = ("in_process", "playbook", "role")


@dataclasses.dataclass(frozen=True)
class Case:
    """One line of the table. `runs` is the number of test runs, `latency` the seconds that the emulator waits before each reply."""

    part: str
    way: str
    runs: int
    repeats: int
    forks: int = 5
    latency: float = 0.0


def _cases(part: str, ways: str, repeats: dict[int, int], forks: t.Sequence[int] = (5,), latency: float = 0.0) -> list[Case]:
    """For each number of test runs in `repeats`, each number of `forks` and each way."""
    return [Case(part, way, runs, often, each, latency) for runs, often in repeats.items() for each in forks for way in ways.split()]


# The slow ways take minutes, and a disturbance is small beside that: fewer repeats will do. A peak of memory hardly differs between two runs.
CASES = [
    *_cases("loop", "in_process session debug", {1: 7, 10: 5, 100: 5, 500: 3}),
    *_cases("loop", "uri module", {1: 7, 10: 3, 100: 2, 500: 1}),
    *_cases("loop", "minimal", {10: 3, 100: 2}),
    *_cases("latency", "in_process session", {1: 5, 10: 3, 100: 2}, latency=0.05),
    *_cases("latency", "uri module", {1: 3, 10: 2, 100: 1}, latency=0.05),
    *_cases("hosts", "in_process debug", {200: 2}, forks=(1, 5, 20, 50)),
    *_cases("hosts", "module", {200: 1}),
    *_cases("hosts", "in_process", {200: 2}, forks=(1, 5, 20, 50), latency=0.05),
    *_cases("memory", "in_process answer debug", {500: 1, 5000: 1}),
    *_cases("list", "in_process module session answer", {10000: 3}),
    *_cases("forgotten", "playbook", {500: 3}),
    *_cases("forgotten", "uri", {500: 1}),
    *_cases("role", "role modules uri", {1: 7}),
]
PARTS = tuple(dict.fromkeys(case.part for case in CASES))
#: The numbers of test runs in a quick run, for those above.
QUICK = {1: 1, 100: 3, 200: 4, 500: 5, 5000: 40, 10000: 250}


def cases(parts: t.Container[str], quick: bool) -> list[Case]:
    """Those of some parts; some of them, with few test runs and each once, if it is to be quick."""
    chosen = [case for case in CASES if case.part in parts]
    if not quick:
        return chosen
    return [dataclasses.replace(case, runs=QUICK[case.runs], repeats=1) for case in chosen if case.runs in QUICK and case.forks == 5]


def requests_of(case: Case) -> Counter[str]:
    """The requests that the work of a case needs. Of the part `role` only those that change something."""
    read, stop, pages = "GET /v1/test_run/ID", "POST /v1/test_run/ID/action/stop", "GET /v1/test_run"
    if case.way in ("debug", "answer"):
        return Counter()
    if case.part == "role":
        return Counter({"POST /v1/test_run": 1})
    # The emulator has four more test runs, three of which record. A page holds a hundred, but for uri.
    if case.part == "list":
        return Counter({pages: math.ceil((case.runs + 4) / 100)})
    if case.part == "forgotten" and case.way == "uri":
        return Counter({pages: 1, stop: case.runs})
    return Counter({read: case.runs, stop: case.runs, **({pages: math.ceil((case.runs + 3) / 100)} if case.part == "forgotten" else {})})


@dataclasses.dataclass(frozen=True)
class Sample:
    """One measurement: the seconds of the tasks, and of the whole program; peaks of memory, of a play only."""

    seconds: float
    program_seconds: float
    connections: int
    controller_mib: float = 0.0
    worker_mib: float = 0.0


class Figures(dict[Case, list[Sample]]):
    """What was measured."""

    def find(self, part: str, way: str, runs: int) -> t.Optional[Case]:
        return next((case for case in self if (case.part, case.way, case.runs) == (part, way, runs)), None)

    def seconds(self, case: Case) -> float:
        """The median, of the tasks."""
        return statistics.median(sample.seconds for sample in self[case])

    def program_seconds(self, case: Case) -> float:
        """The median."""
        return statistics.median(sample.program_seconds for sample in self[case])

    def connections(self, case: Case) -> int:
        """The most that any sample needed."""
        return max(sample.connections for sample in self[case])

    def mib(self, case: Case) -> float:
        """The highest peaks of controller and worker together."""
        return max(sample.controller_mib for sample in self[case]) + max(sample.worker_mib for sample in self[case])

    def kib_per_run(self, case: Case) -> float:
        """By how much memory grew with each test run, from the smallest number of them to that of the case."""
        smallest = min((other for other in self if (other.part, other.way) == (case.part, case.way)), key=lambda other: other.runs)
        return 1024 * (self.mib(case) - self.mib(smallest)) / (case.runs - smallest.runs)


class Goal(t.NamedTuple):
    """A figure of `ours` is at most so many times that of `others` together, with so many test runs."""

    part: str
    runs: int
    figure: str
    ours: str
    others: tuple[str, ...]
    at_most: float


GOALS = [
    Goal("loop", 1, "seconds", "in_process", ("uri",), 1 / 4),
    Goal("loop", 100, "seconds", "in_process", ("uri",), 1 / 50),
    # The floor: what Ansible takes for a loop that does nothing, and Python for the requests without Ansible.
    Goal("loop", 100, "seconds", "in_process", ("debug", "session"), 1.5),
    Goal("loop", 100, "connections", "in_process", ("session",), 1),
    Goal("loop", 100, "seconds", "module", ("minimal",), 1.1),
    # Ansible keeps the results of a loop, so memory grows with any of them.
    Goal("memory", 5000, "kib_per_run", "in_process", ("answer",), 1.2),
    Goal("list", 10000, "seconds", "in_process", ("answer", "session"), 1.5),
    Goal("list", 10000, "mib", "in_process", ("answer",), 1.5),
    Goal("forgotten", 500, "seconds", "playbook", ("uri",), 1 / 20),
    Goal("role", 1, "seconds", "role", ("uri",), 1),
]
