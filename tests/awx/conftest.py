# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""AWX's stand-in, set up once for all tests, and an emulated FAST cloud for its jobs."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import subprocess
import sys
import typing as t
from pathlib import Path

import pytest
from awx_stand_in import AwxStandIn
from emulator import API_TOKEN, NODE_ID, Emulator, Pace, vulns
from emulator.target import Target

from .controller import Controller

ROOT = Path(__file__).resolve().parents[2]
SKELETON = ROOT / "docs" / "awx-project"
# What the tests of the shop look for: if the file is there, they hang.
HANG = "hang"


def ansible(*command: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one of Ansible's programs; its output is in `stdout`."""
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, check=False,
    )  # fmt: skip


@pytest.fixture(name="folder", scope="session")
def folder_fixture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("awx")


@pytest.fixture(name="tarball", scope="session")
def tarball_fixture(folder: Path) -> Path:
    built = ansible("ansible-galaxy", "collection", "build", "--output-path", str(folder / "dist"), cwd=ROOT)
    assert built.returncode == 0, built.stdout
    return next((folder / "dist").glob("*.tar.gz"))


@pytest.fixture(name="project", scope="session")
def project_fixture(folder: Path, tarball: Path) -> Path:
    """The skeleton as a team would copy it that keeps the collection's tarball beside it."""
    project = folder / "project"
    for path in SKELETON.rglob("*.yml"):
        copy = project / path.relative_to(SKELETON)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    requirements = project / "collections" / "requirements.yml"
    text = requirements.read_text(encoding="utf-8")
    wanted = re.search(r"#   (- name: collections/\S+)\n#     (type: file)\n", text)
    assert wanted, "requirements.yml doesn't say how to use a tarball"
    requirements.write_text("collections:\n  %s\n    %s\n" % wanted.groups(), encoding="utf-8")
    (project / wanted[1].removeprefix("- name: ")).write_bytes(tarball.read_bytes())
    return project


@pytest.fixture(name="collections", scope="session")
def collections_fixture(folder: Path, project: Path) -> Path:
    """Where the collections are that an update of the project installed."""
    place = folder / "requirements_collections"
    installed = ansible(
        "ansible-galaxy", "collection", "install", "-r", "collections/requirements.yml", "-p", str(place), cwd=project,
        ANSIBLE_COLLECTIONS_PATH=str(place),
    )  # fmt: skip
    assert installed.returncode == 0, installed.stdout
    return place


@pytest.fixture(name="cloud", scope="session")
def cloud_fixture() -> t.Iterator[Emulator]:
    pace = Pace(ready_after=2, check_seconds=1, export_seconds=1, settle_seconds=1, vulns=vulns(2))
    with Emulator(validate=True, speed=20, proxy=True, pace=pace) as emulator:
        yield emulator


@pytest.fixture(name="fast")
def fast_fixture(cloud: Emulator) -> t.Iterator[Emulator]:
    """The FAST cloud as it was when it started; every reply it gave must have kept to its contract."""
    cloud.reset()
    yield cloud
    assert cloud.contract_violations == []


@pytest.fixture(name="shop", scope="session")
def shop_fixture() -> t.Iterator[Target]:
    with Target() as shop:
        yield shop


@dataclasses.dataclass
class Played:
    """What a run of awx_setup printed, and what it changed in AWX."""

    returncode: int
    printed: str
    changes: list[str]

    @property
    def words(self) -> str:
        """What it printed, without line breaks."""
        return re.sub(r"\s+", " ", self.printed)

    def recap(self, name: str) -> int:
        """A number of the play's last line, such as `changed`."""
        found = re.search(r"\b%s=(\d+)" % name, self.printed.rpartition("PLAY RECAP")[2])
        assert found, self.printed
        return int(found[1])


