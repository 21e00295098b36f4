# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the archive of the collection may hold: what users need, and nothing else."""

from __future__ import annotations

import re
import tarfile
import typing as t
from pathlib import Path

# A file is expected if one of these matches its whole path.
EXPECTED = (
    r"(FILES|MANIFEST)\.json",  # written by the build
    r"README\.md|CHANGELOG\.md|COPYING|LICENSES/[A-Za-z0-9.-]+\.txt",
    r"changelogs/(changelog|config)\.yaml",
    r"docs/([a-z0-9_-]+/)*[a-z0-9_-]+\.(md|rst|yml|yaml|svg|png|json)",
    r"docs/awx-project/inventories/[a-z_]+\.test_runs\.yml",
    r"meta/[a-z-]+\.(yml|txt)",
    r"playbooks/([a-z_]+/)*[a-z_]+\.(yml|j2)",
    r"plugins/(action|doc_fragments|filter|inventory|module_utils|modules|plugin_utils)/[a-z_]+\.py",
    r"plugins/(module_utils|plugin_utils)/_[a-z]+/[a-z_]+\.py",
    r"plugins/plugin_utils/_report/page\.html\.j2",
    r"roles/[a-z_]+/(defaults|files|handlers|meta|tasks|templates|vars)/([a-z_]+/)*[a-z_]+\.(yml|j2|json\.j2|xml\.j2|html\.j2)",
    r"roles/[a-z_]+/README\.md",
)

# Every file of the tree below these belongs into it.
WHOLE = ("LICENSES", "meta", "playbooks", "plugins", "roles")


def problems(archive: Path, tree: Path) -> t.Iterator[str]:
    """Yield what the archive holds or lacks, compared with the tree that it was built from."""
    with tarfile.open(archive) as opened:
        members = opened.getmembers()
    files = {member.name for member in members if member.isfile()}
    expected = re.compile("|".join(EXPECTED))
    for name in sorted(files):
        if not expected.fullmatch(name):
            yield f"unexpected: {name}"
    for member in members:
        if not (member.isfile() or member.isdir()):
            yield f"neither a file nor a directory: {member.name}"
    # Ansible leaves compiled files beside the filters that it loads from the tree. A build leaves them out.
    found = (path for folder in WHOLE for path in (tree / folder).rglob("*") if path.is_file() and path.suffix != ".pyc")
    source = {path.relative_to(tree).as_posix() for path in found}
    for name in sorted((source | {"README.md", "CHANGELOG.md", "COPYING", "changelogs/changelog.yaml"}) - files):
        yield f"missing: {name}"
