# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of AWX that awx_setup and its jobs touch, in one process: a store, and the rules that a real AWX 24.6.1 was seen to have.

It is no AWX. It refuses less than AWX does, so what it takes may still be wrong; what it refuses AWX refuses too, in the same words where
awx.awx shows them. In a test::

    with AwxStandIn() as awx:
        subprocess.run([...], env={"CONTROLLER_HOST": awx.url, "CONTROLLER_OAUTH_TOKEN": awx.token})
        awx.store.named("job_templates", "Wallarm FAST retest")
"""

from __future__ import annotations

from .app import AwxStandIn
from .store import Refused, Store

__all__ = ["AwxStandIn", "Refused", "Store"]
