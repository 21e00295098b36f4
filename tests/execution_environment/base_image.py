# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A base image of Debian's packages alone, where no registry is needed."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from checks.debian import PLACES

from .podman import Podman

IMAGE = "localhost/debian-python"
SUITE = "trixie"
# What build.py has to be told of it: Debian has its Python 3.13 and no dnf.
GIVEN = {"EE_BASE": IMAGE, "PKGMGR": "/usr/bin/apt-get", "PYPKG": "python3", "PYCMD": "/usr/bin/python3"}


def have(podman: Podman, cache: Path) -> None:
    """Have the image; its files are kept as an archive in `cache`, which may be empty."""
    archive = cache / f"debian-{SUITE}.tar"
    if not archive.exists():
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            _make(Path(folder), archive)
    imported = podman.run("import", str(archive), IMAGE)
    assert imported.returncode == 0, imported.stdout


def _make(folder: Path, archive: Path) -> None:
    root = folder / "root"
    _run("debootstrap", "--variant=minbase", "--include=ca-certificates,python3,python3-pip", SUITE, str(root))
    # ansible-builder starts with ensurepip, which Debian packages elsewhere and disables; pip is there.
    ensurepip = next((root / "usr/lib").glob("python3.*")) / "ensurepip"
    ensurepip.mkdir()
    (ensurepip / "__init__.py").touch()
    (ensurepip / "__main__.py").write_text("raise SystemExit(0)\n", encoding="ascii")
    for package in (root / "var/cache/apt/archives").glob("*.deb"):
        package.unlink()
    _run("tar", "-C", str(root), "-cf", str(folder / "root.tar"), ".")
    # At once, so that an archive that was ended is not taken for a whole one.
    os.replace(folder / "root.tar", archive)


def _run(*command: str) -> None:
    done = subprocess.run(command, env={**os.environ, "PATH": PLACES}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout
