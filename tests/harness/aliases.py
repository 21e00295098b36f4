# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read what the integration targets say of themselves."""

from __future__ import annotations

from pathlib import Path


def read(copy: Path) -> dict[str, list[str]]:
    """The words in the `aliases` of each integration target in a copy of the tree, by the target's name."""
    found = sorted(copy.glob("tests/integration/targets/*/aliases"))
    return {path.parent.name: path.read_text(encoding="ascii").split() for path in found}
