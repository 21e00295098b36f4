# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: workflow_artifacts
short_description: Make what later nodes of an AWX workflow get of a Wallarm FAST test run
version_added: 1.0.0
author:
  - wallarm.fast contributors (!UNKNOWN)
description:
  - Returns data for C(ansible.builtin.set_stats). What is not known is left out, since null would take the place of what an earlier node handed
    on.
options:
  _input:
    description: A test run object of the API, or an empty dictionary.
    type: dict
    required: true
  report:
    description: What P(wallarm.fast.security_report#filter) returned, if there is a report.
    type: dict
    default: {}
  test_record:
    description: A test record object of the API, used where no test run is known.
    type: dict
    default: {}
"""

EXAMPLES = r"""
- name: Hand the ids on
  ansible.builtin.set_stats:
    data: "{{ stopped.test_run | wallarm.fast.workflow_artifacts }}"
    per_host: false
"""

RETURN = r"""
_value:
  description: The data.
  type: dict
  contains:
    test_run_id:
      description: Id of the test run. V(null) if its test record is all that is known, since an earlier one belongs to another test record.
      type: raw
      sample: 4490
    test_record_id:
      description: Id of its test record. V(null) if the server names none, since an earlier one belongs to another test run.
      type: raw
      sample: 4620
    fast_verdict:
      description: The verdict of the report.
      type: str
      sample: passed
"""

import typing as t

from ansible_collections.wallarm.fast.plugins.plugin_utils._steps.artifacts import artifacts
from ansible_collections.wallarm.fast.plugins.plugin_utils._values import plain_value


def workflow_artifacts(test_run: t.Any, report: t.Any = None, test_record: t.Any = None) -> dict[str, t.Any]:
    """Return data for set_stats."""
    return artifacts(plain_value(test_run) or {}, plain_value(report) or {}, plain_value(test_record) or {})


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"workflow_artifacts": workflow_artifacts}
