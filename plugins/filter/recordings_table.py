# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: recordings_table
short_description: Show Wallarm FAST recordings as a table
version_added: 1.0.0
author:
  - wallarm.fast contributors (!UNKNOWN)
description:
  - Says which test runs record, on which FAST node, since when, and how many baseline requests they have, as aligned lines.
  - Tells on which of the nodes nothing records. Their names may be misspelt.
options:
  _input:
    description: Test runs that record, as M(wallarm.fast.wallarm_fast_test_run_info) returns them.
    type: list
    elements: dict
    required: true
  nodes:
    description: Ids or names of the FAST nodes. Every node if there are none, or if it is V(all).
    type: list
    elements: str
    default: []
  now:
    description: Seconds since 1970. By default the time of the controller.
    type: float
seealso:
  - plugin: wallarm.fast.unseen_nodes
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Show what is recording
  ansible.builtin.debug:
    msg: "{{ (recordings.test_runs | wallarm.fast.recordings_table).lines }}"
"""

RETURN = r"""
_value:
  description: What was found.
  type: dict
  contains:
    lines:
      description: The table.
      type: list
      elements: str
      sample:
        - "Recording now: 1"
        - TEST RUN  FAST NODE    SINCE (UTC)       FOR        BASELINE REQ.  NAME
        - 4485      fast-node-1  2026-11-25 11:55  3 h 5 min  3              Example Test Run
    ids:
      description: Ids of the test runs.
      type: list
      elements: raw
      sample: [4485]
    unseen:
      description: The nodes on which nothing records, as options of M(wallarm.fast.wallarm_fast_test_run_info). One of the two is empty.
      type: list
      elements: dict
      sample: [{node_id: "10717", node_name: ""}]
"""

import time
import typing as t

from ansible_collections.wallarm.fast.plugins.plugin_utils._steps.recordings import table
from ansible_collections.wallarm.fast.plugins.plugin_utils._values import plain_value


def recordings_table(test_runs: t.Any, nodes: t.Any = (), now: t.Any = None) -> dict[str, t.Any]:
    """Return recordings as aligned lines, and the nodes on which nothing records."""
    return table(plain_value(test_runs), plain_value(nodes), time.time() if now is None else float(now))


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"recordings_table": recordings_table}
