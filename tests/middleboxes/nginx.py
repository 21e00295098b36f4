# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""nginx: a reverse proxy before the cloud, and the pages that it answers with by itself."""

from __future__ import annotations

from .box import Box


class Nginx(Box):
    """Its ports are in the template beside this file."""

    program = "nginx"
    template = "nginx.conf.j2"

    def command(self) -> list[str]:
        return ["-p", str(self.folder), "-e", "error.log", "-c", str(self.configuration)]
