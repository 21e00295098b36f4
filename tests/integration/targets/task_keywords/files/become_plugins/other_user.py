# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Becoming a user whose environment differs from the controller's, without the need for sudo."""

from __future__ import annotations

import os
import shlex

from ansible.plugins.become import BecomeBase

DOCUMENTATION = r"""
name: other_user
short_description: Run a command with a token in its environment
description: The process that the command runs in has the token as E(WALLARM_API_TOKEN). The controller has it not.
options: {}
"""


class BecomeModule(BecomeBase):
    """Puts the token into the environment of the command."""

    name = "other_user"

    def build_become_command(self, cmd, shell):
        super().build_become_command(cmd, shell)
        token = shlex.quote(os.environ["FAST_TOKEN"])
        return "WALLARM_API_TOKEN=%s %s" % (token, self._build_success_command(cmd, shell))
