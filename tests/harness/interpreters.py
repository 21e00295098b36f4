# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Find Python interpreters that really run."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import typing as t
from pathlib import Path

# Asked of every candidate. A shim of a version manager may exist for a version that is not active, and fails; a system Python
# may lack the modules that make a virtual environment.
PROBE = "import sys, venv, ensurepip; print('%d.%d.%d' % sys.version_info[:3])"


class Interpreter(t.NamedTuple):
    """A Python that runs. `version` has three parts, as in 3.11.7."""

    path: str
    version: str

    @property
    def series(self) -> str:
        """The first two parts of the version, as in 3.11."""
        return self.version.rpartition(".")[0]


def current() -> Interpreter:
    """The Python that runs the harness."""
    return Interpreter(sys.executable, ".".join(str(part) for part in sys.version_info[:3]))


@functools.cache
def find(series: str) -> Interpreter | None:
    """The first working Python of a series such as `3.12`, or None."""
    if current().series == series:
        return current()
    for path in _candidates(series):
        version = _version(path)
        if version and version.rpartition(".")[0] == series:
            return Interpreter(path, version)
    return None


def working_path() -> str:
    """PATH without the directories that hold a Python which does not run.

    ansible-test takes a `python3.X` it sees on PATH for a working one.
    """
    return os.pathsep.join(directory for directory in os.environ.get("PATH", os.defpath).split(os.pathsep) if _harmless(directory))


@functools.cache
def _harmless(directory: str) -> bool:
    try:
        names = [path for path in Path(directory).glob("python3.*") if path.name.removeprefix("python3.").isdigit()]
    except OSError:
        return True
    return all(_version(str(path), "import sys; print('%d.%d.%d' % sys.version_info[:3])") for path in names)


def _candidates(series: str) -> t.Iterator[str]:
    name = f"python{series}"
    for directory in [*os.environ.get("PATH", os.defpath).split(os.pathsep), "/usr/local/bin", "/usr/bin"]:
        path = os.path.join(directory, name)
        if os.access(path, os.X_OK):
            yield path
    newest_first = sorted(_pyenv_versions(), key=lambda path: [int(part) for part in path.name.split(".") if part.isdigit()], reverse=True)
    for version in newest_first:
        if (version / "bin" / name).exists():
            yield str(version / "bin" / name)


@functools.cache
def _pyenv_versions() -> tuple[Path, ...]:
    root = os.environ.get("PYENV_ROOT")
    if not root and shutil.which("pyenv"):
        root = subprocess.run(["pyenv", "root"], capture_output=True, text=True, check=False).stdout.strip()
    return tuple((Path(root or Path.home() / ".pyenv") / "versions").glob("*"))


@functools.cache
def _version(path: str, probe: str = PROBE) -> str:
    """The version a candidate reports, or nothing if it does not run."""
    try:
        answer = subprocess.run([path, "-c", probe], capture_output=True, text=True, timeout=30, check=False, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""
