# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: forgotten_recordings
short_description: Find Wallarm FAST recordings that began long ago
version_added: 1.0.0
author:
  - wallarm.fast contributors (!UNKNOWN)
description:
  - Chooses recordings of some FAST nodes that began at least so many minutes ago. One whose age the server does not tell is left alone, and
    named.
  - Tells on which of the nodes nothing records. Their names may be misspelt.
options:
  _input:
    description: Test runs that record, as M(wallarm.fast.wallarm_fast_test_run_info) returns them.
    type: list
    elements: dict
    required: true
  nodes:
    description: Ids or names of the FAST nodes, or V(all) alone for every node.
    type: list
    elements: str
    required: true
  older_than_minutes:
    description: Minutes since the start of a recording.
    type: int
    required: true
  now:
    description: Seconds since 1970. By default the time of the controller.
    type: float
seealso:
  - plugin: wallarm.fast.unseen_nodes
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Stop what was forgotten
  wallarm.fast.wallarm_fast_recording:
    test_run_id: "{{ item }}"
  loop: "{{ (recordings.test_runs | wallarm.fast.forgotten_recordings(['10716'], 120)).ids }}"
"""

RETURN = r"""
_value:
  description: What was found.
  type: dict
  contains:
    ids:
      description: Ids of the test runs whose recordings were forgotten.
      type: list
      elements: raw
      sample: [4485]
    lines:
      description: The same for people.
      type: list
      elements: str
      sample: ["Recordings older than 120 minutes: 1", "Test run 4485 'Example Test Run' on fast-node-1, recording for 3 h 5 min"]
    unseen:
      description: The nodes on which nothing records, as options of M(wallarm.fast.wallarm_fast_test_run_info). One of the two is empty.
      type: list
      elements: dict
      sample: [{node_id: "10717", node_name: ""}]
"""

import time
import typing as t

from ansible_collections.wallarm.fast.plugins.plugin_utils._steps.forgotten import forgotten
from ansible_collections.wallarm.fast.plugins.plugin_utils._values import plain_value


def forgotten_recordings(test_runs: t.Any, nodes: t.Any, older_than_minutes: t.Any, now: t.Any = None) -> dict[str, t.Any]:
    """Return the recordings that began long ago, and the nodes on which nothing records."""
    moment = time.time() if now is None else float(now)
    return forgotten(plain_value(test_runs), plain_value(nodes), int(older_than_minutes), moment)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"forgotten_recordings": forgotten_recordings}
