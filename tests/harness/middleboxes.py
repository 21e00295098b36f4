# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make middleboxes`: the tests among nginx, haproxy and squid, which root gets from Debian's packages if they are missing."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import typing as t
from pathlib import Path

from . import copies, steps, surroundings, toolbox
from .steps import Step

# What is needed of each package of Debian.
PACKAGES = {"nginx-light": "nginx", "haproxy": "haproxy", "squid-openssl": "/usr/lib/squid/security_file_certgen", "openssl": "openssl"}
# Programs of administrators are not on everybody's PATH.
PLACES = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin"])
# Debian asks it whether a service may be started, and an exit code of 101 says no.
POLICY = Path("/usr/sbin/policy-rc.d")


def run() -> int:
    """Run the tests; 0 if all passed, or if they can't be run here and nobody counts on it, as CI does."""
    if _missing():
        _install()
    if missing := _missing():
        print(f"middleboxes: LEFT OUT, since this is missing: {', '.join(missing)}. On Debian root gets it by: "
              f"apt-get install {' '.join(missing)}", flush=True)
        return 1 if os.environ.get("CI") else 0
    environment = toolbox.for_middleboxes()
    variables = {**surroundings.with_path(environment.bin), "PYTHONDONTWRITEBYTECODE": "1"}
    with copies.work_directory() as work:
        options = ["-p", "no:cacheprovider", "--basetemp", str(work / "pytest"), "-q", "-rfs", "--tb=short"]
        command = [str(environment.python), "-m", "pytest", *options, "middleboxes"]
        outcome = steps.run(Step("middleboxes", command, copies.make(work) / "tests", variables))
        print(f"middleboxes: {'ok' if outcome.passed else 'FAILED'} {outcome.seconds:.0f} s", flush=True)
    return 0 if outcome.passed else 1


def _missing() -> list[str]:
    """The packages whose programs are not here."""
    return [package for package, program in PACKAGES.items() if not shutil.which(program, path=PLACES)]


def _install() -> None:
    """Install what is missing, where that may be done. What apt-get could not do, it says itself."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    variables = {**surroundings.plain(), "DEBIAN_FRONTEND": "noninteractive"}
    # Nothing that is here makes room for it, such as a squid of another build.
    install = ["install", "--yes", "--quiet", "--no-install-recommends", "--no-remove", *_missing()]
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
