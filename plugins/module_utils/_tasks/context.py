# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every step of a task needs."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.client import FastClient
from .._deadline import Deadline


@dataclasses.dataclass(frozen=True)
class TaskContext:
    """One task on its way from options to result.

    :param client: calls the FAST API.
    :param deadline: the end of the task's waiting time.
    :param warn: called with a sentence for what went wrong without ending the task.
    :param check_mode: whether to say what would be done instead of doing it.
    :param progress: called with a line for people while the task waits, or None where nobody can see it. Never a part of the result.
    """

    client: FastClient
    deadline: Deadline
    warn: t.Callable[[str], None]
    check_mode: bool = False
    progress: t.Callable[[str], None] | None = None

    def tell(self, line: str) -> None:
        """Show a line of progress, if anybody can see it."""
        if self.progress:
            self.progress(line)
