# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run one command of a test run, timed."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
import typing as t
from pathlib import Path

# A hung test must not hang the run for ever.
LIMIT_SECONDS = 3600


class Step(t.NamedTuple):
    """A command with the directory and the environment it runs in."""

    name: str
    command: t.Sequence[str]
    directory: Path
    environment: t.Mapping[str, str]


class Outcome(t.NamedTuple):
    """How a step ended."""

    name: str
    passed: bool
    seconds: float


_running: set[subprocess.Popen[bytes]] = set()
_stopping = threading.Event()


def run(step: Step, log: t.IO[str] | None = None) -> Outcome:
    """Run a step; its output goes to the terminal, or to `log`. Nothing is read from standard input. After `stop` it starts nothing."""
    if _stopping.is_set():
        raise SystemExit(1)  # ends the thread that asked
    started = time.monotonic()
    print(f"\n=== {step.name}: {' '.join(step.command)}", file=log, flush=True)
    # A session of its own makes it a group, which can be ended with all that it has started.
    with subprocess.Popen(step.command, cwd=step.directory, env=dict(step.environment), stdin=subprocess.DEVNULL,
                          stdout=log, stderr=subprocess.STDOUT if log else None, start_new_session=True) as process:
        _running.add(process)
        try:
            status = process.wait(LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            print(f"Stopped after {LIMIT_SECONDS} seconds.", file=log, flush=True)
            status = 1
        finally:
            _end(process)
            _running.discard(process)
    return Outcome(step.name, status == 0, time.monotonic() - started)


def stop() -> None:
    """End what is running in any thread; for a signal handler, so nothing is waited for."""
    _stopping.set()
    for process in list(_running):
        _signal(process, signal.SIGTERM)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process that is still there, politely first so that ansible-test can clean up."""
    if process.poll() is None:
        _signal(process, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            _signal(process, signal.SIGKILL)


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)
