# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs cases as the tasks of one playbook, in process or as modules."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import typing as t
from pathlib import Path

from emulator import API_TOKEN

from .cases import RECORDING, Case
from .place import Place

ROOT = Path(__file__).resolve().parents[2]
LOOKUPS = ROOT / "tests" / "integration" / "targets" / "setup_emulator" / "lookup_plugins"
WAYS = (IN_PROCESS, AS_MODULE) = ("in process", "as a module")


@dataclasses.dataclass
class Answer:
    """What came of a case: the results of its items, the seconds they took, the requests that the cloud saw, and uri's result."""

    items: list[dict[str, t.Any]]
    seconds: float
    calls: list[dict[str, t.Any]]
    violations: list[str]
    uri: dict[str, t.Any] | None


@dataclasses.dataclass
class Ran:
    """A playbook that has ended: its answers by the names of the cases, and all that it printed and wrote."""

    answers: dict[str, Answer]
    printed: str


def run(place: Place, way: str, folder: Path, cases: t.Sequence[Case]) -> Ran:
    """Run the cases one after another."""
    (folder / "home").mkdir(parents=True)
    tasks = [task for case in cases for task in _tasks(case, way == IN_PROCESS, place.names)]
    variables = {
        "ansible_python_interpreter": sys.executable,
        "fast_host": place.cloud.host,
        "fast_ca": place.cloud.ca_path,
        "requests_seen": "{{ lookup('fast_control', 'GET', 'calls') }}",
        "violations": "{{ lookup('fast_control', 'GET', 'stats').contract_violations }}",
    }
    play = {"name": way, "hosts": "localhost", "connection": "local", "gather_facts": False, "vars": variables, "tasks": tasks}
    # JSON is YAML.
    (folder / "play.yml").write_text(json.dumps([play], indent=2), encoding="utf-8")
    done = subprocess.run(
        [str(Path(sys.executable).parent / "ansible-playbook"), "-vvv", "play.yml"],
        cwd=folder, env=_environment(folder), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]
    written = (folder / "results").read_text(encoding="utf-8")
    results: dict[str, list[dict[str, t.Any]]] = {}
    for line in map(json.loads, written.splitlines()):
        results.setdefault(line["task"], []).append(line)
    return Ran({case.name: _answer(case.name, results) for case in cases}, done.stdout + written)


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of the user's own: proxies and CA bundles are what is tested."""
    return {
        "ANSIBLE_CALLBACKS_ENABLED": "case_results",
        "ANSIBLE_CALLBACK_PLUGINS": str(Path(__file__).parent / "callback_plugins"),
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT.parents[2]),
        "ANSIBLE_INJECT_INVOCATION": "true",
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_LOOKUP_PLUGINS": str(LOOKUPS),
        "ANSIBLE_NOCOLOR": "true",
        "ANSIBLE_PIPELINING": "true",
        "CASE_RESULTS": str(folder / "results"),
        "HOME": str(folder / "home"),
        "LANG": "C.UTF-8",
        "PATH": os.environ["PATH"],
        "PYTHONDONTWRITEBYTECODE": "1",
        "WALLARM_API_TOKEN": API_TOKEN,
    }


def _tasks(case: Case, in_process: bool, names: t.Mapping[str, str]) -> t.Iterator[dict[str, t.Any]]:
    environment = filled(case.environment, names)
    host, ca = filled(case.host, names), filled(case.ca, names)
    yield {
        "name": f"{case.name}, before",
        "ansible.builtin.assert": {
            "that": ["lookup('fast_control', 'POST', 'reset') == {}", "lookup('fast_control', 'POST', 'faults', faults) is mapping"],
            "quiet": True,
        },
        "vars": {"faults": case.faults},
    }
    options = {"api_host": host, "ca_path": ca, "request_timeout": 5, "retries": 1, **case.options}
    task = {
        "name": case.name,
        case.module: {"test_run_id": 4485, **options} if case.module == RECORDING else options,
        "vars": {"wallarm_fast_in_process": in_process},
        "environment": environment,
        "ignore_errors": True,
    }
    yield {**task, "loop": list(case.loop), "loop_control": {"pause": case.pause}} if case.loop else task
    yield {"name": f"{case.name}, after", "ansible.builtin.debug": {"msg": {"calls": "{{ requests_seen }}", "violations": "{{ violations }}"}}}
    # Always a module, it is the same both ways.
    if case.as_uri and in_process:
        # Without a token, which it would print, the cloud says 403. That is far enough.
        options = {"url": f"https://{host}/v1/test_run/4485", "status_code": 403, "timeout": 5, **({"ca_path": ca} if ca else {})}
        yield {"name": f"{case.name}, uri", "ansible.builtin.uri": options, "environment": environment, "ignore_errors": True}


def filled(value: t.Any, names: t.Mapping[str, str]) -> t.Any:
    """A text, or the texts of a dict, with the names in braces replaced."""
    if isinstance(value, str):
        return value.format_map(names)
    return {key: filled(item, names) for key, item in value.items()}


def _answer(name: str, results: t.Mapping[str, list[dict[str, t.Any]]]) -> Answer:
    # The items of a loop come before the whole of it.
    *items, whole = results[name]
    seen = results[f"{name}, after"][0]["result"]["msg"]
    uri = results.get(f"{name}, uri")
    return Answer(
        [line["result"] for line in items or [whole]], whole["seconds"], seen["calls"], seen["violations"], uri[0]["result"] if uri else None
    )
