# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A toy shop, so that there is an application to send requests to through a FAST node's proxy.

Start it with `python -m emulator.target` inside `tests`. All its data is made up, and nothing can be changed in it.
"""

from __future__ import annotations

import argparse
import os
import sys
import typing as t
from pathlib import Path

from flask import Flask, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from .process import ended_by_a_signal, seconds, written
from .serving import Served

PRODUCTS = [
    {"id": 1, "name": "Blue mug", "price": 9.5},
    {"id": 2, "name": "Green teapot", "price": 34.0},
    {"id": 3, "name": "Tea for two", "price": 7.25},
    {"id": 4, "name": "Wooden spoon", "price": 3.0},
]
ORDERS = {
    1001: {"id": 1001, "customer": "ada", "products": [1, 3], "state": "sent"},
    1002: {"id": 1002, "customer": "grace", "products": [2], "state": "paid"},
}
PASSWORDS = {"ada": "not-a-secret", "grace": "not-a-secret-either"}

ROUTES = ["GET /", "GET /products?search=WORD", "GET /products/ID", "POST /login", "GET /orders/ID"]


def make_app() -> Flask:
    """The shop as a WSGI application."""
    app = Flask(__name__, static_folder=None)

    @app.get("/")
    def index() -> ResponseReturnValue:
        return {"shop": "A toy shop to test", "routes": ROUTES}

    @app.get("/products")
    def products() -> ResponseReturnValue:
        word = request.args.get("search", "").lower()
        return {"products": [product for product in PRODUCTS if word in str(product["name"]).lower()]}

    @app.get("/products/<int:product_id>")
    def product(product_id: int) -> ResponseReturnValue:
        found = [product for product in PRODUCTS if product["id"] == product_id]
        return found[0] if found else ({"error": "There is no product %d" % product_id}, 404)

    @app.post("/login")
    def login() -> ResponseReturnValue:
        given = request.get_json(silent=True)
        if not isinstance(given, dict) or not {"user", "password"} <= set(given):
            return {"error": "Send a JSON object with user and password"}, 400
        user = given["user"]
        if not isinstance(user, str) or user not in PASSWORDS or PASSWORDS[user] != given["password"]:
            return {"error": "Wrong user or password"}, 401
        return {"user": user, "session": "toy-session-of-" + user}

    @app.get("/orders/<int:order_id>")
    def order(order_id: int) -> ResponseReturnValue:
        return ORDERS.get(order_id) or ({"error": "There is no order %d" % order_id}, 404)

    @app.errorhandler(HTTPException)
    def refuse(error: HTTPException) -> ResponseReturnValue:
        if error.code == 404:
            return {"error": "There is nothing at %s" % request.path, "routes": ROUTES}, 404
        return {"error": str(error.name)}, error.code or 500

    return app


class Target(Served):
    """The shop on a loopback address, inside a `with`."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__(make_app(), host, port)


def parse(arguments: t.Optional[t.Sequence[str]] = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m emulator.target", description="A toy shop to send requests to.")
    parser.add_argument("--host", default="127.0.0.1", help="loopback address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: any free one)")
    parser.add_argument("--port-file", type=Path, metavar="FILE", help="write the port here once it is listening")
    parser.add_argument("--pid-file", type=Path, metavar="FILE", help="write the process id here")
    parser.add_argument("--end-after", type=seconds, metavar="SECONDS", help="end by itself after so long (default: never)")
    return parser.parse_args(arguments)


def main(arguments: t.Optional[t.Sequence[str]] = None) -> int:
    """Serve until SIGINT, SIGTERM or --end-after; returns the exit code."""
    options = parse(arguments)
    ended = ended_by_a_signal()
    try:
        target = Target(options.host, options.port)
    except (OSError, ValueError, OverflowError) as error:
        print("target: %s" % error, file=sys.stderr)
        return 1
    with target, written((options.pid_file, "%d\n" % os.getpid()), (options.port_file, "%d\n" % target.port)):
        print("Toy shop: %s\n%s" % (target.url, "\n".join("  " + route for route in ROUTES)), flush=True)
        ended.wait(options.end_after)
    return 0


if __name__ == "__main__":
    sys.exit(main())
