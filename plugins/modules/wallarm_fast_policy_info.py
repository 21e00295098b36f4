#!/usr/bin/python
# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: wallarm_fast_policy_info
short_description: Find Wallarm FAST test policies
version_added: 1.0.0
author:
  - wallarm.fast contributors (!UNKNOWN)
description:
  - Reads one test policy by its id, those of a name, or all, whatever number of pages the API divides them into. It changes nothing.
extends_documentation_fragment:
  - wallarm.fast._connection
  - wallarm.fast._connection.account
  - wallarm.fast._connection.reads
  - wallarm.fast._attributes
  - wallarm.fast._attributes.info_module
  - wallarm.fast._attributes.actiongroup_fast
options:
  policy_id:
    description:
      - Id of a test policy. The task fails if there is none.
      - Can't be used together with O(name) and O(limit).
    type: str
  name:
    description:
      - Only test policies of exactly this name. There may be none, or several.
    type: str
  limit:
    description:
      - Return so many test policies at most, the newest ones.
    type: int
seealso:
  - module: wallarm.fast.wallarm_fast_test_run
"""

EXAMPLES = r"""
# The token is read from WALLARM_API_TOKEN, and the client's number from WALLARM_API_CLIENT_ID.

- name: Test with a policy
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Find the test policy by its name
      wallarm.fast.wallarm_fast_policy_info:
        name: Injections Only
      register: found

    - name: There is exactly one
      ansible.builtin.assert:
        that: found.policies | length == 1
        fail_msg: "{{ found.policies | length }} test policies have this name."

    - name: Say what it tests
      ansible.builtin.debug:
        msg: "{{ found.policies[0].checks | join(', ') }}"

    - name: Record for it
      wallarm.fast.wallarm_fast_test_run:
        name: checkout
        policy_id: "{{ found.policies[0].id }}"
"""

RETURN = r"""
policies:
  description: The test policy objects as the server sent them, the newest first. One object with O(policy_id).
  returned: success
  type: list
  elements: dict
  sample:
    - id: 83
      name: Injections Only
      desc: ""
      default: false
      checks: [sqli, nosqli, ldapi, rce, ssti, xxe]
      tags: [shop]
http_status:
  description:
    - HTTP status of the reply that the task failed on, or the status in the reply's envelope where that is the error.
    - V(null) if there was no reply, or the failure is not that of one request.
  returned: failure
  type: int
  sample: 404
method:
  description: HTTP method of the request that the task failed on. V(null) if the failure is not that of one request.
  returned: failure
  type: str
  sample: GET
path:
  description: Path of that request. V(null) if the failure is not that of one request.
  returned: failure
  type: str
  sample: /v1/test_policy/99
server_error:
  description: The server's own words, if it gave any.
  returned: failure
  type: str
  sample: Not found
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.wallarm.fast.plugins.module_utils._argument_spec import with_account
from ansible_collections.wallarm.fast.plugins.module_utils._runner import run_module
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.policy_info import run

ARGUMENT_SPEC = with_account(
    policy_id=dict(type="str"),
    name=dict(type="str"),
    limit=dict(type="int"),
    wait_timeout=dict(type="int", default=60),
)


def main() -> None:
    run_module(AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True), run)


if __name__ == "__main__":
    main()
