# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything here stays on this machine: the emulator has known tokens and control routes without any."""

from __future__ import annotations

import ipaddress


def is_loopback(host: str) -> bool:
    """Is it an address of this machine alone? No name but localhost is, whatever it may resolve to."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def require_loopback(host: str) -> None:
    """ValueError for an address that others on the network might reach."""
    if not is_loopback(host):
        raise ValueError("the emulator listens on loopback addresses only, not on %r" % host)


def netloc(host: str, port: int) -> str:
    """host:port, as a URL has it."""
    return "%s:%d" % ("[%s]" % host if ":" in host else host, port)
