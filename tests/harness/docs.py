# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""`make docs`: the documentation as a site of HTML pages, in which every link leads somewhere.

The guides are the Markdown files of the tree, laid out as there, so that their links are the same on the site. antsibull-docs adds pages
made from the plugins' own documentation.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from . import cache, copies, links, steps, surroundings, tables, toolbox
from .errors import HarnessError
from .steps import Outcome, Step

# A network is never asked, and every warning is an error.
SPHINX = ("-m", "sphinx", "-b", "html", "-q", "-W", "--keep-going", "-n", "-c", "docs/site", "-d", "doctrees", ".", "html")


def run() -> int:
    """Build the site and check it; 0 if all of it is sound. Its place is printed."""
    environment = toolbox.for_docs()
    with cache.lock("site"), copies.work_directory() as work:
        tree = copies.make(work)
        variables = {**surroundings.with_path(environment.bin, home=work / "home"), "ANSIBLE_COLLECTIONS_PATH": str(work)}
        (work / "home").mkdir()
        outcomes = [_links(tree)]
        (tree / "collection").mkdir(mode=0o755)
        for page in (tree / "docs" / "site").glob("*.md"):
            shutil.copy(page, tree)
        for step in (
            Step("plugins", ["antsibull-docs", "collection", "--use-current", "--squash-hierarchy", "--fail-on-error",
                             "--dest-dir", "collection", "wallarm.fast"], tree, variables),
            Step("site", [str(environment.python), *SPHINX], tree, variables),
        ):
            outcomes.append(steps.run(step))
        if all(outcome.passed for outcome in outcomes):
            print(f"\nThe site: {_keep(tree / 'html') / 'index.html'}")
        tables.outcomes(outcomes)
        return tables.total([tables.Total("documentation", sum(outcome.passed for outcome in outcomes),
                                          sum(not outcome.passed for outcome in outcomes), 0)])


def _links(tree: Path) -> Outcome:
    """Look at the links between the Markdown files."""
    files = sorted(path for path in tree.rglob("*.md") if path.parent != tree / "docs" / "site")
    if not files:
        raise HarnessError(f"There is no Markdown file in {tree}.")
    found = links.broken(tree, files)
    print(f"\n=== links: in {len(files)} Markdown files")
    for problem in found:
        print(f"This link leads nowhere: {problem}")
    return Outcome("links", not found, 0)


def _keep(html: Path) -> Path:
    """Put a finished site into its place and return that."""
    place = cache.ensure() / "site"
    shutil.rmtree(place, ignore_errors=True)
    shutil.move(html, place)
    return place
