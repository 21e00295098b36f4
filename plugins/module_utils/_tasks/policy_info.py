# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Find test policies."""

from __future__ import annotations

import typing as t

from .._api.search import client_id_of, find_policies
from .context import TaskContext
from .lookup import checked_limit, id_alone


def run(context: TaskContext, params: dict[str, t.Any]) -> dict[str, t.Any]:
    """Do what a task of ``wallarm_fast_policy_info`` asks for and return its result.

    :param params: the module's options, typed and with their defaults.
    :raises FastError: also where there is no test policy with the id that is given.
    """
    policy_id = id_alone(params, "policy_id", "test policy", ("name", "limit"))
    if policy_id:
        found = [context.client.get_test_policy(policy_id)]
    else:
        most = checked_limit(params, "test policies")
        client_id = client_id_of(context.client, params["client_id"])
        found = list(find_policies(context.client, client_id, params["name"], most))
    return {"changed": False, "policies": found}
