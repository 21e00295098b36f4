# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What this machine needs to run containers: found, or installed by root of Debian if CI is set."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

# The program that is needed of each package of Debian.
PACKAGES = {"podman": "podman", "runc": "runc", "debootstrap": "debootstrap", "netavark": "netavark"}
# Programs of administrators are not on everybody's PATH, and those of podman alone on nobody's.
PLACES = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/lib/podman", "/usr/libexec/podman"])


def obstacle() -> str:
    """Why no container can be built and run here, or ""."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "root on Linux is needed, for debootstrap and for a network of its own"
    refused = _output("unshare", "--net", "--mount", "true")
    if refused is not None:
        return f"no namespaces can be made: {refused}"
    if _missing() and os.environ.get("CI") and (said := _install()):
        return f"apt-get could not install {' '.join(_missing())}: {said}"
    if missing := _missing():
        return f"these are missing, and root of Debian gets them by: apt-get install --no-install-recommends {' '.join(missing)}"
    return ""


def _missing() -> list[str]:
    """The packages whose programs are not here."""
    return [package for package, program in PACKAGES.items() if not shutil.which(program, path=PLACES)]


def _install() -> str:
    """Install what is missing; what apt-get said last if it could not, or ""."""
    if not shutil.which("apt-get"):
        return "there is no apt-get"
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "--yes", "--quiet", "--no-install-recommends", "--no-remove", *_missing()]
    # A mirror that fails at first may do for what is needed.
    _output("apt-get", "update", "--quiet", environment=environment)
    return _output("apt-get", *install, environment=environment) or ""


def _output(*command: str, environment: dict[str, str] | None = None) -> str | None:
    """None if it succeeds, else the last line that it printed."""
    try:
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    except OSError as error:
        return str(error)
    return None if done.returncode == 0 else (done.stdout.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
