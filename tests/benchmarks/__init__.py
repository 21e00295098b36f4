# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long it takes to stop recordings, and how much memory: the collection beside the other ways, in one run.

`make bench` runs it, through tests/harness. docs/performance.md says what is measured and shows the published figures.
"""
