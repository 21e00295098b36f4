#!/usr/bin/python
# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: wallarm_fast_recording
short_description: Stop a recording of Wallarm FAST
version_added: 1.0.0
author:
  - wallarm.fast contributors (!UNKNOWN)
description:
  - A Wallarm FAST test run records the baseline requests that pass its FAST node into a test record.
    As long as it records, no other test run can use the record, and the test run stays open.
  - This module reads the test run or the test record, stops the recording only if there is one, and makes sure that it is over.
    The test record can then be used again. RV(test_record_id) says which it is.
  - Exactly one of O(test_run_id), O(test_record_id) and O(name) says whose recording it is. An empty one counts as not given.
  - The security tests of the test run go on. Stopping its recording does not end a test run.
extends_documentation_fragment:
  - wallarm.fast._connection
  - wallarm.fast._connection.account
  - wallarm.fast._attributes
  - wallarm.fast._attributes.actiongroup_fast
attributes:
  check_mode:
    support: full
    details:
      - What is asked about is read. Nothing is sent that changes it.
  diff_mode:
    support: full
  idempotent:
    support: full
options:
  test_run_id:
    description:
      - Id of the test run, which is the number at the end of its address in the Console (FAST, Test runs). Digits, or letters, digits, V(_) and V(-).
    type: str
  test_record_id:
    description:
      - Id of the test record, which the Console shows below the record's name as TEST RECORD ID (FAST, Test runs).
      - The record alone is read then, so that RV(test_run_id), RV(test_run) and RV(console_url) are V(null).
    type: str
  name:
    description:
      - Exact name of the test run. Meant is the one that records; if none of the name does, the newest one of the name, which is left alone.
      - It is an error if several record. O(node_id) or O(node_name) tells them apart.
      - Test runs are listed, which takes O(client_id) or a token that the server tells it for.
    type: str
  node_id:
    description:
      - With O(name), only test runs on the FAST node of this id are looked at.
    type: str
  node_name:
    description:
      - With O(name), only test runs on the FAST node of exactly this name are looked at.
    type: str
  state:
    description:
      - V(stopped) means that the test run does not record. A stopped recording can't be started again.
    type: str
    choices: [stopped]
    default: stopped
  quiet_period:
    description:
      - Before stopping, wait until no new baseline request arrived for this many seconds.
      - Recorded requests reach the cloud with a delay, and the last ones may be lost if recording is stopped at once.
        Use V(10) directly after the tests, and V(0) when they have ended a while ago.
      - Must be shorter than O(wait_timeout). Does not wait in check mode, or if recording is stopped already.
    type: int
    default: 0
  wait_timeout:
    description:
      - Seconds that the task may spend waiting in all. This covers the quiet period, the pauses before further tries, and
        the confirmation that recording is over.
      - A pause that would go beyond it is not begun. The requests that the task can't do without are sent all the same,
        and each may take up to O(request_timeout).
    type: int
    default: 60
seealso:
  - name: How to stop recording
    description: The steps in Wallarm's documentation, for the Console and for the API.
    link: https://docs.wallarm.com/fast/operations/stop-recording/
"""

EXAMPLES = r"""
# The token is read from WALLARM_API_TOKEN unless api_token is given.

- name: Stop recording and use the test record's id
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Stop the recording of test run 4485
      wallarm.fast.wallarm_fast_recording:
        test_run_id: 4485
        state: stopped
      register: stopped

    - name: Show the test record
      ansible.builtin.debug:
        msg: "Test record {{ stopped.test_record_id }} can be used now: {{ stopped.console_url }}"

- name: The id stays with the host as a fact, for later plays and for a fact cache
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Show the fact
      ansible.builtin.debug:
        var: ansible_facts.wallarm_fast_test_record_id

- name: Stop what is known by another number, or by its name
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Stop the recording into test record 4619
      wallarm.fast.wallarm_fast_recording:
        test_record_id: 4619

    - name: Stop the recording of the test run that is called Example Test Run
      wallarm.fast.wallarm_fast_recording:
        name: Example Test Run
        node_name: fast-node-1  # needed only where several FAST nodes record a test run of the name
        client_id: 170

- name: Stop directly after the tests
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Wait until no baseline request arrived for 10 seconds, then stop
      wallarm.fast.wallarm_fast_recording:
        test_run_id: 4485
        quiet_period: 10
        wait_timeout: 120

- name: Several test runs
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Stop each of them
      wallarm.fast.wallarm_fast_recording:
        test_run_id: "{{ item }}"
      loop: [4485, 4486]
      register: stopped

    - name: List the test records
      ansible.builtin.debug:
        msg: "{{ stopped.results | map(attribute='test_record_id') }}"

