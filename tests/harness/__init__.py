# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the collection's demo and tests on a machine that has only Python, make and git.

`python3 tests/harness --help` lists what it does; the Makefile's targets call it. The standard library is all it needs: whatever
else the tests want is installed into virtual environments in a cache directory (see `cache.py`), never into the tree or the user's Python.
"""
