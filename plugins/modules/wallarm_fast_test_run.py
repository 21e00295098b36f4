#!/usr/bin/python
# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: wallarm_fast_test_run
short_description: Create, copy and steer Wallarm FAST test runs
version_added: 1.0.0
author:
  - wallarm.fast contributors (!UNKNOWN)
description:
  - A Wallarm FAST test run records baseline requests and tests an application with what it makes of them.
    This module creates one, or copies one from a test record, and runs, pauses or interrupts it.
  - Creating a test run starts it, and interrupts another one on the same FAST node. So an active test run of the same
    name is used if there is one, and a request to create one is never sent twice. What is interrupted is told by a warning and by
    RV(interrupts), in check mode too.
  - To wait until a test run is ready or finished, use M(wallarm.fast.wallarm_fast_test_run_info). To stop its recording,
    use M(wallarm.fast.wallarm_fast_recording).
extends_documentation_fragment:
  - wallarm.fast._connection
  - wallarm.fast._connection.account
  - wallarm.fast._attributes
  - wallarm.fast._attributes.actiongroup_fast
attributes:
  check_mode:
    support: full
    details:
      - Test runs are looked for and read, if need be until a copy is made. Nothing is sent that changes one.
  diff_mode:
    support: full
  idempotent:
    support: partial
    details:
      - With O(name), a test run that has ended is not used again. The same task then creates another one.
options:
  name:
    description:
      - Name of the test run. An active test run of exactly this name is used, which is one that has not passed, failed or been
        interrupted, and is not just being interrupted. If there is none, one is created.
      - With O(test_run_id), the name that the test run is to have.
      - Required without O(test_run_id).
    type: str
  test_run_id:
    description:
      - Id of a test run that exists. Nothing is created.
    type: str
  state:
    description:
      - V(present) makes sure that the test run exists. It does not touch whether the test run is running.
      - V(running) and V(paused) make sure that it is, too. A test run that has ended can't become either. Recording goes
        on while a test run is paused.
      - A test run that ends right after the task had it run counts as V(running). One that ends before it is V(paused) makes
        the task fail at once.
      - V(interrupted) makes sure that it has ended, by itself or not. With O(name), nothing is created.
    type: str
    choices: [present, running, paused, interrupted]
    default: present
  test_record_id:
    description:
      - Id of the test record whose baseline requests are to be used. This makes the test run a copy, which records nothing.
      - The test record must not be recording any more, and must hold baseline requests.
    type: str
  source_record_name:
    description:
      - Exact name of the test record, as an alternative to O(test_record_id). The newest one of this name is used that is stopped and
        holds baseline requests. The task warns if there are newer ones.
      - It is looked for when a test run is created. The test record of a test run that exists is compared by its name.
    type: str
  test_record_name:
    description:
      - Name of the test record that is made. The server uses O(name) if it is not given.
      - Not used with O(test_record_id) or O(source_record_name), since a copy uses the test record as it is. The task warns of it.
    type: str
  desc:
    description:
      - Description of the test run. Can be changed later.
    type: str
  tags:
    description:
      - Tags of the test run, in any order. Can be changed later. V([]) takes all of them away.
    type: list
    elements: str
  policy_id:
    description:
      - Id of the test policy. The server uses the default policy if neither this nor O(policy_name) is given.
    type: str
  policy_name:
    description:
      - Exact name of the test policy, as an alternative to O(policy_id).
      - It is looked for when a test run is created, which the token has to be allowed to. The test policy of a test run that exists is
        compared by its name.
    type: str
  node_id:
    description:
      - Id of the FAST node. Not needed with a FAST node's token, which stands for that node.
      - Only a test run on this node is used.
    type: str
  node_name:
    description:
      - Name of the FAST node, as an alternative to O(node_id). One of them is needed with another token than a FAST node's.
    type: str
  stop_on_first_fail:
    description:
      - Whether to end the tests with the first vulnerability. The server's default is V(false).
    type: bool
  skip_duplicated_baselines:
    description:
      - Whether to test baseline requests that are alike only once. The server's default is V(true).
    type: bool
  rps:
    description:
      - Limit of test requests per second for the whole test run. Without it there is none.
      - The server limits the value. Its documents name 1000 and 10000.
    type: int
  rps_per_baseline:
    description:
      - Limit of test requests per second for each baseline request. Without it there is none.
      - The server limits the value. Its documents name 500 and 10000.
    type: int
  inactivity_timeout:
    description:
      - Seconds without a new baseline request after which recording stops by itself, from 300 to 86400. The server's
        default is 1800.
      - Not used with O(test_record_id) or O(source_record_name), since a copy records nothing. The task warns of it.
    type: int
  file_extensions_to_exclude:
    description:
      - File extensions that are not tested, such as V(jpg|png).
      - The server does not show the value, so it is not compared with that of a test run that exists.
    type: str
  build_id:
    description:
      - Id of a build, the same as the FAST node's C(BUILD_ID). Test runs with different ones don't interrupt each other.
      - Only a test run with this id is used.
    type: str
  target_uri:
    description:
      - Where to send the test requests, if not to the host in the baseline requests.
    type: str
  wait_timeout:
    description:
      - Seconds that the task may spend waiting in all. This covers the pauses before further tries, and the confirmation that
        the test run is in the wanted state.
      - A pause that would go beyond it is not begun. The requests that the task can't do without are sent all the same,
        and each may take up to O(request_timeout).
    type: int
    default: 60
