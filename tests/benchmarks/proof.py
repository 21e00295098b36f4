# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a measurement did what it was to do. The emulator knows."""

from __future__ import annotations

import typing as t

import requests
from emulator import CLIENT_ID, RemoteEmulator

from .errors import BenchmarkError
from .plan import Case
from .ways import WAYS


def check(fast: RemoteEmulator, case: Case, recording_before: int) -> None:
    """Make sure that each recording was read once and stopped once, or that a way without requests sent none.

    Raises BenchmarkError.
    """
    wanted = case.runs if WAYS[case.way].stops else 0
    sent = [call.method for call in fast.calls]
    requested = {"GET": sent.count("GET"), "POST": sent.count("POST")}
    stopped = recording_before - recording(fast)
    if requested != {"GET": wanted, "POST": wanted} or stopped != wanted:
        raise BenchmarkError(f"{case.way} with {case.runs} recordings stopped {stopped} of {wanted}, and sent {requested}")


def recording(fast: RemoteEmulator) -> int:
    """How many test runs are recording."""
    query: dict[str, t.Any] = {"clientid": CLIENT_ID, "filter[recording]": "true"}
    with requests.Session() as session:
        session.trust_env = False
        reply = session.get(f"{fast.url}/v1/test_run/count", params=query, headers={"X-WallarmAPI-Token": fast.api_token},
                            verify=fast.ca_path, timeout=30)
    reply.raise_for_status()
    count: int = reply.json()["body"]["count"]
    return count
