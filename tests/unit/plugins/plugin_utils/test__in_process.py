# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is kept between the tasks of a worker. How tasks run is shown by the integration targets."""

from __future__ import annotations

import importlib
import os
import threading

import pytest
from ansible.errors import AnsibleActionFail

from ansible_collections.wallarm.fast.plugins.module_utils._http.endpoint import make_endpoint
from ansible_collections.wallarm.fast.plugins.plugin_utils import _in_process

ENDPOINT = make_endpoint("us1.api.wallarm.com", "token", True)


def in_a_fork(check):
    """Return whether ``check`` holds in a process forked from this one."""
    child = os.fork()
    if not child:
        os._exit(0 if check() else 1)
    return os.waitpid(child, 0)[1] == 0


@pytest.mark.parametrize(
    "value, on",
    [(None, True), ("", True), (True, True), ("yes", True), (1, True), (False, False), ("false", False), ("no", False), (0, False)],
)
def test_the_switch_is_on_unless_it_says_otherwise(value, on):
    assert _in_process._switched_on(value) is on


@pytest.mark.parametrize("value", ["maybe", [], {}, 7])
def test_a_switch_that_says_neither_is_named(value):
    with pytest.raises(AnsibleActionFail, match="wallarm_fast_in_process must be true or false"):
        _in_process._switched_on(value)


def test_connections_are_kept_by_host_token_and_tls_settings():
    kept = _in_process._kept_adapter(ENDPOINT)
    others = [
        make_endpoint("api.wallarm.com", "token", True),
        make_endpoint("us1.api.wallarm.com", "another", True),
        make_endpoint("us1.api.wallarm.com", "token", False),
    ]
    assert _in_process._kept_adapter(make_endpoint("us1.api.wallarm.com", "token", True)) is kept
    assert len({id(_in_process._kept_adapter(endpoint)) for endpoint in [ENDPOINT, *others]}) == 4


def test_a_forked_process_gets_connections_of_its_own():
    kept = _in_process._kept_adapter(ENDPOINT)
    assert in_a_fork(lambda: _in_process._kept_adapter(ENDPOINT) is not kept)
    assert _in_process._kept_adapter(ENDPOINT) is kept


def test_loading_it_which_ansible_does_before_the_fork_opens_nothing():
    threads = threading.active_count()
    importlib.reload(_in_process)
    assert _in_process._adapters == {}
    assert threading.active_count() == threads
