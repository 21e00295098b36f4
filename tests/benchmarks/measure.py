# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures cases: the ways in turn, each on recordings that are fresh, and each with proof that it did its work."""

from __future__ import annotations

import dataclasses
import itertools
import json
import os
import re
import subprocess
import sys
import time
import typing as t
from collections import Counter
from pathlib import Path

import certifi
import yaml
from emulator import CLIENT_ID, NODE_ID, RemoteEmulator

from .cases import Case, Figures, Sample, requests_of

HERE = Path(__file__).resolve().parent
WAYS = yaml.safe_load((HERE / "ways.yml").read_text(encoding="utf-8"))
FIRST_ID = 5000
#: The emulator is on loopback: a proxy must not come between, nor a user's password file or Ansible's settings.
DROPPED = re.compile("(https?|all|no)_proxy|netrc|(requests|curl)_ca_bundle|ssl_cert_.*|ansible_.*|wallarm_.*", re.IGNORECASE)
#: Keeps a result of the collection for the action that answers as much.
KEEP = {"ansible.builtin.copy": {"content": "{{ (answer.results[0] if 'results' in answer else answer) | to_json }}",
                                 "dest": "{{ lookup('ansible.builtin.env', 'BENCHMARK_ANSWER') }}", "mode": "0600"}}


class BenchmarkError(Exception):
    """Something that was measured did not do its work, so its figures mean nothing."""


def measure(cases: t.Sequence[Case], folder: Path) -> Figures:
    """Measure all cases, with `folder` for what they write. Raises BenchmarkError if one did not do its work."""
    figures = Figures({case: [] for case in cases})
    collection = folder / "ansible_collections" / "wallarm" / "fast"
    collection.parent.mkdir(parents=True)
    collection.symlink_to(HERE.parent.parent)
    (folder / "ansible.cfg").touch()
    for (_part, latency), found in itertools.groupby(cases, lambda case: (case.part, case.latency)):
        same_part = list(found)
        most = max(case.runs for case in same_part)
        with RemoteEmulator("--runs", str(most), "--runs-age", "10800", "--latency", str(latency)) as fast:
            for case in _warm_up(same_part):
                _measure(fast, case, folder, keep=True)
            for case in _in_turn(same_part):
                sample = _measure(fast, case, folder)
                figures[case].append(sample)
                print(f"{case.part:10}{case.way:11}{case.runs:6} test runs{case.forks:4} forks{latency:6g} s later{sample.seconds:10.3f} s", flush=True)
    return figures


def _warm_up(cases: t.Sequence[Case]) -> t.Iterator[Case]:
    """The first run of a way compiles its Python files, and counts for nothing. What is measured only once is long, and needs none of that."""
    for case in {case.way: case for case in reversed(cases) if case.repeats > 1 or case.way == "in_process"}.values():
        # What looks at all test runs can't be asked for one.
        yield case if case.part in ("list", "forgotten") else dataclasses.replace(case, runs=1)


def _in_turn(cases: t.Sequence[Case]) -> t.Iterator[Case]:
    """Each size for itself, and there the ways one after another until each had its repeats: what disturbs one disturbs all."""
    def size(case: Case) -> tuple[int, int]:
        return case.runs, case.forks

    for _size, found in itertools.groupby(sorted(cases, key=size), size):
        same_size = list(found)
        for turn in range(max(case.repeats for case in same_size)):
            yield from (case for case in same_size if turn < case.repeats)


