# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Emulator: what holds the cloud, the application, the server, the call log and the faults together."""

from __future__ import annotations

import shutil
import ssl
import sys
import tempfile
import threading
import typing as t
from pathlib import Path

import trustme

from . import contract, seed
from .app import make_app
from .calls import Call, CallLog
from .clock import Clock
from .cloud import Cloud, Pace
from .faults import Fault, FaultList, make_fault
from .https import HttpsServer
from .loopback import netloc, require_loopback
from .proxy import NodeProxy
from .recorder import Recorder


class Emulator:
    """A FAST cloud that listens on a loopback address from `start()` to `stop()`, or inside a `with`.

    speed           how many emulated seconds pass in a real one
    runs            so many further recordings, with ids from 5000, begun `runs_age` seconds ago, on the first
                    `runs_nodes` FAST nodes
    proxy           True: the first FAST node has its proxy; or the ids of those nodes that have one. `proxy_port` is
                    the port of the first. New runs on such a node get the baselines that pass its proxy, no others
    validate        hold every reply against docs/api/openapi.yaml; one that breaks it becomes an HTTP 500
    post_status     HTTP code of a successful POST: 201 (API reference) or 200 (documentation)
    second_stop     "ok" or "error": the answer to stopping what is stopped
    latency         real seconds before each API reply
    pace            a cloud.Pace: how runs created over the API behave
    """

    def __init__(
        self,
        validate: bool = False,
        speed: float = 1.0,
        tls: bool = True,
        host: str = "127.0.0.1",
        port: int = 0,
        runs: int = 0,
        runs_age: float = seed.AGE,
        runs_nodes: int = 1,
        proxy: t.Union[bool, t.Sequence[int]] = False,
        proxy_port: int = 0,
        post_status: int = 201,
        second_stop: str = "ok",
        interrupt_stops_recording: bool = True,
        latency: float = 0.0,
        pace: t.Optional[Pace] = None,
        verbose: bool = False,
    ) -> None:
        require_loopback(host)
        if post_status not in (200, 201):
            raise ValueError("post_status must be 200 or 201")
        self.clock = Clock(speed)
        self.cloud = Cloud(self.clock, pace, second_stop, interrupt_stops_recording)
        self.latency = latency
        self.verbose = verbose
        self.token = seed.NODE_TOKEN
        self.api_token = seed.API_TOKEN
        #: Connections accepted (with their TLS handshake done) since the start or the last reset.
        self.connections = 0
        #: What validation found, in words.
        self.contract_violations: t.List[str] = []
        self.port = port
        self.ca_path = ""
        self._tls = tls
        self._validate = validate
        self._bind_host = host
        self._extras = seed.Extras(runs, runs_age, runs_nodes)
        self._proxied = self._nodes_with_proxy(proxy)
        self._proxy_port = proxy_port
        self._proxies: t.List[NodeProxy] = []
        self._calls = CallLog()
        self._faults = FaultList()
        self._directory = ""
        self._server: t.Optional[HttpsServer] = None
        self._thread: t.Optional[threading.Thread] = None
        self.app = make_app(self, post_status, validate)
        seed.plant(self.cloud, self._extras)

    # Life

    def start(self) -> Emulator:
        """Listen. Returns when connections are accepted; does nothing if they are already."""
        if self._server is not None:
            return self
        if self._validate:
            contract.prepare()
        try:
            context = self._make_context() if self._tls else None
            # The server comes last, since one that was never started can't be stopped.
            self._start_proxies()
            self._server = HttpsServer(self, (self._bind_host, self.port), context)
        except (OSError, OverflowError):
            self.stop()
            raise
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True, name="emulator")
        self._thread.start()
        return self

    def stop(self) -> None:
        """End every connection, stop listening and remove the CA file. May be called twice."""
        while self._proxies:
            self._proxies.pop().stop()
        if self._server is not None:
            self._server.stop()
            self._server = None
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._directory:
            shutil.rmtree(self._directory, ignore_errors=True)
            self._directory = ""

    def __enter__(self) -> Emulator:
        return self.start()

    def __exit__(self, *details: t.Any) -> None:
        self.stop()

    # Where it is

    @property
    def host(self) -> str:
        """host:port, as the option `api_host` takes it."""
        return netloc(self._bind_host, self.port)

    @property
    def url(self) -> str:
        return "%s://%s" % ("https" if self._tls else "http", self.host)

    @property
    def proxy_url(self) -> str:
        """The proxy of the FAST node, or of the first that has one: a test client's HTTP_PROXY. "" if there is none."""
        return self._proxies[0].url if self._proxies else ""

    @property
    def proxy_urls(self) -> t.Dict[int, str]:
        """All proxies, by the ids of their nodes."""
        return {proxy.recorder.node.id: proxy.url for proxy in self._proxies}

    # What it saw

    @property
    def calls(self) -> t.List[Call]:
        """Every API request so far."""
        return self._calls.all()

    def calls_of(self, method: str) -> t.List[Call]:
        """Every API request of this method so far."""
        return self._calls.all(method)

    def clear_calls(self) -> None:
        self._calls.clear()

    # What it shall do

    @property
    def faults(self) -> t.List[Fault]:
        return self._faults.all()

    def add_fault(
        self,
        kind: str,
        method: t.Optional[str] = None,
        path: t.Optional[str] = None,
        times: t.Optional[int] = 1,
        skip: int = 0,
        **options: t.Any,
    ) -> Fault:
        """Switch a fault on; faults.py has the kinds and their options."""
        return self._faults.add(make_fault(kind, method, path, times, skip, **options))

    def clear_faults(self) -> None:
        self._faults.clear()

    def reset(self) -> None:
        """Back to the seed: runs, records and pace as at the start; no calls, faults or violations."""
        with self.cloud.lock:
            self.cloud.clear()
            seed.plant(self.cloud, self._extras)
        self.clear_calls()
        self.clear_faults()
        self.contract_violations.clear()
        self.connections = 0

    # For the connections

    def log_call(self, call: Call) -> Call:
        return self._calls.add(call)

    def take_fault(self, call: Call) -> t.Optional[Fault]:
        return self._faults.take(call.method, call.path)

    def say(self, message: str, *args: t.Any) -> None:
        """A line on stderr, if it was asked to talk."""
        if self.verbose:
            print(message % args if args else message, file=sys.stderr, flush=True)

    def _nodes_with_proxy(self, proxy: t.Union[bool, t.Sequence[int]]) -> t.List[seed.Node]:
        wanted = ([seed.NODE_ID] if proxy else []) if isinstance(proxy, bool) else list(dict.fromkeys(proxy))
        try:
            nodes = [self.cloud.node(node_id) for node_id in wanted]
        except KeyError as error:
            raise ValueError(error.args[0]) from None
        self.cloud.proxied_nodes = {node.id for node in nodes}
        return nodes

    def _start_proxies(self) -> None:
        port = self._proxy_port
        for node in self._proxied:
            self._proxies.append(NodeProxy(Recorder(self.cloud, node), (self._bind_host, port), self.say))
            port = 0

    def _make_context(self) -> ssl.SSLContext:
        authority = trustme.CA(organization_name="FAST emulator")
        self._directory = tempfile.mkdtemp(prefix="fast-emulator-")
        path = Path(self._directory) / "ca.pem"
        authority.cert_pem.write_to_path(str(path))
        self.ca_path = str(path)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        authority.issue_cert("127.0.0.1", "::1", "localhost").configure_cert(context)
        return context
