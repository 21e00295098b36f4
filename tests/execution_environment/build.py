# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Build an execution environment that holds the collection, from where ansible-builder is installed.

    python tests/execution_environment/build.py

The environment may say: EE_BASE, another base image than that of execution-environment.yml; PKGMGR, its package manager;
PYPKG, the package with its Python; PYCMD, where that Python is. EE_TAG names the image.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import typing as t
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from execution_environment import pip_settings
from execution_environment.causes import Cause, cause_of

ROOT = Path(__file__).resolve().parents[2]
IMAGE = "localhost/wallarm-fast-ee"
ENGINES = ("podman", "docker")
# What may be given, and the build argument that it is.
ARGUMENTS = {"EE_BASE": "EE_BASE_IMAGE", "PKGMGR": "PKGMGR", "PYPKG": "PYPKG", "PYCMD": "PYCMD"}


class BuildFailed(Exception):
    """No engine built the image; the message says why, a line for each that was tried."""


def build(given: t.Mapping[str, str], tag: str = IMAGE) -> str:
    """Build the image; the name of the engine that did. `given` are ARGUMENTS, empty ones are none. BuildFailed if none could."""
    with tempfile.TemporaryDirectory(prefix="fast-ee-") as name:
        folder = Path(name)
        shutil.copy(ROOT / "execution-environment.yml", folder)
        pack(folder / "dist")
        return first_that_builds(lambda engine: _try(engine, folder, given, tag))


def first_that_builds(attempt: t.Callable[[str], Cause | None]) -> str:
    """The first engine whose attempt has no cause to fail; the next one is tried if it may do better. BuildFailed with all causes."""
    failed = []
    for engine in ENGINES:
        cause = attempt(engine)
        if cause is None:
            return engine
        failed.append(f"{engine}: {cause.sentence}")
        if not cause.other_engine:
            break
    raise BuildFailed("\n".join(["No image was built.", *failed]))


def pack(folder: Path) -> None:
    """Pack the collection into `folder`, under the name that execution-environment.yml has."""
    packed = subprocess.run([sys.executable, "-m", "ansible", "galaxy", "collection", "build", "--output-path", str(folder)], cwd=ROOT,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)  # fmt: skip
    if packed.returncode:
        raise BuildFailed(f"{packed.stdout}\nThe collection could not be packed.")
    next(folder.glob("*.tar.gz")).rename(folder / "wallarm-fast.tar.gz")


def _try(engine: str, folder: Path, given: t.Mapping[str, str], tag: str) -> Cause | None:
    if cause := _unusable(engine):
        return cause
    return None if (output := _run(command(engine, folder, given, tag), folder)) is None else cause_of(output)


def _unusable(engine: str) -> Cause | None:
    """Why an engine can't be used at all, as docker without its daemon."""
    if not shutil.which(engine):
        return Cause("It is not installed.", other_engine=True)
    asked = subprocess.run([engine, "info"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    return None if asked.returncode == 0 else Cause((asked.stderr.strip().splitlines() or ["It doesn't answer."])[-1], other_engine=True)


def command(engine: str, folder: Path, given: t.Mapping[str, str], tag: str) -> list[str]:
    """What builds the image in `folder`."""
    arguments = [f"--build-arg={name}={given[key]}" for key, name in ARGUMENTS.items() if given.get(key)]
    settings = pip_settings.settings()
    options: list[str] = []
    if engine == "podman":
        options = pip_settings.volumes(settings, folder)
    elif settings:
        print(f"pip's settings of this machine are not handed to the build, as {engine} can mount no files there.", file=sys.stderr)
    extra = [f"--extra-build-cli-args={shlex.join(options)}"] if options else []
    builder = [sys.executable, "-m", "ansible_builder", "build"]
    return [*builder, "--container-runtime", engine, "--tag", tag, "-v3", *arguments, *extra]


def _run(arguments: list[str], folder: Path) -> str | None:
    """Run it, and show its output as it comes. None if it succeeded, else that output."""
    lines = []
    with subprocess.Popen(arguments, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace") as process:  # fmt: skip
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    return "".join(lines) if process.returncode else None


def main() -> int:
    """0 if the image was built."""
    tag, started = os.environ.get("EE_TAG") or IMAGE, time.monotonic()
    try:
        engine = build(os.environ, tag)
    except BuildFailed as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Built {tag} with {engine} in {time.monotonic() - started:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
