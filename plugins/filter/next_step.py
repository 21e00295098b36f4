# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: next_step
short_description: Tell what is to be done with the Wallarm FAST test run that is used
version_added: 1.0.0
author:
  - wallarm.fast contributors (!UNKNOWN)
description:
  - Tells whether the tests have to be recorded, and whether they still can be. One whose recording is over before its tests were recorded
    to the end can't be used. Testing half of the requests would look like a pass.
options:
  _input:
    description: The test run object of the API. Empty in check mode, if it would be created.
    type: dict
    required: true
  choice:
    description: What P(wallarm.fast.choose_test_run#filter) returned.
    type: dict
    required: true
  inputs:
    description: What P(wallarm.fast.checked_inputs#filter) returns for the role.
    type: dict
    required: true
  check_mode:
    description: Whether nothing is to be done, so that the message says what would be.
    type: bool
    default: false
  interrupts:
    description:
      - What M(wallarm.fast.wallarm_fast_test_run) returned as RV(wallarm.fast.wallarm_fast_test_run#module:interrupts). The message tells of it
        in check mode.
    type: list
    elements: dict
    default: []
"""

EXAMPLES = r"""
- name: Say what comes next
  ansible.builtin.debug:
    msg: "{{ (created.test_run | wallarm.fast.next_step(choice, inputs)).message }}"
"""

RETURN = r"""
_value:
  description: What comes next.
  type: dict
  contains:
    to_record:
      description: Whether the tests have to be recorded.
      type: bool
      sample: true
    problem:
      description: Why that can't be done, or an empty text.
      type: str
      sample: ""
    message:
      description: What is done, for people.
      type: str
      sample: This is test run 4490. The tests go through http://fast-node.example.com:8080.
"""

import typing as t

from ansible_collections.wallarm.fast.plugins.plugin_utils._steps import next_step as step
from ansible_collections.wallarm.fast.plugins.plugin_utils._steps.progress import Choice
from ansible_collections.wallarm.fast.plugins.plugin_utils._values import plain_value


def next_step(test_run: t.Any, choice: t.Any, inputs: t.Any, check_mode: bool = False, interrupts: t.Any = ()) -> dict[str, t.Any]:
    """Return whether the tests are to be recorded, what is in the way of it, and a message."""
    chosen = plain_value(choice)
    decided = Choice(chosen["test_run_id"], chosen["half_recorded_id"])
    return step.next_step(plain_value(test_run) or {}, decided, plain_value(inputs), check_mode, plain_value(interrupts))


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"next_step": next_step}
