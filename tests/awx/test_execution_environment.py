# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ansible-builder makes of the collection and of execution-environment.yml."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from .conftest import ROOT, ansible


def test_the_installed_collection_tells_what_it_needs(collections: Path):
    shown = ansible("ansible-builder", "introspect", str(collections), cwd=ROOT)
    assert shown.returncode == 0, shown.stdout
    for package in ("requests>=2.25.1", "urllib3>=1.26.5"):
        assert f"{package}  # from collection wallarm.fast" in shown.stdout


def test_the_context_of_an_image_can_be_created(tarball: Path, tmp_path: Path):
    shutil.copy(ROOT / "execution-environment.yml", tmp_path)
    (tmp_path / "dist").mkdir()
    shutil.copy(tarball, tmp_path / "dist" / "wallarm-fast.tar.gz")
    made = ansible("ansible-builder", "create", "--output-filename", "Containerfile", cwd=tmp_path)
    assert made.returncode == 0, made.stdout
    context = tmp_path / "context"
    assert (context / "_build" / "src" / "wallarm-fast.tar.gz").read_bytes() == tarball.read_bytes()
    requirements = yaml.safe_load((context / "_build" / "requirements.yml").read_text(encoding="utf-8"))
    assert requirements == {"collections": [{"name": "src/wallarm-fast.tar.gz", "type": "file"}]}
    assert "ansible-galaxy collection install" in (context / "Containerfile").read_text(encoding="utf-8")
