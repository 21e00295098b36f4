# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An application to be tested through a FAST node's proxy: a toy shop with a few routes that answer in JSON.

Start it with `python -m emulator.target` inside `tests`. All its data is made up, and nothing can be changed in it.
"""

from __future__ import annotations

import argparse
import os
import sys
import typing as t

from flask import Flask, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from .serving import Served, add_options, ended_by_a_signal, written

PRODUCTS = {1: "Blue mug", 2: "Green teapot", 3: "Tea for two", 4: "Wooden spoon"}
ORDERS = {1001: {"id": 1001, "customer": "ada", "products": [1, 3]}, 1002: {"id": 1002, "customer": "grace", "products": [2]}}
ROUTES = ["GET /", "GET /products?search=WORD", "GET /products/ID", "GET /orders/ID"]


def make_app() -> Flask:
    """The shop as a WSGI application."""
    app = Flask(__name__, static_folder=None)

    @app.get("/")
    def index() -> ResponseReturnValue:
        return {"shop": "A toy shop to test", "routes": ROUTES}

    @app.get("/products")
    def products() -> ResponseReturnValue:
        word = request.args.get("search", "").lower()
        return {"products": [{"id": number, "name": name} for number, name in PRODUCTS.items() if word in name.lower()]}

    @app.get("/products/<int:product_id>")
    def product(product_id: int) -> ResponseReturnValue:
        if product_id not in PRODUCTS:
            return {"error": "There is no product %d" % product_id}, 404
        return {"id": product_id, "name": PRODUCTS[product_id]}

    @app.get("/orders/<int:order_id>")
    def order(order_id: int) -> ResponseReturnValue:
        return ORDERS.get(order_id) or ({"error": "There is no order %d" % order_id}, 404)

    @app.errorhandler(HTTPException)
    def refuse(error: HTTPException) -> ResponseReturnValue:
        return {"error": error.name, "routes": ROUTES}, error.code or 500

    return app


class Target(Served):
    """The shop, inside a `with`."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(make_app(), port)


def main(arguments: t.Sequence[str] | None = None) -> int:
    """Serve until SIGINT, SIGTERM or --end-after; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m emulator.target", description="A toy shop to send requests to.")
    add_options(parser)
    options = parser.parse_args(arguments)
    ended = ended_by_a_signal()
    try:
        target = Target(options.port)
    except (OSError, OverflowError) as error:
        print("target: %s" % error, file=sys.stderr)
        return 1
    with target, written((options.pid_file, "%d\n" % os.getpid()), (options.port_file, "%d\n" % target.port)):
        print("Toy shop: %s\n%s" % (target.url, "\n".join("  " + route for route in ROUTES)), flush=True)
        ended.wait(options.end_after)
    return 0


if __name__ == "__main__":
    sys.exit(main())
