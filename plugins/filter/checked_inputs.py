# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: checked_inputs
short_description: Check what a playbook of wallarm.fast, or its role, was given
version_added: 1.0.0
author:
  - wallarm.fast contributors (!UNKNOWN)
description:
  - Returns the values as they are used, with defaults for those that were not given, and a sentence for each that can't be used.
  - Empty means not given; that is a text of nothing or of spaces, null, C([]) and C([""]). V(0) and V(false) are values.
  - Numbers and lists may be given as text.
  - Nothing is sent. What only the server or another host can tell is not checked.
options:
  _input:
    description: Values by the names of their variables. Other variables than those of the role or playbook are not looked at.
    type: dict
    required: true
  of:
    description: The role or playbook.
    type: str
    choices: [security_test, stop_recording, stop_forgotten_recordings, list_recordings, awx_setup]
    required: true
  unprefixed:
    description:
      - Options of the role whose value may stand in a variable without C(fast_) too. The one with C(fast_) wins if both are there.
      - Messages name the variable that was given.
    type: list
    elements: str
    default: []
  required:
    description: Options of the role that have to be given, which can only be V(test_record_id). The record's name may stand in for it.
    type: list
    elements: str
    default: []
  playbook_dir:
    description: Where a relative C(fast_tests_tasks) is looked for, after the directory that Ansible was started in.
    type: path
seealso:
  - plugin: wallarm.fast.input_variables
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Evaluate what was given, once
  ansible.builtin.set_fact:
    inputs: "{{ dict(given | zip(query('ansible.builtin.vars', *given))) | wallarm.fast.checked_inputs('stop_recording') }}"
  vars:
    given: "{{ query('ansible.builtin.varnames', *('stop_recording' | wallarm.fast.input_variables)) }}"

- name: Fail if a value can't be used
  ansible.builtin.assert:
    that: inputs.problems == []
    fail_msg: "{{ inputs.problems | join(' ') }}"
"""

RETURN = r"""
_value:
  description:
    - By the names of the options, without C(fast_), their values. An option of a number or flag that was not given and has no default
      is left out.
  type: dict
  contains:
    problems:
      description: What is wrong, a sentence each.
      type: list
      elements: str
      sample: ["fast_fail_on_threat must be a number from 1 to 100, not 'high'."]
    variables:
      description: The names of the variables by those of the options.
      type: dict
      sample: {fail_on_threat: fast_fail_on_threat}
    records:
      description: For the role, whether tests may have to be recorded, which is so unless it tests with a record that is there.
      type: bool
      sample: true
    tests_file:
      description: For the role, the path of the file with the caller's tasks, or an empty text.
      type: str
      sample: /srv/shop/tests.yml
    tests_program:
      description: For the role, the program of the caller's command, or an empty text if it can't be looked for.
      type: str
      sample: pytest
"""

import os
import typing as t
from collections.abc import Mapping

from ansible.errors import AnsibleFilterError

from ansible_collections.wallarm.fast.plugins.plugin_utils._inputs import awx_setup, playbooks, security_test
from ansible_collections.wallarm.fast.plugins.plugin_utils._values import plain_value


def checked_inputs(
    given: t.Any, of: t.Any, unprefixed: t.Any = (), required: t.Any = (), playbook_dir: t.Any = None
) -> dict[str, t.Any]:
    """Return the values of a role's or playbook's options, and the problems with them.

    :raises AnsibleFilterError: for a role or playbook that is not known.
    """
    if not isinstance(given, Mapping):
        raise AnsibleFilterError("checked_inputs needs a dictionary of values by the names of their variables.")
    if of == "security_test":
        started_in = os.path.realpath(os.curdir)
        directories = [started_in, *([plain_value(playbook_dir)] if playbook_dir else [])]
        found = security_test.check(given, plain_value(unprefixed), plain_value(required), directories)
    elif of == "awx_setup":
        found = awx_setup.check(given)
    elif of in playbooks.CHECKS:
        found = playbooks.CHECKS[of](given)
    else:
        raise AnsibleFilterError(f"checked_inputs knows security_test, stop_recording, stop_forgotten_recordings, list_recordings and awx_setup, not {of!r}.")
    return found


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"checked_inputs": checked_inputs}
