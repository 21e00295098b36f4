# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make awx`: the tests of what the collection does in AWX, and of its execution environment. `make ee` builds that one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from . import cache, copies, steps, surroundings, toolbox
from .environments import Environment
from .errors import HarnessError
from .steps import Step

# The modules of AWX are in no package of their own; this is the last of the big ones that holds them.
HOLDER = "ansible==13.8.0"
COLLECTION = "ansible_collections/awx/awx/"
IMAGE = "localhost/wallarm-fast-ee"
ENGINES = ("podman", "docker")


def run() -> int:
    """Run the tests; 0 if all passed."""
    environment = toolbox.for_awx()
    variables = {
        **surroundings.with_path(environment.bin),
        "AWX_COLLECTION_PATH": str(_collection(environment)),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    with copies.work_directory() as work:
        options = ["-p", "no:cacheprovider", "--basetemp", str(work / "pytest"), "-q", "--tb=short", "--durations=5"]
        command = [str(environment.python), "-m", "pytest", *options, "awx"]
        outcome = steps.run(Step("awx", command, copies.make(work) / "tests", variables))
        print(f"awx: {'ok' if outcome.passed else 'FAILED'} {outcome.seconds:.0f} s", flush=True)
    return 0 if outcome.passed else 1


def build_execution_environment() -> int:
    """Build an image that holds the collection; 0 if that was possible."""
    engine = next((name for name in ENGINES if _works(name)), None)
    if not engine:
        print(f"No image was built: neither {' nor '.join(ENGINES)} runs here. execution-environment.yml can be built elsewhere, with "
              "ansible-builder and one of them.", file=sys.stderr)
        return 2
    environment = toolbox.for_awx()
    with copies.work_directory() as work:
        copy = copies.make(work)
        variables = surroundings.with_path(environment.bin)
        base = os.environ.get("EE_BASE")
        collection = ["ansible-galaxy", "collection", "build", "--output-path", "dist"]
        image = ["ansible-builder", "build", "--container-runtime", engine, "--tag", IMAGE, "-v2"]
        if not steps.run(Step("collection", collection, copy, variables)).passed:
            return 1
        next((copy / "dist").glob("*.tar.gz")).rename(copy / "dist" / "wallarm-fast.tar.gz")
        if not steps.run(Step("image", image + (["--build-arg", f"EE_BASE_IMAGE={base}"] if base else []), copy, variables)).passed:
            print("No image was built. The base image has to be reachable; EE_BASE=... names another one.", file=sys.stderr)
            return 1
    print(f"Built {IMAGE} with {engine}.")
    return 0


def _works(engine: str) -> bool:
    """Whether a container engine is there and answers; docker without its daemon does not."""
    return bool(shutil.which(engine)) and subprocess.run([engine, "info"], capture_output=True, check=False).returncode == 0


def _collection(environment: Environment) -> Path:
    """A folder for ANSIBLE_COLLECTIONS_PATH with the collection awx.awx alone, downloaded once."""
    path = cache.ensure() / "collections" / HOLDER.replace("==", "-")
    with cache.lock("awx.awx"):
        if not path.exists():
            _download(environment, path)
    return path


def _download(environment: Environment, path: Path) -> None:
    print(f"Downloading the collection awx.awx, which is part of {HOLDER} (once)", flush=True)
    path.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        pip = [str(environment.python), "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--dest", folder]
        command = [*pip, "--no-deps", "--only-binary=:all:", "--ignore-requires-python", HOLDER]
        done = subprocess.run(command, env=surroundings.plain(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, check=False)
        if done.returncode:
            raise HarnessError(f"{done.stdout}\npip could not download {HOLDER}, which holds the collection awx.awx.")
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(Path(folder) / "found", [name for name in archive.namelist() if name.startswith(COLLECTION)])
        # All at once, so that a download that was ended is not taken for a whole one.
        os.replace(Path(folder) / "found", path)
