# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: `python -m emulator`."""

from __future__ import annotations

import argparse
import os
import sys
import typing as t
from pathlib import Path
from urllib.parse import urlsplit

from . import vulns
from .cloud import SECOND_STOP, Pace
from .process import ended_by_a_signal, seconds, write_atomically, written
from .seed import AGE, NODE_ID
from .server import Emulator
from .views import run_view

DESCRIPTION = """A Wallarm FAST cloud in one process, over HTTPS, for demos and tests.

It makes its own certificate authority at each start, listens on a loopback address only, and keeps everything in
memory. The tokens it prints are fake and always the same. End it with Ctrl-C or SIGTERM.

The baseline requests of new test runs make themselves, unless their FAST node has its proxy (--proxy): then they are
the requests that a test client sends through it. `python -m emulator.target` is an application to send them to."""

EPILOG = """While it runs, plain JSON routes steer it:
  GET, DELETE   /_emulator/calls       the requests that arrived
  GET, POST, DELETE /_emulator/faults  e.g. {"kind": "status", "status": 429, "times": 2, "method": "POST"}
  POST          /_emulator/test_runs   e.g. {"name": "Mine", "recording": true, "baseline_count": 3}
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


def parse(arguments: t.Optional[t.Sequence[str]] = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m emulator",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="loopback address to listen on (default: %(default)s)")
    add("--port", type=int, default=0, help="port to listen on (default: any free one)")
    add("--port-file", type=Path, metavar="FILE", help="write the port here once it is listening")
    add("--ca-file", type=Path, metavar="FILE", help="write the CA certificate (PEM) here")
    add("--pid-file", type=Path, metavar="FILE", help="write the process id here")
    add("--end-after", type=seconds, metavar="SECONDS", help="end by itself after so long (default: never)")
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
    add("--proxy", type=int, nargs="?", const=NODE_ID, action="append", metavar="NODE_ID", default=[],
        help="the proxy of a FAST node; may be given again for another node (default node: %(const)s)")
    add("--proxy-port", type=int, default=0, metavar="PORT", help="port of the first proxy (default: any free one)")
    add("--proxy-port-file", type=Path, metavar="FILE", help="write the ports of the proxies here, one a line")
    add("--no-tls", action="store_true", help="plain HTTP instead of HTTPS")
    add("--validate", action="store_true", help="check each reply against docs/api/openapi.yaml; answer 500 if broken")
    add("--post-status", type=int, choices=(200, 201), default=201, help="HTTP code of a POST (default: %(default)s)")
    add("--second-stop", choices=SECOND_STOP, default="ok", help="answer to a repeated stop (default: %(default)s)")
    add("--latency", type=float, default=0.0, metavar="SECONDS", help="wait before each reply (default: %(default)s)")
    add("--verbose", action="store_true", help="a line on stderr for each request")
    options = parser.parse_args(arguments)
    if not options.proxy and (options.proxy_port or options.proxy_port_file):
        parser.error("--proxy-port and --proxy-port-file need --proxy")
    return options


def greeting(fast: Emulator, ca_file: str) -> str:
    """Everything needed to try it, in one block."""
    runs = list(fast.cloud.runs)
    proxies = [(fast.cloud.node(node_id).name, url) for node_id, url in fast.proxy_urls.items()]
    lines = ["FAST emulator: %s" % fast.url]
    if ca_file:
        lines.append("CA file:       %s" % ca_file)
    lines += ["Node token:    %s" % fast.token, "API token:     %s" % fast.api_token]
    lines += ["Node proxy:    %s (%s)" % (url, name) for name, url in proxies]
    lines += ["", "Test runs:"]
    for run in runs[:4]:
        view = run_view(run, fast.cloud.now())
        state = "recording" if view["recording"] else "not recording"
        lines.append("  %(id)s  {0:13}  record %(test_record_id)s  baselines %(baseline_count)d  %(name)s"
                     .format(state) % view)
    if len(runs) > 4:
        lines.append("  and %d more, ids %s to %s" % (len(runs) - 4, runs[4].id, runs[-1].id))
    api_host = fast.host if ca_file else fast.url
    lines += ["", "To try it:", "  export WALLARM_API_HOST=%s" % api_host,
              "  export WALLARM_API_TOKEN=%s" % fast.token]
    if ca_file:
        lines.append("  export REQUESTS_CA_BUNDLE=%s" % ca_file)
    trust = "--cacert %s " % ca_file if ca_file else ""
    lines.append('  curl %s-H "X-WallarmAPI-Token: $WALLARM_API_TOKEN" %s/v1/test_run/4485' % (trust, fast.url))
    if proxies:
        lines += ["To record requests, send them through the proxy, to an application on this machine:",
                  "  curl -x %s http://127.0.0.1:PORT/" % fast.proxy_url]
    return "\n".join(lines)


def main(arguments: t.Optional[t.Sequence[str]] = None) -> int:
    """Serve until SIGINT, SIGTERM or --end-after; returns the exit code."""
    options = parse(arguments)
    ended = ended_by_a_signal()
    try:
        fast = Emulator(
            validate=options.validate,
            speed=options.speed,
            tls=not options.no_tls,
            host=options.host,
            port=options.port,
            runs=options.runs,
            runs_age=options.runs_age,
            runs_nodes=options.runs_nodes,
            proxy=options.proxy,
            proxy_port=options.proxy_port,
            post_status=options.post_status,
            second_stop=options.second_stop,
            latency=options.latency,
            pace=Pace(
                vulns=vulns.make(options.vulns),
                technical_errors=options.technical_errors,
                **{name: getattr(options, name) for name in PACES},
            ),
            verbose=options.verbose,
        ).start()
    except (OSError, ValueError, OverflowError) as error:
        print("emulator: %s" % error, file=sys.stderr)
        return 1
    try:
        ca_file = fast.ca_path
        if options.ca_file and fast.ca_path:
            write_atomically(options.ca_file, Path(fast.ca_path).read_text(encoding="utf-8"))
            ca_file = str(options.ca_file)
        ports = "".join("%d\n" % urlsplit(url).port for url in fast.proxy_urls.values())
        # The port file comes last: who sees it finds the others too.
        with written(
            (options.pid_file, "%d\n" % os.getpid()),
            (options.proxy_port_file, ports),
            (options.port_file, "%d\n" % fast.port),
        ):
            print(greeting(fast, ca_file), flush=True)
            ended.wait(options.end_after)
    finally:
        fast.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
