# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: input_variables
short_description: Name the variables that a playbook of wallarm.fast, or its role, takes
version_added: 1.0.0
author:
  - wallarm.fast contributors (!UNKNOWN)
description:
  - Returns regular expressions for the lookup C(ansible.builtin.varnames), which tells which of the variables are there.
  - Together with P(wallarm.fast.checked_inputs#filter), it lets a playbook evaluate each variable of its caller exactly once.
options:
  _input:
    description: The role or playbook.
    type: str
    choices: [security_test, stop_recording, stop_forgotten_recordings, list_recordings, awx_setup]
    required: true
  unprefixed:
    description: Options of the role whose value may stand in a variable without C(fast_) too.
    type: list
    elements: str
    default: []
seealso:
  - plugin: wallarm.fast.checked_inputs
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Show which variables of the role are there
  ansible.builtin.debug:
    msg: "{{ query('ansible.builtin.varnames', *('security_test' | wallarm.fast.input_variables)) }}"
"""

RETURN = r"""
_value:
  description: Regular expressions, one for each variable.
  type: list
  elements: str
  sample: ["^test_run_id$", "^quiet_period$", "^wait_timeout$", "^_raw_params$"]
"""

import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.wallarm.fast.plugins.plugin_utils._inputs import awx_setup, playbooks, security_test
from ansible_collections.wallarm.fast.plugins.plugin_utils._inputs.reading import patterns
from ansible_collections.wallarm.fast.plugins.plugin_utils._values import plain_value


def input_variables(of: t.Any, unprefixed: t.Any = ()) -> list[str]:
    """Return regular expressions for the names of variables.

    :raises AnsibleFilterError: for a role or playbook that is not known.
    """
    if of == "security_test":
        found = patterns(security_test.options(), security_test.PREFIX, plain_value(unprefixed))
    elif of == "awx_setup":
        found = patterns(awx_setup.OPTIONS, awx_setup.PREFIX)
    elif of in playbooks.OPTIONS:
        found = patterns(playbooks.OPTIONS[of])
    else:
        raise AnsibleFilterError(f"input_variables knows security_test, stop_recording, stop_forgotten_recordings, list_recordings and awx_setup, not {of!r}.")
    return found


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"input_variables": input_variables}
