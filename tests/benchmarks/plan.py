# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured: which way, how many recordings, how often. Only the standard library, as the harness reads it too."""

from __future__ import annotations

import typing as t

PARTS = ("loop", "latency", "hosts", "memory")

# Ansible's own default.
FORKS = 5


class Case(t.NamedTuple):
    """One thing to measure. `way` is a name in ways.py; `over` says what the recordings are: items of a `loop`, or `hosts`."""

    part: str
    way: str
    runs: int
    repeats: int
    over: str = "loop"
    forks: int = FORKS
    #: Seconds that the emulator waits before each reply.
    latency: float = 0.0


def cases(quick: bool) -> list[Case]:
    """Everything there is to measure, in order. A quick run shows that the benchmark works; its figures say little."""
    return _quick() if quick else _full()


def goal_runs(quick: bool) -> int:
    """The length of the loop that the goals are about."""
    return 5 if quick else 100


def _full() -> list[Case]:
    # The slow ways take minutes at the long loops, where a disturbance is small beside them: fewer repeats will do.
    return [
        *_loop({1: 7, 10: 5, 100: 5, 500: 3}, ("in_process", "session", "debug")),
        *_loop({1: 7, 10: 3, 100: 2, 500: 1}, ("uri", "module")),
        *_loop({10: 3, 100: 2}, ("empty",)),
        *_loop({1: 5, 10: 3, 100: 2}, ("in_process", "session"), "latency", 0.05),
        *_loop({1: 3, 10: 2, 100: 1}, ("uri", "module"), "latency", 0.05),
        *_hosts(200, {1: 1, 5: 2, 20: 2, 50: 2}, ("in_process", "debug")),
        *_hosts(200, {5: 1}, ("module",)),
        *_hosts(200, {1: 1, 5: 2, 20: 2, 50: 2}, ("in_process",), 0.05),
        *_memory(500, 5000),
    ]


def _quick() -> list[Case]:
    return [
        *_loop({1: 1, 5: 1}, ("uri", "module", "in_process", "session", "debug")),
        *_loop({5: 1}, ("empty",)),
        *_loop({1: 1}, ("uri", "module", "in_process", "session"), "latency", 0.05),
        *_hosts(10, {5: 1}, ("in_process", "module", "debug")),
        *_memory(20, 100),
    ]


def _loop(repeats: t.Mapping[int, int], ways: t.Sequence[str], part: str = "loop", latency: float = 0.0) -> list[Case]:
    return [Case(part, way, runs, often, latency=latency) for runs, often in repeats.items() for way in ways]


def _hosts(count: int, repeats: t.Mapping[int, int], ways: t.Sequence[str], latency: float = 0.0) -> list[Case]:
    return [Case("hosts", way, count, often, "hosts", forks, latency) for forks, often in repeats.items() for way in ways]


def _memory(*loops: int) -> list[Case]:
    # A peak of memory hardly differs between two runs.
    return [Case("memory", way, runs, 1) for runs in loops for way in ("debug", "answer", "in_process")]
