# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where built things live: a directory of the user's, outside the tree.

ansible-test writes interpreter paths into `#!` lines, which break when the path holds a space. A checkout may live anywhere, so
environments and the copies under test live here instead, and every checkout shares them.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import typing as t
from pathlib import Path

from .errors import HarnessError

REPOSITORY = Path(__file__).resolve().parent.parent.parent

# https://bford.info/cachedir/: back-up programs skip a directory with this file. `clean` deletes nothing without it.
TAG = "CACHEDIR.TAG"
TAG_TEXT = "Signature: 8a477f597d28d172789f06886806bc55\n# Built by the wallarm.fast test harness; may be deleted at any time.\n"


def location() -> Path:
    """The cache directory's path, whether it exists or not. Raises HarnessError if tests cannot work in it."""
    named = os.environ.get("WALLARM_FAST_CACHE")
    if named:
        path = Path(named).expanduser()
    else:
        path = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wallarm-fast-collection"
    path = path.resolve()
    if any(character.isspace() for character in str(path)):
        raise HarnessError(f"The cache directory's path has a space in it, which breaks the scripts of virtual environments: {path}\n"
                           "Set WALLARM_FAST_CACHE to a directory whose path has none.")
    return path


def ensure() -> Path:
    """The cache directory, made if missing."""
    path = location()
    path.mkdir(parents=True, exist_ok=True)
    tag = path / TAG
    if not tag.exists():
        if any(path.iterdir()):
            raise HarnessError(f"{path} is not empty and was not made by this harness. Set WALLARM_FAST_CACHE to another directory.")
        tag.write_text(TAG_TEXT, encoding="ascii")
    return path


def clean() -> None:
    """Remove the cache directory, saying what goes."""
    path = location()
    if not path.exists():
        print(f"Nothing to remove: {path} does not exist.")
        return
    if not (path / TAG).exists():
        raise HarnessError(f"{path} was not made by this harness (it has no {TAG}); it is left alone.")
    for entry in sorted(path.iterdir()):
        print(f"Removing {entry}")
    shutil.rmtree(path)
    print(f"Removed {path}")


@contextlib.contextmanager
def lock(name: str) -> t.Iterator[None]:
    """Hold a lock called `name`, waiting for another run of the harness that has it. It ends with the process, however that ends."""
    directory = ensure() / "locks"
    directory.mkdir(exist_ok=True)
    with open(directory / name, "w", encoding="ascii") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Another run is using {name}; waiting for it to end.", flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
