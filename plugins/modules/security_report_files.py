#!/usr/bin/python
# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# The action plugin of this name does the work, on the controller.

from __future__ import annotations

DOCUMENTATION = r"""
module: security_report_files
short_description: Write the reports of a Wallarm FAST test run
version_added: 1.0.0
author:
  - wallarm.fast contributors (!UNKNOWN)
description:
  - Writes what the filter P(wallarm.fast.security_report#filter) returns as JSON, as JUnit XML, as an HTML page and as a SARIF log, to the files
    C(fast-<test run id>.json), C(fast-<test run id>.xml), C(fast-<test run id>.html) and C(fast-<test run id>.sarif).
  - The C(warnings) of the report are those of the task.
  - Each file is replaced in one step, and only if it differs. It has the mode V(0640).
  - It connects to no Wallarm cloud.
extends_documentation_fragment:
  - wallarm.fast._attributes
options:
  directory:
    description:
      - Directory for the reports. One that is missing is made with the mode V(0750), and so are its parents. One that exists keeps
        its mode and its owner.
    type: path
    required: true
  report:
    description:
      - What the filter P(wallarm.fast.security_report#filter) returned.
      - Without it, only the directory is made, and the task fails if files can't be written to it. That is worth knowing before
        tests run for an hour.
    type: dict
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
  idempotent:
    support: full
    details:
      - A report holds when it was made, so that a new one of the same test run differs.
notes:
  - On a C(local) connection without C(become) this starts no module. Else Ansible's own C(file) and C(copy) do the work.
seealso:
  - plugin: wallarm.fast.security_report
    plugin_type: filter
"""

EXAMPLES = r"""
# The token is read from WALLARM_API_TOKEN.

- name: Report on a test run
  hosts: localhost
  gather_facts: false
  vars:
    report_directory: /tmp/fast-reports
  tasks:
    - name: Ensure that reports can be written
      wallarm.fast.security_report_files:
        directory: "{{ report_directory }}"

    - name: Wait until the test run is finished
      wallarm.fast.wallarm_fast_test_run_info:
        test_run_id: 4486
        wait_until: finished
      register: finished

    - name: Write the reports
      wallarm.fast.security_report_files:
        directory: "{{ report_directory }}"
        report: "{{ finished.test_runs | first | wallarm.fast.security_report(fail_on_threat=50) }}"
      register: written

    - name: Say where they are
      ansible.builtin.debug:
        var: written.paths
"""

RETURN = r"""
paths:
  description: The files, as JSON, JUnit XML, HTML and SARIF in that order. None without O(report).
  returned: success
  type: list
  elements: str
  sample:
    - /tmp/fast-reports/fast-4486.json
    - /tmp/fast-reports/fast-4486.xml
    - /tmp/fast-reports/fast-4486.html
    - /tmp/fast-reports/fast-4486.sarif
"""
