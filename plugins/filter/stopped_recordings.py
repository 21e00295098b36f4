# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: stopped_recordings
short_description: Tell which recordings a loop has stopped
version_added: 1.0.0
author:
  - wallarm.fast contributors (!UNKNOWN)
description:
  - Returns the items of a loop over M(wallarm.fast.wallarm_fast_recording) that were stopped by it. Some of them may have failed.
options:
  _input:
    description: Results of the loop.
    type: list
    elements: dict
    required: true
  check_mode:
    description: Whether the task only said what it would do, so that nothing was stopped.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: Show what was stopped
  ansible.builtin.debug:
    msg: "{{ loop_over_recordings.results | wallarm.fast.stopped_recordings }}"
"""

RETURN = r"""
_value:
  description: The items.
  type: list
  elements: raw
  sample: [4485]
"""

import typing as t

from ansible_collections.wallarm.fast.plugins.plugin_utils._steps.forgotten import stopped
from ansible_collections.wallarm.fast.plugins.plugin_utils._values import plain_value


def stopped_recordings(results: t.Any, check_mode: bool = False) -> list[t.Any]:
    """Return the items of a loop whose recordings were stopped."""
    return stopped(plain_value(results), check_mode)


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"stopped_recordings": stopped_recordings}
