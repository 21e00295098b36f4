# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Entry point of `python3 tests/harness`: checks the Python version, then hands over to `cli`."""

# No `from __future__ import annotations` here: an older Python has to get as far as the message below.
import os
import sys

OLDEST = (3, 11)

if __name__ == "__main__":
    if sys.version_info < OLDEST:
        sys.exit("Python %d.%d or newer is needed; this is %s. Set PYTHON=..., as in: make test PYTHON=python3.12"
                 % (OLDEST + (sys.version.split()[0],)))
    sys.dont_write_bytecode = True  # leave nothing behind in the tree
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # so that "harness" is a package
    from harness.cli import main
    sys.exit(main())
