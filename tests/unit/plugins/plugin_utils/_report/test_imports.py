# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reports are worked out without Ansible. What they share with the modules is below the line that Ansible starts at (test_layers.py)."""

from __future__ import annotations

import ast
import pathlib

from ansible_collections.wallarm.fast.plugins.plugin_utils._report import security_report

SHARED = tuple(f"ansible_collections.wallarm.fast.plugins.module_utils.{layer}" for layer in ("_api.", "_text"))
FILES = sorted(pathlib.Path(security_report.__file__).parent.glob("*.py"))


def test_nothing_of_ansible_is_imported():
    assert len(FILES) > 10
    assert [path.name for path in FILES if [name for name in imports_of(path) if name.startswith("ansible") and not name.startswith(SHARED)]] == []


def imports_of(path: pathlib.Path) -> list[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    return names + [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level]
