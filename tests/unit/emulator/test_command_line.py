# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`python -m emulator` as a user starts it: a process of its own, from the folder `tests`."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import typing as t
from pathlib import Path

import pytest
import requests

from ansible_collections.wallarm.fast.tests.emulator import contract

TESTS = contract.OPENAPI_FILE.parents[2] / "tests"
SECONDS = 10


def command(*options: str) -> t.List[str]:
    return [sys.executable, "-m", "emulator", *options]


def wait_for(path: Path) -> str:
    deadline = time.monotonic() + SECONDS
    while not path.exists():
        assert time.monotonic() < deadline, "no %s" % path.name
        time.sleep(0.02)
    return path.read_text(encoding="utf-8")


def test_help_explains_itself() -> None:
    done = subprocess.run(command("--help"), cwd=TESTS, capture_output=True, text=True, timeout=SECONDS, check=True)
    for word in ("--port-file", "--ca-file", "--second-stop", "--speed", "/_emulator/faults"):
        assert word in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_end(tmp_path: Path, ending: signal.Signals) -> None:
    port_file, ca_file, pid_file = tmp_path / "port", tmp_path / "ca.pem", tmp_path / "pid"
    process = subprocess.Popen(
        command("--port-file", str(port_file), "--ca-file", str(ca_file), "--pid-file", str(pid_file), "--runs", "3"),
        cwd=TESTS,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        port = int(wait_for(port_file))
        assert int(pid_file.read_text(encoding="utf-8")) == process.pid
        session = requests.Session()
        session.trust_env = False
        stats = session.get("https://127.0.0.1:%d/_emulator/stats" % port, verify=str(ca_file), timeout=SECONDS)
        assert stats.status_code == 200
        process.send_signal(ending)
        out, err = process.communicate(timeout=SECONDS)
    finally:
        process.kill()
        process.wait()
    assert (process.returncode, err) == (0, "")
    for word in ("https://127.0.0.1:%d" % port, str(ca_file), "NotARealToken", "4485", "and 3 more",
                 "export WALLARM_API_HOST=127.0.0.1:%d" % port, "export REQUESTS_CA_BUNDLE="):
        assert word in out
    assert not port_file.exists() and not pid_file.exists()


@pytest.mark.parametrize("options, words", [(("--host", "0.0.0.0"), "loopback"), (("--speed", "-1"), "speed")])
def test_what_cannot_be_served_is_refused_in_one_line(options: t.Tuple[str, ...], words: str) -> None:
    done = subprocess.run(command(*options), cwd=TESTS, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
