# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hand pip's settings to a build, without leaving them in the image: files that are mounted while it lasts."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import typing as t
from pathlib import Path
from urllib.parse import unquote, urlsplit

# Where packages come from, and nothing that says where they go to.
_LISTS = {"constraint", "extra-index-url", "find-links", "trusted-host"}
_KEYS = _LISTS | {"cert", "client-cert", "default-timeout", "index-url", "no-index", "pre", "prefer-binary", "proxy", "retries", "timeout"}
# In the container. Of a mount an empty file or folder stays in the image, so their names tell nothing of this machine.
_FOLDER = "/run/pip"
_FILE = "/etc/pip.conf"


def settings() -> dict[str, str]:
    """What counts for `pip install` here, of the configuration files and the environment."""
    listed = subprocess.run([sys.executable, "-m", "pip", "config", "list"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if listed.returncode:
        print("This Python has no pip, so that no settings of pip are handed to the build.", file=sys.stderr)
        return {}
    found = effective(listed.stdout)
    if bundle := os.environ.get("REQUESTS_CA_BUNDLE"):
        found.setdefault("cert", bundle)
    return found


def effective(listed: str) -> dict[str, str]:
    """The settings that `pip config list` printed, as pip weighs them: what is for all commands, for `install`, and the environment."""
    sections: dict[str, dict[str, str]] = {"global": {}, "install": {}, ":env:": {}}
    for line in listed.splitlines():
        name, _equals, value = line.partition("=")
        section, _dot, key = name.rpartition(".")
        if section in sections and key in _KEYS:
            sections[section][key] = str(ast.literal_eval(value))
    return {**sections["global"], **sections["install"], **sections[":env:"]}


def configuration(found: t.Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """A pip.conf for the container, and what has to be mounted for it: paths there by paths here."""
    lines, mounts = ["[global]"], {}
    for key, value in sorted(found.items()):
        words = value.split() if key in _LISTS else [value.strip()]
        for number, word in enumerate(words):
            if path := _local(word):
                there = f"{_FOLDER}/{key}-{number}"
                # An index links to files beside its folder.
                mounted = path.parent if key.endswith("index-url") else path
                mounts[str(mounted)] = there
                words[number] = there if mounted == path else f"file://{there}/{path.name}"
        lines.append(f"{key} = " + "\n    ".join(words))
    return "\n".join(lines) + "\n", mounts


def volumes(found: t.Mapping[str, str], folder: Path) -> list[str]:
    """Options of `podman build` that mount these settings; pip.conf is written to `folder`."""
    if not found:
        return []
    text, mounts = configuration(found)
    file = folder / "pip.conf"
    file.write_text(text, encoding="utf-8")
    # SELinux lets a container read no file that isn't labelled for it.
    return ["--security-opt=label=disable", *(f"--volume={here}:{there}:ro" for here, there in {**mounts, str(file): _FILE}.items())]


def _local(word: str) -> Path | None:
    """The file or folder of this machine that a word of a setting names."""
    path = Path(unquote(urlsplit(word).path)) if word.startswith("file://") else Path(word)
    return path if path.is_absolute() and path.exists() else None
