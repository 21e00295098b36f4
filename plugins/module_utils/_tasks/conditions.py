# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What one can wait for on a test run, and whether it can still come true."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.models import TestRun


@dataclasses.dataclass(frozen=True)
class Condition:
    """Something to wait for.

    :param met: whether a test run is so.
    :param hopeless: why it never will be, as part of a sentence; None while it may.
    :param waiting: what it lacks, as part of a sentence.
    """

    met: t.Callable[[TestRun], bool]
    hopeless: t.Callable[[TestRun], str | None]
    waiting: t.Callable[[TestRun], str]


def _never_ready(seen: TestRun) -> str | None:
    if seen.finished:
        return f"it has ended ({seen.state})"
    # A recording can't be started again (contract, section 7).
    return "its recording is over" if seen.recording is False else None


def _unfinished(seen: TestRun) -> str:
    if seen.recording:
        return "it is still recording, and ends only after that is stopped"
    return f"its state is {seen.state}"


CONDITIONS = {
    "ready_for_recording": Condition(
        met=lambda seen: bool(seen.ready) and seen.recording is not False and not seen.finished,
        hopeless=_never_ready,
        waiting=lambda seen: "its FAST node is not ready: check that the node runs and uses the same token",
    ),
    "recording_stopped": Condition(
        met=lambda seen: seen.recording is False,
        # Its inactivity timeout will end the recording, if nothing else does.
        hopeless=lambda seen: None,
        waiting=lambda seen: "it is still recording",
    ),
    "finished": Condition(
        met=lambda seen: seen.finished,
        hopeless=lambda seen: None,
        waiting=_unfinished,
    ),
}
