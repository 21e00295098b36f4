# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/troubleshooting.md is by symptom: what it quotes as a message is one that the code gives."""

from __future__ import annotations

import ast
import pathlib
import re

import pytest
import yaml

ROOT = pathlib.Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8").partition("## What Ansible says")[0]

# What differs each time, in a message of the code and in one of the page.
HOLE = "\0"

# A text in the page, as code, claims to be a message if it is that long.
WORDS_OF_THE_PAGE = 4


def words(text: str) -> int:
    return len([word for word in text.split() if re.search("[A-Za-z]{2}", word)])


def literals(path: pathlib.Path) -> list[str]:
    """The texts in a Python file other than docstrings, each with holes for what is filled in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # Docstrings, and a plugin's DOCUMENTATION, EXAMPLES and RETURN.
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
                     or (isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("DOCUMENTATION", "EXAMPLES", "RETURN"))}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node) if part is not node}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            found.append("".join(part.value if isinstance(part, ast.Constant) else HOLE for part in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and not {id(node)} & (documentation | parts):
            found.append(node.value)
    return [re.sub(r"{\w+}", HOLE, text) for text in found]


def tasks(value) -> list[dict]:
    """All tasks of a YAML file, those in blocks too."""
    if isinstance(value, list):
        return [task for item in value for task in tasks(item)]
    if isinstance(value, dict):
        return [value, *(task for item in value.values() if isinstance(item, list) for task in tasks(item))]
    return []


def failures(path: pathlib.Path) -> list[str]:
    """What the tasks of a YAML file may fail with."""
    found = []
    for task in tasks(yaml.safe_load(path.read_text(encoding="utf-8"))):
        given = [(task.get("ansible.builtin.assert") or {}).get("fail_msg"), (task.get("ansible.builtin.fail") or {}).get("msg")]
        # A problem was put into words in Python.
        found += [re.sub(r"{{.*?}}", HOLE, text) for text in given if text and "problem" not in text]
    return found


PYTHON = [path for folder in ("module_utils", "plugin_utils", "action", "filter") for path in sorted((ROOT / "plugins" / folder).rglob("*.py"))]
YAML = [*sorted((ROOT / "roles").glob("*/tasks/*.yml")), *sorted((ROOT / "playbooks").glob("*.yml")), *sorted((ROOT / "playbooks" / "tasks").glob("*.yml"))]
TEXTS = [text for path in PYTHON for text in literals(path)] + [text for path in YAML for text in failures(path)]
DOCUMENTED = sorted({text for text in re.findall(r"(?<!`)`([^`\n]+)`(?!`)", re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL))
                     if words(re.sub("<.*?>", "", text)) >= WORDS_OF_THE_PAGE})


def pattern(documented: str) -> re.Pattern[str]:
    """What matches a message of the code: `<...>` stands for one hole or more, and what is between them. A word more may be filled in at a space."""
    parts = [re.escape(part).replace("\\ ", f"{HOLE}?\\ ") for part in re.split(r"<[^<>]*>", documented)]
    return re.compile(f".*?{HOLE}.*?".join(parts) if len(parts) > 1 else parts[0])


def test_there_are_messages():
    assert len(DOCUMENTED) > 60


@pytest.mark.parametrize("documented", DOCUMENTED)
def test_an_explained_message_is_in_the_code(documented):
    assert [message for message in TEXTS if pattern(documented).search(" ".join(message.split()))]
