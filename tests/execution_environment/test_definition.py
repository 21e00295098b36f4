# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ansible-builder makes of the collection and of execution-environment.yml; no container is needed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from .build import ROOT, pack


def run(module: str, *arguments: str, cwd: Path) -> str:
    done = subprocess.run([sys.executable, "-m", module, *arguments], cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(name="folder")
def folder_fixture(tmp_path: Path) -> Path:
    """A folder that an image can be built in."""
    shutil.copy(ROOT / "execution-environment.yml", tmp_path)
    pack(tmp_path / "dist")
    return tmp_path


def test_the_installed_collection_tells_what_it_needs(folder: Path):
    run("ansible", "galaxy", "collection", "install", "-p", "collections", "dist/wallarm-fast.tar.gz", cwd=folder)
    shown = run("ansible_builder", "introspect", "collections", cwd=folder)
    for package in ("requests>=2.25.1", "urllib3>=1.26.5"):
        assert f"{package}  # from collection wallarm.fast" in shown


def test_an_image_gets_the_collection_and_an_ansible_core_that_it_supports(folder: Path):
    run("ansible_builder", "create", "--output-filename", "Containerfile", cwd=folder)
    context = folder / "context"
    assert (context / "_build" / "src" / "wallarm-fast.tar.gz").read_bytes() == (folder / "dist" / "wallarm-fast.tar.gz").read_bytes()
    requirements = yaml.safe_load((context / "_build" / "requirements.yml").read_text(encoding="utf-8"))
    assert requirements == {"collections": [{"name": "src/wallarm-fast.tar.gz", "type": "file"}]}
    oldest = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text(encoding="utf-8"))["requires_ansible"].removesuffix(".0")
    assert f'ARG ANSIBLE_INSTALL_REFS="ansible-core{oldest} ansible-runner"' in (context / "Containerfile").read_text(encoding="utf-8")
