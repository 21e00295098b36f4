# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The least that any program has to do: read and stop each test run over one `requests` session, without Ansible.

`python bare_session.py FIRST_ID COUNT` writes the seconds it took where the callback plugin writes those of a play.
"""

from __future__ import annotations

import json
import os
import sys
import time

import requests


def main() -> None:
    first, count = int(sys.argv[1]), int(sys.argv[2])
    started = time.monotonic()
    session = requests.Session()
    session.headers["X-WallarmAPI-Token"] = os.environ["WALLARM_API_TOKEN"]
    for run_id in range(first, first + count):
        url = f"https://{os.environ['WALLARM_API_HOST']}/v1/test_run/{run_id}"
        reply = session.get(url, timeout=30)
        reply.raise_for_status()
        if reply.json()["body"]["recording"]:
            stopped = session.post(f"{url}/action/stop", timeout=30)
            stopped.raise_for_status()
            assert stopped.json()["body"]["recording"] is False
    seconds = time.monotonic() - started
    with open(os.environ["BENCHMARK_REPORT"], "w", encoding="utf-8") as report:
        json.dump({"tasks": [{"name": "session", "seconds": seconds}]}, report)


if __name__ == "__main__":
    main()
