# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A link that leads nowhere is found, and no other."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.tests.harness import links


@pytest.fixture(name="tree")
def tree_fixture(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "other.md").write_text("# Other: `code` & more\n\n## Twice\n\n## Twice\n", encoding="utf-8")
    (tmp_path / "docs" / "chart.svg").write_text("", encoding="utf-8")
    return tmp_path


def broken(tree, text):
    file = tree / "docs" / "page.md"
    file.write_text(f"# Page\n\n{text}\n", encoding="utf-8")
    return links.broken(tree, [file])


@pytest.mark.parametrize("target", [
    "other.md", "other.md#other-code--more", "other.md#twice", "other.md#twice-1", "#page", "../docs/other.md", "chart.svg", ".",
    "https://example.com/nothing", "mailto:nobody@example.com",
])
def test_a_link_that_leads_somewhere_passes(tree, target):
    assert broken(tree, f"See [this]({target}).") == []


@pytest.mark.parametrize("target", ["missing.md", "other.md#nothing", "#nothing", "missing.svg", "../../outside", "chart.svg#part"])
def test_a_link_that_leads_nowhere_is_named(tree, target):
    assert broken(tree, f"See [this]({target}).") == [f"docs/page.md: {target}"]


def test_an_image_is_a_link(tree):
    assert broken(tree, "![Picture](missing.svg)") == ["docs/page.md: missing.svg"]


@pytest.mark.parametrize("text", ["`[a](missing.md)`", "```yaml\n[a](missing.md)\n```", "<!-- [a](missing.md) -->"])
def test_what_is_no_link_is_left_alone(tree, text):
    assert broken(tree, text) == []
