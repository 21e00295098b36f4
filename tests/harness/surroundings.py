# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The environment variables that programs started by the harness see."""

from __future__ import annotations

import os
from pathlib import Path

from . import interpreters

# Settings of the user's shell that would change what is tested: another Python's paths, another git repository, Ansible's
# own configuration, coverage of something else, and a real cloud's address and token, which no test may ever use.
DROPPED = ("ANSIBLE_", "COVERAGE_", "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "PYTEST_", "PYTHON", "VIRTUAL_ENV", "WALLARM_")


def plain() -> dict[str, str]:
    """The user's environment without what would change the result."""
    return {name: value for name, value in os.environ.items() if not name.startswith(DROPPED)}


def with_path(*first: Path, home: Path | None = None) -> dict[str, str]:
    """The plain environment with some directories first on PATH, and a HOME of its own if one is given."""
    found = plain()
    found["PATH"] = os.pathsep.join([*(str(directory) for directory in first), interpreters.working_path()])
    if home:
        found["HOME"] = str(home)
    return found
