# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one way in which the harness gives up."""

from __future__ import annotations


class HarnessError(Exception):
    """Something about the machine is not as needed. The message says what to do; it is printed without a traceback."""
