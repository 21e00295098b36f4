# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator's command line: `python -m emulator` inside `tests`."""

from __future__ import annotations

import argparse
import os
import sys
import typing as t
from pathlib import Path
from urllib.parse import urlsplit

from .runs import Pace
from .seed import AGE, vulns
from .server import Emulator
from .serving import add_options, ended_by_a_signal, seconds, write_atomically, written
from .views import run_view

DESCRIPTION = """A Wallarm FAST cloud in one process, over HTTPS, for demos and tests.

It makes its own certificate authority at each start, listens on 127.0.0.1 only, and keeps everything in memory. The
tokens it prints are fake and always the same. End it with Ctrl-C or SIGTERM.

The baseline requests of new test runs make themselves, unless their FAST node has its proxy (--proxy): then they are
the requests that a test client sends through it. `python -m emulator.target` is an application to send them to."""

EPILOG = """While it runs, plain JSON routes steer it:
  GET, DELETE   /_emulator/calls       the requests that arrived
  GET, POST, DELETE /_emulator/faults  e.g. {"kind": "status", "status": 429, "times": 2, "method": "POST"}
  POST          /_emulator/test_runs   e.g. {"name": "Mine", "recording": true, "baseline_count": 3}
  POST          /_emulator/test_policies e.g. {"name": "Mine", "checks": ["sqli"]}
  POST          /_emulator/baselines   e.g. {"test_run_id": 4485, "count": 2}: let baseline requests arrive
  POST          /_emulator/pace        e.g. {"technical_errors": 2, "vulns": []}: for test runs created from now on
  POST          /_emulator/clock       e.g. {"advance": 1800}: move the emulated time forward
  POST          /_emulator/reset       back to the start
  GET           /_emulator/stats       connections, requests, broken contracts"""

#: Options for the pace of new runs.
PACES = {
    "ready_after": "from the start of a new run until its node is ready to record",
    "check_seconds": "that a new run tests one baseline request",
    "settle_seconds": "from the last test of a new run to its end",
    "steering_seconds": "from an accepted pause or interrupt to that state",
    "export_seconds": "from a request through a proxy to its arrival in the cloud",
}


def parse(arguments: t.Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m emulator",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_options(parser)
    add = parser.add_argument
    add("--ca-file", type=Path, metavar="FILE", help="write the CA certificate (PEM) here")
    add("--speed", type=float, default=1.0, metavar="X", help="emulated seconds in a real one (default: %(default)s)")
    add("--runs", type=int, default=0, metavar="N", help="add N further recordings, with ids from 5000")
    add("--runs-age", type=seconds, default=AGE, metavar="SECONDS", help="how long ago these began (default: %(default)g)")
    add("--runs-nodes", type=int, choices=(1, 2), default=1, help="spread them over so many FAST nodes (default: 1)")
    add("--vulns", type=int, default=0, metavar="N", help="the tests of new runs find N vulnerabilities (default: 0)")
    add("--technical-errors", type=int, default=0, metavar="N",
        help="new runs can't test N of their baseline requests in full because of technical errors (default: 0)")
    for name, words in PACES.items():
        add("--" + name.replace("_", "-"), type=seconds, default=getattr(Pace, name), metavar="SECONDS",
            help="emulated seconds %s (default: %%(default)g)" % words)
    add("--proxy", action="store_true", help="the proxy of the first FAST node")
    add("--proxy-port-file", type=Path, metavar="FILE", help="write the port of the proxy here")
    add("--validate", action="store_true", help="check each reply against docs/api/openapi.yaml; answer 500 if broken")
    add("--latency", type=float, default=0.0, metavar="SECONDS", help="wait before each reply (default: %(default)s)")
    return parser.parse_args(arguments)


def greeting(fast: Emulator, ca_file: str) -> str:
    """Everything needed to try it, in one block."""
    runs = list(fast.cloud.runs)
    lines = ["FAST emulator: %s" % fast.url, "CA file:       %s" % ca_file]
    lines += ["Node token:    %s" % fast.token, "API token:     %s" % fast.api_token]
    if fast.proxy_url:
        lines.append("Node proxy:    %s" % fast.proxy_url)
    lines += ["", "Test runs:"]
    for run in runs[:4]:
        view = run_view(run, fast.cloud.now())
        state = "recording" if view["recording"] else "not recording"
        lines.append("  %(id)s  {0:13}  record %(test_record_id)s  baselines %(baseline_count)d  %(name)s"
                     .format(state) % view)
    if len(runs) > 4:
        lines.append("  and %d more, ids %s to %s" % (len(runs) - 4, runs[4].id, runs[-1].id))
    lines += [
        "",
        "To try it:",
        "  export WALLARM_API_HOST=%s" % fast.host,
        "  export WALLARM_API_TOKEN=%s" % fast.token,
        "  export REQUESTS_CA_BUNDLE=%s" % ca_file,
        '  curl --cacert %s -H "X-WallarmAPI-Token: $WALLARM_API_TOKEN" %s/v1/test_run/4485' % (ca_file, fast.url),
    ]
    if fast.proxy_url:
        lines += ["To record requests, send them through the proxy, to an application on this machine:",
                  "  curl -x %s http://127.0.0.1:PORT/" % fast.proxy_url]
    return "\n".join(lines)


def main(arguments: t.Sequence[str] | None = None) -> int:
    """Serve until SIGINT, SIGTERM or --end-after; returns the exit code."""
    options = parse(arguments)
    ended = ended_by_a_signal()
    try:
        fast = Emulator(
            validate=options.validate,
            speed=options.speed,
            port=options.port,
            runs=options.runs,
            runs_age=options.runs_age,
            runs_nodes=options.runs_nodes,
            proxy=options.proxy,
            latency=options.latency,
            pace=Pace(
                vulns=vulns(options.vulns),
                technical_errors=options.technical_errors,
                **{name: getattr(options, name) for name in PACES},
            ),
        ).start()
    except (OSError, ValueError, OverflowError) as error:
        print("emulator: %s" % error, file=sys.stderr)
        return 1
    try:
        if options.ca_file:
            write_atomically(options.ca_file, Path(fast.ca_path).read_text(encoding="utf-8"))
        # The port file comes last: who sees it finds the others too.
        with written(
            (options.pid_file, "%d\n" % os.getpid()),
            (options.proxy_port_file if fast.proxy_url else None, "%s\n" % urlsplit(fast.proxy_url).port),
            (options.port_file, "%d\n" % fast.port),
        ):
            print(greeting(fast, str(options.ca_file or fast.ca_path)), flush=True)
            ended.wait(options.end_after)
    finally:
        fast.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
