# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tests of a team: three requests to their shop, by whatever proxy the environment names.

If the file named second exists, they hang after the first request, and put "hanging" into it.
"""

from __future__ import annotations

import pathlib
import sys
import time
import urllib.request

shop, hang = sys.argv[1], pathlib.Path(sys.argv[2])
for path in ("/", "/products?search=tea", "/orders/1001"):
    with urllib.request.urlopen(shop + path, timeout=10) as reply:
        print(reply.status, path)
    if hang.exists():
        hang.write_text("hanging", encoding="ascii")
        time.sleep(60)
