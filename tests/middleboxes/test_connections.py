# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connections through middleboxes: kept, closed by the other side, slow, silent."""

from __future__ import annotations

from emulator import CLIENT_ID, NODE_ID

from .cases import TEST_RUN, Case
from .checks import CaseTests, connection
from .play import Ran

LOOP = {"loop": [4485, 4488, 4486], "options": {"test_run_id": "{{ item }}"}, "calls": "GET POST GET POST GET"}
PAUSE = 0.8
CREATION = "a creation after a pause that is too long"
BRIEF = {"request_timeout": 2, "retries": 0}

CASES = [
    # Kept
    Case("nginx", host="{nginx_api}", calls="GET POST"),
    Case("haproxy", host="{haproxy_api}", calls="GET POST"),
    Case("a loop through nginx", host="{nginx_api}", connections=1, **LOOP),
    Case("a loop through haproxy", host="{haproxy_api}", connections=1, **LOOP),
    Case("a loop with early hints", host="{haproxy_early_hints}", connections=1, **LOOP),
    # Closed while idle
    Case("a pause that is too long", host="{haproxy_idle}", pause=PAUSE, seconds=1 + 2 * PAUSE, connections=3, **LOOP),
    Case(CREATION, host="{haproxy_idle}", module=TEST_RUN, loop=["First", "Second"], pause=PAUSE,
         options={"name": "{{ item }}", "client_id": CLIENT_ID, "node_id": NODE_ID}, calls="(GET )+POST (GET )+POST", seconds=1 + PAUSE),
    # Slow
    Case("a body that drips", host="{nginx_api}", faults=[{"kind": "drip"}], options=BRIEF, fails=["2 s"], never=["ca_path"], calls="GET", seconds=2.2),
    Case("a handshake that drips", host="{dripping_cloud}", options=BRIEF, fails=["2 s"], never=["ca_path"], calls="", seconds=2.2),
    Case("silence", host="{silent}", options=BRIEF, fails=["2 s"], never=["ca_path"], calls="", seconds=2.2),
    Case("nobody listens", host="{nobody}", fails=["connect"], never=["ca_path"], calls="", again=1, seconds=2.2),
]


class TestConnections(CaseTests):
    cases = CASES

    def test_a_creation_has_a_connection_of_its_own(self, way: str, ran: dict[str, Ran]):
        before: set[str] = set()
        for call in ran[way].answers[CREATION].calls:
            assert call["method"] == "GET" or connection(call) not in before
            before.add(connection(call))
