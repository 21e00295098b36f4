# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the playbooks that stop recordings."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from . import kinds
from .reading import Option, read

# Seconds that stopping may take in addition to the quiet period.
_TO_STOP = 60

STOP_RECORDING = (
    Option("test_run_id", kinds.identifier, ""),
    Option("quiet_period", kinds.seconds, 0),
    Option("wait_timeout", kinds.seconds),
)
STOP_FORGOTTEN_RECORDINGS = (
    Option("nodes", kinds.names, []),
    Option("older_than_minutes", kinds.minutes, 120),
)


def check_stop_recording(given: Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return ``test_run_id``, ``quiet_period`` and ``wait_timeout`` (both seconds), and ``problems``."""
    inputs = read(STOP_RECORDING, given)
    inputs.values.setdefault("wait_timeout", inputs.values["quiet_period"] + _TO_STOP)
    if not inputs.has("test_run_id"):
        inputs.problems.append(kinds.problem_of(kinds.identifier, "", "test_run_id"))
    return inputs.result()


def check_stop_forgotten_recordings(given: Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return ``nodes``, ids and names, ``older_than_minutes``, and ``problems``."""
    inputs = read(STOP_FORGOTTEN_RECORDINGS, given)
    if not inputs.has("nodes"):
        inputs.problems.append("Give nodes, the ids or names of the FAST nodes to look at, as a list or separated by commas.")
    return inputs.result()


OPTIONS = {"stop_recording": STOP_RECORDING, "stop_forgotten_recordings": STOP_FORGOTTEN_RECORDINGS}
CHECKS = {"stop_recording": check_stop_recording, "stop_forgotten_recordings": check_stop_forgotten_recordings}
