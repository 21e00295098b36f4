# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The image as it is: built from a base of Debian, and run without a network."""

from __future__ import annotations

import json
import re
import typing as t
from pathlib import Path

import pytest
from emulator import Emulator

from . import base_image, jobs
from .build import BuildFailed, build
from .conftest import MARK
from .podman import Podman


@pytest.mark.parametrize("run, user", jobs.WAYS, ids=lambda value: getattr(value, "__name__", value))
def test_a_recording_is_stopped_and_then_left_alone(podman: Podman, fast: Emulator, tmp_path: Path, run: t.Callable[[jobs.Job], str], user: str):
    job = jobs.prepare(podman, tmp_path, user, fast)
    shown = [run(job) for _time in range(2)]
    assert ["".join(re.findall(r"(changed=\d+) .*failed=0 ", text)) for text in shown] == ["changed=1", "changed=0"], "\n".join(shown)
    assert [call.path for call in fast.calls_of("POST")] == ["/v1/test_run/4485/action/stop"]
    assert fast.token not in "".join(shown)
    assert "does not support Ansible version" not in "".join(shown)


def test_jobs_have_no_network_but_loopback(podman: Podman, fast: Emulator, image: str):
    shown = podman.run("run", "--rm", image, "python3", "-c", "import socket; print([name for _index, name in socket.if_nameindex()])")
    assert shown.stdout.strip() == "['lo']"


def test_the_image_holds_what_the_collection_needs(podman: Podman, image: str):
    inside = """
import json, subprocess
from importlib.metadata import version
listed = subprocess.check_output(["ansible-galaxy", "collection", "list", "--format=json"])
print(json.dumps({"versions": {name: version(name) for name in ("ansible-core", "ansible-runner", "requests", "urllib3")},
                  "collections": sorted(name for found in json.loads(listed).values() for name in found)}))
"""
    found = json.loads(podman.run("run", "--rm", image, "python3", "-c", inside).stdout)
    assert found["collections"] == ["wallarm.fast"]
    assert tuple(map(int, found["versions"]["ansible-core"].split(".")[:2])) >= (2, 16)


def test_pip_s_settings_stay_outside(podman: Podman, image: str):
    assert MARK not in podman.run("image", "inspect", image).stdout + podman.run("history", "--no-trunc", image).stdout
    found = podman.run("run", "--rm", "--user=root", image, "grep", "-rlF", MARK, "/etc", "/opt", "/root", "/run", "/runner", "/tmp", "/usr", "/var")
    assert (found.returncode, found.stdout) == (1, "")


@pytest.mark.parametrize("given, cause", [
    ({"PYCMD": "/usr/bin/python2"}, "The base image has no Python at /usr/bin/python2. PYCMD=... says where it is"),
    ({"PKGMGR": "/usr/bin/dnf"}, "The base image has no /usr/bin/dnf. PKGMGR=... names its package manager"),
    ({"EE_BASE": "localhost/nothing"}, "The base image can't be pulled; EE_BASE=... names another one."),
], ids=lambda value: "" if isinstance(value, str) else next(iter(value)))  # fmt: skip
def test_a_failed_build_tells_its_cause(podman: Podman, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], cause: str):
    for name, value in podman.environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BuildFailed) as failed:
        build({**base_image.GIVEN, **given})
    assert cause in str(failed.value)
