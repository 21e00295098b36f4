# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a task from its options to its result, and the only place that makes a module's answer of it."""

from __future__ import annotations

import os
import traceback
import typing as t

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ._api.client import FastClient
from ._argument_spec import client_of, endpoint_of, filled, limit_of
from ._deadline import TimeLimit
from ._errors import FastError
from ._http.adapter import REQUESTS_IMPORT_ERROR, BoundedAdapter
from ._http.endpoint import Endpoint

Run = t.Callable[
    [FastClient, "dict[str, t.Any]", bool, TimeLimit, t.Callable[[str], None]],
    "dict[str, t.Any]",
]


def outcome(
    run: Run,
    params: dict[str, t.Any],
    check_mode: bool,
    warn: t.Callable[[str], None],
    secret: t.Callable[[str], None],
    adapter_of: t.Callable[[Endpoint], BoundedAdapter | None] = lambda endpoint: None,
) -> dict[str, t.Any]:
    """Run a task and return its result, or its failure with ``failed`` and ``msg``.

    :param params: the options, validated.
    :param secret: told the token. One that came by the environment because the option was empty is known to nobody else.
    :param adapter_of: returns kept connections to an endpoint, if there are any.
    """
    try:
        params = filled(params)
        limit = limit_of(params)
        endpoint = endpoint_of(params)
        secret(endpoint.token)
        client = client_of(params, endpoint, limit, warn, adapter_of(endpoint))
        return run(client, params, check_mode, limit, warn)
    except FastError as failure:
        return {"failed": True, "msg": str(failure), **failure.details()}
    except Exception as defect:
        return {"failed": True, "msg": _unexpected(defect), **FastError("").details()}


def _unexpected(defect: Exception) -> str:
    """Return the words for a defect of this collection.

    Its own text, and a traceback with that, may hold a header or a reply. So only its kind and its place are shown.
    """
    frames = traceback.extract_tb(defect.__traceback__)
    ours = [frame for frame in frames if "wallarm/fast/plugins/" in frame.filename]
    place = " by way of ".join(f"{os.path.basename(frame.filename)}, line {frame.lineno}" for frame in reversed(ours[-3:]))
    return (
        f"An unexpected {type(defect).__name__} ended the task ({place}). This is a defect of wallarm.fast: please report "
        "it with these words. What was sent before that may have taken effect, so look at the test run before you go on."
    )


def execute(module: AnsibleModule, run: Run) -> None:
    """Run a task and leave the module with its result or its failure."""
    if REQUESTS_IMPORT_ERROR is not None:
        module.fail_json(msg=missing_required_lib("requests"), exception=REQUESTS_IMPORT_ERROR)
    # AnsibleModule takes a result key named "path" for a file's, and would add that file's "state".
    module.add_path_info = lambda kwargs: kwargs
    result = outcome(run, module.params, module.check_mode, module.warn, module.no_log_values.add)
    if result.pop("failed", False):
        module.fail_json(**result)
    module.exit_json(**result)
