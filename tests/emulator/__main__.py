# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: `python -m emulator`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
import typing as t
from pathlib import Path

from .cloud import SECOND_STOP, Pace
from .server import Emulator
from .views import run_view

DESCRIPTION = """A Wallarm FAST cloud in one process, over HTTPS, for demos and tests.

It makes its own certificate authority at each start, listens on a loopback address only, and keeps everything in
memory. The tokens it prints are fake and always the same. End it with Ctrl-C or SIGTERM."""

EPILOG = """While it runs, plain JSON routes steer it:
  GET, DELETE   /_emulator/calls       the requests that arrived
  GET, POST, DELETE /_emulator/faults  e.g. {"kind": "status", "status": 429, "times": 2, "method": "POST"}
  POST          /_emulator/test_runs   e.g. {"name": "Mine", "recording": true, "baseline_count": 3}
  POST          /_emulator/clock       e.g. {"advance": 1800}: move the emulated time forward
  POST          /_emulator/reset       back to the start
  GET           /_emulator/stats       connections, requests, broken contracts"""


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
    add("--speed", type=float, default=1.0, metavar="X", help="emulated seconds in a real one (default: %(default)s)")
    add("--runs", type=int, default=0, metavar="N", help="add N further recordings, with ids from 5000")
    add("--vulns", type=int, default=0, metavar="N", help="the tests of new runs find N vulnerabilities (default: 0)")
    add("--no-tls", action="store_true", help="plain HTTP instead of HTTPS")
    add("--validate", action="store_true", help="check each reply against docs/api/openapi.yaml; answer 500 if broken")
    add("--post-status", type=int, choices=(200, 201), default=201, help="HTTP code of a POST (default: %(default)s)")
    add("--second-stop", choices=SECOND_STOP, default="ok", help="answer to a repeated stop (default: %(default)s)")
    add("--latency", type=float, default=0.0, metavar="SECONDS", help="wait before each reply (default: %(default)s)")
    add("--verbose", action="store_true", help="a line on stderr for each request")
    return parser.parse_args(arguments)


def found_vulns(count: int) -> t.List[t.Dict[str, t.Any]]:
    """So many vulnerabilities of different weight for the tests of new runs to find."""
    kinds = (("sqli", 80), ("xss", 60), ("info", 10), ("ptrav", 70), ("redir", 30))
    chosen = [kinds[index % len(kinds)] for index in range(count)]
    return [
        {"id": 9001 + index, "threat": threat, "code": "EMU-%d" % (index + 1), "type": kind}
        for index, (kind, threat) in enumerate(chosen)
    ]


def write_atomically(path: t.Optional[Path], text: str) -> None:
    """Who waits for the file to appear must never read half of it."""
    if path is None:
        return
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)


def greeting(fast: Emulator, ca_file: str) -> str:
    """Everything needed to try it, in one block."""
    runs = list(fast.cloud.runs)
    lines = ["FAST emulator: %s" % fast.url]
    if ca_file:
        lines.append("CA file:       %s" % ca_file)
    lines += ["Node token:    %s" % fast.token, "API token:     %s" % fast.api_token, "", "Test runs:"]
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
    return "\n".join(lines)


def main(arguments: t.Optional[t.Sequence[str]] = None) -> int:
    """Serve until SIGINT or SIGTERM; returns the exit code."""
    options = parse(arguments)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    try:
        fast = Emulator(
            validate=options.validate,
            speed=options.speed,
            tls=not options.no_tls,
            host=options.host,
            port=options.port,
            runs=options.runs,
            post_status=options.post_status,
            second_stop=options.second_stop,
            latency=options.latency,
            pace=Pace(vulns=found_vulns(options.vulns)),
            verbose=options.verbose,
        ).start()
    except (OSError, ValueError) as error:
        print("emulator: %s" % error, file=sys.stderr)
        return 1
    written = []
    try:
        ca_file = fast.ca_path
        if options.ca_file and fast.ca_path:
            write_atomically(options.ca_file, Path(fast.ca_path).read_text(encoding="utf-8"))
            ca_file = str(options.ca_file)
        # The port file comes last: who sees it finds the others too.
        for path, text in ((options.pid_file, "%d\n" % os.getpid()), (options.port_file, "%d\n" % fast.port)):
            write_atomically(path, text)
            written.append(path)
        print(greeting(fast, ca_file), flush=True)
        ended.wait()
    finally:
        fast.stop()
        for path in written:
            if path is not None:
                path.unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
