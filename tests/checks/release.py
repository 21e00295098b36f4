# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make a release, or rehearse one. Both happen in a copy of the checkout; git is only asked, never told."""

from __future__ import annotations

import re
import shutil
import subprocess
import typing as t
from pathlib import Path

from . import archive

if t.TYPE_CHECKING:
    import nox

VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")
# Where the version itself stands: what comes before it and after it. Documents name it in the archive's name.
PLACES = {
    "galaxy.yml": (r"^version: ", r"$"),
    "plugins/module_utils/_http/transport.py": (r'^VERSION = "', r'"$'),
}
CHANGELOG = ("CHANGELOG.md", "changelogs/changelog.yaml")
FRAGMENTS = "changelogs/fragments"
# Warnings too: galaxy-importer tells its findings in a log, and ends well in spite of most of them. But it lints docs/awx-project without
# the collection being installed, whose playbooks those are that it does not find there.
FINDING = re.compile(r"(?!WARNING: ERROR    Failed to find wallarm\.fast\.\w+ playbook\.$)(WARNING|ERROR|CRITICAL)")
IMPORTER = "[galaxy-importer]\nCHECK_REQUIRED_TAGS=True\nRUN_FLAKE8=True\nRUN_ANSIBLE_TEST=False\n"


class Checkout(t.NamedTuple):
    """What decides whether a version can be released: uncommitted changes as git tells them, versions in the changelog, tags, fragments."""

    changes: t.Sequence[str]
    released: t.Sequence[str]
    tags: t.Sequence[str]
    fragments: t.Sequence[str]


def refusal(version: str, checkout: Checkout) -> str | None:
    """Why the version can't be released from the checkout as it is, and what to do."""
    if not VERSION.fullmatch(version):
        return f"{version!r} is not a version of the form x.y.z. Give one, as in: nox -s release -- 1.2.3"
    if checkout.changes:
        return "\n".join(["The checkout has changes that are not committed:", *checkout.changes, "Commit or stash them first."])
    if version in checkout.released:
        return f"{version} exists already: the changelog tells of it."
    tag = next((tag for tag in checkout.tags if tag.removeprefix("v") == version), None)
    if tag:
        return f"{version} exists already: there is the tag {tag}."
    newest = max(filter(VERSION.fullmatch, checkout.released), key=_numbers, default="0.0.0")
    if _numbers(version) < _numbers(newest):
        return f"{version} is older than {newest}, which was released before."
    if not checkout.fragments:
        return f"There is nothing to release: no file in {FRAGMENTS} tells of a change."
    return None


def make(session: nox.Session, copy: Path, version: str = "") -> None:
    """Make the archive of a version in dist/, and leave the checkout ready to be committed."""
    here = Path.cwd()
    problem = refusal(version, Checkout(_git("status", "--porcelain"), _released(here), _git("tag"), _fragments(here)))
    if problem:
        session.error(problem)
    with session.chdir(copy):
        built = _release(session, version)
    for path in (path for path in copy.rglob("*") if path.is_file()):
        mine = here / path.relative_to(copy)
        if not mine.exists() or mine.read_bytes() != path.read_bytes():
            mine.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, mine)
    for name in set(_fragments(here)) - set(_fragments(copy)):
        (here / FRAGMENTS / name).unlink()
    if not re.search("^repository:", (here / "galaxy.yml").read_text(encoding="utf-8"), re.MULTILINE):
        session.warn("galaxy.yml names no repository; Galaxy and Automation Hub refuse an archive without one.")
    session.log(f"Made {built}. What comes next, after a look at git diff and at the archive:\n\n"
                f"  git add --all\n  git commit -m 'Release {version}'\n  git tag -a {version} -m 'wallarm.fast {version}'\n"
                f"  git push --follow-tags\n  ansible-galaxy collection publish {built}")


