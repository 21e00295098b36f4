# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection awx.awx from a package index. It is in no package of its own."""

from __future__ import annotations

import tempfile
import typing as t
import zipfile
from pathlib import Path

if t.TYPE_CHECKING:
    import nox

# The last of the big packages that holds it.
HOLDER = "ansible==13.8.0"
COLLECTION = "ansible_collections/awx/awx/"


def downloaded(session: nox.Session, place: Path) -> Path:
    """A folder for ANSIBLE_COLLECTIONS_PATH that holds awx.awx alone, downloaded once."""
    path = place / HOLDER.replace("==", "-")
    if not path.exists():
        with tempfile.TemporaryDirectory(dir=place) as folder:
            session.run("python", "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--ignore-requires-python", "--dest", folder, HOLDER)
            (wheel,) = Path(folder).glob("*.whl")
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(Path(folder) / "found", [name for name in archive.namelist() if name.startswith(COLLECTION)])
            # All at once, so that a download that was ended is not taken for a whole one.
            (Path(folder) / "found").replace(path)
    return path
