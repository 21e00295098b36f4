# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os
import typing as t

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase

from ansible_collections.wallarm.fast.plugins.plugin_utils import _remote_files as remote
from ansible_collections.wallarm.fast.plugins.plugin_utils._report import files as local
from ansible_collections.wallarm.fast.plugins.plugin_utils._report.formats import UnusableReport, files_of
from ansible_collections.wallarm.fast.plugins.plugin_utils._values import plain_value

ARGUMENT_SPEC = {
    "directory": {"type": "path", "required": True},
    "report": {"type": "dict"},
}


class ActionModule(ActionBase):
    """Writes reports: in this process where they belong on this machine and to this user, else by Ansible's own modules."""

    def run(self, tmp: t.Any = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        result: dict[str, t.Any] = super().run(tmp, task_vars)
        _validated, options = self.validate_argument_spec(ARGUMENT_SPEC)
        if not options["directory"]:
            raise AnsibleActionFail("directory is empty; name the directory for the reports.")
        try:
            contents = files_of(plain_value(options["report"])) if options["report"] is not None else {}
            write = self._write_here if self._is_here() else self._write_elsewhere
            changed, directory = write(options["directory"], contents, task_vars or {})
        except (UnusableReport, local.CannotWrite) as error:
            raise AnsibleActionFail(str(error)) from None
        if options["report"]:
            result["warnings"] = list(map(str, options["report"]["warnings"]))
        return {**result, "changed": changed, "paths": [os.path.join(directory, name) for name in contents]}

    def _is_here(self) -> bool:
        return self._connection.transport in ("local", "ansible.builtin.local") and not self._connection.become

    def _write_here(self, directory: str, contents: dict[str, bytes], task_vars: dict[str, t.Any]) -> tuple[bool, str]:
        check_mode = bool(self._task.check_mode)
        changed = local.ensure_directory(directory, check_mode)
        for name, content in contents.items():
            changed |= local.write_file(os.path.join(directory, name), content, check_mode)
        return changed, directory

    def _write_elsewhere(self, _directory: str, contents: dict[str, bytes], task_vars: dict[str, t.Any]) -> tuple[bool, str]:
        # As it was given: a ~ is the other side's.
        directory, changed = remote.ensure_directory(self, self._task.args["directory"], task_vars)
        if changed and self._task.check_mode:
            # It is not there, so neither are the files.
            return True, directory
        for name, content in contents.items():
            changed |= remote.write_file(self, os.path.join(directory, name), content, task_vars)
        return changed, directory
