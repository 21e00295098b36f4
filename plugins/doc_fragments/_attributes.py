# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The attributes of modules, and the group that sets their defaults."""

    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Can run in C(check_mode) and say what it would do, without doing it.
  diff_mode:
    description: Returns what changed, or would change, when in diff mode.
  idempotent:
    description: Run twice in a row, the second run changes nothing.
"""

    ACTIONGROUP_FAST = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/wallarm.fast.fast) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - wallarm.fast.fast
"""

    INFO_MODULE = r"""
options: {}
attributes:
  check_mode:
    support: full
    details:
      - Nothing is changed in any mode.
  diff_mode:
    support: N/A
    details:
      - Nothing is changed.
  idempotent:
    support: full
    details:
      - Nothing is changed.
"""
