# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmark raises."""

from __future__ import annotations


class BenchmarkError(Exception):
    """Something that was measured did not do its work, so its figures mean nothing."""
