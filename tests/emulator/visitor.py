# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tests that a team has of its toy shop: `python -m emulator.visitor http://127.0.0.1:PORT`.

They send three requests, through the proxy that the environment names, if there is one. Whatever else a test of the
collection wants of them, they can be told: to fail, or to hang.
"""

from __future__ import annotations

import argparse
import sys
import time
import typing as t
import urllib.request
from pathlib import Path

PATHS = ("/", "/products?search=tea", "/orders/1001")
HANG_SECONDS = 60.0


def main(arguments: t.Optional[t.Sequence[str]] = None) -> int:
    """Visit the shop; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m emulator.visitor", description="Three tests of the toy shop.")
    parser.add_argument("shop", help="its URL")
    parser.add_argument("--fail", action="store_true", help="end with exit code 3, as tests that fail")
    parser.add_argument(
        "--hang", type=Path, metavar="FILE", help="if FILE exists, hang after the first request, with the word in it"
    )
    options = parser.parse_args(arguments)
    for path in PATHS:
        with urllib.request.urlopen(options.shop + path, timeout=10) as reply:
            print("%d %s" % (reply.status, path), flush=True)
        if options.hang and options.hang.exists():
            options.hang.write_text("hanging", encoding="ascii")
            time.sleep(HANG_SECONDS)
    return 3 if options.fail else 0


if __name__ == "__main__":
    sys.exit(main())
