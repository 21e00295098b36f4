# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection at work: built, installed, and run on an emulated FAST cloud as its users would run it."""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOKEN_NAME = "WALLARM_API_TOKEN"

sys.path.insert(0, str(ROOT / "tests"))
from emulator import CLIENT_ID, RemoteEmulator  # noqa: E402  pylint: disable=wrong-import-position
from emulator.target import Target  # noqa: E402  pylint: disable=wrong-import-position


class DemoFailed(Exception):
    """What was seen is not what the demo promises."""


def say(text: str) -> None:
    print(f"\n== {text}", flush=True)


def run(command: list[str], env: dict[str, str], show: bool = True, ends_with: int = 0) -> str:
    """Run a command, printed first, and return what it wrote. It has to end with the exit code ``ends_with``."""
    if show:
        print(f"$ {shlex.join(command)}", flush=True)
    program = str(pathlib.Path(sys.executable).parent / command[0])
    done = subprocess.run(
        [program, *command[1:]], env=env, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, check=False,
    )
    if show or done.returncode != ends_with:
        print(done.stdout, flush=True)
    if done.returncode != ends_with:
        raise DemoFailed(f"{command[0]} ended with exit code {done.returncode}")
    return done.stdout


def expect(output: str, *patterns: str) -> None:
    """Make sure that a play's output shows what it has to."""
    for pattern in patterns:
        if not re.search(pattern, output):
            raise DemoFailed(f"the output above lacks {pattern!r}")
    if RemoteEmulator.token in output:
        raise DemoFailed("the output above shows the token")


def installed(folder: pathlib.Path) -> dict[str, str]:
    """Build the collection, install it into an empty folder and return an environment that finds it there."""
    env = {
        **os.environ,
        "ANSIBLE_HOME": str(folder / "home"),
        "ANSIBLE_COLLECTIONS_PATH": str(folder / "collections"),
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        "ANSIBLE_DISPLAY_SKIPPED_HOSTS": "false",
    }
    say("Build the collection and install it into an empty folder")
    run(["ansible-galaxy", "collection", "build", "--output-path", str(folder)], env, show=False)
    (tarball,) = folder.glob("wallarm-fast-*.tar.gz")
    run(["ansible-galaxy", "collection", "install", "-p", str(folder / "collections"), str(tarball)], env, show=False)
    print(tarball.name)
    return env


def connected(env: dict[str, str], fast: RemoteEmulator) -> dict[str, str]:
    """Print and set what tells the collection where the emulated cloud is."""
    variables = {
        "WALLARM_API_HOST": fast.host, "WALLARM_API_CLIENT_ID": str(CLIENT_ID), "REQUESTS_CA_BUNDLE": fast.ca_path,
    }  # fmt: skip
    for name, value in {**variables, TOKEN_NAME: "..."}.items():
        print(f"$ export {name}={shlex.quote(value)}")
    return {**env, **variables, TOKEN_NAME: fast.token}


def stop(folder: pathlib.Path) -> None:
    """Stop a recording: the collection's main job."""
    env = installed(folder)
    say("Start an emulated FAST cloud, where test run 4485 is recording")
    with RemoteEmulator() as fast:
        env = connected(env, fast)
        play = ["ansible-playbook", "wallarm.fast.stop_recording", "-e", "test_run_id=4485"]

        say("Stop the recording")
        expect(run(play, env), "changed=1 ", "test record is 4616")

        say("Once more: nothing is left to do")
        expect(run(play, env), "changed=0 ", "test record is 4616")

        say("Check mode, on test run 4488: what would be done")
        expect(run([*play[:-1], "test_run_id=4488", "--check", "--diff"], env), "changed=1 ", '-    "recording": true')
    say("Done: stopped once, left alone the second time, only looked at in check mode.")


def flow(folder: pathlib.Path, reports: pathlib.Path) -> None:
    """The way of a test run: recorded, stopped, scanned, reported, copied and scanned again."""
    env = installed(folder)
    say("Start an emulated FAST cloud with a FAST node, and a toy shop whose tests are to be recorded")
    pace = ["--speed", "4", "--ready-after", "4", "--check-seconds", "4", "--vulns", "3"]
    with RemoteEmulator(*pace, proxy=True) as fast, Target() as shop:
        env = connected(env, fast)
        answers = ["-e", f"proxy_url={fast.proxy_url}", "-e", "quiet_period=2", "-e", f"report_dir={reports}"]

        say("Create a test run, record three requests to the shop, stop, wait for the scan, and report")
        tests = {"tests_command": [sys.executable, "-m", "emulator.visitor", shop.url], "tests_chdir": str(ROOT / "tests")}
        play = ["ansible-playbook", "wallarm.fast.security_test", "-e", "test_run_name=Shop", "-e", "fail_on_threat=90"]
        shown = run([*play, *answers, "-e", json.dumps(tests)], env)
        expect(shown, "Test run 4600 passed: 3 findings, all below a threat of 90", "failed=0")

        say("Copy its record and test again with another policy. This step fails on purpose: a threat of 60 is the limit now")
        play = ["ansible-playbook", "wallarm.fast.retest", "-e", "test_record_id=4620", "-e", "policy_id=83"]
        shown = run([*play, *answers[-2:], "-e", "fail_on_threat=60"], env, ends_with=2)
        expect(shown, "Vulnerabilities with a threat of 60 or more were found by test run 4601", "GET 127.0.0.1/products, parameter ")
        # This POST only reads.
        posts = [call.path for call in fast.calls if call.method == "POST" and call.path != "/v1/objects/vuln"]
        if posts != ["/v1/test_run", "/v1/test_run/4600/action/stop", "/v1/test_run"]:
            raise DemoFailed(f"the requests that changed something were {posts}")
    say("Done: one test run recorded three requests, a copy tested with them again. Look at the reports:")
    for path in sorted(reports.glob("*.html")):
        print(path)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["flow", "stop"])
    parser.add_argument("--reports", type=pathlib.Path, required=True, help="folder for the reports, emptied first")
    options = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="wallarm-fast-demo-") as folder:
        try:
            if options.what == "stop":
                stop(pathlib.Path(folder))
            else:
                shutil.rmtree(options.reports, ignore_errors=True)
                flow(pathlib.Path(folder), options.reports)
        except DemoFailed as failure:
            print(f"The demo failed: {failure}.", file=sys.stderr)
            return 1
    print(f"({time.monotonic() - started:.1f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
