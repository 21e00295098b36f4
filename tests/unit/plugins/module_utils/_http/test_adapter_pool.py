# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Connections that are kept from one task to the next."""

from __future__ import annotations

import os

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._http.adapter_pool import AdapterPool
from ansible_collections.wallarm.fast.plugins.module_utils._http.endpoint import make_endpoint
from ansible_collections.wallarm.fast.plugins.module_utils._http.trust import Trust

ENDPOINT = make_endpoint("us1.api.wallarm.com", "token")


@pytest.fixture(name="pool")
def pool_fixture():
    return AdapterPool()


def in_a_fork(check):
    """Return whether ``check`` holds in a process forked from this one."""
    child = os.fork()
    if not child:
        os._exit(0 if check() else 1)
    return os.waitpid(child, 0)[1] == 0


def test_connections_are_kept_by_host_token_trust_and_proxy(pool):
    kept = pool.adapter_for(ENDPOINT)
    others = [
        make_endpoint("api.wallarm.com", "token"),
        make_endpoint("us1.api.wallarm.com", "another"),
        make_endpoint("us1.api.wallarm.com", "token", Trust(validate=False)),
        make_endpoint("us1.api.wallarm.com", "token", environ={"HTTPS_PROXY": "http://proxy"}),
    ]
    assert pool.adapter_for(make_endpoint("us1.api.wallarm.com", "token")) is kept
    assert len({id(pool.adapter_for(endpoint)) for endpoint in [ENDPOINT, *others]}) == 5


def test_a_forked_process_gets_connections_of_its_own(pool):
    kept = pool.adapter_for(ENDPOINT)
    assert in_a_fork(lambda: pool.adapter_for(ENDPOINT) is not kept)
    assert pool.adapter_for(ENDPOINT) is kept
