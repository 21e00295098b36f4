# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The toy shop answers in JSON, whatever it is asked."""

from __future__ import annotations

import typing as t

import pytest
import requests

from ansible_collections.wallarm.fast.tests.emulator.target import Target


@pytest.fixture(scope="module")
def shop() -> t.Iterator[Target]:
    """The shop, in which nothing can be changed."""
    with Target() as target:
        yield target


def ask(shop: Target, method: str, path: str, **how: t.Any) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.request(method, shop.url + path, timeout=5, **how)


@pytest.mark.parametrize(
    "path, names",
    [
        ("/products", ["Blue mug", "Green teapot", "Tea for two", "Wooden spoon"]),
        ("/products?search=tea", ["Green teapot", "Tea for two"]),
        ("/products?search=%00%27--", []),
    ],
)
def test_products_are_searched(shop: Target, path: str, names: t.List[str]) -> None:
    assert [product["name"] for product in ask(shop, "GET", path).json()["products"]] == names


@pytest.mark.parametrize(
    "given, status",
    [
        ({"user": "ada", "password": "not-a-secret"}, 200),
        ({"user": "ada", "password": "wrong"}, 401),
        ({"user": "nobody", "password": None}, 401),
        ({"user": ["ada"], "password": "x"}, 401),
        ({"user": "ada"}, 400),
        ([], 400),
        (None, 400),
    ],
)
def test_login_needs_a_user_and_the_right_password(shop: Target, given: t.Any, status: int) -> None:
    reply = ask(shop, "POST", "/login", json=given)
    assert reply.status_code == status
    assert ("session" in reply.json()) is (status == 200)


def test_one_thing_is_read_by_its_id(shop: Target) -> None:
    assert ask(shop, "GET", "/orders/1001").json()["customer"] == "ada"
    assert ask(shop, "GET", "/products/2").json()["name"] == "Green teapot"
    assert "GET /orders/ID" in ask(shop, "GET", "/").json()["routes"]


@pytest.mark.parametrize(
    "path, words",
    [
        ("/orders/7", "There is no order 7"),
        ("/products/7", "There is no product 7"),
        ("/orders/x", "There is nothing at /orders/x"),
        ("/admin", "There is nothing at /admin"),
    ],
)
def test_what_is_not_there_is_a_404_in_words(shop: Target, path: str, words: str) -> None:
    reply = ask(shop, "GET", path)
    assert (reply.status_code, reply.json()["error"]) == (404, words)


def test_a_wrong_method_is_a_405(shop: Target, capfd: t.Any) -> None:
    assert ask(shop, "DELETE", "/orders/1001").status_code == 405
    assert capfd.readouterr() == ("", "")


def test_it_listens_on_loopback_only() -> None:
    with pytest.raises(ValueError, match="loopback"):
        Target("0.0.0.0")


def test_its_port_must_be_free(shop: Target) -> None:
    with pytest.raises(OSError):
        Target(port=shop.port)
