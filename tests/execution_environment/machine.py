# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What this machine needs to run containers."""

from __future__ import annotations

import os
import subprocess
import sys

from checks import debian


def obstacle() -> str:
    """Why no container can be built and run here, or ""."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "root on Linux is needed, for debootstrap and for a network of its own"
    try:
        done = subprocess.run(["unshare", "--net", "--mount", "true"], capture_output=True, text=True, check=False)
    except OSError as error:
        return f"no namespaces can be made: {error}"
    if done.returncode:
        return f"no namespaces can be made: {done.stderr.strip()}"
    if missing := debian.missing(debian.CONTAINERS):
        return f"these are missing, and root of Debian gets them by: apt-get install --no-install-recommends {' '.join(missing)}"
    return ""
