# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A case: a task among middleboxes, and how it has to end."""

from __future__ import annotations

import dataclasses
import typing as t

RECORDING = "wallarm.fast.wallarm_fast_recording"
TEST_RUN = "wallarm.fast.wallarm_fast_test_run"


@dataclasses.dataclass(frozen=True)
class Case:
    """What a task is given, and what has to come of it. Words in braces are names of `Place`.

    name         what the case is called; no two in a file have the same
    host         its api_host
    ca           its ca_path
    options      its further options; a recording is stopped unless they say otherwise
    environment  variables of the task
    loop, pause  items of a loop, as {{ item }} in the options, with so many seconds between them
    faults       what the emulated cloud does wrong
    as_uri       ansible.builtin.uri reaches the cloud with the same CA and variables, in the same play
    skip         why this machine can't show it

    fails        words of the message, as regular expressions without regard to case; None for a success
    or_works     a success is as good as that failure
    never        words, as above, that are in no message and no warning
    calls        the methods of the requests that the cloud saw, in order, as a regular expression; None for any
    again        how often a try was made again, by the warnings; None for any
    connections  how many brought the requests of a task in process
    seconds      how long the exchanges and pauses of all items may take
    """

    name: str
    host: str = "{cloud}"
    ca: str = "{trusted}"
    module: str = RECORDING
    options: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)
    environment: t.Mapping[str, str] = dataclasses.field(default_factory=dict)
    loop: t.Sequence[t.Any] = ()
    pause: float = 0
    faults: t.Sequence[t.Mapping[str, t.Any]] = ()
    as_uri: bool = False
    skip: str = ""

    fails: t.Sequence[str] | None = None
    or_works: bool = False
    never: t.Sequence[str] = ()
    calls: str | None = None
    again: int | None = 0
    connections: int | None = None
    seconds: float = 1.0


def with_proxy(url: str, **more: str) -> dict[str, str]:
    """The variables of a task that goes through this proxy."""
    return {"HTTPS_PROXY": url, **more}
