# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An emulator and a client for it, fresh for each test."""

from __future__ import annotations

import typing as t

import pytest
import requests

from ansible_collections.wallarm.fast.tests.emulator import Emulator, contract

SECONDS = 5

# ansible-test forks for each test. What is read here, they need not read again, which takes longer than most of them.
contract.prepare()


class Client:
    """Requests to an emulator with one token; `reply.json()` is the whole envelope."""

    def __init__(self, fast: Emulator, token: str | None = None) -> None:
        self.fast = fast
        self.session = requests.Session()
        # The environment may name another CA bundle or a proxy.
        self.session.trust_env = False
        self.session.verify = fast.ca_path
        if token is not None:
            self.session.headers["X-WallarmAPI-Token"] = token

    def ask(self, method: str, path: str, **how: t.Any) -> requests.Response:
        how = {"timeout": SECONDS, "allow_redirects": False, **how}
        return self.session.request(method, self.fast.url + path, **how)

    def get(self, path: str, **params: t.Any) -> requests.Response:
        return self.ask("GET", path, params=params)

    def post(self, path: str, json: t.Any = None) -> requests.Response:
        return self.ask("POST", path, json=json)

    def body(self, path: str, **params: t.Any) -> t.Any:
        reply = self.get(path, **params)
        assert reply.status_code == 200, reply.text
        return reply.json()["body"]


@pytest.fixture
def fast() -> t.Iterator[Emulator]:
    """An emulator whose clock stands still. It holds every reply against the contract, and must find nothing wrong."""
    with Emulator(validate=True, speed=0) as emulator:
        yield emulator
    assert emulator.contract_violations == []


@pytest.fixture
def client_for(fast: Emulator) -> t.Iterator[t.Callable[..., Client]]:
    """Makes clients: `client_for(token)`."""
    made: list[Client] = []

    def make(token: str | None = None) -> Client:
        made.append(Client(fast, token))
        return made[-1]

    yield make
    for one in made:
        one.session.close()


@pytest.fixture
def client(fast: Emulator, client_for: t.Callable[..., Client]) -> Client:
    """A client with the token of the first FAST node."""
    return client_for(fast.token)
