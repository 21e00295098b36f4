# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Virtual environments: built once, shared by all checkouts, rebuilt when what they hold changes."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import typing as t
from pathlib import Path

from . import cache, surroundings
from .errors import HarnessError
from .interpreters import Interpreter

# A virtual environment cannot be renamed once its scripts exist, so an interrupted build is told from a finished one by this file.
COMPLETE = "complete"


class Environment(t.NamedTuple):
    """A finished virtual environment."""

    path: Path

    @property
    def bin(self) -> Path:
        """Where its programs are."""
        return self.path / "bin"

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.bin / "python"

    def core_series(self) -> str:
        """The ansible-core in it, as in 2.19."""
        found = next(self.path.glob("lib/python*/site-packages/ansible_core-*.dist-info"))
        return ".".join(found.name.removeprefix("ansible_core-").split(".")[:2])


def ensure(purpose: str, interpreter: Interpreter, packages: t.Sequence[str], requirements: t.Sequence[Path] = ()) -> Environment:
    """An environment with `packages` (as pip names them) and everything in the files `requirements`.

    `purpose` is a word for the name and the messages. A package without a version is the newest one that supports the interpreter
    on the day of the build; `make clean` forgets it.
    """
    wanted = "\n".join([interpreter.path, *packages, *(path.read_text(encoding="utf-8") for path in requirements)])
    name = f"{purpose}-python{interpreter.version}-{hashlib.sha256(wanted.encode()).hexdigest()[:10]}"
    path = cache.ensure() / "environments" / name
    with cache.lock(name):
        if not _usable(path):
            _build(path, interpreter, [*packages, *(argument for file in requirements for argument in ("-r", str(file)))])
    return Environment(path)


def _usable(path: Path) -> bool:
    """Whether a build was finished, and the Python it was built on is still there."""
    if not (path / COMPLETE).exists():
        return False
    return subprocess.run([path / "bin" / "python", "-c", ""], capture_output=True, check=False).returncode == 0


def _build(path: Path, interpreter: Interpreter, arguments: t.Sequence[str]) -> None:
    print(f"Building {path.name} (once; kept in {path.parent})\n", end="", flush=True)  # one write: the matrix builds two at a time
    shutil.rmtree(path, ignore_errors=True)
    _run([interpreter.path, "-m", "venv", str(path)],
         f"{interpreter.path} cannot make a virtual environment. On Debian and Ubuntu it needs: apt-get install python3-venv")
    _run([str(path / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *arguments],
         "pip could not install what the environment needs. Behind a proxy or with a package index of your own, configure pip for it.")
    (path / COMPLETE).touch()


def _run(command: t.Sequence[str], trouble: str) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          env=surroundings.plain(), check=False)
    if done.returncode:
        raise HarnessError(f"{done.stdout}\n{trouble}")
