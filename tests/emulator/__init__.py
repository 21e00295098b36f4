# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Wallarm FAST cloud in one process, over real HTTPS, for demos and tests.

In a test::

    with Emulator(validate=True) as fast:
        requests.get(fast.url + "/v1/test_run/4485", headers={"X-WallarmAPI-Token": fast.token}, verify=fast.ca_path)

From a request to what it is about: `connection` reads it, `faults` may spoil the reply, `api` knows the routes and
`contract` holds replies against docs/api/openapi.yaml. `cloud` holds test `runs` and their `records` of `baselines`,
which change as the `clock` goes, and test `policies`; `creating` makes new ones, `paging` lists them, `views` are what the
API shows. `vulnerabilities` are the findings with where and how, `vulnerability_list` is their own kind of list. `seed` is
there at the start. `proxy` is the FAST node's, which records requests to an application such as `target`, sent by `visitor`.
`server` holds all that together; `__main__` starts it for people, `remote` for tests, and `control` steers it meanwhile.
"""

from __future__ import annotations

from .connection import Call
from .remote import RemoteEmulator
from .runs import Pace
from .seed import (
    API_TOKEN,
    CLIENT_ID,
    NODE_ID,
    NODE_NAME,
    NODE_TOKEN,
    OTHER_API_TOKEN,
    OTHER_CLIENT_ID,
    OTHER_NODE_ID,
    SECOND_NODE_ID,
    SECOND_NODE_NAME,
    SECOND_NODE_TOKEN,
    vulns,
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
    "Pace",
    "REMOVE",
    "RemoteEmulator",
    "SECOND_NODE_ID",
    "SECOND_NODE_NAME",
    "SECOND_NODE_TOKEN",
    "vulns",
]
