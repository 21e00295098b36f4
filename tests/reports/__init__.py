# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of reports against the schemas of those who read them: SARIF's own, and that of Jenkins for JUnit.

The session `reports` of nox runs these tests, and gets the schemas from packages.
"""
