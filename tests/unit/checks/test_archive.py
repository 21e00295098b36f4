# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The archive of the collection holds what users need, all of it and nothing else."""

from __future__ import annotations

import tarfile

import pytest

from ansible_collections.wallarm.fast.tests.checks import archive

NEEDED = ["README.md", "CHANGELOG.md", "COPYING", "changelogs/changelog.yaml", "plugins/modules/wallarm_fast_recording.py", "meta/runtime.yml"]


@pytest.fixture(name="tree")
def _tree(tmp_path):
    for name in NEEDED:
        path = tmp_path / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="ascii")
    return tmp_path / "tree"


def found(tree, names):
    """Return what is said of an archive of the tree with these files."""
    built = tree.parent / "built.tar.gz"
    with tarfile.open(built, "w:gz") as opened:
        for name in names:
            opened.add(tree / "README.md", arcname=name)
    return list(archive.problems(built, tree))


def test_what_is_needed_is_enough(tree):
    assert found(tree, [*NEEDED, "MANIFEST.json", "FILES.json"]) == []


@pytest.mark.parametrize("name", [
    "tests/unit/test_metadata.py", "Makefile", ".gitignore", ".ansible-lint", "noxfile.py", "plugins/modules/__pycache__/a.cpython-311.pyc",
    "plugins/modules/.hidden.py", "dist/wallarm-fast-1.0.0.tar.gz", "changelogs/.plugin-cache.yaml", "roles/security_test/tests/test.yml",
    "plugins/notes.md", "secrets.yml",
])
def test_anything_else_is_unexpected(tree, name):
    assert found(tree, [*NEEDED, name]) == [f"unexpected: {name}"]


@pytest.mark.parametrize("name", NEEDED)
def test_what_is_left_out_is_missed(tree, name):
    assert found(tree, [each for each in NEEDED if each != name]) == [f"missing: {name}"]


def test_what_python_compiled_in_the_tree_is_not_missed(tree):
    compiled = tree / "plugins" / "filter" / "__pycache__" / "security_report.cpython-311.pyc"
    compiled.parent.mkdir(parents=True)
    compiled.write_bytes(b"")
    assert found(tree, NEEDED) == []


def test_links_are_unexpected(tree):
    built = tree.parent / "built.tar.gz"
    with tarfile.open(built, "w:gz") as opened:
        for name in NEEDED:
            opened.add(tree / "README.md", arcname=name)
        link = tarfile.TarInfo("docs/link.md")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        opened.addfile(link)
    assert list(archive.problems(built, tree)) == ["neither a file nor a directory: docs/link.md"]
