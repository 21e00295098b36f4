# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The collection in AWX's hands: set up by awx.awx in a stand-in for AWX, its jobs run by ansible-runner on the emulated FAST cloud.

The session `awx` of nox runs these tests; they need more than the others do.
"""
