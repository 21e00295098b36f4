# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Adapters that are kept from one task to the next."""

from __future__ import annotations

import os

from .adapter import BoundedAdapter
from .endpoint import Endpoint


class AdapterPool:
    """The kept connections of a process, by endpoint. A process forked from it gets its own."""

    def __init__(self) -> None:
        self._adapters: dict[tuple[int, Endpoint], BoundedAdapter] = {}

    def __len__(self) -> int:
        return len(self._adapters)

    def adapter_for(self, endpoint: Endpoint) -> BoundedAdapter:
        """Return the adapter of an endpoint: its host, token, trust and proxy."""
        key = (os.getpid(), endpoint)
        if key not in self._adapters:
            self._adapters[key] = BoundedAdapter(endpoint)
        return self._adapters[key]
