# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An emulated FAST cloud over real HTTPS, and clients for it."""

from __future__ import annotations

import time
import typing as t

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._api.client import FastClient
from ansible_collections.wallarm.fast.plugins.module_utils._deadline import Deadline
from ansible_collections.wallarm.fast.plugins.module_utils._http.adapter import BoundedAdapter
from ansible_collections.wallarm.fast.plugins.module_utils._http.endpoint import make_endpoint
from ansible_collections.wallarm.fast.plugins.module_utils._http.transport import Transport
from ansible_collections.wallarm.fast.plugins.module_utils._http.trust import Trust
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.context import TaskContext
from ansible_collections.wallarm.fast.tests.emulator import RemoteEmulator

_OUTSIDE = (
    "WALLARM_API_TOKEN", "WALLARM_API_HOST", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR",
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy",
    "WALLARM_FAST_API_PROXY",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    """Take away what the machine that runs the tests has set."""
    for name in _OUTSIDE:
        monkeypatch.delenv(name, raising=False)


_RUNNING: list[RemoteEmulator] = []


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start the emulator before ansible-test forks a process for each test, so that all of them share it."""
    if any("fast" in getattr(item, "fixturenames", ()) for item in session.items) and not _RUNNING:
        _RUNNING.append(RemoteEmulator("--validate"))


def pytest_unconfigure() -> None:
    """End the emulator."""
    while _RUNNING:
        _RUNNING.pop().stop()


@pytest.fixture(name="fast")
def fast_fixture():
    """The emulator as it was when it started; every reply it gave must have kept to its contract."""
    (emulator,) = _RUNNING
    emulator.reset()
    yield emulator
    assert emulator.contract_violations == []


class SkippingClock:
    """Real time, in which sleeping takes none. The sleeps are noted.

    :param also: called with the seconds of each sleep.
    """

    def __init__(self, also: t.Callable[[float], None] = lambda seconds: None) -> None:
        self.slept: list[float] = []
        self.also = also

    def __call__(self) -> float:
        return time.monotonic() + sum(self.slept)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.also(seconds)


class StillClock:
    """A clock in seconds that only moves when somebody sleeps, or by a tick for each reading."""

    def __init__(self) -> None:
        self.time = 100.0
        self.tick = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        self.time += self.tick
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@pytest.fixture(name="clock")
def clock_fixture():
    return StillClock()


class Bench:
    """Makes clients of the emulator and keeps what they warn of."""

    def __init__(self, fast: RemoteEmulator) -> None:
        self.fast = fast
        self.clock = SkippingClock()
        self.warnings: list[str] = []

    def move_both_clocks(self) -> None:
        """From here on, a wait takes no time on the client but its full time on the emulator."""
        self.clock.also = self.fast.advance

    def deadline(self, seconds: float = 60) -> Deadline:
        """A deadline whose waits take no time."""
        return Deadline(seconds, self.clock, self.clock.sleep)

    def transport(self, deadline: Deadline | None = None, **given: t.Any) -> Transport:
        """A transport to the emulator; ``given`` overrides the host, the token and so on."""
        endpoint = make_endpoint(
            given.get("api_host", self.fast.url), given.get("token", self.fast.token), given.get("trust", Trust(ca_path=self.fast.ca_path))
        )
        return Transport(
            endpoint,
            deadline or self.deadline(),
            given.get("request_timeout", 5.0),
            given.get("retries", 3),
            self.warnings.append,
            given.get("adapter") or BoundedAdapter(endpoint),
        )

    def client(self, deadline: Deadline | None = None, **given: t.Any) -> FastClient:
        """A client of the emulator."""
        return FastClient(self.transport(deadline, **given))

    def context(self, wait_timeout: float = 60, check_mode: bool = False, **given: t.Any) -> TaskContext:
        """The context of a task on the emulator."""
        deadline = self.deadline(wait_timeout)
        return TaskContext(self.client(deadline, **given), deadline, self.warnings.append, check_mode)

    def sent(self) -> list[str]:
        """Every request the emulator saw, as "GET /v1/test_run/4485"."""
        return [f"{call.method} {call.path}" for call in self.fast.calls]


@pytest.fixture(name="bench")
def bench_fixture(fast):
    return Bench(fast)
