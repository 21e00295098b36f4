#!/usr/bin/python
# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: wallarm_fast_test_run_info
short_description: Find Wallarm FAST test runs, and wait for one
version_added: 1.0.0
author:
  - wallarm.fast contributors (!UNKNOWN)
description:
  - Reads one test run by its id, or all that pass the given filters, whatever number of pages the API divides them into.
  - Waits until a test run is ready to record, has stopped recording or has finished. It changes nothing.
extends_documentation_fragment:
  - wallarm.fast._connection
  - wallarm.fast._connection.account
  - wallarm.fast._attributes
  - wallarm.fast._attributes.info_module
  - wallarm.fast._attributes.actiongroup_fast
options:
  test_run_id:
    description:
      - Id of a test run. The task fails if there is none.
      - Can't be used together with the filters.
      - In check mode, a task that waits (O(wait_until)) is skipped if it is empty and no filter is given. So it can be the id of a test run
        that M(wallarm.fast.wallarm_fast_test_run) would only create.
    type: str
  name:
    description:
      - Only test runs of exactly this name. The server has no filter for it, so all that pass the server's filters are read.
    type: str
  test_run_state:
    description:
      - Only test runs in this state.
    type: str
    choices: [cloning, running, running_scheduled, pausing, paused, interrupting, interrupted, passed, failed]
  recording:
    description:
      - Only test runs that are recording, or only those that are not.
    type: bool
  node_id:
    description:
      - Only test runs on the FAST node with this id.
      - If none is found, the server is asked whether there is such a node. If there is not, the task fails.
    type: str
  node_name:
    description:
      - Only test runs on the FAST node of exactly this name. The task fails if there is none or several, and lists what there is.
      - A token that may not list FAST nodes, as that of a FAST node may not, has the name compared with the one that each test run shows.
        If none is found, a warning says that nobody could tell whether there is such a node.
      - Can't be used together with O(node_id).
    type: str
  policy_id:
    description:
      - Only test runs with the test policy of this id. The server has no filter for it.
      - If none is found, the server is asked whether there is such a policy. If there is not, the task fails.
    type: str
  policy_name:
    description:
      - Only test runs with the test policy of exactly this name, as for O(node_name).
      - Can't be used together with O(policy_id).
    type: str
  build_id:
    description:
      - Only test runs with this build id.
    type: str
  older_than:
    description:
      - Only test runs that were started at least so many minutes ago, by the clock of the machine that runs the task. From 0.
      - A test run of which the server does not say when it was started is never older. A warning names those that are left out for it.
    type: int
  limit:
    description:
      - Return so many test runs at most, the newest ones.
    type: int
  wait_until:
    description:
      - Wait for the test run O(test_run_id).
      - V(ready_for_recording) means that its FAST node takes baseline requests. Fails at once when that will never happen, because
        recording is over or the test run has ended.
      - V(recording_stopped) means that nothing more is recorded, and that its test record can be used by others.
      - V(finished) means that it has passed, failed or been interrupted. A test run does not finish as long as it records.
      - A server that can't be reached or does not answer for a while does not end the wait. Each failed look is a warning.
        What can't pass does end it, such as a host name that does not exist, a certificate that can't be verified, or a
        C(Retry-After) beyond O(wait_timeout).
      - In process, a line tells how the test run stands when that changed, after ten seconds and at least once a minute. The variable
        C(wallarm_fast_progress) turns it off if it is V(false).
    type: str
    choices: [ready_for_recording, recording_stopped, finished]
  wait_timeout:
    description:
      - Seconds that the task may spend waiting in all, including the pauses before further tries.
        The task fails if the test run is not as waited for by then, and returns it as last seen.
      - The last look at the test run is at the end of this time, and may take up to O(request_timeout).
    type: int
    default: 600
  poll_interval:
    description:
      - Longest time between two looks while waiting, in seconds, above 0 and at most 10.
      - The first pause is one second, and each further one is twice as long. As soon as the server gives an estimate of the
        time that is left, the pauses follow that.
    type: float
    default: 10
seealso:
  - module: wallarm.fast.wallarm_fast_test_run
  - module: wallarm.fast.wallarm_fast_recording
  - plugin: wallarm.fast.test_runs
    plugin_type: inventory
"""

EXAMPLES = r"""
# The token is read from WALLARM_API_TOKEN, and the client's number from WALLARM_API_CLIENT_ID.

- name: Look around
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Find everything that is recording on a FAST node
      wallarm.fast.wallarm_fast_test_run_info:
        recording: true
        node_id: 10716
      register: found

    - name: List it
      ansible.builtin.debug:
        msg: "{{ found.test_runs | map(attribute='name') }}"

    - name: Find what has been recording with a test policy for more than two hours, on a FAST node that is known by its name
      wallarm.fast.wallarm_fast_test_run_info:
        recording: true
        node_name: fast-node-1
        policy_name: Default Policy
        older_than: 120
      register: forgotten

- name: Wait for a result
  hosts: localhost
  gather_facts: false
  tasks:
    - name: Wait up to an hour until the tests are done
      wallarm.fast.wallarm_fast_test_run_info:
        test_run_id: 4486
        wait_until: finished
        wait_timeout: 3600
      register: finished

    - name: Fail on what they found
      ansible.builtin.assert:
        that: finished.test_runs[0].vulns | selectattr('threat', 'ge', 50) | list == []
        fail_msg: The test run found vulnerabilities with a threat of 50 or more.
"""

RETURN = r"""
test_runs:
  description: The test run objects as the server sent them, the newest first. One object with O(test_run_id).
  returned: success, also when the task is skipped
  type: list
  elements: dict
  sample:
    - id: 4486
      name: Already stopped
      state: passed
      recording: false
      test_record_id: 4617
      vulns: []
skip_reason:
  description: Why the task was skipped in check mode. The result then has C(skipped) too.
  returned: skipped
  type: str
  sample: >-
    There is nothing to wait for in check mode: test_run_id is empty, as that of a test run which would only be created is.
test_run:
  description: In a failure to wait, the test run object as last seen.
  returned: failure after the test run was read
  type: dict
  sample:
    id: 4485
    state: running
    recording: true
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
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.test_run_info import run

ARGUMENT_SPEC = with_account(
    test_run_id=dict(type="str"),
    name=dict(type="str"),
    test_run_state=dict(
        type="str",
        choices=[
            "cloning",
            "running",
            "running_scheduled",
            "pausing",
            "paused",
            "interrupting",
            "interrupted",
            "passed",
            "failed",
        ],
    ),
    recording=dict(type="bool"),
    node_id=dict(type="str"),
    node_name=dict(type="str"),
    policy_id=dict(type="str"),
    policy_name=dict(type="str"),
    build_id=dict(type="str"),
    older_than=dict(type="int"),
    limit=dict(type="int"),
    wait_until=dict(type="str", choices=["ready_for_recording", "recording_stopped", "finished"]),
    wait_timeout=dict(type="int", default=600),
    poll_interval=dict(type="float", default=10.0),
)


def main() -> None:
    run_module(AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True), run)


if __name__ == "__main__":
    main()
