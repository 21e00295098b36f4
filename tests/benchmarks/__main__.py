# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: `python -m benchmarks` in the folder `tests` of a copy of the collection that Ansible finds."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import types
import typing as t
from pathlib import Path

from . import machine, measure, plan, results
from .errors import BenchmarkError


def main() -> int:
    """Measure, write the results and print them; 1 if something that was measured failed. A missed goal is no failure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Compare ways to stop recordings.")
    parser.add_argument("--only", nargs="*", choices=plan.PARTS, default=plan.PARTS, help="parts to measure (default: all)")
    parser.add_argument("--quick", action="store_true", help="small loops, each once: shows that it works")
    parser.add_argument("--output", type=Path, required=True, metavar="FOLDER", help="where the results are written")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, _ended)
    described = machine.describe()
    chosen = [case for case in plan.cases(options.quick) if case.part in options.only]
    try:
        with tempfile.TemporaryDirectory(prefix="fast-benchmark-") as folder:
            figures = measure.measure(chosen, Path(folder), lambda line: print(line, flush=True))
    except BenchmarkError as error:
        print(f"The benchmark failed: {error}.", file=sys.stderr)
        return 1
    print()
    print(results.write(figures, described, options.quick, options.output))
    return 0


def _ended(number: int, _frame: t.Optional[types.FrameType]) -> t.NoReturn:
    """Ended from outside, it takes the emulator along and removes what it wrote; a second signal must not interrupt that."""
    signal.signal(number, signal.SIG_IGN)
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
