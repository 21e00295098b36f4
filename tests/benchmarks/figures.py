# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was measured."""

from __future__ import annotations

import dataclasses
import statistics
import typing as t


@dataclasses.dataclass(frozen=True)
class Sample:
    """One measurement: the seconds of the tasks, and of the whole program; peaks of memory, of a play only."""

    task_seconds: float
    program_seconds: float
    connections: int
    controller_mib: t.Optional[float] = None
    worker_mib: t.Optional[float] = None


@dataclasses.dataclass(frozen=True)
class Figure:
    """A case and its samples. The fields are those of plan.Case, without the number of repeats that was planned."""

    part: str
    way: str
    runs: int
    over: str
    forks: int
    latency: float
    samples: t.Sequence[Sample]

    @property
    def task_seconds(self) -> float:
        """The median."""
        return statistics.median(sample.task_seconds for sample in self.samples)

    @property
    def program_seconds(self) -> float:
        """The median."""
        return statistics.median(sample.program_seconds for sample in self.samples)

    @property
    def seconds_per_run(self) -> float:
        return self.task_seconds / self.runs

    @property
    def connections(self) -> int:
        """The most that any sample needed."""
        return max(sample.connections for sample in self.samples)

    @property
    def controller_mib(self) -> float:
        """The highest peak of any sample."""
        return max(sample.controller_mib or 0.0 for sample in self.samples)

    @property
    def worker_mib(self) -> float:
        """The highest peak of any sample, in any process that the controller started."""
        return max(sample.worker_mib or 0.0 for sample in self.samples)

    def as_dict(self) -> dict[str, t.Any]:
        """For results.json: the samples and what is made of them."""
        return {
            **dataclasses.asdict(self),
            "repeats": len(self.samples),
            "task_seconds": round(self.task_seconds, 4),
            "program_seconds": round(self.program_seconds, 4),
            "milliseconds_per_run": round(1000 * self.seconds_per_run, 3),
            "samples": [
                {name: round(value, 4) for name, value in dataclasses.asdict(sample).items() if value is not None} for sample in self.samples
            ],
        }


def find(figures: t.Iterable[Figure], **fields: t.Any) -> list[Figure]:
    """The figures with these values in their fields, in the order they were measured."""
    return [figure for figure in figures if all(getattr(figure, name) == value for name, value in fields.items())]
