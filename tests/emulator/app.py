# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Flask application: the API, the control routes, and the contract check between the API and the wire."""

from __future__ import annotations

import typing as t

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from . import contract
from .api import api_blueprint, envelope, refusal
from .control import control_blueprint
from .refusals import Refused

if t.TYPE_CHECKING:
    from .server import Emulator


def make_app(emulator: Emulator, post_status: int, validate: bool) -> Flask:
    """The WSGI application of `emulator`."""
    app = Flask(__name__, static_folder=None)
    # A client may read fields by position: keep them as they were put in.
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.register_blueprint(api_blueprint(emulator.cloud, post_status))
    app.register_blueprint(control_blueprint(emulator))
    app.register_error_handler(Refused, refusal)

    @app.errorhandler(HTTPException)
    def _unknown_route(error: HTTPException) -> Response:
        return envelope("Not found" if error.code == 404 else str(error.name), error.code or 500)

    if validate:
        app.after_request(lambda response: _checked(emulator, response))
    return app


def _checked(emulator: Emulator, response: Response) -> Response:
    if not request.path.startswith("/v1") or g.get("unlike_contract") or response.status_code >= 500:
        return response
    found = contract.violations(request, response)
    if not found:
        return response
    where = "%s %s, reply %d: " % (request.method, request.path, response.status_code)
    emulator.contract_violations.extend(where + words for words in found)
    return envelope("The emulator broke its own contract. " + where + " ".join(found), 500)
