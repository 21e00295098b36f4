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

from ansible_collections.wallarm.fast.tests.emulator import (
    NODE_ID,
    NODE_TOKEN,
    SECOND_NODE_ID,
    RemoteEmulator,
    contract,
)
from ansible_collections.wallarm.fast.tests.emulator.target import Target

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
    for word in ("--port-file", "--ca-file", "--second-stop", "--speed", "--proxy", "/_emulator/faults"):
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
    assert "proxy" not in out


@pytest.mark.parametrize("module", ["emulator", "emulator.target"])
def test_it_ends_by_itself_after_the_time_it_was_given(tmp_path: Path, module: str) -> None:
    command_line = [sys.executable, "-m", module, "--end-after", "0.1", "--port-file", str(tmp_path / "port")]
    done = subprocess.run(command_line, cwd=TESTS, capture_output=True, text=True, timeout=SECONDS, check=True)
    assert "http" in done.stdout and done.stderr == ""
    assert not (tmp_path / "port").exists()


@pytest.mark.parametrize(
    "options, words",
    [
        (("--host", "0.0.0.0"), "loopback"),
        (("--speed", "-1"), "speed"),
        (("--proxy", "99"), "no FAST node 99"),
        (("--proxy", "--proxy-port", "99999"), "port"),
        (("--runs-age", "1e9"), "runs_age"),
    ],
)
def test_what_cannot_be_served_is_refused_in_one_line(options: t.Tuple[str, ...], words: str) -> None:
    done = subprocess.run(command(*options), cwd=TESTS, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "options, words",
    [
        (("--proxy-port", "8080"), "need --proxy"),
        (("--proxy-port-file", "x"), "need --proxy"),
        (("--check-seconds", "-1"), "invalid seconds value: '-1'"),
        (("--runs-age", "inf"), "invalid seconds value: 'inf'"),
        (("--runs-nodes", "3"), "invalid choice"),
    ],
)
def test_what_is_no_option_is_refused_with_the_usage(options: t.Tuple[str, ...], words: str) -> None:
    done = subprocess.run(command(*options), cwd=TESTS, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 2
    assert words in done.stderr


def test_a_recording_with_a_proxy_and_a_target_from_the_shell(tmp_path: Path) -> None:
    port_file, proxy_file, target_file = (tmp_path / name for name in ("port", "proxy", "target"))
    options = ("--no-tls", "--validate", "--port-file", str(port_file), "--proxy-port-file", str(proxy_file), "--proxy",
               "--proxy", str(SECOND_NODE_ID), "--ready-after", "0", "--export-seconds", "0")
    fast = subprocess.Popen(command(*options), cwd=TESTS, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    target = subprocess.Popen(
        [sys.executable, "-m", "emulator.target", "--port-file", str(target_file)],
        cwd=TESTS, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )
    try:
        url = "http://127.0.0.1:%s" % wait_for(port_file).strip()
        proxy, second = ("http://127.0.0.1:" + port for port in wait_for(proxy_file).split())
        shop = "http://127.0.0.1:%s" % wait_for(target_file).strip()
        with requests.Session() as session:
            session.trust_env = False
            token = {"X-WallarmAPI-Token": NODE_TOKEN}
            run = session.post(url + "/v1/test_run", json={"name": "x"}, headers=token, timeout=SECONDS).json()["body"]
            for _request in range(2):
                assert session.get(shop, proxies={"http": proxy}, timeout=SECONDS).status_code == 200
            path = "%s/v1/test_run/%d" % (url, run["id"])
            run = session.get(path, headers=token, timeout=SECONDS).json()["body"]
        for process in (fast, target):
            process.send_signal(signal.SIGTERM)
        (out, err), (target_out, target_err) = fast.communicate(timeout=SECONDS), target.communicate(timeout=SECONDS)
    finally:
        for process in (fast, target):
            process.kill()
            process.wait()
    assert (run["baseline_count"], run["domains"]) == (2, ["127.0.0.1"])
    assert (fast.returncode, err, target.returncode, target_err) == (0, "", 0, "")
    for words in (proxy + " (fast-node-1)", second + " (fast-node-2)", "curl -x " + proxy):
        assert words in out
    assert shop in target_out
    assert not any(path.exists() for path in (port_file, proxy_file, target_file))


def test_a_remote_emulator_has_a_proxy_when_asked() -> None:
    with RemoteEmulator("--validate", "--ready-after", "0", "--export-seconds", "0", proxy=True) as fast, Target() as shop:
        with requests.Session() as session:
            session.trust_env = False
            session.verify = fast.ca_path
            session.headers["X-WallarmAPI-Token"] = fast.token
            run = session.post(fast.url + "/v1/test_run", json={"name": "x"}, timeout=SECONDS).json()["body"]
            session.get(shop.url, proxies={"http": fast.proxy_url}, timeout=SECONDS)
        assert fast.add_baselines(run["id"], 2)["baseline_count"] == 3
        assert fast.contract_violations == []


def test_a_remote_emulator_has_none_otherwise() -> None:
    with RemoteEmulator("--runs", "4", "--runs-age", "7200", "--runs-nodes", "2", "--vulns", "2") as fast:
        assert fast.proxy_url == ""
        with requests.Session() as session:
            session.trust_env = False
            session.headers["X-WallarmAPI-Token"] = fast.api_token
            session.verify = fast.ca_path
            runs = [session.get("%s/v1/test_run/%d" % (fast.url, run_id), timeout=SECONDS).json()["body"]
                    for run_id in (5000, 5001)]
    assert [run["node_id"] for run in runs] == [NODE_ID, SECOND_NODE_ID]
    assert all(7199 < time.time() - run["start_time"] < 7300 for run in runs)


def test_a_remote_emulator_has_technical_errors_when_asked() -> None:
    with RemoteEmulator("--validate", "--technical-errors", "2") as fast:
        assert fast.set_pace(cloning_seconds=0)["technical_errors"] == 2
        with requests.Session() as session:
            session.trust_env = False
            session.verify = fast.ca_path
            session.headers["X-WallarmAPI-Token"] = fast.token
            path = "%s/v1/test_run" % fast.url
            run = session.post(path, json={"name": "x", "test_record_id": 4617}, timeout=SECONDS).json()["body"]
            fast.advance(600)
            seen = session.get("%s/%d" % (path, run["id"]), timeout=SECONDS).json()["body"]
        assert (seen["state"], seen["baseline_check_tech_fail_count"], seen["baseline_check_passed_count"]) == ("passed", 2, 3)
        assert fast.contract_violations == []


@pytest.mark.parametrize("options, words", [(("--host", "0.0.0.0"), "loopback"), (("--port", "99999"), "port")])
def test_a_target_that_cannot_be_served_is_refused_in_one_line(options: t.Tuple[str, ...], words: str) -> None:
    done = subprocess.run([sys.executable, "-m", "emulator.target", *options], cwd=TESTS, capture_output=True, text=True,
                          timeout=SECONDS, check=False)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert words in done.stderr
