# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which test runs pass the filters that the server has not: one table."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._api.models import TestRun
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.test_run_filters import Filters, passes

NOW = 1_000_000
SHOP = {"name": "shop", "node_name": "one", "policy_id": 47, "policy_name": "PCI", "start_time": NOW - 7200}


@pytest.mark.parametrize(
    "test_run, filters, passed",
    [
        (SHOP, {}, True),
        ({}, {}, True),
        (SHOP, {"name": "shop", "node_name": "one", "policy_id": "47", "policy_name": "PCI", "older_than": 120}, True),
        (SHOP, {"name": "Shop"}, False),
        (SHOP, {"name": "sho"}, False),
        ({}, {"name": "shop"}, False),
        (SHOP, {"node_name": "two"}, False),
        ({**SHOP, "node_name": None}, {"node_name": "None"}, False),
        (SHOP, {"policy_name": "pci"}, False),
        (SHOP, {"policy_id": "0047"}, True),
        (SHOP, {"policy_id": "4"}, False),
        ({**SHOP, "policy_id": "pol_1"}, {"policy_id": "pol_1"}, True),
        ({**SHOP, "policy_id": None}, {"policy_id": "None"}, False),
        # The server has looked at the node's id.
        (SHOP, {"node_id": "1"}, True),
        (SHOP, {"older_than": 121}, False),
        ({**SHOP, "start_time": NOW - 7199}, {"older_than": 120}, False),
        ({**SHOP, "start_time": NOW - 7199.5}, {"older_than": 119}, True),
        ({**SHOP, "start_time": NOW}, {"older_than": 0}, True),
        ({**SHOP, "start_time": NOW + 1}, {"older_than": 0}, False),
        ({**SHOP, "start_time": None}, {"older_than": 0}, None),
        ({**SHOP, "start_time": "999"}, {"older_than": 0}, None),
        ({"name": "shop"}, {"older_than": 0, "name": "shop"}, None),
        ({"name": "shop"}, {"older_than": 0, "name": "other"}, False),
        ({"name": "shop"}, {"name": "shop"}, True),
    ],
    ids=str,
)
def test_which_test_runs_pass(test_run, filters, passed):
    assert passes(TestRun(test_run), Filters(**filters), NOW) is passed
