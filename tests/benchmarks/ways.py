# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways that are compared."""

from __future__ import annotations

import typing as t


class Way(t.NamedTuple):
    """`play` names the playbooks: loop_<play>.yml and hosts_<play>.yml. Without one it is the Python script bare_session.py."""

    label: str
    stops: bool
    play: str = ""
    variables: t.Mapping[str, t.Any] = {}


WAYS = {
    "uri": Way("`ansible.builtin.uri`, two tasks", True, "uri"),
    "module": Way("`wallarm_fast_recording`, as a module", True, "recording", {"wallarm_fast_in_process": False}),
    "in_process": Way("`wallarm_fast_recording`, in process", True, "recording"),
    "session": Way("`requests.Session`, no Ansible", True),
    "debug": Way("`ansible.builtin.debug`, no request", False, "debug"),
    "empty": Way("a module that does nothing, no request", False, "empty"),
    "answer": Way("an action that answers as much, no request", False, "answer"),
}
