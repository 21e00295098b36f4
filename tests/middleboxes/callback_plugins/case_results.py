# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import os
import time

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = r"""
name: case_results
type: aggregate
short_description: Writes the result of each task, and how long it took
description:
  - Adds a line of JSON for each task, and each item of a loop, to the file in the environment variable E(CASE_RESULTS).
author:
  - wallarm.fast contributors (!UNKNOWN)
"""


class CallbackModule(CallbackBase):
    """Results as a callback is given them, whether a task failed or not."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "case_results"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._started = 0.0

    def v2_playbook_on_task_start(self, task, is_conditional):
        self._started = time.monotonic()

    def v2_runner_on_ok(self, result):
        self._write(result, failed=False)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._write(result, failed=True)

    def v2_runner_item_on_ok(self, result):
        self._write(result, failed=False, item=True)

    def v2_runner_item_on_failed(self, result):
        self._write(result, failed=True, item=True)

    def _write(self, result, failed, item=False):
        seconds = time.monotonic() - self._started
        # From ansible-core 2.19 on, a callback's results don't say themselves whether they failed.
        line = {"task": result.task.get_name(), "item": item, "seconds": seconds, "result": {**result.result, "failed": failed}}
        with open(os.environ["CASE_RESULTS"], "a", encoding="utf-8") as handle:
            handle.write(json.dumps(line, default=str) + "\n")
