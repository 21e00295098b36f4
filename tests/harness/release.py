# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make release`: the changelog, the version wherever it is written, and the archive to publish.

All of it happens in a copy. The checkout changes when everything has worked, and git is only asked, never told.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import typing as t
from pathlib import Path

from . import cache, copies, private_home, steps, surroundings, toolbox
from .errors import HarnessError
from .steps import Step

VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")

# Where the version itself stands: what comes before it and after it.
PLACES = {
    "galaxy.yml": (r"^version: ", r"$"),
    "plugins/module_utils/_http/transport.py": (r'^VERSION = "', r'"$'),
}

CHANGELOG = ("CHANGELOG.md", "changelogs/changelog.yaml")
FRAGMENTS = "changelogs/fragments"


def run(version: str) -> int:
    """Make the archive of a version; 0 if it is there and the checkout is ready to be committed."""
    _refuse(version)
    environment = toolbox.for_gates()
    with copies.work_directory() as work:
        copy = copies.make(work)
        changed = _set_version(copy, version)
        variables = surroundings.with_path(environment.bin, home=private_home.ensure(environment, "release"))
        for command in (["antsibull-changelog", "release", "--version", version],
                        ["ansible-galaxy", "collection", "build", "--output-path", "dist"]):
            if not steps.run(Step(command[0], command, copy, variables)).passed:
                raise HarnessError("There is no release, and nothing was changed.")
        archive = _take(copy, [*changed, *CHANGELOG])
    if not re.search("^repository:", (cache.REPOSITORY / "galaxy.yml").read_text(encoding="utf-8"), re.MULTILINE):
        print("\ngalaxy.yml names no repository; Galaxy and Automation Hub refuse an archive without one.")
    print(f"\nMade {archive.relative_to(cache.REPOSITORY)}. What comes next, after a look at git diff and at the archive:\n\n"
          f"  git add --all\n  git commit -m 'Release {version}'\n  git tag -a {version} -m 'wallarm.fast {version}'\n"
          f"  git push --follow-tags\n  ansible-galaxy collection publish {archive.relative_to(cache.REPOSITORY)}")
    return 0


def current(tree: Path) -> str:
    """The version in a tree's galaxy.yml."""
    before, after = PLACES["galaxy.yml"]
    found = re.search(f"{before}(.+){after}", (tree / "galaxy.yml").read_text(encoding="utf-8"), re.MULTILINE)
    if not found:
        raise HarnessError("galaxy.yml tells no version.")
    return found[1]


def released(tree: Path) -> list[str]:
    """The versions that a tree's changelog tells of."""
    changelog = tree / "changelogs" / "changelog.yaml"
    text = changelog.read_text(encoding="utf-8") if changelog.exists() else ""
    return re.findall(r"^  '?([0-9][^':]*)'?:$", text, re.MULTILINE)


def numbers(version: str) -> tuple[int, ...]:
    """A version as it is compared. Raises HarnessError if it is none of the form x.y.z."""
    if not VERSION.fullmatch(version):
        raise HarnessError(f"{version!r} is not a version of the form x.y.z. Give one, as in: make release VERSION=1.2.3")
    return tuple(int(part) for part in version.split("."))


def _refuse(version: str) -> None:
    """Raise HarnessError unless the version can be released from the checkout as it is."""
    wanted = numbers(version)
    changes = _git("status", "--porcelain").splitlines()
    if changes:
        raise HarnessError("\n".join(["The checkout has changes that are not committed:", *changes, "Commit or stash them first."]))
    known = released(cache.REPOSITORY)
    tags = _git("tag", "--list", version, f"v{version}").split()
    if version in known or tags:
        raise HarnessError(f"{version} exists already: {f'there is the tag {tags[0]}' if tags else 'the changelog tells of it'}.")
    newest = max(filter(VERSION.fullmatch, known), key=numbers, default="0.0.0")
    if wanted < numbers(newest):
        raise HarnessError(f"{version} is older than {newest}, which was released before.")
    if not list((cache.REPOSITORY / FRAGMENTS).glob("*.y*ml")):
        raise HarnessError(f"There is nothing to release: no file in {FRAGMENTS} tells of a change.")


def _git(*arguments: str) -> str:
    try:
        return subprocess.run(["git", *arguments], cwd=cache.REPOSITORY, env=surroundings.plain(), capture_output=True, text=True,
                              check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise HarnessError("A release is made from a git checkout, and git can't read this one.") from error


def _set_version(tree: Path, version: str) -> list[str]:
    """Write the version to where it stands, and into the archive's name where that is written; return the names of these files."""
    archive = f"wallarm-fast-{current(tree)}.tar.gz"
    changed = []
    for name, (before, after) in PLACES.items():
        text = (tree / name).read_text(encoding="utf-8")
        text, count = re.subn(f"({before})[^\"\n]+({after})", rf"\g<1>{version}\g<2>", text, flags=re.MULTILINE)
        if count != 1:
            raise HarnessError(f"{name} tells the version {count} times and not once.")
        (tree / name).write_text(text, encoding="utf-8")
        changed.append(name)
    for path in sorted(path for path in tree.rglob("*") if path.suffix in (".md", ".rst", ".yml", ".yaml")):
        text = path.read_text(encoding="utf-8")
        if archive in text and path.relative_to(tree).parts[0] != "changelogs":
            path.write_text(text.replace(archive, f"wallarm-fast-{version}.tar.gz"), encoding="utf-8")
            changed.append(str(path.relative_to(tree)))
    return changed


def _take(copy: Path, names: t.Sequence[str]) -> Path:
    """Take the named files, the fragments that are left and the archive from the copy; returns the archive's path."""
    for name in names:
        shutil.copyfile(copy / name, cache.REPOSITORY / name)
    for fragment in (cache.REPOSITORY / FRAGMENTS).glob("*.y*ml"):
        if not (copy / FRAGMENTS / fragment.name).exists():
            fragment.unlink()
    [built] = (copy / "dist").glob("*.tar.gz")
    (cache.REPOSITORY / "dist").mkdir(exist_ok=True)
    return Path(shutil.copyfile(built, cache.REPOSITORY / "dist" / built.name))
