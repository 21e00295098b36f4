# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import importlib
import typing as t

from ansible.plugins.action import ActionBase

from ansible_collections.wallarm.fast.plugins.plugin_utils._in_process import run_task

_MODULES = "ansible_collections.wallarm.fast.plugins.modules"


class ActionModule(ActionBase):
    """Runs a module's code in the controller's worker where that gives the same answer. meta/runtime.yml names the modules.

    An action plugin of a module's own name would hide the module's options from ansible-lint.
    """

    _supports_async = True

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        result = super().run(tmp, task_vars)
        module = importlib.import_module(f"{_MODULES}.{self._task.action.rpartition('.')[2]}")
        return run_task(self, result, task_vars or {}, module.ARGUMENT_SPEC, module.run)
