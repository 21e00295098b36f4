# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection at work: built, installed, and run on an emulated FAST cloud as its users would run it."""

from __future__ import annotations

import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOKEN_NAME = "WALLARM_API_TOKEN"

sys.path.insert(0, str(ROOT / "tests"))
from emulator import RemoteEmulator  # noqa: E402  pylint: disable=wrong-import-position


class DemoFailed(Exception):
    """What was seen is not what the demo promises."""


def say(text: str) -> None:
    print(f"\n== {text}", flush=True)


def run(command: list[str], env: dict[str, str], show: bool = True) -> str:
    """Run a command, printed first, and return what it wrote."""
    if show:
        print(f"$ {shlex.join(command)}", flush=True)
    program = str(pathlib.Path(sys.executable).parent / command[0])
    done = subprocess.run(
        [program, *command[1:]], env=env, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, check=False,
    )
    if show or done.returncode:
        print(done.stdout, flush=True)
    if done.returncode:
        raise DemoFailed(f"{command[0]} ended with exit code {done.returncode}")
    return done.stdout


def expect(output: str, *patterns: str) -> None:
    """Make sure that a play's output shows what it has to."""
    for pattern in patterns:
        if not re.search(pattern, output):
            raise DemoFailed(f"the output above lacks {pattern!r}")
    if RemoteEmulator.token in output:
        raise DemoFailed("the output above shows the token")


def demo(folder: pathlib.Path) -> None:
    env = {
        **os.environ,
        "ANSIBLE_HOME": str(folder / "home"),
        "ANSIBLE_COLLECTIONS_PATH": str(folder / "collections"),
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
    }
    say("Build the collection and install it into an empty folder")
    run(["ansible-galaxy", "collection", "build", "--output-path", str(folder)], env, show=False)
    (tarball,) = folder.glob("wallarm-fast-*.tar.gz")
    run(["ansible-galaxy", "collection", "install", "-p", str(folder / "collections"), str(tarball)], env, show=False)
    print(tarball.name)

    say("Start an emulated FAST cloud, where test run 4485 is recording")
    with RemoteEmulator() as fast:
        variables = {"WALLARM_API_HOST": fast.host, "REQUESTS_CA_BUNDLE": fast.ca_path}
        for name, value in {**variables, TOKEN_NAME: "..."}.items():
            print(f"$ export {name}={shlex.quote(value)}")
        env.update(variables, **{TOKEN_NAME: fast.token})
        play = ["ansible-playbook", "wallarm.fast.stop_recording", "-e", "test_run_id=4485"]

        say("Stop the recording")
        expect(run(play, env), "changed=1 ", "test record is 4616")

        say("Once more: nothing is left to do")
        expect(run(play, env), "changed=0 ", "test record is 4616")

        say("Check mode, on test run 4488: what would be done")
        expect(run([*play[:-1], "test_run_id=4488", "--check", "--diff"], env), "changed=1 ", '-    "recording": true')
    say("Done: stopped once, left alone the second time, only looked at in check mode.")


def main() -> int:
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="wallarm-fast-demo-") as folder:
        try:
            demo(pathlib.Path(folder))
        except DemoFailed as failure:
            print(f"The demo failed: {failure}.", file=sys.stderr)
            return 1
    print(f"({time.monotonic() - started:.1f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
