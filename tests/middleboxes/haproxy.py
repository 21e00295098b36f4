# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""haproxy: a load balancer before the cloud, which ends connections and answers in its own ways."""

from __future__ import annotations

from .box import Box


class Haproxy(Box):
    """Its ports are in the template beside this file."""

    program = "haproxy"
    template = "haproxy.cfg.j2"

    def command(self) -> list[str]:
        return ["-db", "-f", str(self.configuration)]
