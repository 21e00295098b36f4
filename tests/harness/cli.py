# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The harness's commands."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import types
import typing as t

from . import awx, bench, cache, docs, gate, interpreters, matrix, middleboxes, release, release_gates, stacks, steps, surroundings, toolbox
from .errors import HarnessError


def main() -> int:
    """Run the command named on the command line; returns the exit code."""
    arguments = _parser().parse_args()
    signal.signal(signal.SIGINT, _ended)
    signal.signal(signal.SIGTERM, _ended)
    try:
        status: int = arguments.run(arguments)
        return status
    except HarnessError as error:
        print(error, file=sys.stderr)
        return 2


def _ended(number: int, _frame: types.FrameType | None) -> t.NoReturn:
    """A run ended from outside takes its child processes along, and its working directory on the way out."""
    steps.stop()
    sys.exit(128 + number)


def _demo(arguments: argparse.Namespace) -> int:
    environment = toolbox.for_demo()
    command = [environment.python, "tests/demo.py", arguments.what, "--reports", cache.ensure() / "demo"]
    return subprocess.run(command, cwd=cache.REPOSITORY, env=surroundings.with_path(environment.bin),
                          check=False).returncode


def _test(arguments: argparse.Namespace) -> int:
    return gate.run(arguments.only, arguments.keep)


def _matrix(arguments: argparse.Namespace) -> int:
    return matrix.run(arguments.only, arguments.keep)


def _bench(arguments: argparse.Namespace) -> int:
    return bench.run(arguments.only, arguments.quick, arguments.publish)


def _docs(_arguments: argparse.Namespace) -> int:
    return docs.run()


def _gates(arguments: argparse.Namespace) -> int:
    return release_gates.run(arguments.only, arguments.keep)


def _mutants(arguments: argparse.Namespace) -> int:
    environment = toolbox.for_gates()
    kept = cache.ensure() / "nox" / f"python{interpreters.current().version}"
    command = [environment.bin / "nox", "--envdir", kept, "-r", "-s", "mutants", "--", *arguments.only.replace(",", " ").split()]
    return subprocess.run(command + (["--sample", arguments.sample] if arguments.sample else []), cwd=cache.REPOSITORY,
                          env=surroundings.with_path(environment.bin), check=False).returncode


def _release(arguments: argparse.Namespace) -> int:
    return release.run(arguments.version)


def _env(_arguments: argparse.Namespace) -> int:
    print(toolbox.for_tests().path)
    return 0


def _clean(_arguments: argparse.Namespace) -> int:
    cache.clean()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 tests/harness", description="Run the collection's demo and tests. Everything it "
                                     "builds is kept in ${WALLARM_FAST_CACHE:-${XDG_CACHE_HOME:-~/.cache}/wallarm-fast-collection}.")
    commands = parser.add_subparsers(required=True, metavar="command")

    def add(name: str, run: t.Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=about, description=about)
        command.set_defaults(run=run)
        return command

    demo = add("demo", _demo, "run tests/demo.py with the newest ansible-core for this Python")
    demo.add_argument("what", choices=["flow", "stop"], nargs="?", default="flow", help="the whole flow, or stopping a recording alone")
    add("env", _env, "build the environment of the tests, if need be, and print its path")
    add("docs", _docs, "build the documentation as a site, check its links and print where it is")
    add("clean", _clean, "remove everything that was built")
    for name, run, choices, about in (
        ("test", _test, gate.STEPS, "run the tests on this Python, without the slow ones unless they are named"),
        ("matrix", _matrix, [core.series for core in matrix.CORES], "run the tests on every supported ansible-core and Python"),
        ("gates", _gates, release_gates.GATES, "check what has to hold before a release, beside the tests"),
    ):
        command = add(name, run, about)
        _only(command, choices, gate.DEFAULT if name == "test" else choices)
        command.add_argument("--keep", action="store_true", help="keep the copy of the tree that was tested, with its logs")
    command = add("bench", _bench, "measure the collection beside other ways of stopping recordings")
    _only(command, bench.PARTS, bench.PARTS)
    command.add_argument("--quick", action="store_true", help="small loops, each once: shows that it works")
    command.add_argument("--publish", action="store_true", help="renew the figures in docs/performance.md and docs/performance/")
    command = add("mutants", _mutants, "change the code that decides in small ways, and see whether unit tests notice")
    command.add_argument("--only", default="", help="a comma-separated choice of files, by parts of their paths")
    command.add_argument("--sample", help="how many changes, drawn at random (default: all)")
    command = add("release", _release, "write the changelog, set the version and build the archive; commits and publishes nothing")
    command.add_argument("--version", required=True, help="x.y.z")
    add("stacks", lambda _arguments: stacks.run(), "run the tests of the network layer on old and new versions of requests and urllib3")
    add("awx", lambda _arguments: awx.run(), "run the tests of what the collection does in AWX")
    add("middleboxes", lambda _arguments: middleboxes.run(), "run the tests among nginx, haproxy and squid")
    add("ee", lambda _arguments: awx.build_execution_environment(), "build an execution environment with the collection")
    return parser


def _only(command: argparse.ArgumentParser, choices: t.Collection[str], default: t.Collection[str]) -> None:
    command.add_argument("--only", type=_list_of(choices, default), default=tuple(default), help=f"a comma-separated choice of: {', '.join(choices)}")


def _list_of(choices: t.Collection[str], default: t.Collection[str]) -> t.Callable[[str], tuple[str, ...]]:
    """A reader of `a,b`; nothing means the default."""
    def read(text: str) -> tuple[str, ...]:
        named = tuple(word for word in text.replace(",", " ").split())
        for word in named:
            if word not in choices:
                raise argparse.ArgumentTypeError(f"{word} is none of {', '.join(choices)}")
        return named or tuple(default)
    return read
