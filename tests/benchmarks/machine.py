# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The machine that was measured on, without what would tell whose it is."""

from __future__ import annotations

import datetime
import importlib.metadata
import os
import platform
import re
from pathlib import Path


def describe() -> dict[str, str]:
    """What a reader has to know to compare figures. Asked before the benchmark adds to the load."""
    return {
        "CPU": f"{_cpu()}, {os.cpu_count()} cores",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1024 ** 3:.0f} GiB",
        "system": f"{_system()}, {platform.system()} {_numbers(platform.release())}",
        "Python": platform.python_version(),
        "ansible-core": importlib.metadata.version("ansible-core"),
        "requests": importlib.metadata.version("requests"),
        "load before": f"{os.getloadavg()[0]:.1f}",
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
    }


def _cpu() -> str:
    try:
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        found = None
    return found.group(1).strip() if found else platform.processor() or platform.machine()


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.platform(aliased=True, terse=True)


def _numbers(release: str) -> str:
    """A kernel's release without what its builder appended."""
    found = re.match(r"[0-9.]*[0-9]", release)
    return found.group() if found else release
