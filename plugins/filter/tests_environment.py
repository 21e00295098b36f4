# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: tests_environment
short_description: Work out the environment in which tests go through a Wallarm FAST node
version_added: 1.0.0
author:
  - wallarm.fast contributors (!UNKNOWN)
description:
  - Leads the tests through the proxy of the FAST node, with all that was in C(NO_PROXY) left there.
  - The proxy that was in force before is kept for the modules of this collection, as C(WALLARM_FAST_API_PROXY), so that they reach the
    API as they do outside of the tests.
options:
  _input:
    description:
      - Result of a task that printed the proxy variables as C(NAME=value), ran in the tests' directory, and ended with 0 if their program
        is there.
    type: dict
    required: true
  inputs:
    description: What P(wallarm.fast.checked_inputs#filter) returns for the role.
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Run the tests
  ansible.builtin.command: pytest tests/api
  environment: "{{ (host_of_the_tests | wallarm.fast.tests_environment(inputs)).variables }}"
  changed_when: true
"""

RETURN = r"""
_value:
  description: The environment, and what is wrong with the host.
  type: dict
  contains:
    variables:
      description: Environment variables.
      type: dict
      sample: {HTTP_PROXY: "http://fast-node.example.com:8080", WALLARM_FAST_API_PROXY: ""}
    problem:
      description: What the tests need and the host has not, or an empty text.
      type: str
      sample: There is no program pytset (fast_tests_command) on the host that the tests run on.
"""

import typing as t

from ansible_collections.wallarm.fast.plugins.plugin_utils._steps.tests_environment import problem, variables
from ansible_collections.wallarm.fast.plugins.plugin_utils._values import plain_value


def tests_environment(result: t.Any, inputs: t.Any) -> dict[str, t.Any]:
    """Return the environment of the tests, and what is wrong with their host."""
    seen, given = plain_value(result), plain_value(inputs)
    return {
        "variables": variables(seen.get("stdout_lines") or [], given["proxy_url"], given["no_proxy"]),
        "problem": problem(seen, given),
    }


class FilterModule:
    """The filters of this file."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        return {"tests_environment": tests_environment}
