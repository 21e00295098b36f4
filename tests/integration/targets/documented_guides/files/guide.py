# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the examples of one guide in a folder: every playbook, and every command as it is printed.

Takes the guide, README (whose first playbook is the guides' `stop.yml`), the folder, the names to replace (JSON), and for each example in turn
what to do (JSON): `file` to write it as, `more` arguments, variables of the `environment`, and what its output `says`. Lines that a guide prints below
a command have to be in its output.
"""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys

GUIDE, README, FOLDER = (pathlib.Path(argument) for argument in sys.argv[1:4])
NAMES, STEPS = (json.loads(argument) for argument in sys.argv[4:])

BLOCK = re.compile(r"^```(yaml|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(guide: pathlib.Path) -> list[tuple[str, str, list[str]]]:
    """For each example its kind and text, and for a command the lines that the guide prints below it."""
    text = guide.read_text(encoding="utf-8")
    for name, here in NAMES.items():
        text = text.replace(name, here)
    found: list[tuple[str, str, list[str]]] = []
    for kind, block in BLOCK.findall(text):
        if kind == "yaml":
            found.append((kind, block, []))
            continue
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((kind, line[2:], []))
            elif found[-1][1].endswith("\\"):
                found[-1] = (kind, f"{found[-1][1]}\n{line}", [])
            else:
                found[-1][2].append(line)
    return found


def run(command: str, step: dict) -> str:
    """The output of a command that has to pass, without a warning that something is deprecated."""
    variables = {**os.environ, "ANSIBLE_DEPRECATION_WARNINGS": "true", **step.get("environment", {})}
    if step.get("token"):
        variables["WALLARM_API_TOKEN"] = os.environ["FAST_TOKEN"]
    done = subprocess.run(["bash", "-c", command], cwd=FOLDER, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode or step.get("says", "") not in done.stdout:
        sys.exit(f"{command}\nended with {done.returncode} and did not say {step.get('says')!r}, or should not have failed:\n{done.stdout}")
    if "DEPRECAT" in done.stdout.upper():
        sys.exit(f"{command}\nwarned of what a later ansible-core removes:\n{done.stdout}")
    print(f"{command}\n{done.stdout}")
    return done.stdout


FOLDER.mkdir()
(FOLDER / "token").write_text(os.environ["FAST_TOKEN"] + "\n", encoding="ascii")
(FOLDER / "stop.yml").write_text(next(block for kind, block in BLOCK.findall(README.read_text(encoding="utf-8")) if "hosts:" in block), encoding="utf-8")

FOUND = examples(GUIDE)
if len(FOUND) != len(STEPS):
    sys.exit(f"{GUIDE.name} has {len(FOUND)} examples, and the target knows {len(STEPS)}: {FOUND}")
for number, ((kind, example, printed), step) in enumerate(zip(FOUND, STEPS)):
    if kind == "console":
        output = run(f"{example} {step.get('more', '')}", step)
        missing = [line for line in printed if line not in output]
        if missing:
            sys.exit(f"The guide says that it prints {missing}, but it was:\n{output}")
        continue
    file = step.get("file", f"play{number}.yml")
    (FOLDER / file).write_text(example, encoding="utf-8")
    if "hosts:" in example:
        run(f"ansible-playbook {file} {step.get('more', '')}", step)
