# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A typed view of the API's test run object (contract, section 3)."""

from __future__ import annotations

import dataclasses
import typing as t


@dataclasses.dataclass(frozen=True)
class TestRun:
    """A test run as read.

    :param raw: the object as the API sent it.
    """

    __test__ = False  # not a test case, whatever pytest makes of its name

    raw: dict[str, t.Any]

    @property
    def recording(self) -> bool | None:
        """Whether its test record is recording; None where the server doesn't say."""
        value = self.raw.get("recording")
        return value if isinstance(value, bool) else None

    @property
    def test_record_id(self) -> int | str | None:
        """Id of its test record, as the server sent it."""
        return self.raw.get("test_record_id")

    @property
    def baseline_count(self) -> int | None:
        """How many baseline requests its test record holds; None where the server doesn't say."""
        value = self.raw.get("baseline_count")
        return value if isinstance(value, int) and not isinstance(value, bool) else None
