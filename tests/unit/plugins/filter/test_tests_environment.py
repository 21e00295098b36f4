# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The environment in which tests go through a FAST node, and what is wrong with the host that they run on."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.filter.tests_environment import tests_environment as environment

NODE = "http://node:8080"
INPUTS = {
    "proxy_url": NODE, "no_proxy": "", "tests_chdir": "", "tests_program": "", "variables": {"tests_chdir": "tests_chdir", "tests_command": "tests_command"},
}  # fmt: skip
THROUGH_THE_NODE = {"HTTP_PROXY": NODE, "HTTPS_PROXY": NODE, "http_proxy": NODE, "https_proxy": NODE}


def variables(lines, **inputs):
    return environment({"rc": 0, "stdout_lines": lines}, {**INPUTS, **inputs})["variables"]


@pytest.mark.parametrize("lines, proxy", [
    ([], ""),
    (["", ""], ""),
    (["HTTPS_PROXY=http://a:1", "", "ALL_PROXY=http://b:1"], "http://a:1"),
    (["HTTPS_PROXY=http://a:1", "https_proxy=http://b:1"], "http://b:1"),
    (["HTTPS_PROXY=http://a:1", "https_proxy="], ""),
    (["HTTPS_PROXY=", "ALL_PROXY=http://b:1"], "http://b:1"),
    (["ALL_PROXY=http://a:1", "all_proxy=http://b:1"], "http://b:1"),
    (["HTTPS_PROXY=http://joe:a=b@c:1"], "http://joe:a=b@c:1"),
    (["NO_PROXY=a"], ""),
])  # fmt: skip
def test_the_proxy_in_force_is_kept_for_the_api(lines, proxy):
    assert variables(lines) == {**THROUGH_THE_NODE, "WALLARM_FAST_API_PROXY": proxy}


@pytest.mark.parametrize("lines, upper, lower", [
    ([], "x.example", "x.example"),
    (["NO_PROXY=auth.internal,10.0.0.5"], "auth.internal,10.0.0.5,x.example", "auth.internal,10.0.0.5,x.example"),
    (["no_proxy=auth.internal"], "auth.internal,x.example", "auth.internal,x.example"),
    (["NO_PROXY=a", "no_proxy=b"], "a,x.example", "b,x.example"),
    (["NO_PROXY=", "no_proxy=b, "], "b,x.example", "b,x.example"),
])  # fmt: skip
def test_hosts_are_added_to_those_that_need_no_proxy(lines, upper, lower):
    found = variables(lines, no_proxy="x.example")
    assert (found["NO_PROXY"], found["no_proxy"]) == (upper, lower)


@pytest.mark.parametrize("result, inputs, problem", [
    ({"rc": 0}, {"tests_program": "pytest"}, ""),
    ({"rc": 127}, {"tests_program": "pytset"}, "There is no program pytset (tests_command) on the host that the tests run on."),
    ({"rc": 1}, {"tests_program": "pytset", "tests_chdir": "/tests"}, "There is no program pytset (tests_command) on the host that the tests run on."),
    ({"msg": "Unable to change directory before execution: ..."}, {"tests_chdir": "/none", "tests_program": "pytest"},
     "There is no directory /none (tests_chdir) on the host that the tests run on, or it can't be entered."),
    ({"msg": "no such directory"}, {}, "The host that the tests run on could not be looked at: no such directory"),
    ({"msg": "broken"}, {"tests_program": "pytest"}, "The host that the tests run on could not be looked at: broken"),
    ({"rc": 2, "msg": "broken"}, {}, "The host that the tests run on could not be looked at: broken"),
    ({}, {}, "The host that the tests run on could not be looked at: it gave no reason"),
])  # fmt: skip
def test_what_the_tests_need_is_missed_before_they_run(result, inputs, problem):
    assert environment(result, {**INPUTS, **inputs})["problem"] == problem
