# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that come as packages of Debian."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import typing as t
from pathlib import Path

if t.TYPE_CHECKING:
    import nox

# Programs of administrators are not on everybody's PATH.
PLACES = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin"])
# Debian asks it whether a service may be started, and an exit code of 101 says no.
POLICY = Path("/usr/sbin/policy-rc.d")


def ensure(session: nox.Session, programs: t.Mapping[str, str]) -> None:
    """Have a program of each package here, installed if root runs this on Debian.

    What is missing then ends the session: as skipped on a person's machine, as failed in CI, which counts on it.
    """
    if _missing(programs):
        _install(_missing(programs))
    if missing := _missing(programs):
        leave = session.error if os.environ.get("CI") else session.skip
        leave(f"This is missing: {', '.join(missing)}. On Debian root gets it by: apt-get install {' '.join(missing)}")


def _missing(programs: t.Mapping[str, str]) -> list[str]:
    return [package for package, program in programs.items() if not shutil.which(program, path=PLACES)]


def _install(packages: t.Sequence[str]) -> None:
    """Install packages, where that may be done. What apt-get could not do, it says itself."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # Nothing that is here makes room for it, such as a squid of another build.
    install = ["install", "--yes", "--quiet", "--no-install-recommends", "--no-remove", *packages]
    with _no_services():
        for arguments in (["update", "--quiet"], install):
            subprocess.run(["apt-get", *arguments], env=variables, stdin=subprocess.DEVNULL, check=False)


@contextlib.contextmanager
def _no_services() -> t.Iterator[None]:
    """Installing starts none. A policy that is here already stays as it is."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()
