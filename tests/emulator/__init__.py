# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A FAST cloud in one process, for demos and tests. Start it with `python -m emulator` inside `tests`.

In a test::

    with Emulator(validate=True) as fast:
        requests.get(fast.url + "/v1/test_run/4485", headers={"X-WallarmAPI-Token": fast.token}, verify=fast.ca_path)
"""

from __future__ import annotations

from .calls import Call
from .cloud import Pace
from .remote import RemoteEmulator
from .seed import (
    API_TOKEN,
    CLIENT_ID,
    NODE_ID,
    NODE_NAME,
    NODE_TOKEN,
    OTHER_API_TOKEN,
    OTHER_CLIENT_ID,
    OTHER_NODE_ID,
    OTHER_NODE_TOKEN,
    SECOND_NODE_ID,
    SECOND_NODE_NAME,
    SECOND_NODE_TOKEN,
)
from .server import Emulator
from .views import REMOVE

__all__ = [
    "API_TOKEN",
    "CLIENT_ID",
    "Call",
    "Emulator",
    "NODE_ID",
    "NODE_NAME",
    "NODE_TOKEN",
    "OTHER_API_TOKEN",
    "OTHER_CLIENT_ID",
    "OTHER_NODE_ID",
    "OTHER_NODE_TOKEN",
    "Pace",
    "REMOVE",
    "RemoteEmulator",
    "SECOND_NODE_ID",
    "SECOND_NODE_NAME",
    "SECOND_NODE_TOKEN",
]
