# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sphinx settings of the documentation site. The sources are laid out by the session docs of noxfile.py: the tree as it is, with the pages that
antsibull-docs makes in `collection/`."""

from __future__ import annotations

import pathlib
import re
import typing as t
import zlib

HERE = pathlib.Path(__file__).parent

project = "wallarm.fast"
author = "wallarm.fast contributors"
project_copyright = "2026, wallarm.fast contributors"
html_title = "wallarm.fast"

extensions = ["myst_parser", "sphinx_antsibull_ext", "sphinx.ext.intersphinx"]
include_patterns = ["index.md", "playbooks.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/*.md", "collection/**"]
myst_heading_anchors = 3

html_theme = "furo"
html_static_path = [str(HERE / "static")]
html_css_files = ["site.css"]
html_theme_options = {"top_of_page_buttons": []}
html_show_sphinx = False
html_copy_source = False
html_use_index = False
antsibull_ext_color_scheme = "default-autodark"

# Plugins' pages refer to pages of Ansible. Their addresses are written down here, since a build must not need a network, and a reference that is
# not among them is an error.
ANSIBLE = "https://docs.ansible.com/ansible/latest/"
CONFIGURATION = "reference_appendices/config.html"
ELSEWHERE = {
    "std:label": {
        "action_plugins": "plugins/action.html",
        "ansible_configuration_settings": CONFIGURATION,
        "common_return_values": "reference_appendices/common_return_values.html",
    },
    "std:envvar": {
        name: f"{CONFIGURATION}#envvar-{name}"
        for name in ("ANSIBLE_CACHE_PLUGIN", "ANSIBLE_CACHE_PLUGIN_CONNECTION", "ANSIBLE_CACHE_PLUGIN_PREFIX", "ANSIBLE_CACHE_PLUGIN_TIMEOUT")
    },
}


def _inventory() -> str:
    """Write these as an inventory of Sphinx; return its path."""
    lines = "".join(f"{name} {role} -1 {page} -\n" for role, pages in ELSEWHERE.items() for name, page in pages.items())
    path = HERE / "ansible.inv"
    path.write_bytes(b"# Sphinx inventory version 2\n# Project: Ansible\n# Version: \n"
                     b"# The remainder of this file is compressed using zlib.\n" + zlib.compress(lines.encode()))
    return str(path)


intersphinx_mapping = {"ansible": (ANSIBLE, _inventory())}


def setup(app: t.Any) -> None:
    """Have the sources fit the site before they are read."""
    app.connect("source-read", _fit)


def _fit(app: t.Any, name: str, source: list[str]) -> None:
    folder = pathlib.Path(app.env.doc2path(name)).parent
    replaced: list[tuple[str, t.Callable[[re.Match[str]], str]]]
    if name == "index":
        readme = (folder / "README.md").read_text(encoding="utf-8")
        replaced = [
            # An entry of the menu for a page that isn't written yet. A page without an entry is an error anyway.
            (r"^(docs/\w+)\n", lambda entry: entry[0] if (folder / f"{entry[1]}.md").exists() else ""),
            # The README names files, since links are not the same everywhere it is shown. Here they are.
            (r"^README\n", lambda mark: re.sub(r"(?<!\[)`((?:docs/[\w/]+|CONTRIBUTING)\.(?:md|yaml))`", r"[`\1`](\1)", readme)),
        ]
    elif name.startswith("collection/"):
        replaced = [
            # The theme has a table of contents, and the menu is that of index.md.
            (r"^\.\. (contents|toctree)::\n(?:[ ]+.*\n|\n(?=[ ]))*", lambda directive: ""),
            # It need not be there.
            (r"`(wallarm\.fast collection) <https://galaxy[^>]*>`_", lambda link: f":ref:`{link[1]} <plugins_in_wallarm.fast>`"),
            (r"^    To install it, use: .*\n", lambda sentence: ""),
        ]
    else:
        # A directory of the tree is not on the site.
        replaced = [(r"(?<!!)\[([^\[\]]+)\]\(([^():#\s]+)\)", lambda link: link[1] if (folder / link[2]).is_dir() else link[0])]
    for pattern, replacement in replaced:
        source[0] = re.sub(pattern, replacement, source[0], flags=re.MULTILINE)
