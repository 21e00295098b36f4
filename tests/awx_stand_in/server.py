# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stand-in on a loopback address."""

from __future__ import annotations

import typing as t

from emulator.serving import Served

from .app import make_app
from .store import Store

#: Made up, and the same each time.
TOKEN = "NotARealToken/of-the-stand-in/0123456789"


class AwxStandIn(Served):
    """Listens inside a `with`. `playbooks` are the paths that AWX would find in a project."""

    token = TOKEN

    def __init__(self, playbooks: t.Sequence[str]) -> None:
        self.store = Store(playbooks)
        #: Every request that was to change something, as "POST /api/v2/credentials/".
        self.changes: list[str] = []
        super().__init__(make_app(self.store, TOKEN, self.changes))
