# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs one program of a way, and reads what it reports about itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import typing as t
from pathlib import Path

from emulator import RemoteEmulator

from .errors import BenchmarkError
from .figures import Sample
from .plan import Case
from .ways import WAYS

HERE = Path(__file__).resolve().parent
FIRST_ID = 5000

# The emulator is on loopback: a proxy must not come between, nor a user's password file.
_DROPPED = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "netrc", "curl_ca_bundle")


class Runner:
    """Runs programs against one emulator, with `folder` for what they write."""

    def __init__(self, fast: RemoteEmulator, folder: Path) -> None:
        self._fast = fast
        self._folder = folder
        self._report = folder / "report.json"
        self._environment = {name: value for name, value in os.environ.items() if name.lower() not in _DROPPED}
        self._environment.update({
            "ANSIBLE_CONFIG": str(HERE / "ansible.cfg"),
            "ANSIBLE_HOME": str(folder / "home"),
            "BENCHMARK_ANSWER": str(folder / "answer.json"),
            "BENCHMARK_REPORT": str(self._report),
            "REQUESTS_CA_BUNDLE": fast.ca_path,
            "WALLARM_API_HOST": fast.host,
            "WALLARM_API_TOKEN": fast.token,
        })

    def run(self, case: Case) -> Sample:
        """Run a case once. Raises BenchmarkError if the program fails."""
        seconds = self._time(self._command(case), f"{case.way} with {case.runs} recordings")
        report = json.loads(self._report.read_text(encoding="utf-8"))
        return Sample(sum(task["seconds"] for task in report["tasks"]), seconds, self._fast.connections,
                      report.get("controller_mib"), report.get("worker_mib"))

    def keep_answer(self) -> None:
        """Have the collection's answer written to where the way `answer` finds it."""
        self._time(self._play("keep_answer", {"first_id": FIRST_ID}), "keeping an answer")

    def _time(self, command: t.Sequence[str], what: str) -> float:
        """Run a command that writes a report; returns its seconds."""
        self._report.unlink(missing_ok=True)
        log = self._folder / "output.txt"
        with open(log, "w", encoding="utf-8") as output:
            started = time.monotonic()
            done = subprocess.run(command, cwd=HERE, env=self._environment, stdin=subprocess.DEVNULL,
                                  stdout=output, stderr=subprocess.STDOUT, check=False)
            seconds = time.monotonic() - started
        if done.returncode or not self._report.exists():
            shown = log.read_text(encoding="utf-8", errors="replace").replace(self._fast.token, "...")[-3000:]
            raise BenchmarkError(f"{shown}\n{what} ended with exit code {done.returncode}")
        return seconds

    def _command(self, case: Case) -> list[str]:
        way = WAYS[case.way]
        if not way.play:
            return [sys.executable, str(HERE / "bare_session.py"), str(FIRST_ID), str(case.runs)]
        options = ["--forks", str(case.forks)]
        if case.over == "hosts":
            options += ["--inventory", str(self._inventory(case.runs))]
        return self._play(f"{case.over}_{way.play}", {"first_id": FIRST_ID, "count": case.runs, **way.variables}, *options)

    def _play(self, playbook: str, variables: t.Mapping[str, t.Any], *options: str) -> list[str]:
        program = Path(sys.executable).parent / "ansible-playbook"
        return [str(program), *options, "--extra-vars", json.dumps(variables), str(HERE / "playbooks" / f"{playbook}.yml")]

    def _inventory(self, count: int) -> Path:
        """A host for each recording. Its Python is named, as searching for one takes longer than all the rest."""
        hosts = {f"run-{FIRST_ID + place}": {"test_run_id": FIRST_ID + place} for place in range(count)}
        common = {"ansible_connection": "local", "ansible_python_interpreter": "{{ ansible_playbook_python }}"}
        path = self._folder / "inventory.json"
        path.write_text(json.dumps({"all": {"hosts": hosts, "vars": common}}), encoding="utf-8")
        return path
