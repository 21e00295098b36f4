# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Podman with containers, images and settings of its own, which end with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import typing as t
from pathlib import Path

# runc, no systemd and modest limits: what podman's defaults ask for isn't there on every machine that runs containers, such as inside of one.
_CONTAINERS = """
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
netns = "host"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
[network]
network_backend = "netavark"
"""
_STORAGE = """
[storage]
driver = "overlay"
graphroot = "{folder}/images"
runroot = "{folder}/run"
"""


class Podman:
    """`environment` has whatever runs podman use this one: ansible-builder, ansible-runner, or `run`. All is gone at the end of a `with`."""

    def __enter__(self) -> Podman:
        # Of a short name: the sockets in it have long ones.
        self._folder = Path(tempfile.mkdtemp(prefix="fast-ee-"))
        for name, text in {"containers.conf": _CONTAINERS, "storage.conf": _STORAGE}.items():
            (self._folder / name).write_text(text.format(folder=self._folder), encoding="ascii")
        self.environment = {
            "BUILDAH_LAYERS": "false",
            "CONTAINERS_CONF": str(self._folder / "containers.conf"),
            "CONTAINERS_STORAGE_CONF": str(self._folder / "storage.conf"),
        }
        return self

    def __exit__(self, *details: t.Any) -> None:
        self.run("rm", "--all", "--force")
        mounts = [line.split()[1] for line in Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()]
        for mount in reversed([mount for mount in mounts if mount.startswith(f"{self._folder}/")]):
            subprocess.run(["umount", mount], check=True)
        shutil.rmtree(self._folder)

    def run(self, *arguments: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run podman; its output is in `stdout`, also what it says of errors."""
        return subprocess.run(["podman", *arguments], env={**os.environ, **self.environment}, input=given or "", stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)  # fmt: skip

    def megabytes(self, image: str) -> int:
        """The size of an image."""
        return int(self.run("image", "inspect", "--format", "{{.Size}}", image).stdout) // 10**6