@dataclasses.dataclass
class SetUp:
    """A stand-in for AWX, and how to run awx_setup on it."""

    awx: AwxStandIn
    variables: dict[str, t.Any]
    environment: dict[str, str]
    first: list[Played] = dataclasses.field(default_factory=list)

    def run(self, *options: str, environment: t.Mapping[str, str] | None = None, **variables: t.Any) -> Played:
        """Run it with these variables too. They are given as JSON, which keeps blanks."""
        self.awx.changes.clear()
        command = ["ansible-playbook", "wallarm.fast.awx_setup", "-vvv", "--diff", "-e", json.dumps({**self.variables, **variables}), *options]
        play = ansible(*command, cwd=ROOT, **{**self.environment, **(environment or {})})
        return Played(play.returncode, play.stdout, list(self.awx.changes))

    def done(self, *options: str, **variables: t.Any) -> Played:
        """Run it, which has to succeed."""
        played = self.run(*options, **variables)
        assert played.returncode == 0, played.printed
        return played


@pytest.fixture(name="variables", scope="session")
def variables_fixture(folder: Path, cloud: Emulator, shop: Target) -> dict[str, t.Any]:
    return {
        "fast_awx_project_scm_url": "https://git.example.com/fast-project.git",
        "fast_awx_make_credential": True,
        "fast_awx_notification": "Mail to the team",
        "fast_awx_nodes": [NODE_ID, "fast-node-1"],
        "fast_awx_proxy_url": cloud.proxy_url,
        "fast_awx_tests_command": [sys.executable, "-m", "emulator.visitor", shop.url, "--hang", str(folder / HANG)],
        "fast_awx_tests_chdir": str(ROOT / "tests"),
        "fast_awx_report_dir": str(folder / "reports"),
        "fast_awx_slices": 3,
    }


@pytest.fixture(name="empty")
def empty_fixture(collections: Path, cloud: Emulator, variables: dict[str, t.Any]) -> t.Iterator[SetUp]:
    """An AWX on which nothing was set up."""
    with AwxStandIn() as awx:
        yield set_up_of(awx, collections, cloud, variables)


@pytest.fixture(name="set_up", scope="session")
def set_up_fixture(collections: Path, cloud: Emulator, variables: dict[str, t.Any]) -> t.Iterator[SetUp]:
    """An AWX that was set up twice."""
    with AwxStandIn() as awx:
        done = set_up_of(awx, collections, cloud, variables)
        done.first = [done.done() for _run in range(2)]
        yield done


def set_up_of(awx: AwxStandIn, collections: Path, cloud: Emulator, variables: dict[str, t.Any]) -> SetUp:
    """Fill an AWX with what is there before: a notification template, and a repository with the skeleton."""
    awx.store.create("notification_templates", {"name": "Mail to the team", "organization": 1})
    awx.store.repository = ("1", [str(path.relative_to(SKELETON)) for path in (SKELETON / "playbooks").glob("*.yml")])
    environment = {
        # Both are folders to look for collections in; the tests' runner tells where awx.awx is.
        "ANSIBLE_COLLECTIONS_PATH": os.pathsep.join([str(collections), os.environ["AWX_COLLECTION_PATH"]]),
        "ANSIBLE_NOCOLOR": "true",
        "CONTROLLER_HOST": awx.url,
        "CONTROLLER_OAUTH_TOKEN": awx.token,
        "WALLARM_API_TOKEN": API_TOKEN,
        "WALLARM_API_HOST": cloud.host,
    }
    return SetUp(awx, variables, environment)


@pytest.fixture(name="controller")
def controller_fixture(set_up: SetUp, project: Path, collections: Path, fast: Emulator, tmp_path: Path) -> Controller:
    environment = {
        "ANSIBLE_COLLECTIONS_PATH": str(collections),
        "ANSIBLE_NOCOLOR": "true",
        "REQUESTS_CA_BUNDLE": fast.ca_path,
        "HOME": str(tmp_path),
    }
    return Controller(set_up.awx.store, project, tmp_path, environment)
