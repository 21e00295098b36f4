# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a FAST node does with the requests that pass it: it records them for a test run, if there is one.

What is recorded reaches the cloud with a delay (contract: clients wait some seconds before they stop a recording, so
that the last requests are not lost).
"""

from __future__ import annotations

import typing as t

from .records import Record
from .seed import Node
from .shelf import key_of

if t.TYPE_CHECKING:
    from .cloud import Cloud


class Recorder:
    """The recording part of one FAST node."""

    def __init__(self, cloud: Cloud, node: Node) -> None:
        self.node = node
        self._cloud = cloud

    def current(self) -> t.Optional[Record]:
        """Where a request that comes now belongs: the record of the node's newest run that is ready, None if none is."""
        with self._cloud.lock:
            now = self._cloud.now()
            ready = [
                run for run in self._cloud.runs
                if run.node_id == self.node.id and not run.record.frozen and run.record.ready(now)
            ]
            newest = max(ready, key=lambda run: (run.start_time, key_of(run.id)), default=None)
            return newest.record if newest else None

    def record(self, record: Record, domain: str) -> None:
        """Send a request that was answered now on its way to the cloud."""
        with self._cloud.lock:
            record.export(self._cloud.now() + self._cloud.pace.export_seconds, domain)
