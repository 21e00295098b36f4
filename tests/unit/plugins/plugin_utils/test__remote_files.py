# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is asked of Ansible's own modules, and what is made of their answers. The integration target runs the real ones."""

from __future__ import annotations

import copy
import types

import pytest

from ansible_collections.wallarm.fast.plugins.plugin_utils import _remote_files as remote
from ansible_collections.wallarm.fast.plugins.plugin_utils._report.files import CannotWrite

THERE = {"exists": True, "isdir": True, "writeable": True, "executable": True, "path": "/home/u/reports"}


class Task:
    def __init__(self):
        self.args, self.diff, self.check_mode = {"directory": "~/reports"}, True, False

    def copy(self):
        return copy.copy(self)


class Action:
    """An action plugin whose modules answer what they are told to."""

    def __init__(self, **answers):
        self.asked, self._answers = [], answers
        self._task, self._connection, self._play_context, self._loader, self._templar = Task(), object(), object(), object(), object()
        self._shared_loader_obj = types.SimpleNamespace(action_loader=types.SimpleNamespace(get=self._get))

    def _execute_module(self, module_name, module_args, task_vars):
        self.asked.append((module_name, module_args, task_vars))
        return self._answers[module_name.rpartition(".")[2]]

    def _get(self, name, **given):
        self.asked.append((name, given))
        return types.SimpleNamespace(run=lambda task_vars: {**self._answers["copy"], "vars": task_vars})


def test_a_directory_that_is_there_is_left_alone():
    action = Action(stat={"stat": THERE})
    assert remote.ensure_directory(action, "~/reports", {"a": 1}) == ("/home/u/reports", False)
    assert [(name, arguments["path"], arguments["follow"], task_vars) for name, arguments, task_vars in action.asked] == [
        ("ansible.legacy.stat", "~/reports", True, {"a": 1})
    ]


def test_a_missing_directory_is_made():
    action = Action(stat={"stat": {"exists": False}}, file={"changed": True, "path": "/home/u/reports"})
    assert remote.ensure_directory(action, "~/reports", {"a": 1}) == ("/home/u/reports", True)
    assert action.asked[1] == ("ansible.legacy.file", {"path": "~/reports", "state": "directory", "mode": "0750"}, {"a": 1})


@pytest.mark.parametrize("answers, message", [
    ({"stat": {"failed": True, "msg": "Permission denied"}}, r"The directory /r can't be made \(Permission denied\)"),
    ({"stat": {"stat": {"exists": False}}, "file": {"failed": True, "msg": "read-only"}}, r"The directory /r can't be made \(read-only\)"),
    ({"stat": {"stat": {**THERE, "isdir": False}}}, "/r is not a directory, so no reports can be written there"),
    ({"stat": {"stat": {**THERE, "writeable": False}}}, "can't write to the directory /r"),
    ({"stat": {"stat": {**THERE, "executable": False}}}, "can't write to the directory /r"),
])  # fmt: skip
def test_a_directory_that_can_not_be_used_is_named(answers, message):
    with pytest.raises(CannotWrite, match=message):
        remote.ensure_directory(Action(**answers), "/r", {})


@pytest.mark.parametrize("answer, changed", [({"changed": True, "dest": "/r/f"}, True), ({"changed": False, "dest": "/r/f"}, False), ({}, False)])
def test_a_file_is_written_by_the_copy_action(answer, changed):
    action = Action(copy=answer)
    assert remote.write_file(action, "/r/f", "{ä}".encode(), {"a": 1}) is changed
    ((name, given),) = action.asked
    assert name == "ansible.legacy.copy"
    assert given["task"].args == {"content": "{ä}", "dest": "/r/f", "mode": "0640"}
    assert (given["connection"], given["play_context"]) == (action._connection, action._play_context)
    assert (given["loader"], given["templar"], given["shared_loader_obj"]) == (action._loader, action._templar, action._shared_loader_obj)
    # The report is in no diff, and the task keeps its own options.
    assert given["task"].diff is False
    assert (action._task.args, action._task.diff) == ({"directory": "~/reports"}, True)


@pytest.mark.parametrize("answer, reason", [
    ({"failed": True, "msg": "No space left"}, "No space left"),
    ({"changed": True, "dest": "/r/f/tmpx"}, "a directory is in its place"),
])  # fmt: skip
def test_a_file_that_can_not_be_written_is_named(answer, reason):
    with pytest.raises(CannotWrite, match=rf"The report /r/f can't be written \({reason}\)"):
        remote.write_file(Action(copy=answer), "/r/f", b"", {})
