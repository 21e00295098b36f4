# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the collection wants to reach, and whether the figures show it."""

from __future__ import annotations

import typing as t

from .figures import Figure, find


class Goal(t.NamedTuple):
    """A goal with what was measured for it, both in words."""

    what: str
    wanted: str
    measured: str
    met: bool


def judge(figures: t.Sequence[Figure], runs: int) -> list[Goal]:
    """Every goal that the figures say something about; `runs` is the length of the loop they are about."""
    return [goal for goal in (
        _against_uri(figures, runs, 50.0),
        _against_floor(figures, runs, 1.5),
        _against_uri(figures, 1, 4.0),
        _connections(figures, runs),
        _against_empty(figures, runs, 1.35),
        _memory(figures, 1.2),
    ) if goal is not None]


def _against_uri(figures: t.Sequence[Figure], runs: int, times: float) -> t.Optional[Goal]:
    ours, theirs = _seconds(figures, "in_process", runs), _seconds(figures, "uri", runs)
    if ours is None or theirs is None:
        return None
    what = "one run: in process, against `uri`" if runs == 1 else f"loop of {runs}: in process, against `uri`"
    return Goal(what, f"at least {times:g} × faster", f"{theirs / ours:.1f} ×", theirs / ours >= times)


def _against_floor(figures: t.Sequence[Figure], runs: int, times: float) -> t.Optional[Goal]:
    """The floor: what Ansible takes for a loop that does nothing, and Python for the requests without Ansible."""
    ours, ansible, session = (_seconds(figures, way, runs) for way in ("in_process", "debug", "session"))
    if ours is None or ansible is None or session is None:
        return None
    ratio = ours / (ansible + session)
    return Goal(f"loop of {runs}: in process, against `debug` and bare session together", f"at most {times:g} ×", f"{ratio:.2f} ×", ratio <= times)


def _connections(figures: t.Sequence[Figure], runs: int) -> t.Optional[Goal]:
    found = find(figures, part="loop", way="in_process", runs=runs)
    if not found:
        return None
    return Goal(f"loop of {runs}: connections in process", "1", str(found[0].connections), found[0].connections == 1)


def _against_empty(figures: t.Sequence[Figure], runs: int, times: float) -> t.Optional[Goal]:
    ours, empty = _seconds(figures, "module", runs), _seconds(figures, "empty", runs)
    if ours is None or empty is None:
        return None
    return Goal(f"loop of {runs}: as a module, against an empty module", f"at most {times:g} ×", f"{ours / empty:.2f} ×", ours / empty <= times)


def _memory(figures: t.Sequence[Figure], times: float) -> t.Optional[Goal]:
    """Ansible keeps the results of a loop, so memory grows with any of them; ours shall not add to that."""
    ours, same = kib_per_run(figures, "in_process"), kib_per_run(figures, "answer")
    if ours is None or same is None:
        return None
    return Goal("memory a run adds: in process, against an action that answers as much", f"at most {times:g} ×",
                f"{ours / same:.2f} ×", ours / same <= times)


def kib_per_run(figures: t.Sequence[Figure], way: str) -> t.Optional[float]:
    """By how much controller and worker together grew with each run, from the shortest loop to the longest."""
    found = sorted(find(figures, part="memory", way=way), key=lambda figure: figure.runs)
    if len(found) < 2:
        return None
    first, last = found[0], found[-1]
    grown = last.controller_mib + last.worker_mib - first.controller_mib - first.worker_mib
    return 1024 * grown / (last.runs - first.runs)


def _seconds(figures: t.Sequence[Figure], way: str, runs: int) -> t.Optional[float]:
    found = find(figures, part="loop", way=way, runs=runs)
    return found[0].seconds_per_run if found else None
