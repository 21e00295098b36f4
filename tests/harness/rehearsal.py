# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A release in a throw-away copy: whether `make release` refuses what it has to, and makes what it says."""

from __future__ import annotations

import subprocess
import sys
import typing as t
from pathlib import Path

from . import cache, release, surroundings
from .errors import HarnessError

_AUTHOR = ("-c", "user.name=rehearsal", "-c", "user.email=rehearsal@example.com")


class Rehearsal(t.NamedTuple):
    """What a rehearsal showed, and the archive if one was made."""

    problems: t.Sequence[str]
    archive: Path | None


def rehearse(copy: Path) -> Rehearsal:
    """Release the next version in a copy of the tree, which is left as a release leaves it. Commits and tags there."""
    version = _next(copy)
    if not list((copy / release.FRAGMENTS).glob("*.y*ml")):
        (copy / release.FRAGMENTS).mkdir(parents=True, exist_ok=True)
        (copy / release.FRAGMENTS / "rehearsal.yml").write_text("---\ntrivial:\n  - Only for the rehearsal.\n", encoding="utf-8")
    commit(copy)
    found = [*_refusals(copy, version)]
    head = _git(copy, "rev-parse", "HEAD")
    status, text = _release(copy, version)
    archive = copy / "dist" / f"wallarm-fast-{version}.tar.gz"
    if status or not archive.exists():
        return Rehearsal([*found, f"{version} could not be released: {text}"], None)
    found += _shortcomings(copy, version, text)
    if _git(copy, "tag") or _git(copy, "rev-parse", "HEAD") != head:
        found.append("Something was committed or tagged")
    commit(copy)
    found += _refused(copy, version, "exists already: the changelog tells of it")
    return Rehearsal(found, archive)


def commit(copy: Path) -> None:
    """Commit all there is: linters ask git for the files, and a release is made from what is committed."""
    _git(copy, "add", "--all")
    _git(copy, *_AUTHOR, "commit", "--quiet", "--allow-empty", "--no-verify", "--message", "As it is")


def _next(copy: Path) -> str:
    """The version to rehearse with: the one under way, or the one after it if that is released."""
    version = release.current(copy)
    major, minor, patch = release.numbers(version)
    return f"{major}.{minor}.{patch + 1}" if version in release.released(copy) else version


def _refusals(copy: Path, version: str) -> t.Iterator[str]:
    for bad in ("", "1.0", "v1.0.0", "1.0.0-rc1", "01.0.0", "1.0.0\n"):
        yield from _refused(copy, bad, "is not a version of the form x.y.z")
    (copy / "forgotten.txt").touch()
    yield from _refused(copy, version, "forgotten.txt")
    (copy / "forgotten.txt").unlink()
    _git(copy, "tag", "99.0.0")
    yield from _refused(copy, "99.0.0", "exists already: there is the tag 99.0.0")
    _git(copy, "tag", "--delete", "99.0.0")
    if _git(copy, "status", "--porcelain"):
        yield "A refusal changed something"


def _refused(copy: Path, version: str, reason: str) -> t.Iterator[str]:
    status, text = _release(copy, version)
    if status != 2 or reason not in text:
        yield f"Version {version!r} was not refused with the words {reason!r}, but ended with {status}: {text}"


def _shortcomings(copy: Path, version: str, text: str) -> t.Iterator[str]:
    """What is not as a release has to leave it, committed by nobody yet."""
    if release.current(copy) != version or version not in release.released(copy):
        yield "galaxy.yml or changelogs/changelog.yaml lacks the version"
    for name, word in {"CHANGELOG.md": f'<a id="v{version.replace(".", "-")}"></a>', "README.md": f"wallarm-fast-{version}.tar.gz",
                       "plugins/module_utils/_http/transport.py": f'VERSION = "{version}"'}.items():
        if word not in (copy / name).read_text(encoding="utf-8"):
            yield f"{name} lacks {word}"
    if list((copy / release.FRAGMENTS).glob("*.y*ml")):
        yield f"Files are left in {release.FRAGMENTS}"
    if f"git tag -a {version}" not in text:
        yield "It was not said what comes next"
    changed = [line[3:] for line in _git(copy, "status", "--porcelain", "--no-renames").splitlines()]
    odd = [name for name in changed if name not in release.PLACES and not name.endswith((".md", ".rst", ".yml", ".yaml"))]
    if odd:
        yield f"It changed {', '.join(odd)} too"


def _release(copy: Path, version: str) -> tuple[int, str]:
    # The copy's own harness, as make would call it, with the environments that are there.
    done = subprocess.run([sys.executable, "tests/harness", "release", "--version", version], cwd=copy, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
                          env={**surroundings.plain(), "WALLARM_FAST_CACHE": str(cache.location())})
    return done.returncode, done.stdout


def _git(copy: Path, *arguments: str) -> str:
    try:
        return subprocess.run(["git", *arguments], cwd=copy, env=surroundings.plain(), capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise HarnessError(f"git {arguments[0]} failed in the copy: {getattr(error, 'stderr', error)}") from error
