#!/usr/bin/python
# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: wallarm_fast_test_record_info
short_description: Find Wallarm FAST test records
version_added: 1.0.0
author:
  - wallarm.fast contributors (!UNKNOWN)
description:
  - Reads one test record by its id, or all that pass the given filters, whatever number of pages the API divides them into. It changes nothing.
  - A test record holds the baseline requests that were recorded. One that is recorded no more can be tested with again.
extends_documentation_fragment:
  - wallarm.fast._connection
  - wallarm.fast._connection.account
  - wallarm.fast._connection.reads
  - wallarm.fast._attributes
  - wallarm.fast._attributes.info_module
  - wallarm.fast._attributes.actiongroup_fast
options:
  test_record_id:
    description:
      - Id of a test record, which the Console shows below its name as TEST RECORD ID (FAST, Test runs). The task fails if there is none.
      - Can't be used together with the filters.
    type: str
  name:
    description:
      - Only test records of exactly this name.
    type: str
  node_id:
    description:
      - Only test records of the FAST node with this id.
    type: str
  test_record_state:
    description:
      - Only test records that are still recorded, or only those that are not.
    type: str
    choices: [recording, stopped]
  limit:
    description:
      - Return so many test records at most, the newest ones.
    type: int
seealso:
  - module: wallarm.fast.wallarm_fast_test_run
  - module: wallarm.fast.wallarm_fast_test_run_info
"""

EXAMPLES = r"""
# The token is read from WALLARM_API_TOKEN, and the client's number from WALLARM_API_CLIENT_ID.

- name: Test again with what was recorded last
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Find the newest test record of a name that is not being recorded
      wallarm.fast.wallarm_fast_test_record_info:
        name: Already stopped
        test_record_state: stopped
        limit: 1
      register: found

    - name: Test with it
      wallarm.fast.wallarm_fast_test_run:
        name: Tested again
        test_record_id: "{{ item.id }}"
      loop: "{{ found.test_records }}"
      loop_control:
        label: "{{ item.name }}, {{ item.baseline_count }} baseline requests"
"""

RETURN = r"""
test_records:
  description: The test record objects as the server sent them, the newest first. One object with O(test_record_id).
  returned: success
  type: list
  elements: dict
  sample:
    - id: 4617
      name: Already stopped
      state: stopped
      baseline_count: 5
      node_id: 10716
      domains: [shop.example.com]
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
  sample: /v1/test_record/9999
server_error:
  description: The server's own words, if it gave any.
  returned: failure
  type: str
  sample: Not found
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.wallarm.fast.plugins.module_utils._argument_spec import with_account
from ansible_collections.wallarm.fast.plugins.module_utils._runner import run_module
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.test_record_info import run

ARGUMENT_SPEC = with_account(
    test_record_id=dict(type="str"),
    name=dict(type="str"),
    node_id=dict(type="str"),
    test_record_state=dict(type="str", choices=["recording", "stopped"]),
    limit=dict(type="int"),
    wait_timeout=dict(type="int", default=60),
)


def main() -> None:
    run_module(AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True), run)


if __name__ == "__main__":
    main()
