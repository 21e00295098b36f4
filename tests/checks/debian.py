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

# The program that is needed of each package.
CONTAINERS = {"podman": "podman", "runc": "runc", "debootstrap": "debootstrap", "netavark": "/usr/lib/podman/netavark"}
MIDDLEBOXES = {"nginx-light": "nginx", "haproxy": "haproxy", "squid-openssl": "/usr/lib/squid/security_file_certgen", "openssl": "openssl"}
# Programs of administrators are not on everybody's PATH.
PLACES = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin"])
# Debian asks it whether a service may be started, and an exit code of 101 says no.
POLICY = Path("/usr/sbin/policy-rc.d")


def missing(programs: t.Mapping[str, str]) -> list[str]:
    """The packages whose programs are not here. A program is a name on PATH, or a path."""
    return [package for package, program in programs.items() if not shutil.which(program, path=PLACES)]


def install(programs: t.Mapping[str, str]) -> list[str]:
    """Install what is missing, if root runs this on Debian; returns what is missing then. What apt-get could not do, it says itself."""
    packages = missing(programs)
    if packages and os.geteuid() == 0 and shutil.which("apt-get"):
        variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        # Nothing that is here makes room for it, such as a squid of another build.
        installing = ["install", "--yes", "--quiet", "--no-install-recommends", "--no-remove", *packages]
        with _no_services():
            for arguments in (["update", "--quiet"], installing):
                subprocess.run(["apt-get", *arguments], env=variables, stdin=subprocess.DEVNULL, check=False)
    return missing(programs)


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
