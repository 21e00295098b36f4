# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A middlebox under a test's control."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import typing as t
from pathlib import Path

import jinja2
from checks.debian import PLACES

START_SECONDS = 20.0
STOP_SECONDS = 10.0


class Box:
    """A program that runs in the foreground, in a folder of its own, on free ports of 127.0.0.1, from `start()` to `stop()`.

    Its configuration is a template that names the ports, as in {{ port("api") }}. `facts` are the template's other variables.
    """

    program = ""
    template = ""

    def __init__(self, folder: Path, **facts: t.Any) -> None:
        self.folder = folder / self.program
        self.folder.mkdir()
        self.ports: dict[str, int] = {}
        self._reserved: list[socket.socket] = []
        self._process: subprocess.Popen[bytes] | None = None
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(Path(__file__).parent), undefined=jinja2.StrictUndefined, trim_blocks=True, keep_trailing_newline=True
        )
        text = environment.get_template(self.template).render(folder=self.folder, port=self._port, **facts)
        self.configuration = self.folder / self.template.removesuffix(".j2")
        self.configuration.write_text(text, encoding="utf-8")

    def command(self) -> list[str]:
        """What runs it."""
        raise NotImplementedError

    def start(self) -> None:
        """Run it; returns when all of its ports answer."""
        while self._reserved:
            self._reserved.pop().close()
        with open(self.folder / "output", "wb") as output:
            self._process = subprocess.Popen(
                [shutil.which(self.program, path=PLACES) or self.program, *self.command()],
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
        end = time.monotonic() + START_SECONDS
        for port in self.ports.values():
            while not _answers(port):
                if self._process.poll() is not None or time.monotonic() > end:
                    self.stop()
                    raise RuntimeError("%s did not start:\n%s" % (self.program, (self.folder / "output").read_text(encoding="utf-8")))
                time.sleep(0.02)

    def stop(self) -> None:
        """End it."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _port(self, name: str) -> int:
        """The port of this name: a free one, held until the program starts."""
        if name not in self.ports:
            held = socket.create_server(("127.0.0.1", 0))
            self._reserved.append(held)
            self.ports[name] = held.getsockname()[1]
        return self.ports[name]


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
