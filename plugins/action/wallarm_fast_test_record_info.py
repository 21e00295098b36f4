# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import typing as t

from ansible.plugins.action import ActionBase

from ansible_collections.wallarm.fast.plugins.module_utils._tasks.test_record_info import run
from ansible_collections.wallarm.fast.plugins.modules.wallarm_fast_test_record_info import ARGUMENT_SPEC
from ansible_collections.wallarm.fast.plugins.plugin_utils._in_process import run_task


class ActionModule(ActionBase):
    """Runs the module's code in the controller's worker where that gives the same answer."""

    _supports_async = True

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        result = super().run(tmp, task_vars)
        return run_task(self, result, task_vars or {}, ARGUMENT_SPEC, run)
