# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Steers the emulator from a play, without the cost of a module: lookup('fast_control', 'POST', 'faults', {...})."""

from __future__ import annotations

import requests
from ansible.plugins.lookup import LookupBase

DOCUMENTATION = r"""
name: fast_control
short_description: Ask the emulator's control routes
description: Sends one request to C(/_emulator), or one for each item of a list of bodies, and returns the last reply.
options:
  _terms:
    description: The method, the route, and optionally a body or a list of bodies.
"""


class LookupModule(LookupBase):
    """One request to the emulator that fast_host and fast_ca lead to."""

    def run(self, terms, variables=None, **kwargs):
        method, route, body = [*terms, None][:3]
        session = requests.Session()
        session.trust_env = False
        answer = {}
        for item in body if isinstance(body, list) else [body]:
            reply = session.request(
                method, f"https://{variables['fast_host']}/_emulator/{route}", json=item, verify=variables["fast_ca"], timeout=30
            )
            if not reply.ok:
                raise ValueError(reply.text)
            answer = reply.json()
        return [answer]
