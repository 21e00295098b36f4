# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Imports between the packages of module_utils run one way, and only the top knows Ansible."""

from __future__ import annotations

import ast
import pathlib

MODULE_UTILS = pathlib.Path(__file__).parents[2] / "plugins" / "module_utils"
BASE = "plugins.module_utils"

# From the bottom up. A file may import from its own package and from those below it.
FREE_OF_ANSIBLE = ["_errors", "_deadline", "_text", "_http", "_api", "_tasks"]
WITH_ANSIBLE = ["_secrets", "_argument_spec", "_runner"]
LAYERS = [*FREE_OF_ANSIBLE, *WITH_ANSIBLE]
FILES = sorted(path.relative_to(MODULE_UTILS).as_posix() for path in MODULE_UTILS.rglob("*.py"))


def layer_of(file: str) -> str:
    """ "_http" for "_http/adapter.py", "_errors" for "_errors.py"."""
    return pathlib.PurePath(file).with_suffix("").parts[0]


def imports_of(file: str) -> set[str]:
    """What a file imports, by full names: "ansible.module_utils.basic", and "plugins.module_utils._errors" for a neighbour."""
    package = [BASE, *pathlib.PurePath(file).parts[:-1]]
    found = set()
    for node in ast.walk(ast.parse((MODULE_UTILS / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            found.update(".".join([*above, *([node.module] if node.module else []), *([] if node.module else [alias.name])]) for alias in node.names)
    return found


def layers_imported_by(file: str) -> set[str]:
    return {name[len(BASE) + 1 :].split(".")[0] for name in imports_of(file) if name.startswith(f"{BASE}.")}


def test_every_file_belongs_to_a_layer():
    assert {layer_of(file) for file in FILES} == set(LAYERS)


def test_imports_are_seen():
    """Were imports of neighbours not seen, the tests below would say nothing."""
    assert "_http" in layers_imported_by("_api/client.py")
    assert "_tasks" in layers_imported_by("_tasks/recording.py")


def test_imports_run_one_way():
    upwards = [(file, layer) for file in FILES for layer in layers_imported_by(file) if LAYERS.index(layer) > LAYERS.index(layer_of(file))]
    assert upwards == []


def test_nothing_below_the_line_knows_ansible():
    below = [file for file in FILES if layer_of(file) in FREE_OF_ANSIBLE]
    assert [(file, name) for file in below for name in imports_of(file) if name.split(".")[0] in ("ansible", "ansible_collections")] == []


def test_only_the_runner_ends_a_module():
    words = ("exit_json", "fail_json", "sys.exit", "print(")
    others = [file for file in FILES if file != "_runner.py"]
    assert [(file, word) for file in others for word in words if word in (MODULE_UTILS / file).read_text(encoding="utf-8")] == []
