# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of the tree at the kind of path ansible-test insists on: …/ansible_collections/wallarm/fast."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import typing as t
from pathlib import Path

from . import cache, surroundings

# Left out when git cannot say what belongs to the tree (an unpacked archive): what tools leave behind.
NOT_SOURCE = {".ansible", ".cache", ".git", ".mypy_cache", ".nox", ".pytest_cache", ".tox", ".venv", "__pycache__", "venv"}


@contextlib.contextmanager
def work_directory(keep: bool = False) -> t.Iterator[Path]:
    """A fresh directory, removed at the end unless it is to be kept."""
    parent = cache.ensure() / "work"
    parent.mkdir(exist_ok=True)
    path = Path(tempfile.mkdtemp(dir=parent))
    if keep:
        print(f"Working in {path}, which is kept.", flush=True)
    try:
        yield path
    finally:
        if not keep:
            shutil.rmtree(path, ignore_errors=True)


def make(root: Path) -> Path:
    """Copy the tree below `root`; returns the copy's path."""
    copy = root / "ansible_collections" / "wallarm" / "fast"
    for name in _names():
        source, target = cache.REPOSITORY / name, copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target, follow_symlinks=False)
    # ansible-test looks upwards for a repository to list its files; a home directory kept in git would have it find nothing.
    if shutil.which("git"):
        subprocess.run(["git", "init", "--quiet"], cwd=copy, env=surroundings.plain(), capture_output=True, check=False)
    return copy


def _names() -> list[str]:
    """The files that git tracks or would add, relative to the repository."""
    try:
        top = _git("rev-parse", "--show-toplevel").rstrip("\n")
        if Path(top).resolve() == cache.REPOSITORY:
            names = _git("ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
            return sorted({name for name in names if name and os.path.lexists(cache.REPOSITORY / name)})
    except (OSError, subprocess.CalledProcessError):
        pass
    return sorted(_walk())


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=cache.REPOSITORY, env=surroundings.plain(), capture_output=True, text=True, check=True).stdout


def _walk() -> t.Iterator[str]:
    for directory, subdirectories, files in os.walk(cache.REPOSITORY):
        here = Path(directory).relative_to(cache.REPOSITORY)
        subdirectories[:] = [name for name in subdirectories if name not in NOT_SOURCE and here / name != Path("tests/output")]
        yield from (str(here / name) for name in files)
