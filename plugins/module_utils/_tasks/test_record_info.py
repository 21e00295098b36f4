# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Find test records."""

from __future__ import annotations

import typing as t

from .._api.ids import optional_id
from .._api.search import client_id_of, find_records
from .context import TaskContext
from .lookup import checked_limit, id_alone

_FILTERS = ("name", "test_record_state", "node_id", "limit")


def run(context: TaskContext, params: dict[str, t.Any]) -> dict[str, t.Any]:
    """Do what a task of ``wallarm_fast_test_record_info`` asks for and return its result.

    :param params: the module's options, typed and with their defaults.
    :raises FastError: also where there is no test record with the id that is given.
    """
    test_record_id = id_alone(params, "test_record_id", "test record", _FILTERS)
    if test_record_id:
        found = [context.client.get_test_record(test_record_id)]
    else:
        most = checked_limit(params, "test records")
        filters = {"node_id": optional_id(params["node_id"], "node_id"), "state": params["test_record_state"]}
        client_id = client_id_of(context.client, params["client_id"])
        found = list(find_records(context.client, client_id, filters, params["name"], most))
    return {"changed": False, "test_records": found}
