# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Becoming nobody else: the task goes the way of those that do, without the need for sudo."""

from __future__ import annotations

from ansible.plugins.become import BecomeBase

DOCUMENTATION = r"""
name: same_user
short_description: Run a command as the user that runs Ansible
description: The command runs as it is.
options: {}
"""


class BecomeModule(BecomeBase):
    """Changes nothing about the command."""

    name = "same_user"

    def build_become_command(self, cmd, shell):
        super().build_become_command(cmd, shell)
        return self._build_success_command(cmd, shell)
