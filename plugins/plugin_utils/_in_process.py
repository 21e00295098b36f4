# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run a module's code in the controller's worker: no zip to build, no Python to start, and one kept connection.

Ansible forks a worker for each task and host. What is kept here is made in the worker, after the fork, and ends with it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import typing as t

from ansible import constants as C
from ansible.errors import AnsibleActionFail, AnsibleError
from ansible.module_utils.common.arg_spec import ModuleArgumentSpecValidator
from ansible.module_utils.errors import UnsupportedError
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display
from ansible.utils.vars import merge_hash

from ansible_collections.wallarm.fast.plugins.module_utils._http.adapter_pool import AdapterPool
from ansible_collections.wallarm.fast.plugins.module_utils._http.requirements import IMPORT_ERROR, TOO_OLD
from ansible_collections.wallarm.fast.plugins.module_utils._runner import Run, outcome
from ansible_collections.wallarm.fast.plugins.module_utils._secrets import names, register, removed, with_options_hidden
from ansible_collections.wallarm.fast.plugins.module_utils._text import shortened

SWITCH = "wallarm_fast_in_process"
PROGRESS = "wallarm_fast_progress"

_pool = AdapterPool()
_display = Display()


@dataclasses.dataclass
class InProcessTask:
    """A task as its action plugin was given it, in the form that code shared with a module wants."""

    params: dict[str, t.Any]
    check_mode: bool
    no_log_values: set[str]
    warnings: list[str] = dataclasses.field(default_factory=list)

    def warn(self, warning: str) -> None:
        """Keep a warning for the result."""
        self.warnings.append(warning)


def run_task(
    action: ActionBase,
    result: dict[str, t.Any],
    task_vars: dict[str, t.Any],
    argument_spec: dict[str, dict[str, t.Any]],
    run: Run,
) -> dict[str, t.Any]:
    """Run a task of one of the collection's modules, in process if that gives the same answer, else as a module.

    :param result: what ``ActionBase.run`` returned.
    """
    # Before a module runs: what Ansible knows as a secret, the module doesn't name in its raw output, which ANSIBLE_DEBUG prints.
    for secret in _secrets_of(action, argument_spec):
        register(secret)
    if _in_process(action, task_vars):
        with _environment_of(action):
            return _merged(result, _outcome(action, task_vars, argument_spec, run))
    wrap_async = action._task.async_val and not action._connection.has_native_async
    found = action._execute_module(task_vars=task_vars, wrap_async=wrap_async)
    # Ansible's own note that the output was JSON. Since ansible-core 2.22, it would stay in what the task registers.
    found.pop("ansible_parsed", None)
    result = _merged(result, with_options_hidden(found, argument_spec))
    if not wrap_async:
        action._remove_tmp_path(action._connection._shell.tmpdir)
    return result


def _secrets_of(action: ActionBase, argument_spec: dict[str, dict[str, t.Any]]) -> t.Iterator[str]:
    """Give the secrets among the options, and those that may come from the environment in their place."""
    for name in names(argument_spec):
        _function, variables = argument_spec[name].get("fallback", (None, []))
        yield from (str(value) for value in (action._task.args.get(name), *map(os.environ.get, variables)) if value)


def _merged(result: dict[str, t.Any], more: dict[str, t.Any]) -> dict[str, t.Any]:
    return t.cast("dict[str, t.Any]", merge_hash(result, more))


def _in_process(action: ActionBase, task_vars: dict[str, t.Any]) -> bool:
    """Whether the task can be run here: it would run on this machine, as this user, now, and with what is needed."""
    return (
        action._connection.transport in ("local", "ansible.builtin.local")
        and not action._task.async_val
        and not action._connection.become
        and IMPORT_ERROR is None
        and TOO_OLD is None
        and _is_on(SWITCH, action, task_vars)
    )


def _is_on(switch: str, action: ActionBase, task_vars: dict[str, t.Any]) -> bool:
    """Return what a variable says, which is true unless given. Empty means not given, as AWX sets it for a survey's empty answer.

    :raises AnsibleActionFail: naming the variable, if it says something else than true or false.
    """
    value = action._templar.template(task_vars.get(switch))
    if value is None or value == "":
        return True
    try:
        return bool(boolean(value))
    except TypeError:
        raise AnsibleActionFail(f"{switch} must be true or false, not {shortened(str(value))}.") from None


@contextlib.contextmanager
def _environment_of(action: ActionBase) -> t.Iterator[None]:
    """Set the variables of the ``environment`` keywords, as a module would see them, and take them away again."""
    variables: dict[str, t.Any] = {}
    # The one place where Ansible merges and templates the keywords of play, block and task.
    action._compute_environment_string(variables)
    before = os.environ.copy()
    os.environ.update({name: str(value) for name, value in variables.items()})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _outcome(
    action: ActionBase, task_vars: dict[str, t.Any], argument_spec: dict[str, dict[str, t.Any]], run: Run
) -> dict[str, t.Any]:
    # A module gets its options as JSON: plain values, without Ansible's marks on them.
    options = json.loads(json.dumps(action._task.args, default=str))
    validated = ModuleArgumentSpecValidator(argument_spec).validate(options)
    params = validated.validated_parameters
    secrets = {params[name] for name in names(argument_spec) if params.get(name)}
    task = InProcessTask(params, action._task.check_mode, secrets)
    if validated.error_messages:
        found = {"failed": True, "msg": _refusal(action, validated)}
    else:
        shown = _is_on(PROGRESS, action, task_vars) and not action._task.no_log
        found = outcome(task, run, _pool, _display.display if shown else None)
    found.setdefault("changed", False)
    if _shows_invocation(task_vars):
        found["invocation"] = {"module_args": params}
    if task.warnings:
        found["warnings"] = task.warnings
    return removed(with_options_hidden(found, argument_spec), task.no_log_values)


def _shows_invocation(task_vars: dict[str, t.Any]) -> bool:
    """Whether a module's result holds its options: always, until ansible-core 2.21 made it a setting."""
    try:
        return bool(boolean(C.config.get_config_value("INJECT_INVOCATION", variables=task_vars)))
    except AnsibleError:
        return True


def _refusal(action: ActionBase, validated: t.Any) -> str:
    """Return the words of AnsibleModule for options that can't be used."""
    if isinstance(validated.errors[0], UnsupportedError):
        return f"Unsupported parameters for ({action._task.action}) module: {validated.errors.msg}"
    return t.cast("str", validated.errors.msg)