def rehearse(session: nox.Session) -> None:
    """Release the next version in the current directory, a copy, and look at what a release has to leave behind."""
    here = Path.cwd()
    if not _fragments(here):
        (here / FRAGMENTS).mkdir(parents=True, exist_ok=True)
        (here / FRAGMENTS / "rehearsal.yml").write_text("---\ntrivial:\n  - Only for the rehearsal.\n", encoding="utf-8")
    session.run("antsibull-changelog", "lint")
    version = _current(here)
    if version in _released(here):
        major, minor, patch = _numbers(version)
        version = f"{major}.{minor}.{patch + 1}"
    built = _release(session, version)
    session.run("antsibull-changelog", "lint-changelog-yaml", CHANGELOG[1])
    problems = list(archive.problems(built, here))
    if _current(here) != version or version not in _released(here) or _fragments(here):
        problems.append("galaxy.yml or changelogs/changelog.yaml lacks the version, or fragments are left")
    for name, word in {CHANGELOG[0]: f'<a id="v{version.replace(".", "-")}"></a>', "README.md": built.name, list(PLACES)[1]: f'"{version}"'}.items():
        if word not in (here / name).read_text(encoding="utf-8"):
            problems.append(f"{name} lacks {word}")
    if problems:
        session.error("\n".join(problems))
    for command in (["install", "--offline", "-p", "dist/installed", str(built)], ["verify", "--offline", "wallarm.fast"]):
        session.run("ansible-galaxy", "collection", *command, env={"ANSIBLE_COLLECTIONS_PATH": str(here / "dist" / "installed")})
    _import(session, built.name)


def _import(session: nox.Session, name: str) -> None:
    """Have galaxy-importer look at the archive. It looks for the repository's address before all else, and there is none yet."""
    metadata = Path("galaxy.yml").read_text(encoding="utf-8")
    if not re.search("^repository:", metadata, re.MULTILINE):
        Path("galaxy.yml").write_text(f"{metadata}repository: https://example.com/\n", encoding="utf-8")
    shutil.rmtree("dist")
    session.run("ansible-galaxy", "collection", "build", "--output-path", "dist", silent=True)
    Path("dist/importer.cfg").write_text(IMPORTER, encoding="ascii")
    with session.chdir("dist"):
        log = str(session.run("python", "-m", "galaxy_importer.main", name, env={"GALAXY_IMPORTER_CONFIG": "importer.cfg"}, silent=True))
        findings = [line for line in log.splitlines() if FINDING.match(line)]
        if findings or not Path("importer_result.json").exists():
            session.error(f"galaxy-importer does not like the archive:\n{log}")


def _release(session: nox.Session, version: str) -> Path:
    """Release a version in the current directory; returns the archive's path."""
    _set_version(Path.cwd(), version)
    session.run("antsibull-changelog", "release", "--version", version)
    session.run("ansible-galaxy", "collection", "build", "--output-path", "dist")
    return Path("dist", f"wallarm-fast-{version}.tar.gz")


def _set_version(tree: Path, version: str) -> None:
    archive_now = f"wallarm-fast-{_current(tree)}.tar.gz"
    for name, (before, after) in PLACES.items():
        text, count = re.subn(f"({before})[^\"\n]+({after})", rf"\g<1>{version}\g<2>", (tree / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
        if count != 1:
            raise ValueError(f"{name} tells the version {count} times and not once.")
        (tree / name).write_text(text, encoding="utf-8")
    for path in sorted(path for path in tree.rglob("*") if path.suffix in (".md", ".rst", ".yml", ".yaml")):
        text = path.read_text(encoding="utf-8")
        if archive_now in text and path.relative_to(tree).parts[0] != "changelogs":
            path.write_text(text.replace(archive_now, f"wallarm-fast-{version}.tar.gz"), encoding="utf-8")


def _current(tree: Path) -> str:
    before, after = PLACES["galaxy.yml"]
    found = re.search(f"{before}(.+){after}", (tree / "galaxy.yml").read_text(encoding="utf-8"), re.MULTILINE)
    if not found:
        raise ValueError("galaxy.yml tells no version.")
    return found[1]


def _released(tree: Path) -> list[str]:
    changelog = tree / CHANGELOG[1]
    text = changelog.read_text(encoding="utf-8") if changelog.exists() else ""
    return re.findall(r"^  '?([0-9][^':]*)'?:$", text, re.MULTILINE)


def _fragments(tree: Path) -> list[str]:
    return [path.name for path in (tree / FRAGMENTS).glob("*.y*ml")]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _git(*arguments: str) -> list[str]:
    return subprocess.run(["git", *arguments], capture_output=True, text=True, check=True).stdout.splitlines()
