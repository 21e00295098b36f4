# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Links in Markdown files, as a reader of the repository follows them."""

from __future__ import annotations

import re
import typing as t
from pathlib import Path
from urllib.parse import unquote

_FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def broken(root: Path, files: t.Iterable[Path]) -> list[str]:
    """The links between files that lead nowhere, as `file: target`. Addresses elsewhere are not followed."""
    found = []
    for file in files:
        text = _CODE.sub("", _without_blocks(file))
        for target in _LINK.findall(text):
            if not _ELSEWHERE.match(target) and not _leads_somewhere(root, file, target):
                found.append(f"{file.relative_to(root)}: {target}")
    return found


def _leads_somewhere(root: Path, file: Path, target: str) -> bool:
    name, _hash, anchor = unquote(target).partition("#")
    there = (file.parent / name).resolve() if name else file
    if not there.exists() or root.resolve() not in [there, *there.parents]:
        return False
    return not anchor or (there.suffix == ".md" and anchor in _anchors(there))


def _anchors(file: Path) -> set[str]:
    """The anchors of a file's headings, made as GitHub and GitLab make them."""
    found: set[str] = set()
    for heading in _HEADING.findall(_without_blocks(file)):
        plain = re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower())
        anchor = plain.replace(" ", "-")
        number = sum(1 for one in found if re.fullmatch(rf"{re.escape(anchor)}(-\d+)?", one))
        found.add(f"{anchor}-{number}" if number else anchor)
    return found


def _without_blocks(file: Path) -> str:
    return _COMMENT.sub("", _FENCE.sub("", file.read_text(encoding="utf-8")))