- name: Ask only
  hosts: localhost
  gather_facts: false
  tasks:
    - name: See whether the test run is recording, without stopping it
      wallarm.fast.wallarm_fast_recording:
        test_run_id: 4485
      check_mode: true
      diff: true
      register: would

    - name: Say so
      ansible.builtin.debug:
        msg: "Test run 4485 {{ 'is recording' if would is changed else 'does not record' }}."

- name: The same connection for every task
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/wallarm.fast.fast:
      api_host: api.wallarm.com  # the EU cloud
      api_token: "{{ vault_wallarm_api_token }}"
      retries: 5
  tasks:
    - name: Stop recording in the EU cloud
      wallarm.fast.wallarm_fast_recording:
        test_run_id: 4485

- name: Through a proxy that has a certificate of its own
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Stop recording
      wallarm.fast.wallarm_fast_recording:
        test_run_id: 4485
        ca_path: /etc/pki/tls/certs/company-ca.pem
      environment:
        HTTPS_PROXY: http://proxy.example.com:3128

- name: Act on a failure
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Stop recording if the test run still exists
      wallarm.fast.wallarm_fast_recording:
        test_run_id: 4485
      register: stopped
      failed_when:
        - stopped is failed
        - stopped.http_status | default(0) != 404
"""

RETURN = r"""
test_run_id:
  description: Id of the test run, as the server sent it. V(null) by O(test_record_id), since a test record doesn't name its test run.
  returned: success
  type: raw
  sample: 4485
test_record_id:
  description:
    - Id of its test record, as the server sent it. Other test runs can use the record as soon as recording is stopped.
    - V(null) if the server names none, which is a warning.
  returned: success
  type: raw
  sample: 4616
recording:
  description:
    - Whether it is recording, as far as the server said. In check mode that is what was read, so V(true) where
      the recording would be stopped.
  returned: success
  type: bool
  sample: false
test_run:
  description:
    - The test run object, as the server sent it. V(null) by O(test_record_id).
    - In a failure, the object as last seen.
  returned: success, and in a failure after the test run was read
  type: dict
  sample:
    id: 4485
    name: Example Test Run
    state: running
    recording: false
    ready_for_recording: false
    test_record_id: 4616
    test_record_name: Example Test Run
    node_id: 10716
    node_name: fast-node-1
    policy_id: 47
    policy_name: Default Policy
    baseline_count: 3
    inactivity_timeout: 1800
    start_time: 1763895600
    end_time: null
    vulns: []
test_record:
  description: The test record object, as the server sent it. V(null) unless O(test_record_id) is given, since it is not read otherwise.
  returned: success
  type: dict
  sample:
    id: 4616
    name: Example Test Run
    state: stopped
    node_id: 10716
    baseline_count: 3
    start_time: 1763895600
    end_time: 1763896200
console_url:
  description: Page of the test run in the Console. V(null) by O(test_record_id), and if O(api_host) is not a known Wallarm cloud.
  returned: success
  type: str
  sample: https://us1.my.wallarm.com/testing/testruns/4485
diff:
  description: The value of C(recording) before and after. V(null) before means that the server did not say.
  returned: success
  type: dict
  sample:
    before:
      recording: true
    after:
      recording: false
ansible_facts:
  description: Facts set for the host, so that later plays and a fact cache have them without C(register).
  returned: success
  type: dict
  contains:
    wallarm_fast_test_record_id:
      description: The same as RV(test_record_id).
      type: raw
      sample: 4616
http_status:
  description:
    - HTTP status of the reply that the task failed on, or the status in the reply's envelope where that is the error.
    - V(null) if there was no reply, or the failure is not that of one request.
  returned: failure
  type: int
  sample: 403
method:
  description: HTTP method of the request that the task failed on. V(null) if the failure is not that of one request.
  returned: failure
  type: str
  sample: GET
path:
  description: Path of that request. V(null) if the failure is not that of one request.
  returned: failure
  type: str
  sample: /v1/test_run/4485
server_error:
  description: The server's own words, if it gave any.
  returned: failure
  type: str
  sample: User not authenticated
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.wallarm.fast.plugins.module_utils._argument_spec import with_account
from ansible_collections.wallarm.fast.plugins.module_utils._runner import run_module
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.recording import run

ARGUMENT_SPEC = with_account(
    test_run_id=dict(type="str"),
    test_record_id=dict(type="str"),
    name=dict(type="str"),
    node_id=dict(type="str"),
    node_name=dict(type="str"),
    state=dict(type="str", choices=["stopped"], default="stopped"),
    quiet_period=dict(type="int", default=0),
    wait_timeout=dict(type="int", default=60),
)


def main() -> None:
    run_module(AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True), run)


if __name__ == "__main__":
    main()
