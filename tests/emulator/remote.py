# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator in a process of its own, driven over its control routes with the names of `Emulator`.

For tests that don't share memory with it: ansible-test forks for each unit test, and a play is another process anyway.
"""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import tempfile
import time
import typing as t
from pathlib import Path

import requests
from requests.structures import CaseInsensitiveDict

from .connection import Call
from .control import PREFIX
from .seed import API_TOKEN, NODE_TOKEN
from .views import REMOVE

START_SECONDS = 30.0


class RemoteEmulator:
    """Starts the emulator's command line with `arguments` and stops it at the end of a `with`.

    With `proxy=True` the first FAST node has its proxy, at `proxy_url`.
    """

    token = NODE_TOKEN
    api_token = API_TOKEN

    def __init__(self, *arguments: str, proxy: bool = False) -> None:
        self._directory = tempfile.TemporaryDirectory(prefix="fast-emulator-")
        port_file = Path(self._directory.name) / "port"
        proxy_file = Path(self._directory.name) / "proxy_port"
        if proxy:
            arguments = ("--proxy", "--proxy-port-file", str(proxy_file), *arguments)
        self.ca_path = str(Path(self._directory.name) / "ca.pem")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "emulator", "--port-file", str(port_file), "--ca-file", self.ca_path, *arguments],
            cwd=Path(__file__).resolve().parent.parent,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        end = time.monotonic() + START_SECONDS
        while not port_file.exists():
            if self._process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise RuntimeError("the emulator did not start")
            time.sleep(0.01)
        self.port = int(port_file.read_text(encoding="ascii"))
        self.host = "127.0.0.1:%d" % self.port
        self.url = "https://" + self.host
        #: A test client's HTTP_PROXY; "" without a proxy.
        self.proxy_url = "http://127.0.0.1:%d" % int(proxy_file.read_text(encoding="ascii").split()[0]) if proxy else ""
        self._session: requests.Session | None = None

    def stop(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.wait(10)
        self._directory.cleanup()

    def __enter__(self) -> RemoteEmulator:
        return self

    def __exit__(self, *details: t.Any) -> None:
        self.stop()

    @property
    def calls(self) -> list[Call]:
        """Every API request so far."""
        names = {field.name for field in dataclasses.fields(Call)}
        found = []
        for shown in self._control("GET", "calls"):
            shown["headers"] = CaseInsensitiveDict(shown["headers"])
            found.append(Call(**{name: value for name, value in shown.items() if name in names}))
        return found

    @property
    def connections(self) -> int:
        """How many connections brought API requests."""
        return len({call.connection for call in self.calls})

    @property
    def contract_violations(self) -> list[str]:
        return self._control("GET", "stats")["contract_violations"]

    def clear_calls(self) -> None:
        self._control("DELETE", "calls")

    def add_fault(self, kind: str, **how: t.Any) -> None:
        """Switch a fault on, as `Emulator.add_fault` does."""
        fields = how.get("fields", {})
        removed = [name for name, value in fields.items() if value is REMOVE]
        if removed:
            # JSON has no REMOVE, so a list of names stands for it.
            how["fields"] = {name: value for name, value in fields.items() if value is not REMOVE}
            how["remove"] = removed
        self._control("POST", "faults", {"kind": kind, **how})

    def add_test_run(self, **fields: t.Any) -> dict[str, t.Any]:
        """Put a test run there, as `Cloud.add_test_run` does, and return it as the API prints it."""
        return self._control("POST", "test_runs", fields)

    def add_test_policy(self, **fields: t.Any) -> dict[str, t.Any]:
        """Put a test policy there, as `Cloud.add_test_policy` does, and return it as the API prints it."""
        return self._control("POST", "test_policies", fields)

    def advance(self, seconds: float) -> float:
        """Move the emulated time forward, and return what it is then."""
        return float(self._control("POST", "clock", {"advance": seconds})["now"])

    def set_pace(self, **changes: t.Any) -> None:
        """Change how runs behave that are created from now on, as `Cloud.set_pace` does."""
        self._control("POST", "pace", changes)

    def reset(self) -> None:
        self._control("POST", "reset")

    def _control(self, method: str, route: str, body: t.Any = None) -> t.Any:
        if self._session is None:
            self._session = requests.Session()
            self._session.trust_env = False
            self._session.verify = self.ca_path
        reply = self._session.request(method, "%s%s/%s" % (self.url, PREFIX, route), json=body, timeout=30)
        if not reply.ok:
            raise ValueError(reply.text)
        return reply.json()
