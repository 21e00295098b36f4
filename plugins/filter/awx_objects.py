# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: awx_objects
short_description: Choose what the job templates of Wallarm FAST in AWX refer to
version_added: 1.0.0
author:
  - wallarm.fast contributors (!UNKNOWN)
description:
  - Chooses objects of one organization in AWX by their names. Other organizations may have some of the same name.
  - A credential and an execution environment may also belong to no organization. A credential of another type is refused.
options:
  _input:
    description: Lists of objects as AWX's API shows them, by kind, such as C(projects).
    type: dict
    required: true
  wanted:
    description: Names by kind, and C(makes), the kinds that are made if they are missing.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Choose a project and a credential
  ansible.builtin.set_fact:
    chosen: "{{ held | wallarm.fast.awx_objects(wanted) }}"
  vars:
    held:
      organizations: "{{ query('awx.awx.controller_api', 'organizations') }}"
      credential_types: "{{ query('awx.awx.controller_api', 'credential_types', query_params={'name': wanted.credential_type}) }}"
      credentials: "{{ query('awx.awx.controller_api', 'credentials', query_params={'name': wanted.credential}) }}"
      projects: "{{ query('awx.awx.controller_api', 'projects', query_params={'name': wanted.project}) }}"
    wanted:
      organization: Default
      project: Wallarm FAST playbooks
      credential: Wallarm FAST token
      credential_type: Wallarm FAST
      execution_environment: ""
      notification: ""
      makes: []
"""

RETURN = r"""
_value:
  description: The ids by kind, such as C(project). An empty text stands for what there is not.
  type: dict
  contains:
    problems:
      description: What is wrong, a sentence each. If the organization is unknown there is nothing else.
      type: list
      elements: str
      sample: []
    scm_type:
      description: Where the project comes from. Empty for a manual one.
      type: str
      sample: git
    project:
      description: One of the ids.
      type: raw
      sample: 8
"""

import typing as t

from ansible_collections.wallarm.fast.plugins.plugin_utils._steps.awx_objects import choose
from ansible_collections.wallarm.fast.plugins.plugin_utils._values import plain_value


def awx_objects(held: t.Any, wanted: t.Any) -> dict[str, t.Any]:
    """Return the ids of the objects that are meant, and the problems with them."""
    return choose(plain_value(held), plain_value(wanted))


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"awx_objects": awx_objects}
