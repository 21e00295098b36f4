# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Imports point down only, and what stands below the line is free of Ansible."""

from __future__ import annotations

import ast
import pathlib

import pytest

PLUGINS = pathlib.Path(__file__).parents[2] / "plugins"

# From the bottom up. A file imports from files before it only.
FREE_OF_ANSIBLE = [
    "_errors",
    "_wait",
    "_endpoint",
    "_envelope",
    "_ids",
    "_reasons",
    "_reply",
    "_bounded",
    "_transport",
    "_refusals",
    "_pages",
    "_client",
    "_test_run",
    "_looks",
    "_action",
    "_recording",
    "_wanted",
    "_steering",
    "_search",
    "_life_cycle",
    "_conditions",
    "_info",
]
WITH_ANSIBLE = ["_arguments", "_execute"]
LAYERS = FREE_OF_ANSIBLE + WITH_ANSIBLE


def imports_of(path: pathlib.Path) -> set[str]:
    """Return what a file imports: "ansible.module_utils.basic", and "._errors" for a neighbour."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
    return found


def test_every_file_has_its_place():
    assert sorted(LAYERS) == sorted(path.stem for path in (PLUGINS / "module_utils").glob("*.py"))


@pytest.mark.parametrize("name", LAYERS)
def test_imports_point_down(name):
    neighbours = {found[1:] for found in imports_of(PLUGINS / "module_utils" / f"{name}.py") if found.startswith(".")}
    assert neighbours <= set(LAYERS[: LAYERS.index(name)])


@pytest.mark.parametrize("name", FREE_OF_ANSIBLE)
def test_nothing_below_the_line_knows_ansible(name):
    found = imports_of(PLUGINS / "module_utils" / f"{name}.py")
    assert not [imported for imported in found if imported.split(".")[0] in ("ansible", "ansible_collections")]


@pytest.mark.parametrize("name", [name for name in LAYERS if name != "_execute"])
def test_only_execute_exits(name):
    source = (PLUGINS / "module_utils" / f"{name}.py").read_text(encoding="utf-8")
    assert not [word for word in ("exit_json", "fail_json", "sys.exit", "print(") if word in source]
