# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the playbooks that list and stop recordings."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from .._steps.recordings import ALL
from . import kinds
from .reading import Inputs, Option, read

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
LIST_RECORDINGS = (
    Option("nodes", kinds.names, []),
    Option("older_than", kinds.minutes),
    Option("client_id", kinds.client_number, ""),
)


def check_stop_recording(given: Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return ``test_run_id``, ``quiet_period`` and ``wait_timeout`` (both seconds), and ``problems``."""
    inputs = read(STOP_RECORDING, given)
    inputs.values.setdefault("wait_timeout", inputs.values["quiet_period"] + _TO_STOP)
    if not inputs.has("test_run_id"):
        inputs.problems.append(kinds.problem_of(kinds.identifier, "", "test_run_id"))
    return inputs.result()


def check_stop_forgotten_recordings(given: Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return ``nodes``, ids and names or ``all``, ``older_than_minutes``, and ``problems``."""
    inputs = read(STOP_FORGOTTEN_RECORDINGS, given)
    if not inputs.has("nodes"):
        inputs.problems.append("Give nodes, the ids or names of the FAST nodes to look at, as a list or separated by commas, or all for every node.")
    _check_all(inputs)
    return inputs.result()


def check_list_recordings(given: Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return ``nodes``, ids and names or ``all``, ``older_than`` (minutes) if it was given, ``client_id``, and ``problems``."""
    inputs = read(LIST_RECORDINGS, given)
    _check_all(inputs)
    return inputs.result()


def _check_all(inputs: Inputs) -> None:
    if ALL in inputs.values["nodes"] and len(inputs.values["nodes"]) > 1:
        inputs.problems.append("nodes must be all, which means every FAST node, or ids and names, not both.")


OPTIONS = {"stop_recording": STOP_RECORDING, "stop_forgotten_recordings": STOP_FORGOTTEN_RECORDINGS, "list_recordings": LIST_RECORDINGS}
CHECKS = {
    "stop_recording": check_stop_recording,
    "stop_forgotten_recordings": check_stop_forgotten_recordings,
    "list_recordings": check_list_recordings,
}
