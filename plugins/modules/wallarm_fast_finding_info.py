#!/usr/bin/python
# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: wallarm_fast_finding_info
short_description: Tell what a Wallarm FAST test run found, where and how
version_added: 1.0.0
author:
  - wallarm.fast contributors (!UNKNOWN)
description:
  - Reads the vulnerabilities that a test run found, whatever number of pages the API divides them into. Each comes with the request, the
    parameter and an example, as far as FAST tells them. It changes nothing.
  - Whether the token of a FAST node may read them is not known. If a token may not, the task returns what the test run itself shows of
    its findings, which is less, and warns.
extends_documentation_fragment:
  - wallarm.fast._connection
  - wallarm.fast._connection.reads
  - wallarm.fast._attributes
  - wallarm.fast._attributes.info_module
  - wallarm.fast._attributes.actiongroup_fast
options:
  test_run_id:
    description:
      - Id of the test run, which is the number at the end of its address in the Console (FAST, Test runs). The task fails if there is none.
    type: str
    required: true
  client_id:
    description:
      - Not used, since the id of a test run is enough. The option is there so that it can be a default of the action group.
    type: str
seealso:
  - module: wallarm.fast.wallarm_fast_test_run_info
  - plugin: wallarm.fast.security_report
    plugin_type: filter
"""

EXAMPLES = r"""
# The token is read from WALLARM_API_TOKEN.

- name: Tell what a test run found
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Read its findings
      wallarm.fast.wallarm_fast_finding_info:
        test_run_id: 4490
      register: found

    - name: List the grave ones that nobody has marked as a false positive
      ansible.builtin.debug:
        msg: "{{ item.title }}: {{ item.method }} {{ item.path }}, {{ item.parameter }}"
      loop: "{{ found.findings | rejectattr('status', 'equalto', 'falsepositive') | selectattr('severity', 'in', ['critical', 'high', 'unknown']) }}"
      loop_control:
        label: "{{ item.id }}"
"""

RETURN = r"""
findings:
  description:
    - What the test run found, in the order of the ids.
    - All text is FAST's, and may hold parts of an attack. What FAST does not tell is V(null).
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Id of the vulnerability, as the server sent it.
      type: raw
      sample: 9001
    type:
      description: Code of its type.
      type: str
      sample: sqli
    type_name:
      description: Name of its type, in the words of this collection. The code, if it is an unknown one.
      type: str
      sample: SQL injection
    threat:
      description: How grave FAST takes it to be, from 1 to 100. V(null) if that can't be read.
      type: float
      sample: 80
    severity:
      description:
        - The band that the threat is in, in the words of this collection. V(critical) from 90, V(high) from 70, V(medium) from 40, else V(low).
        - V(unknown) if the threat can't be read.
      type: str
      sample: high
    status:
      description:
        - V(open), or what somebody made of it in the Console, V(closed) or V(falsepositive).
        - V(null) if RV(detailed) is false.
      type: str
      sample: open
    title:
      description: What it is, in a few words.
      type: str
      sample: SQL injection
    description:
      description: What it is, at length.
      type: str
      sample: >-
        The value becomes part of an SQL query as it is, so a client can read or change what is in the database.
    method:
      description: HTTP method of the request.
      type: str
      sample: GET
    domain:
      description: Host of the request.
      type: str
      sample: shop.example.com
    path:
      description: Path of the request.
      type: str
      sample: /products
    parameter:
      description: The part of the request that can be attacked.
      type: str
      sample: GET_search_value
    example:
      description: How to see it for oneself, mostly a command.
      type: str
      sample: curl -X GET 'https://shop.example.com/products?search=%27+OR+%271%27%3D%271'
    test_run_id:
      description: Id of the test run. A number where it is one.
      type: raw
      sample: 4490
    url:
      description: Page of the test run in the Console. V(null) if O(api_host) is not a known Wallarm cloud.
      type: str
      sample: https://us1.my.wallarm.com/testing/testruns/4490
detailed:
  description:
    - Whether the findings are those of the list that tells where and how. V(false) if they are the test run's own, because the token may not
      read that list or the list does not show them. These have ids, types and threats only.
  returned: success
  type: bool
  sample: true
test_run:
  description: If the findings can't be read, the test run object as it was read.
  returned: failure after the test run was read
  type: dict
  sample:
    id: 4490
    state: failed
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
  sample: /v1/test_run/9999
server_error:
  description: The server's own words, if it gave any.
  returned: failure
  type: str
  sample: Not found
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.wallarm.fast.plugins.module_utils._argument_spec import with_account
from ansible_collections.wallarm.fast.plugins.module_utils._runner import run_module
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.finding_info import run

ARGUMENT_SPEC = with_account(
    test_run_id=dict(type="str", required=True),
    wait_timeout=dict(type="int", default=60),
)


def main() -> None:
    run_module(AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True), run)


if __name__ == "__main__":
    main()
