# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: benchmark_report
type: aggregate
short_description: Writes how long each task took, and how much memory the play
description:
  - Writes a JSON file to the path in the environment variable E(BENCHMARK_REPORT) when a play has ended.
author:
  - wallarm.fast contributors (!UNKNOWN)
"""

import json
import multiprocessing
import os
import resource
import sys
import time

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    """Takes the time from the start of a task to its last result, in the controller, where a user would look at the clock."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "benchmark_report"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._tasks = []
        self._started = 0.0

    def v2_playbook_on_task_start(self, task, is_conditional):
        self._tasks.append({"name": task.get_name(), "seconds": 0.0})
        self._started = time.monotonic()

    def v2_runner_on_ok(self, result):
        self._tasks[-1]["seconds"] = time.monotonic() - self._started

    def v2_runner_on_skipped(self, result):
        self._tasks[-1]["seconds"] = time.monotonic() - self._started

    def v2_playbook_on_stats(self, stats):
        # The kernel counts a worker's memory when it has been waited for.
        for worker in multiprocessing.active_children():
            worker.join(10)
        report = {
            "tasks": self._tasks,
            "controller_mib": _own_peak_mib(),
            # The largest of them, not their sum.
            "worker_mib": _peak_mib(resource.RUSAGE_CHILDREN),
        }
        with open(os.environ["BENCHMARK_REPORT"], "w", encoding="utf-8") as handle:
            json.dump(report, handle)


def _own_peak_mib():
    """Linux has its own count too, which, unlike the usual one, leaves out the program that started this one."""
    try:
        with open("/proc/self/status", encoding="ascii") as handle:
            return next(int(line.split()[1]) / 1024.0 for line in handle if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        return _peak_mib(resource.RUSAGE_SELF)


def _peak_mib(who):
    """The peak of resident memory. The kernel counts in KiB, on macOS in bytes."""
    return resource.getrusage(who).ru_maxrss / (1024.0 * 1024.0 if sys.platform == "darwin" else 1024.0)
