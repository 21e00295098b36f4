# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways to run a job in the image."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
import typing as t
from pathlib import Path

import yaml
from emulator import Emulator

from .build import IMAGE, ROOT
from .podman import Podman

PLAYBOOK = "playbooks/stop_recording.yml"
ANSWERS = {"test_run_id": "4485"}


@dataclasses.dataclass
class Job:
    """A job as AWX prepares it: a folder with the project, the answers and the environment, of the user who runs it."""

    podman: Podman
    folder: Path
    user: str
    environment: dict[str, str]

    def plainly(self) -> str:
        """By `podman run`, the playbook of the collection itself."""
        variables = [f"--env={name}={value}" for name, value in self.environment.items()]
        answers = [f"-e{name}={value}" for name, value in ANSWERS.items()]
        return self._container(*variables, IMAGE, "ansible-playbook", "wallarm.fast.stop_recording", *answers).stdout

    def isolated(self) -> str:
        """By ansible-runner, which runs the image: what AWX does outside of Kubernetes."""
        return self._runner("run", str(self.folder), "-p", PLAYBOOK, "--process-isolation", "--process-isolation-executable", "podman",
                            "--container-image", IMAGE, "--container-option=--network=host", f"--container-option=--user={self.user}").stdout  # fmt: skip

    def transmitted(self) -> str:
        """By ansible-runner in the image, which is sent the job and sends back what came of it: AWX in Kubernetes."""
        sent = self._runner("transmit", str(self.folder), "-p", PLAYBOOK).stdout
        back = self._container("--interactive", IMAGE, "ansible-runner", "worker", given=sent).stdout
        return self._runner("process", str(self.folder), given=back).stdout

    def _container(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return self.podman.run("run", "--rm", f"--user={self.user}", f"--volume={self.folder}:/runner", *arguments, given=given)

    def _runner(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "ansible_runner", *arguments], env={**os.environ, **self.podman.environment}, input=given,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)  # fmt: skip


# Each with its user. ansible-runner that runs the image as root makes folders that only root can write to.
WAYS: list[tuple[t.Callable[[Job], str], str]] = [
    (Job.plainly, "root"), (Job.plainly, "1000"), (Job.isolated, "root"), (Job.transmitted, "1000"),
]  # fmt: skip


def prepare(podman: Podman, folder: Path, user: str, fast: Emulator) -> Job:
    """A job of `user`, a name or number, that stops a recording on this FAST cloud."""
    shutil.copytree(ROOT / "docs" / "awx-project" / "playbooks", folder / "project" / "playbooks")
    shutil.copy(fast.ca_path, folder / "ca.pem")
    environment = {"WALLARM_API_TOKEN": fast.token, "WALLARM_API_HOST": fast.host, "REQUESTS_CA_BUNDLE": "/runner/ca.pem"}
    (folder / "env").mkdir()
    for name, values in {"envvars": environment, "extravars": ANSWERS}.items():
        (folder / "env" / name).write_text(yaml.safe_dump(values), encoding="utf-8")
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, user if user == "root" else int(user), 0)
        path.chmod(0o755 if path.is_dir() else 0o644)
    return Job(podman, folder, user, environment)
