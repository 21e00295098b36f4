# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What _report/files.py does on this machine, done by Ansible's own modules where the task runs elsewhere or as another user."""

from __future__ import annotations

import os
import typing as t

from ansible.plugins.action import ActionBase

from ansible_collections.wallarm.fast.plugins.plugin_utils._report.files import (
    DIRECTORY_MODE,
    FILE_MODE,
    CannotWrite,
    failed,
    no_directory,
    not_made,
    not_writable,
)


def ensure_directory(action: ActionBase, path: str, task_vars: dict[str, t.Any]) -> tuple[str, bool]:
    """Make a directory where it is missing. Return its path, as the other side expands it, and whether it was made.

    :raises CannotWrite: where there is none and none can be made, or where no file can be made in it.
    """
    arguments = {"path": path, "follow": True, "get_checksum": False, "get_mime": False, "get_attributes": False}
    found = _module(action, "stat", arguments, task_vars)
    if found.get("failed"):
        raise CannotWrite(not_made(path, str(found.get("msg"))))
    found = found["stat"]
    if not found["exists"]:
        arguments = {"path": path, "state": "directory", "mode": f"{DIRECTORY_MODE:04o}"}
        made = _module(action, "file", arguments, task_vars)
        if made.get("failed"):
            raise CannotWrite(not_made(path, str(made.get("msg"))))
        return str(made["path"]), True
    if not found["isdir"]:
        raise CannotWrite(no_directory(path))
    if not (found["writeable"] and found["executable"]):
        raise CannotWrite(not_writable(path))
    return str(found["path"]), False


def write_file(action: ActionBase, path: str, content: bytes, task_vars: dict[str, t.Any]) -> bool:
    """Ensure that a file holds ``content``. Return whether it was changed.

    :raises CannotWrite: where that is not allowed, or something else than a file is in its place.
    """
    task = action._task.copy()
    task.args = {"content": content.decode(), "dest": path, "mode": f"{FILE_MODE:04o}"}
    task.diff = False
    # As ansible.builtin.template does it: the name leaves users their own copy, and no other collection's.
    copy = action._shared_loader_obj.action_loader.get(
        "ansible.legacy.copy",
        task=task,
        connection=action._connection,
        play_context=action._play_context,
        loader=action._loader,
        templar=action._templar,
        shared_loader_obj=action._shared_loader_obj,
    )
    result = copy.run(task_vars=task_vars)
    if result.get("failed"):
        raise CannotWrite(failed(path, str(result.get("msg"))))
    # Into a directory, it copies.
    if os.path.basename(result.get("dest", path)) != os.path.basename(path):
        raise CannotWrite(failed(path, "a directory is in its place"))
    return bool(result.get("changed"))


def _module(action: ActionBase, name: str, arguments: dict[str, t.Any], task_vars: dict[str, t.Any]) -> dict[str, t.Any]:
    return t.cast("dict[str, t.Any]", action._execute_module(module_name=f"ansible.legacy.{name}", module_args=arguments, task_vars=task_vars))
