# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The execution environment: built from a base of Debian, and jobs in it as AWX and people run them, without a network.

It needs Linux, root, podman and debootstrap, and says why where it can't run.
"""
