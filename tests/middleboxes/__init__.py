# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks among real middleboxes: nginx, haproxy and squid, on loopback, before an emulated FAST cloud.

The session `middleboxes` of nox runs these tests; they need those programs, as Debian packages them.
"""
