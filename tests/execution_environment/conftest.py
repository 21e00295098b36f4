# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An image, built once as users build it, and what it cost; or why there is none."""

from __future__ import annotations

import os
import tempfile
import time
import typing as t
from pathlib import Path

import pytest
from emulator import Emulator

from . import base_image, build, machine, network
from .podman import Podman

# Said at the end, whatever options pytest was given.
_SAID: list[str] = []
# A setting of pip that changes nothing, to look for in the image.
MARK = "outside.example.com"


def pytest_terminal_summary(terminalreporter: t.Any) -> None:
    for line in _SAID:
        terminalreporter.write_line(line)


@pytest.fixture(name="podman", scope="session")
def podman_fixture() -> t.Iterator[Podman]:
    """Podman with a base image; EE_CACHE names a folder that keeps it for the next time."""
    if why := machine.obstacle():
        _skip(why)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fast-ee-") as folder, Podman() as podman:
        cache = Path(os.environ.get("EE_CACHE") or folder)
        cache.mkdir(parents=True, exist_ok=True)
        base_image.have(podman, cache)
        tried = podman.run("run", "--rm", base_image.IMAGE, "true")
        if tried.returncode:
            _skip(f"podman runs no container: {tried.stdout.strip().splitlines()[-1]}")
        _SAID.append(f"base image: {time.monotonic() - started:.0f} s, {podman.megabytes(base_image.IMAGE)} MB")
        yield podman


@pytest.fixture(name="image", scope="session")
def image_fixture(podman: Podman) -> t.Iterator[str]:
    started = time.monotonic()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in podman.environment.items():
            patch.setenv(name, value)
        patch.setenv("PIP_TRUSTED_HOST", f"{os.environ.get('PIP_TRUSTED_HOST', '')} {MARK}")
        build.build(base_image.GIVEN)
    _SAID.append(f"execution environment: {time.monotonic() - started:.0f} s, {podman.megabytes(build.IMAGE)} MB")
    yield build.IMAGE


@pytest.fixture(name="fast")
def fast_fixture(image: str) -> t.Iterator[Emulator]:
    """A FAST cloud, and no other network."""
    with network.only_loopback(), Emulator(validate=True) as fast:
        yield fast
        assert fast.contract_violations == []


def _skip(why: str) -> t.NoReturn:
    _SAID.append(f"LEFT OUT, no execution environment was built and run: {why}.")
    pytest.skip(why)
