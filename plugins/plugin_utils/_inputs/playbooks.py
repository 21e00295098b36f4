# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the playbooks that list and stop recordings."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.wallarm.fast.plugins.module_utils._api.ids import shown_where

from .._steps.recordings import ALL
from . import kinds
from .reading import Inputs, Option, read

# Seconds that stopping may take in addition to the quiet period.
_TO_STOP = 60

# What says whose recording is to be stopped. It is not just called "name", which Ansible warns of as a variable, but that is taken too.
_WAYS = ("test_run_id", "test_record_id", "recording_name")

STOP_RECORDING = (
    Option("test_run_id", kinds.identifier, ""),
    Option("test_record_id", kinds.identifier, ""),
    Option("recording_name", kinds.text, "", alias="name"),
    Option("node_id", kinds.identifier, ""),
    Option("node_name", kinds.text, ""),
    Option("client_id", kinds.client_number, ""),
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
    """Return what says whose recording is to be stopped, ``quiet_period`` and ``wait_timeout`` (both seconds), and ``problems``.

    Earlier nodes of a workflow hand on the ids of a test run and of its record. The first one counts then. And they may have a node for
    a variable, which counts with a name alone.
    """
    inputs = read(STOP_RECORDING, given)
    inputs.values.setdefault("wait_timeout", inputs.values["quiet_period"] + _TO_STOP)
    ways = [option for option in _WAYS if inputs.has(option)]
    if ways == ["test_run_id", "test_record_id"]:
        inputs.values["test_record_id"] = ""
    elif len(ways) != 1:
        there = f"{' and '.join(inputs.variables[way] for way in ways)} are given." if ways else f"none is given.{shown_where('test_run_id')}"
        inputs.problems.append(f"Give exactly one of {', '.join(_WAYS[:-1])} and {_WAYS[-1]}, which say whose recording to stop: {there}")
    if "recording_name" not in ways:
        inputs.values.update(node_id="", node_name="")
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
