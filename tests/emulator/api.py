# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The routes under /v1 and /v2: HTTP on the outside, Cloud on the inside. No rules of the cloud live here."""

from __future__ import annotations

import json
import typing as t

from flask import Blueprint, Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from . import contract, paging
from .cloud import ACTIONS, Cloud
from .control import control_blueprint
from .policies import Policy, policy_view
from .records import Record
from .runs import Run
from .views import Refused, record_view, run_view

if t.TYPE_CHECKING:
    from .server import Emulator

#: Of the paths of the API's routes.
PREFIXES = ("/v1", "/v2")
TOKEN_HEADER = "X-WallarmAPI-Token"
#: WSGI environment key: seconds until a posted stop takes effect, set by a fault.
STOP_AFTER = "emulator.stop_after"
#: HTTP code of a successful POST. The API reference says so; the documentation says 200.
POSTED = 201


def envelope(body: t.Any, http_status: int = 200, status: int | None = None) -> Response:
    """A reply in the API's form; `status` inside may differ from the HTTP code, as it does for POST."""
    text = json.dumps({"status": http_status if status is None else status, "body": body})
    return Response(text, status=http_status, content_type="application/json")


def make_app(emulator: Emulator, validate: bool) -> Flask:
    """The WSGI application of `emulator`; with `validate` each reply is held against the contract."""
    app = Flask(__name__, static_folder=None)
    # A client may read fields by position: keep them as they were put in.
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.register_blueprint(api_blueprint(emulator.cloud))
    app.register_blueprint(node_blueprint(emulator.cloud))
    app.register_blueprint(control_blueprint(emulator))

    @app.errorhandler(Refused)
    def _refusal(error: Refused) -> Response:
        return envelope(error.body, error.status)

    @app.errorhandler(HTTPException)
    def _unknown_route(error: HTTPException) -> Response:
        return envelope("Not found" if error.code == 404 else str(error.name), error.code or 500)

    @app.after_request
    def _checked(response: Response) -> Response:
        if not validate or not request.path.startswith(PREFIXES) or g.get("unlike_contract") or response.status_code >= 500:
            return response
        found = contract.violations(request, response)
        if not found:
            return response
        where = "%s %s, reply %d: " % (request.method, request.path, response.status_code)
        emulator.contract_violations.extend(where + words for words in found)
        return envelope("The emulator broke its own contract. " + where + " ".join(found), 500)

    return app


def _made_unlike_contract(thing: Run | Record | Policy) -> bool:
    """Did a test break the contract with it on purpose? Then its replies are not checked."""
    return not isinstance(thing.id, int) or bool(getattr(thing, "raw_overrides", None))


def api_blueprint(cloud: Cloud) -> Blueprint:
    """The API of `cloud`."""
    api = Blueprint("api", __name__, url_prefix="/v1")

    @api.before_request
    def _identify() -> None:
        g.caller = cloud.identify(request.headers.get(TOKEN_HEADER))

    def run_reply(run: Run, http_status: int = 200) -> Response:
        g.unlike_contract = _made_unlike_contract(run)
        return envelope(run_view(run, cloud.now()), http_status, 200)

    def record_reply(record: Record, http_status: int = 200) -> Response:
        return envelope(record_view(record, cloud.now()), http_status, 200)

    def page_reply(page: paging.Page) -> Response:
        g.unlike_contract = any(_made_unlike_contract(thing) for thing in page.things)
        return envelope({"objects": page.objects, "continuation": page.continuation})

    def stop_after() -> float:
        return float(request.environ.get(STOP_AFTER, 0.0))

    @api.get("/test_run/<run_id>")
    def get_run(run_id: str) -> Response:
        return run_reply(cloud.run(g.caller, run_id))

    @api.get("/test_run")
    def list_runs() -> Response:
        return page_reply(cloud.page_of_runs(g.caller, request.args))

    @api.get("/test_run/count")
    def count_runs() -> Response:
        return envelope({"count": cloud.count_runs(g.caller, request.args)})

    @api.post("/test_run")
    def create_run() -> Response:
        return run_reply(cloud.create_run(g.caller, request.get_json(silent=True)), POSTED)

    @api.put("/test_run/<run_id>")
    def update_run(run_id: str) -> Response:
        return run_reply(cloud.update_run(cloud.run(g.caller, run_id), request.get_json(silent=True)))

    @api.post("/test_run/<run_id>/action/stop")
    def stop_run(run_id: str) -> Response:
        run = cloud.run(g.caller, run_id)
        cloud.stop(run.record, stop_after())
        return run_reply(run, POSTED)

    @api.post("/test_run/<run_id>/action/<any(%s):action>" % ", ".join(ACTIONS))
    def steer_run(run_id: str, action: str) -> Response:
        return run_reply(cloud.act(cloud.run(g.caller, run_id), action), POSTED)

    @api.get("/test_record/<record_id>")
    def get_record(record_id: str) -> Response:
        return record_reply(cloud.record(g.caller, record_id))

    @api.get("/test_record")
    def list_records() -> Response:
        return page_reply(cloud.page_of_records(g.caller, request.args))

    @api.post("/test_record/<record_id>/action/stop")
    def stop_record(record_id: str) -> Response:
        record = cloud.record(g.caller, record_id)
        cloud.stop(record, stop_after())
        return record_reply(record, POSTED)

    @api.post("/objects/vuln")
    def list_vulnerabilities() -> Response:
        rows = cloud.vulnerabilities(g.caller, request.get_json(silent=True))
        g.unlike_contract = any(row.changed for row in rows)
        return envelope([row.view for row in rows])

    @api.get("/test_policy")
    def list_policies() -> Response:
        return page_reply(cloud.page_of_policies(g.caller, request.args))

    @api.get("/test_policy/<policy_id>")
    def get_policy(policy_id: str) -> Response:
        policy = cloud.policy(g.caller, policy_id)
        g.unlike_contract = _made_unlike_contract(policy)
        return envelope(policy_view(policy, cloud.now()))

    @api.post("/user")
    def user() -> Response:
        return envelope(cloud.user(g.caller), POSTED, 200)

    return api


def node_blueprint(cloud: Cloud) -> Blueprint:
    """The one route of the API's second version that is emulated."""
    api = Blueprint("nodes", __name__, url_prefix="/v2")

    @api.get("/node")
    def list_nodes() -> Response:
        return envelope(cloud.nodes(cloud.identify(request.headers.get(TOKEN_HEADER)), request.args))

    return api
