# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import time
from pathlib import Path

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    """Writes to the path in BENCHMARK_REPORT how long the tasks of a play took, and how much memory.

    The time is from the start of the first task to the last result, in the controller, where a user would look at the clock.
    """

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "benchmark_report"

    started = ended = 0.0

    def v2_playbook_on_task_start(self, task, is_conditional):
        self.started = self.started or time.monotonic()

    def v2_runner_on_ok(self, result):
        self.ended = time.monotonic()

    v2_runner_on_skipped = v2_runner_on_ok

    def v2_playbook_on_stats(self, stats):
        # The kernel counts a worker's memory when it has been waited for.
        for worker in multiprocessing.active_children():
            worker.join(10)
        # Unlike ru_maxrss, VmHWM leaves out the program that started this one.
        peak = next(line for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:"))
        report = {
            "seconds": self.ended - self.started,
            "controller_mib": int(peak.split()[1]) / 1024,
            # The largest of them, not their sum.
            "worker_mib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        }
        Path(os.environ["BENCHMARK_REPORT"]).write_text(json.dumps(report), encoding="ascii")