def _measure(fast: RemoteEmulator, case: Case, folder: Path, keep: bool = False) -> Sample:
    """Measure a case once. Raises BenchmarkError if its program fails, or did not send the requests of the case."""
    fast.reset()
    fast.set_pace(cloning_seconds=0, check_seconds=0, settle_seconds=0)
    fast.clear_calls()
    report = folder / "report.json"
    report.unlink(missing_ok=True)
    command = _command(fast, case, folder, keep)
    started = time.monotonic()
    done = subprocess.run(command, env=_environment(fast, folder), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
    seconds = time.monotonic() - started
    if done.returncode or not report.exists():
        raise BenchmarkError(f"{done.stdout.replace(fast.token, '...')[-3000:]}\n{case} ended with exit code {done.returncode}")
    calls = fast.calls
    sent = Counter(re.sub(r"\d{4,}", "ID", f"{call.method} {call.path}") for call in calls if case.part != "role" or call.method == "POST")
    repeated = sent["POST /v1/test_run/ID/action/stop"] - len({call.path for call in calls if call.path.endswith("/stop")})
    refused = [call.path for call in calls if call.status not in (200, 201)]
    if sent != requests_of(case) or repeated or refused:
        raise BenchmarkError(f"{case} sent {dict(sent)}; {repeated} stops were repeated; refused were {refused}")
    return Sample(program_seconds=seconds, connections=len({call.connection for call in calls}), **json.loads(report.read_text(encoding="ascii")))


def _store(fast: RemoteEmulator, folder: Path) -> Path:
    """A store of certificates as large as a system's, since reading one takes time, and the emulator's among them."""
    path = folder / "store.pem"
    path.write_text(Path(certifi.where()).read_text(encoding="utf-8") + Path(fast.ca_path).read_text(encoding="ascii"), encoding="utf-8")
    return path


def _environment(fast: RemoteEmulator, folder: Path) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not DROPPED.fullmatch(name)},
        "ANSIBLE_ACTION_PLUGINS": str(HERE / "action_plugins"),
        "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callback_plugins"),
        "ANSIBLE_COLLECTIONS_PATH": str(folder),
        "ANSIBLE_CONFIG": str(folder / "ansible.cfg"),
        "ANSIBLE_HOME": str(folder / "home"),
        "ANSIBLE_LIBRARY": str(HERE / "library"),
        "BENCHMARK_ANSWER": str(folder / "answer.json"),
        "BENCHMARK_REPORT": str(folder / "report.json"),
        "SSL_CERT_FILE": str(_store(fast, folder)),
        "WALLARM_API_CLIENT_ID": str(CLIENT_ID),
        "WALLARM_API_HOST": fast.host,
        "WALLARM_API_TOKEN": fast.token,
    }


def _command(fast: RemoteEmulator, case: Case, folder: Path, keep: bool) -> list[str]:
    if case.way == "session":
        return [sys.executable, str(HERE / "bare_session.py"), case.part, str(FIRST_ID), str(case.runs)]
    ways = WAYS.get(case.part, WAYS["loop"])
    does = ways["in_process" if case.way == "module" else case.way]
    if keep and case.way == "in_process" and "answer" in ways:
        does = [{**does[0], "register": "answer"}, KEEP]
    run_ids = range(FIRST_ID, FIRST_ID + case.runs)
    hosts = {f"run-{run_id}": {"test_run_id": run_id} for run_id in run_ids} if case.part == "hosts" else {"localhost": {}}
    inventory = {"all": {"hosts": hosts, "vars": {
        "ansible_connection": "local",
        # As searching for one takes longer than all the rest.
        "ansible_python_interpreter": "{{ ansible_playbook_python }}",
        "wallarm_fast_in_process": case.way != "module",
        "nodes": NODE_ID,
    }}}
    play = {
        "hosts": "all",
        "gather_facts": False,
        "module_defaults": {"ansible.builtin.uri": {
            "headers": {"X-WallarmAPI-Token": "{{ lookup('ansible.builtin.env', 'WALLARM_API_TOKEN') }}"},
            "status_code": [200, 201],
        }},
        "vars": {"run_ids": f"{{{{ range({run_ids.start}, {run_ids.stop}) | list }}}}", "url": f"{fast.url}/v1/test_run", "report_dir": str(folder)},
        "tasks": does,
    }
    (folder / "inventory.json").write_text(json.dumps(inventory), encoding="utf-8")
    (folder / "play.json").write_text(json.dumps([play]), encoding="utf-8")
    program = str(Path(sys.executable).parent / "ansible-playbook")
    return [program, "--forks", str(case.forks), "--inventory", str(folder / "inventory.json"), does if isinstance(does, str) else str(folder / "play.json")]
