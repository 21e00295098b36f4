# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`python -m emulator` as people and playbooks start it: a process of its own, from the folder `tests`."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import typing as t
from pathlib import Path

import pytest

from ansible_collections.wallarm.fast.tests.emulator import RemoteEmulator, contract

TESTS = contract.OPENAPI_FILE.parents[2] / "tests"
SECONDS = 10


def run(module: str, *options: str) -> subprocess.CompletedProcess[str]:
    """The program's whole output, once it has ended by itself."""
    return subprocess.run([sys.executable, "-m", module, *options], cwd=TESTS, capture_output=True, text=True, timeout=SECONDS, check=False)


def test_help_explains_itself() -> None:
    shown = run("emulator", "--help").stdout
    for word in ("--port-file", "--ca-file", "--speed", "--proxy", "/_emulator/faults"):
        assert word in shown


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("module, options", [("emulator", ("--proxy", "--runs", "3")), ("emulator.target", ())])
def test_it_serves_until_it_is_told_to_end(tmp_path: Path, ending: signal.Signals, module: str, options: tuple[str, ...]) -> None:
    files = ["--port-file=%s" % (tmp_path / "port"), "--pid-file=%s" % (tmp_path / "pid")]
    process = subprocess.Popen(
        [sys.executable, "-m", module, *files, *options], cwd=TESTS, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        deadline = time.monotonic() + SECONDS
        while not (tmp_path / "port").exists():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        port = (tmp_path / "port").read_text(encoding="utf-8").strip()
        assert int((tmp_path / "pid").read_text(encoding="utf-8")) == process.pid
        process.send_signal(ending)
        out, err = process.communicate(timeout=SECONDS)
    finally:
        process.kill()
        process.wait()
    assert (process.returncode, err, "127.0.0.1:" + port in out) == (0, "", True)
    assert list(tmp_path.iterdir()) == []
    if module == "emulator":
        for word in ("export WALLARM_API_HOST=127.0.0.1:" + port, "export REQUESTS_CA_BUNDLE=", "NotARealToken", "and 3 more", "curl -x http"):
            assert word in out


@pytest.mark.parametrize("module", ["emulator", "emulator.target"])
def test_it_ends_by_itself_after_the_time_it_was_given(module: str) -> None:
    done = run(module, "--end-after", "0.1")
    assert (done.returncode, done.stderr, "http" in done.stdout) == (0, "", True)


@pytest.mark.parametrize(
    "module, options, words",
    [
        ("emulator", ("--speed", "-1"), "speed"),
        ("emulator", ("--technical-errors", "-1"), "technical_errors"),
        ("emulator", ("--port", "99999"), "port"),
        ("emulator.target", ("--port", "99999"), "port"),
    ],
)
def test_what_cannot_be_served_is_refused_in_one_line(module: str, options: tuple[str, ...], words: str) -> None:
    done = run(module, *options)
    assert (done.returncode, len(done.stderr.splitlines()), words in done.stderr) == (1, 1, True)


def test_a_remote_emulator_is_driven_by_the_names_of_one_in_process() -> None:
    with RemoteEmulator("--validate", "--technical-errors", "2", proxy=True) as fast:
        assert fast.proxy_url.startswith("http://127.0.0.1:")
        added: dict[str, t.Any] = fast.add_test_run(name="Mine", baseline_count=2)
        assert (added["name"], added["baseline_count"], fast.calls, fast.connections) == ("Mine", 2, [], 0)
        assert fast.advance(100) - time.time() == pytest.approx(100, abs=5)
        with pytest.raises(ValueError, match="unknown kind of fault"):
            fast.add_fault("flood")
        fast.reset()
        assert fast.contract_violations == []
