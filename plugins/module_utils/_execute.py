# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The only place that turns what a task did into a module's result."""

from __future__ import annotations

import typing as t

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ._arguments import client_of, endpoint_of, limit_of
from ._bounded import REQUESTS_IMPORT_ERROR
from ._client import FastClient
from ._errors import FastError
from ._wait import TimeLimit

Run = t.Callable[
    [FastClient, "dict[str, t.Any]", bool, TimeLimit, t.Callable[[str], None]],
    "dict[str, t.Any]",
]


def execute(module: AnsibleModule, run: Run) -> t.NoReturn:
    """Run a task and leave the module with its result or its failure."""
    if REQUESTS_IMPORT_ERROR is not None:
        module.fail_json(msg=missing_required_lib("requests"), exception=REQUESTS_IMPORT_ERROR)
    # AnsibleModule takes a result key named "path" for a file's, and would add that file's "state".
    module.add_path_info = lambda kwargs: kwargs
    try:
        limit = limit_of(module.params)
        endpoint = endpoint_of(module.params)
        # A token that came by the environment because the option was empty is known to nobody else.
        module.no_log_values.add(endpoint.token)
        client = client_of(module.params, endpoint, limit, module.warn)
        result = run(client, module.params, module.check_mode, limit, module.warn)
    except FastError as failure:
        module.fail_json(msg=str(failure), **failure.details())
    module.exit_json(**result)
