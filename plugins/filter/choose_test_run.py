# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: choose_test_run
short_description: Choose the Wallarm FAST test run that a play goes on with
version_added: 1.0.0
author:
  - wallarm.fast contributors (!UNKNOWN)
description:
  - Chooses among the newest test runs of a name. The newest active one is used. If there is none, the newest of all is, if it has ended
    within O(inputs.resume_within) without a report, its tests were recorded to the end, and it has the wanted policy and record.
  - One that was left half recorded, since its recording was stopped before the tests had ended, has to be interrupted and replaced.
  - The tags C(ansible-recording), C(ansible-recorded) and C(ansible-reported) tell how far a test run came.
options:
  _input:
    description: Test runs as M(wallarm.fast.wallarm_fast_test_run_info) returns them, the newest first.
    type: list
    elements: dict
    required: true
  inputs:
    description: What P(wallarm.fast.checked_inputs#filter) returns for the role.
    type: dict
    required: true
    suboptions:
      resume_within:
        description: How long ago a test run may have ended to be reported instead of tested again, in seconds. V(0) means never.
        type: int
        required: true
  now:
    description: Seconds since 1970. By default the time of the controller.
    type: float
seealso:
  - plugin: wallarm.fast.progress_tags
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Choose the test run to use
  ansible.builtin.set_fact:
    choice: "{{ found.test_runs | wallarm.fast.choose_test_run(inputs) }}"
"""

RETURN = r"""
_value:
  description: Which test run to use, and what to give one that has to be created. What does not apply is empty.
  type: dict
  contains:
    test_run_id:
      description: Id of the test run that is used.
      type: raw
      sample: 4490
    half_recorded_id:
      description: Id of a test run to interrupt before another one is created.
      type: raw
      sample: ""
    replaces:
      description: Whether there is such a one.
      type: bool
      sample: false
    may_record:
      description: Whether tests may have to be recorded, which is not so if the chosen one has all of them.
      type: bool
      sample: true
    name:
      description: Name of the test run to create.
      type: str
      sample: shop
    desc:
      description: Its description.
      type: str
      sample: Nightly build
    tags:
      description: Its tags.
      type: list
      elements: str
      sample: [nightly, ansible-recording]
"""

import time
import typing as t

from ansible_collections.wallarm.fast.plugins.plugin_utils._steps.progress import choose, first_tags
from ansible_collections.wallarm.fast.plugins.plugin_utils._values import plain_value


def choose_test_run(test_runs: t.Any, inputs: t.Any, now: t.Any = None) -> dict[str, t.Any]:
    """Return which test run to use, and what to create if there is none."""
    wanted = plain_value(inputs)
    chosen = choose(plain_value(test_runs), wanted, time.time() if now is None else float(now))
    creates = chosen.test_run_id == ""
    return {
        "test_run_id": chosen.test_run_id,
        "half_recorded_id": chosen.half_recorded_id,
        "replaces": chosen.half_recorded_id != "",
        "may_record": chosen.may_record,
        "name": wanted["test_run_name"] if creates else "",
        "desc": wanted["desc"] if creates else "",
        "tags": first_tags(wanted) if creates else [],
    }


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"choose_test_run": choose_test_run}
