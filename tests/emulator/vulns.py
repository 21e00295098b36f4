# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Vulnerabilities for the tests of new runs to find: any number, of every type, always the same ones."""

from __future__ import annotations

import typing as t

#: Every type that the API knows, with how grave it may be. The threats are made up; the API says no more than 1 to 100.
KINDS = (
    ("sqli", 80),
    ("xss", 60),
    ("info", 10),
    ("ptrav", 70),
    ("redir", 30),
    ("rce", 100),
    ("ssrf", 75),
    ("xxe", 90),
    ("auth", 85),
    ("csrf", 40),
    ("idor", 65),
    ("nosqli", 78),
    ("ssti", 95),
    ("ldapi", 55),
    ("anomaly", 1),
)
FIRST_ID = 9001
#: From one round through the kinds to the next; it has no common factor with 100, so every threat comes up.
STEP = 37


def make(count: int) -> t.List[t.Dict[str, t.Any]]:
    """The first `count` of them, as the API prints them."""
    found = []
    for index in range(count):
        kind, threat = KINDS[index % len(KINDS)]
        threat = (threat - 1 + STEP * (index // len(KINDS))) % 100 + 1
        found.append({"id": FIRST_ID + index, "threat": threat, "code": "EMU-%d" % (index + 1), "type": kind})
    return found
