# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: unseen_nodes
short_description: Find FAST nodes of which no test run can be seen
version_added: 1.0.0
author:
  - wallarm.fast contributors (!UNKNOWN)
description:
  - Recordings of a node that is misspelt, or that the token may not see, would never be found.
options:
  _input:
    description:
      - Results of a loop that looked for a test run of each node. Its items are C(unseen) of P(wallarm.fast.forgotten_recordings#filter) or
        P(wallarm.fast.recordings_table#filter).
    type: list
    elements: dict
    required: true
seealso:
  - plugin: wallarm.fast.forgotten_recordings
    plugin_type: filter
  - plugin: wallarm.fast.recordings_table
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Make sure that all nodes can be seen
  ansible.builtin.assert:
    that: looks.results | wallarm.fast.unseen_nodes == []
"""

RETURN = r"""
_value:
  description: The nodes of which nothing was seen.
  type: list
  elements: str
  sample: [fast-nod-1]
"""

import typing as t

from ansible_collections.wallarm.fast.plugins.plugin_utils._steps.forgotten import without_test_runs
from ansible_collections.wallarm.fast.plugins.plugin_utils._values import plain_value


def unseen_nodes(looks: t.Any) -> list[str]:
    """Return the nodes of which no test run at all was found."""
    return without_test_runs(plain_value(looks))


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"unseen_nodes": unseen_nodes}
