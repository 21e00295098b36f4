# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills a play at one point of its work after the other, runs it again, and looks at what is left.

A play is caught at a point by a request whose reply doesn't come, though the cloud has mostly carried it out: the worst moment to be
killed. Takes the FAST node's proxy, the toy shop, the folder of the emulator's package and one to write to; the rest comes from the
environment.
"""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import subprocess
import sys
import time
import typing as t

import psutil
import requests

PROXY, SHOP, PACKAGES, FOLDER = sys.argv[1:]
HANG = pathlib.Path(FOLDER) / "hang"
TESTS = [sys.executable, "-m", "emulator.visitor", SHOP, "--hang", str(HANG)]

SLOW = {"kind": "slow", "seconds": 60}
POINTS: dict[str, dict[str, t.Any] | None] = {
    "while it looks for test runs": {**SLOW, "method": "GET", "path": "/v1/test_run$"},
    "when the test run was just created": {**SLOW, "method": "POST", "path": "/v1/test_run$"},
    "while it waits for the FAST node": {**SLOW, "method": "GET", "path": r"/v1/test_run/\d+$"},
    "while the tests run": None,
    "when the tests were just noted as recorded": {**SLOW, "method": "PUT"},
    "when recording was just stopped": {**SLOW, "method": "POST", "path": "/action/stop$"},
    # This one the cloud doesn't carry out: the report is written, but nothing says so yet.
    "when the report was just written": {"kind": "endless", "interval": 1, "block": 1, "method": "PUT", "skip": 1},
}


def ask(method: str, path: str, body: t.Any = None) -> t.Any:
    session = requests.Session()
    session.trust_env = False
    reply = session.request(
        method,
        f"https://{os.environ['WALLARM_API_HOST']}{path}",
        json=body,
        headers={"X-WallarmAPI-Token": os.environ["WALLARM_API_TOKEN"]},
        verify=os.environ["REQUESTS_CA_BUNDLE"],
        timeout=30,
    )
    reply.raise_for_status()
    return reply.json()


def caught(fault: dict[str, t.Any] | None) -> bool:
    if fault is None:
        return HANG.read_text(encoding="ascii") == "hanging"
    return any(call["fault"] == fault["kind"] for call in ask("GET", "/_emulator/calls"))


def kill_at(play: list[str], fault: dict[str, t.Any] | None) -> None:
    """Run a play until it is caught, and kill it with all that it has started."""
    if fault is None:
        HANG.touch()
    else:
        ask("POST", "/_emulator/faults", fault)
    with open(f"{FOLDER}/killed.log", "wb") as log:
        process = psutil.Popen(play, stdout=log, stderr=log)
        end = time.monotonic() + 60
        try:
            while not caught(fault):
                if process.poll() is not None or time.monotonic() > end:
                    sys.exit("The play was not caught:\n" + pathlib.Path(log.name).read_text(encoding="utf-8"))
                time.sleep(0.05)
        finally:
            # Ansible's workers are in sessions of their own and would go on, into the next play of this test.
            for part in [process, *process.children(recursive=True)] if process.is_running() else []:
                with contextlib.suppress(psutil.NoSuchProcess):
                    part.kill()
            process.wait()
    HANG.unlink(missing_ok=True)
    ask("DELETE", "/_emulator/faults")


for point, fault in POINTS.items():
    ask("POST", "/_emulator/reset")
    name = f"killed {point}"
    answers = {
        "test_run_name": name, "proxy_url": PROXY, "tests_command": TESTS, "tests_chdir": PACKAGES, "quiet_period": 1,
        "report_dir": FOLDER, "fail_on_threat": 99,
    }  # fmt: skip
    play = ["ansible-playbook", "wallarm.fast.security_test", "-e", json.dumps(answers)]
    kill_at(play, fault)
    # As modules, the other way in.
    again = subprocess.run([*play, "-e", "wallarm_fast_in_process=false"], capture_output=True, text=True, check=False)
    found = [run for run in ask("GET", "/v1/test_run?clientid=170&limit=1000")["body"]["objects"] if run["name"] == name]
    created = [call for call in ask("GET", "/_emulator/calls") if (call["method"], call["path"]) == ("POST", "/v1/test_run")]
    problems = [
        words
        for words, holds in {
            f"the second play ended with {again.returncode}": again.returncode == 0,
            f"there are {len(found)} test runs": len(found) == 1,
            f"{len(created)} were asked for": len(created) == 1,
            f"it is {found[-1]['state']}": found[-1]["state"] == "failed",
            "it is recording": not found[-1]["recording"],
            f"its record holds {found[-1]['baseline_count']} requests": found[-1]["baseline_count"] >= 3,
            f"its tags are {found[-1]['tags']}": found[-1]["tags"] == ["ansible-recorded", "ansible-reported"],
            "it has no report": pathlib.Path(f"{FOLDER}/fast-{found[-1]['id']}.html").exists(),
        }.items()
        if not holds
    ]
    if problems:
        sys.exit(f"Killed {point}: {'; '.join(problems)}\n{again.stdout}{again.stderr}")
    print(f"Killed {point}: one test run, {found[-1]['baseline_count']} requests in its record, one report")
