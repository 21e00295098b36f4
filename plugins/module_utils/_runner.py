# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a task from its options to its result. The only place that makes a module's answer of it."""

from __future__ import annotations

import os
import traceback
import typing as t

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ._argument_spec import client_of, deadline_of, endpoint_of, filled
from ._errors import FastError
from ._http.adapter_pool import AdapterPool
from ._http.requirements import IMPORT_ERROR, TOO_OLD
from ._secrets import hidden, register
from ._tasks.context import TaskContext

#: Does what a task asks for and returns its result, given the options with their defaults.
Run = t.Callable[[TaskContext, "dict[str, t.Any]"], "dict[str, t.Any]"]


class Task(t.Protocol):
    """What a task was given: an ``AnsibleModule``, or what stands in for it in process."""

    params: dict[str, t.Any]
    check_mode: bool
    no_log_values: set[str]

    def warn(self, warning: str) -> None:
        """Show a warning."""


def outcome(task: Task, run: Run, pool: AdapterPool, progress: t.Callable[[str], None] | None = None) -> dict[str, t.Any]:
    """Run a task and return its result, or its failure with ``failed`` and ``msg``.

    :param task: told the token too. One that came by the environment because the option was empty is known to nobody else.
    :param pool: connections that may be used, and kept for the next task.
    :param progress: shows a line while the task waits.
    """
    try:
        params = filled(task.params)
        deadline = deadline_of(params)
        endpoint = endpoint_of(params)
        task.no_log_values.add(endpoint.token)
        register(endpoint.token)
        client = client_of(params, endpoint, deadline, task.warn, pool.adapter_for(endpoint))
        return run(TaskContext(client, deadline, task.warn, task.check_mode, progress), params)
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


def run_module(module: AnsibleModule, run: Run) -> None:
    """Run a task and leave the module with its result or its failure."""
    if IMPORT_ERROR is not None:
        module.fail_json(msg=missing_required_lib("requests"), exception=IMPORT_ERROR)
    if TOO_OLD is not None:
        module.fail_json(msg=TOO_OLD)
    # AnsibleModule takes a result key named "path" for a file's, and would add that file's "state".
    module.add_path_info = lambda kwargs: kwargs
    result = outcome(module, run, AdapterPool())
    # What AnsibleModule shows as the options, also in the file of an asynchronous job.
    module.params = hidden(module.params, module.argument_spec)
    if result.pop("failed", False):
        module.fail_json(**result)
    module.exit_json(**result)
