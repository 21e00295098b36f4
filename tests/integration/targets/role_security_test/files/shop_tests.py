# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tests of a team: three requests to their shop, by whatever proxy the environment names. Fails if told to."""

from __future__ import annotations

import sys
import urllib.request

shop, *how = sys.argv[1:]
for path in ("/", "/products?search=tea", "/orders/1001"):
    with urllib.request.urlopen(shop + path, timeout=10) as reply:
        print(reply.status, path)
sys.exit(3 if "fail" in how else 0)
