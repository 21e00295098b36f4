# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of AWX that awx_setup and its jobs touch, in one process: it refuses what AWX refuses, and tells how AWX makes a job.

It is no AWX. What it checks and how it merges variables is written down from AWX's public source (24.6.1); each place is named there.
In a test::

    with AwxStandIn(playbooks=["playbooks/retest.yml"]) as awx:
        subprocess.run([...], env={"CONTROLLER_HOST": awx.url, "CONTROLLER_OAUTH_TOKEN": awx.token})
        awx.store.named("job_templates", "Wallarm FAST retest")
"""

from __future__ import annotations

from .server import AwxStandIn
from .store import Refused, Store

__all__ = ["AwxStandIn", "Refused", "Store"]
