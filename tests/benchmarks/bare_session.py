# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The least that any program has to do: the same requests over one `requests` session, without Ansible.

`python bare_session.py PART FIRST_ID COUNT` writes the seconds it took where the callback plugin writes those of a play.
"""

from __future__ import annotations

import json
import os
import sys
import time
import typing as t
from pathlib import Path

import requests

URL = f"https://{os.environ['WALLARM_API_HOST']}/v1/test_run"


def stop(session: requests.Session, run_id: int) -> None:
    """Read a test run and stop its recording."""
    if _body(session.get(f"{URL}/{run_id}", timeout=30))["recording"]:
        assert _body(session.post(f"{URL}/{run_id}/action/stop", timeout=30))["recording"] is False


def listed(session: requests.Session) -> int:
    """Read all test runs, in pages of the size that the collection asks for; returns how many there are."""
    found: list[dict[str, t.Any]] = []
    query = {"clientid": os.environ["WALLARM_API_CLIENT_ID"], "order_by": "id", "order_desc": "true", "limit": "100"}
    while query.get("continuation", "first"):
        page = _body(session.get(URL, params=query, timeout=30))
        found += page["objects"]
        query["continuation"] = page["continuation"]
    return len(found)


def _body(reply: requests.Response) -> t.Any:
    reply.raise_for_status()
    return reply.json()["body"]


def main(part: str, first: int, count: int) -> None:
    session = requests.Session()
    session.verify = os.environ["SSL_CERT_FILE"]
    session.headers["X-WallarmAPI-Token"] = os.environ["WALLARM_API_TOKEN"]
    started = time.monotonic()
    if part == "list":
        assert listed(session) >= count
    else:
        for run_id in range(first, first + count):
            stop(session, run_id)
    report = {"seconds": time.monotonic() - started}
    Path(os.environ["BENCHMARK_REPORT"]).write_text(json.dumps(report), encoding="ascii")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
