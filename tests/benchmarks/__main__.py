# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long things take, and how much memory: the collection beside the other ways, in one run.

`python -m benchmarks` in the folder `tests`. docs/performance.md says what is measured and shows the published figures.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from pathlib import Path

from . import cases, measure, report


def main() -> int:
    """Measure and print; 1 if something that was measured failed. A missed goal is no failure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Compare the collection with other ways.")
    parser.add_argument("--only", default=",".join(cases.PARTS), metavar="PARTS", help="separated by commas (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help="few test runs, each once: shows that it works")
    parser.add_argument("--publish", action="store_true", help="renew the figures and the chart of docs/performance.md")
    options = parser.parse_args()
    parts = options.only.split(",")
    if unknown := set(parts) - set(cases.PARTS):
        parser.error(f"no such part: {', '.join(unknown)}")
    if options.publish and (options.quick or set(parts) != set(cases.PARTS)):
        parser.error("only a whole run can be published")
    # Ended from outside, it takes the emulator along.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    machine = report.machine()
    try:
        with tempfile.TemporaryDirectory(prefix="fast-benchmark-") as folder:
            figures = measure.measure(cases.cases(parts, options.quick), Path(folder))
    except measure.BenchmarkError as error:
        print(f"The benchmark failed: {error}.", file=sys.stderr)
        return 1
    text = report.text(figures, machine, options.quick)
    print(f"\n{text}")
    if options.publish:
        report.publish(text, figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