notes:
  - Only O(name), O(desc) and O(tags) can be changed on a test run that exists. If another option differs from what is there,
    the task fails and says which.
  - Which test runs a creation interrupts is known from the list of active ones. With O(build_id), it is those of this build. The API does
    not show which of the others belong to no build, which are interrupted too.
  - If the reply to creating a test run is lost, the test run is looked for by its name. If it is not found, the task fails.
seealso:
  - module: wallarm.fast.wallarm_fast_recording
  - module: wallarm.fast.wallarm_fast_test_run_info
  - name: How to create a test run
    description: The steps in Wallarm's documentation, for the Console and for the API.
    link: https://docs.wallarm.com/fast/operations/create-testrun/
"""

EXAMPLES = r"""
# The token is read from WALLARM_API_TOKEN, and the client's number from WALLARM_API_CLIENT_ID.

- name: Record and test
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Create a test run, or use the active one of this name
      wallarm.fast.wallarm_fast_test_run:
        name: checkout
        desc: Nightly build
        tags: [nightly, checkout]
        inactivity_timeout: 900
      register: created

    - name: Wait until its FAST node takes requests
      wallarm.fast.wallarm_fast_test_run_info:
        test_run_id: "{{ created.test_run_id }}"
        wait_until: ready_for_recording

    # Here the tests of the application run through the FAST node's proxy.

    - name: Stop recording
      wallarm.fast.wallarm_fast_recording:
        test_run_id: "{{ created.test_run_id }}"

- name: Test again what was recorded
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Copy the test run by the name of its test record
      wallarm.fast.wallarm_fast_test_run:
        name: checkout with another policy
        source_record_name: Already stopped
        policy_name: Injections Only
        rps: 50
      register: copy

    - name: Give way to something else
      wallarm.fast.wallarm_fast_test_run:
        test_run_id: "{{ copy.test_run_id }}"
        state: paused

    - name: Go on
      wallarm.fast.wallarm_fast_test_run:
        test_run_id: "{{ copy.test_run_id }}"
        state: running

    - name: End it
      wallarm.fast.wallarm_fast_test_run:
        test_run_id: "{{ copy.test_run_id }}"
        state: interrupted
"""

RETURN = r"""
test_run_id:
  description: Id of the test run, as the server sent it. V(null) in check mode for one that would be created, and if there is nothing to interrupt.
  returned: success
  type: raw
  sample: 4490
test_record_id:
  description: Id of its test record, as the server sent it. V(null) in the same cases.
  returned: success
  type: raw
  sample: 4620
test_run:
  description:
    - The test run object, as the server sent it. V(null) in the same cases.
    - In a failure, the object as last seen.
  returned: success, and in a failure after the test run was read
  type: dict
  sample:
    id: 4490
    name: checkout
    state: running
    recording: true
    ready_for_recording: false
    test_record_id: 4620
    node_id: 10716
    policy_id: 47
    tags: [nightly, checkout]
console_url:
  description: Page of the test run in the Console. V(null) if O(api_host) is not a known Wallarm cloud, and in the same cases.
  returned: success
  type: str
  sample: https://us1.my.wallarm.com/testing/testruns/4490
interrupts:
  description:
    - The active test runs on the same FAST node that creating this one interrupts, or would interrupt in check mode. V([]) if none is, and if
      nothing is created.
    - V([]), with a warning, also in a case where it can't be told. That is so if no node is given and the token sees those of several.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Id of the test run, as the server sent it.
      type: raw
      sample: 4485
    name:
      description: Its name.
      type: str
      sample: Shop
    node_id:
      description: Id of its FAST node, as the server sent it.
      type: raw
      sample: 10716
    node_name:
      description: Name of its FAST node.
      type: str
      sample: fast-node-1
    since:
      description: When it was created, in ISO 8601 and UTC. V(null) if the server does not say.
      type: str
      sample: "2026-10-05T14:12:31Z"
    recording:
      description: Whether it is recording. V(null) if the server does not say.
      type: bool
      sample: true
diff:
  description: The fields that change, before and after. Nothing before, if the test run is created, and RV(interrupts) after, unless it is empty.
  returned: success
  type: dict
  sample:
    before:
      state: running
    after:
      state: paused
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
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.test_run import run

ARGUMENT_SPEC = with_account(
    name=dict(type="str"),
    test_run_id=dict(type="str"),
    state=dict(type="str", choices=["present", "running", "paused", "interrupted"], default="present"),
    test_record_id=dict(type="str"),
    source_record_name=dict(type="str"),
    test_record_name=dict(type="str"),
    desc=dict(type="str"),
    tags=dict(type="list", elements="str"),
    policy_id=dict(type="str"),
    policy_name=dict(type="str"),
    node_id=dict(type="str"),
    node_name=dict(type="str"),
    stop_on_first_fail=dict(type="bool"),
    skip_duplicated_baselines=dict(type="bool"),
    rps=dict(type="int"),
    rps_per_baseline=dict(type="int"),
    inactivity_timeout=dict(type="int"),
    file_extensions_to_exclude=dict(type="str"),
    build_id=dict(type="str"),
    target_uri=dict(type="str"),
    wait_timeout=dict(type="int", default=60),
)


def main() -> None:
    run_module(AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True), run)


if __name__ == "__main__":
    main()
