# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Typed views of the API's objects."""

from __future__ import annotations

import dataclasses
import typing as t

FINAL_STATES = ("passed", "failed", "interrupted")


@dataclasses.dataclass(frozen=True)
class TestRun:
    """A test run as read (getTestRun).

    :param raw: the object as the API sent it.
    """

    __test__ = False  # not a test case, whatever pytest makes of its name

    raw: dict[str, t.Any]

    @property
    def id(self) -> int | str | None:
        """Its id, as the server sent it."""
        return self.raw.get("id")

    @property
    def test_run(self) -> dict[str, t.Any] | None:
        """The test run object as a result shows it; None where only its test record was read."""
        return self.raw

    @property
    def test_record(self) -> dict[str, t.Any] | None:
        """The test record object as a result shows it; None where the test run itself was read."""
        return None

    @property
    def state(self) -> str | None:
        """``cloning``, ``running``, ``paused``, ``passed`` and so on; None where the server doesn't say."""
        value = self.raw.get("state")
        return value if isinstance(value, str) else None

    @property
    def finished(self) -> bool:
        """Whether it will never run again."""
        return self.state in FINAL_STATES

    @property
    def active(self) -> bool:
        """Whether it may still be used: it has not ended, and is not just being ended."""
        return not self.finished and self.state != "interrupting"

    @property
    def recording(self) -> bool | None:
        """Whether its test record is recording; None where the server doesn't say."""
        return self._flag("recording")

    @property
    def ready(self) -> bool | None:
        """Whether its FAST node takes baseline requests; None where the server doesn't say."""
        # Old servers lack the first field, and a client of Wallarm's own then looks at the second (getTestRun).
        return self._flag("ready_for_recording" if "ready_for_recording" in self.raw else "node_active")

    @property
    def test_record_id(self) -> int | str | None:
        """Id of its test record, as the server sent it."""
        return self.raw.get("test_record_id")

    @property
    def baseline_count(self) -> int | None:
        """How many baseline requests its test record holds; None where the server doesn't say."""
        return self._count("baseline_count")

    @property
    def baselines_tested(self) -> int | None:
        """How many of them were tested, to whatever end; None where the server doesn't say."""
        return self._count("baseline_check_all_terminated_count")

    @property
    def seconds_left(self) -> float | None:
        """The server's estimate of the seconds until it is finished; None where it has none."""
        return self._number("estimated_time_to_completion")

    @property
    def start_time(self) -> float | None:
        """When it was created, in Unix time; None where the server doesn't say."""
        return self._number("start_time")

    @property
    def node(self) -> str | None:
        """Name of its FAST node, or the node's id where it has none; None where the server says neither."""
        value = self.raw.get("node_name") or self.raw.get("node_id")
        return None if value is None else str(value)

    def older_than(self, minutes: int, now: float) -> bool | None:
        """Whether it was created so many minutes ago or earlier; None where the server doesn't say when.

        :param now: Unix time in seconds.
        """
        return None if self.start_time is None else self.start_time <= now - minutes * 60

    def _count(self, name: str) -> int | None:
        value = self.raw.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def _number(self, name: str) -> float | None:
        value = self.raw.get(name)
        return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None

    def _flag(self, name: str) -> bool | None:
        value = self.raw.get(name)
        return value if isinstance(value, bool) else None


@dataclasses.dataclass(frozen=True)
class TestRunOfRecord(TestRun):
    """The test run of which a test record was read (getTestRecord): no more is known of it than what and whether it records.

    :param raw: the test record object as the API sent it.
    """

    @property
    def id(self) -> None:
        """Nothing: a test record doesn't name its test run."""

    @property
    def test_run(self) -> None:
        """Nothing."""

    @property
    def test_record(self) -> dict[str, t.Any]:
        """The test record object."""
        return self.raw

    @property
    def state(self) -> None:
        """Nothing: the state of a test record is not that of its test run."""

    @property
    def recording(self) -> bool | None:
        """Whether it is recording; None where the server says neither ``recording`` nor ``stopped``."""
        return {"recording": True, "stopped": False}.get(str(self.raw.get("state")))

    @property
    def test_record_id(self) -> int | str | None:
        """Id of the test record, as the server sent it."""
        return self.raw.get("id")
