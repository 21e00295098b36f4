# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Emulator: what holds the cloud, the server, the node's proxy, the call log and the faults together."""

from __future__ import annotations

import contextlib
import itertools
import ssl
import tempfile
import threading
import typing as t
from pathlib import Path

import trustme

from . import contract, faults, seed
from .api import make_app
from .clock import Clock
from .cloud import Cloud
from .connection import Call, Connection
from .faults import Fault, make_fault
from .proxy import NodeProxy
from .runs import Pace
from .serving import Served


class HttpsServer(Served):
    """The API and the control routes of `emulator`."""

    def __init__(self, emulator: Emulator, port: int, tls: ssl.SSLContext) -> None:
        self.emulator = emulator
        #: Of the connections, in the order in which they were accepted.
        self.numbers = itertools.count(1)
        super().__init__(make_app(emulator, emulator.validate), port, tls, Connection)


class Emulator:
    """A FAST cloud that listens on 127.0.0.1 from `start()` to `stop()`, or inside a `with`.

    validate        hold every reply against docs/api/openapi.yaml; one that breaks it becomes an HTTP 500
    speed           how many emulated seconds pass in a real one
    runs            so many further recordings, with ids from 5000, begun `runs_age` seconds ago, on the first
                    `runs_nodes` FAST nodes
    proxy           the first FAST node has its proxy: new runs on it get the baselines that pass it, no others
    latency         real seconds before each API reply
    pace            how runs created over the API behave
    """

    token = seed.NODE_TOKEN
    api_token = seed.API_TOKEN

    def __init__(
        self,
        validate: bool = False,
        speed: float = 1.0,
        port: int = 0,
        runs: int = 0,
        runs_age: float = seed.AGE,
        runs_nodes: int = 1,
        proxy: bool = False,
        latency: float = 0.0,
        pace: Pace | None = None,
    ) -> None:
        self.clock = Clock(speed)
        self.cloud = Cloud(self.clock, pace)
        self.validate = validate
        self.latency = latency
        self.port = port
        #: What validation found, in words.
        self.contract_violations: list[str] = []
        self.ca_path = ""
        #: The proxy of the FAST node, a test client's HTTP_PROXY; "" if it has none.
        self.proxy_url = ""
        self._extras: dict[str, t.Any] = {"runs": runs, "age": runs_age, "nodes": runs_nodes}
        self._lock = threading.Lock()
        self._calls: list[Call] = []
        self._faults: list[Fault] = []
        self._running = contextlib.ExitStack()
        if proxy:
            self.cloud.proxied_nodes = {seed.NODE_ID}
        seed.plant(self.cloud, **self._extras)

    # Life

    def start(self) -> Emulator:
        """Listen. Returns when connections are accepted; raises OSError or OverflowError for a port that can't be had."""
        if self.validate:
            contract.prepare()
        with contextlib.ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fast-emulator-")))
            authority = trustme.CA(organization_name="FAST emulator")
            authority.cert_pem.write_to_path(str(folder / "ca.pem"))
            self.ca_path = str(folder / "ca.pem")
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert("127.0.0.1", "localhost", "::1").configure_cert(tls)
            self.port = stack.enter_context(HttpsServer(self, self.port, tls)).port
            for node_id in self.cloud.proxied_nodes:
                self.proxy_url = stack.enter_context(NodeProxy(self.cloud, node_id)).url
            self._running = stack.pop_all()
        return self

    def stop(self) -> None:
        """End every connection, stop listening and remove the CA file. May be called twice."""
        self._running.close()

    def __enter__(self) -> Emulator:
        return self.start()

    def __exit__(self, *details: t.Any) -> None:
        self.stop()

    @property
    def host(self) -> str:
        """host:port, as the option `api_host` takes it."""
        return "127.0.0.1:%d" % self.port

    @property
    def url(self) -> str:
        return "https://" + self.host

    # What it saw

    @property
    def calls(self) -> list[Call]:
        """Every API request so far, in order of arrival."""
        return list(self._calls)

    def calls_of(self, method: str) -> list[Call]:
        """Every API request of this method so far."""
        return [call for call in self.calls if call.method == method]

    @property
    def connections(self) -> int:
        """How many connections brought API requests."""
        return len({call.connection for call in self.calls})

    def clear_calls(self) -> None:
        self._calls.clear()

    # What it shall do

    @property
    def faults(self) -> list[Fault]:
        return list(self._faults)

    def add_fault(self, kind: str, **how: t.Any) -> Fault:
        """Switch a fault on, as faults.make_fault makes it."""
        self._faults.append(make_fault(kind, **how))
        return self._faults[-1]

    def clear_faults(self) -> None:
        self._faults.clear()

    def reset(self) -> None:
        """Back to the seed: runs, records and pace as at the start; no calls, faults or violations."""
        with self.cloud.lock:
            self.cloud.clear()
            seed.plant(self.cloud, **self._extras)
        self.clear_calls()
        self.clear_faults()
        self.contract_violations.clear()

    # For the connections

    def log_call(self, call: Call) -> None:
        self._calls.append(call)

    def take_fault(self, call: Call) -> Fault | None:
        with self._lock:
            return faults.take(self._faults, call.method, call.path)
