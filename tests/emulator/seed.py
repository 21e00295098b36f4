# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tokens, FAST nodes and test runs that a fresh emulator starts with.

The tokens have the form of real ones (64 characters) and say that they are not.
"""

from __future__ import annotations

import dataclasses
import typing as t

if t.TYPE_CHECKING:
    from .cloud import Cloud

CLIENT_ID = 170
NODE_ID = 10716
NODE_NAME = "fast-node-1"
SECOND_NODE_ID = 10717
SECOND_NODE_NAME = "fast-node-2"
OTHER_CLIENT_ID = 171
OTHER_NODE_ID = 10718


def _fake_token(words: str) -> str:
    return (words + "/NotARealToken/" + "0123456789abcdef" * 4)[:64]


NODE_TOKEN = _fake_token("EMULATOR/node1")
SECOND_NODE_TOKEN = _fake_token("EMULATOR/node2")
API_TOKEN = _fake_token("EMULATOR/api/client170")
OTHER_NODE_TOKEN = _fake_token("EMULATOR/node3/client171")
OTHER_API_TOKEN = _fake_token("EMULATOR/api/client171")

DEFAULT_POLICY_ID = 47
SECOND_POLICY_ID = 83
OTHER_POLICY_ID = 90

FIRST_EXTRA_ID = 5000
#: A recording that was there before the emulator started is this old, in seconds.
AGE = 226.0

#: Every type of vulnerability that the API knows, with how grave it may be. The threats are made up; the API says no
#: more than 1 to 100.
THREATS = {
    "sqli": 80, "xss": 60, "info": 10, "ptrav": 70, "redir": 30, "rce": 100, "ssrf": 75, "xxe": 90, "auth": 85, "csrf": 40,
    "idor": 65, "nosqli": 78, "ssti": 95, "ldapi": 55, "anomaly": 1,
}


@dataclasses.dataclass(frozen=True)
class Node:
    """A FAST node of a client."""

    id: int
    name: str
    clientid: int
    token: str


@dataclasses.dataclass(frozen=True)
class Caller:
    """Whom a token stands for: a client, and for a FAST node's token that node alone."""

    clientid: int
    node: Node | None = None


NODES = (
    Node(NODE_ID, NODE_NAME, CLIENT_ID, NODE_TOKEN),
    Node(SECOND_NODE_ID, SECOND_NODE_NAME, CLIENT_ID, SECOND_NODE_TOKEN),
    Node(OTHER_NODE_ID, "other-client-node", OTHER_CLIENT_ID, OTHER_NODE_TOKEN),
)

CALLERS = {
    NODE_TOKEN: Caller(CLIENT_ID, NODES[0]),
    SECOND_NODE_TOKEN: Caller(CLIENT_ID, NODES[1]),
    API_TOKEN: Caller(CLIENT_ID),
    OTHER_NODE_TOKEN: Caller(OTHER_CLIENT_ID, NODES[2]),
    OTHER_API_TOKEN: Caller(OTHER_CLIENT_ID),
}


def plant(cloud: Cloud, runs: int = 0, age: float = AGE, nodes: int = 1) -> None:
    """Put the test policies and the default test runs into an empty cloud, and then `runs` recordings that somebody forgot.

    These have ids from 5000, began `age` seconds ago and are on the client's first `nodes` nodes; their last baseline
    came just now. Each run has its own `build_id`, as runs of one node would otherwise interrupt each other. Recordings
    time out after a day, so that a demo left open over lunch still shows them.
    """
    cloud.add_test_policy(id=DEFAULT_POLICY_ID, name="Default Policy", default=True, run_count=4, run_at=int(cloud.now() - AGE))
    cloud.add_test_policy(id=SECOND_POLICY_ID, name="Injections Only", checks=["sqli", "nosqli", "ldapi", "rce", "ssti", "xxe"], tags=["shop"])
    cloud.add_test_policy(id=OTHER_POLICY_ID, name="Default Policy", default=True, clientid=OTHER_CLIENT_ID)
    for run_id, record_id, name, recording, baselines in (
        (4485, 4616, "Example Test Run", True, 3),
        (4486, 4617, "Already stopped", False, 5),
        (4487, 4618, "Nothing recorded yet", True, 0),
        (4488, 4619, "Checkout regression", True, 2),
    ):
        cloud.add_test_run(
            id=run_id,
            test_record_id=record_id,
            name=name,
            recording=recording,
            state="running" if recording else "passed",
            baseline_count=baselines,
            build_id="seed-%d" % run_id,
            inactivity_timeout=86400,
        )
    start = cloud.now() - age
    for run_id in range(FIRST_EXTRA_ID, FIRST_EXTRA_ID + runs):
        cloud.add_test_run(
            id=run_id,
            test_record_id=run_id,
            node_id=NODES[run_id % nodes].id,
            start_time=start,
            name="Forgotten recording %d" % run_id,
            baseline_count=1 + run_id % 5,
            build_id="seed-%d" % run_id,
            inactivity_timeout=86400,
        )


def vulns(count: int) -> list[dict[str, t.Any]]:
    """The first `count` vulnerabilities of an endless series, as the API prints them: always the same."""
    kinds = list(THREATS.items())
    found = []
    for index in range(count):
        kind, threat = kinds[index % len(kinds)]
        # 37 has no common factor with 100, so every threat comes up.
        threat = (threat - 1 + 37 * (index // len(kinds))) % 100 + 1
        found.append({"id": 9001 + index, "threat": threat, "code": "EMU-%d" % (index + 1), "type": kind})
    return found
