# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The routes under /v1: HTTP on the outside, Cloud on the inside. No rules of the cloud live here."""

from __future__ import annotations

import json
import typing as t

from flask import Blueprint, Response, g, request

from . import paging
from .calls import TOKEN_HEADER
from .cloud import ACTIONS, Cloud
from .records import Record
from .refusals import Refused
from .runs import Run
from .views import record_view, run_view

#: WSGI environment key: seconds until a posted stop takes effect, set by a fault.
STOP_AFTER = "emulator.stop_after"


def envelope(body: t.Any, http_status: int = 200, status: t.Optional[int] = None) -> Response:
    """A reply in the API's form; `status` inside may differ from the HTTP code, as it does for POST."""
    text = json.dumps({"status": http_status if status is None else status, "body": body})
    return Response(text, status=http_status, content_type="application/json")


def refusal(error: Refused) -> Response:
    return envelope(error.body, error.status)


def _made_unlike_contract(thing: t.Union[Run, Record]) -> bool:
    """Did a test break the contract with it on purpose? Then its replies are not checked."""
    return not isinstance(thing.id, int) or bool(isinstance(thing, Run) and thing.raw_overrides)


def api_blueprint(cloud: Cloud, post_status: int) -> Blueprint:
    """The API of `cloud`; `post_status` is the HTTP code of a successful POST (sources say 201 and 200)."""
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

    def query() -> paging.Query:
        return paging.Query(request.args.to_dict(flat=False))

    def stop_after() -> float:
        return float(request.environ.get(STOP_AFTER, 0.0))

    @api.get("/test_run/<run_id>")
    def get_run(run_id: str) -> Response:
        return run_reply(cloud.run(g.caller, run_id))

    @api.get("/test_run")
    def list_runs() -> Response:
        return page_reply(cloud.page_of_runs(g.caller, query()))

    @api.get("/test_run/count")
    def count_runs() -> Response:
        return envelope({"count": cloud.count_runs(g.caller, query())})

    @api.post("/test_run")
    def create_run() -> Response:
        return run_reply(cloud.create_run(g.caller, request.get_json(silent=True)), post_status)

    @api.put("/test_run/<run_id>")
    def update_run(run_id: str) -> Response:
        return run_reply(cloud.update_run(cloud.run(g.caller, run_id), request.get_json(silent=True)))

    @api.post("/test_run/<run_id>/action/stop")
    def stop_run(run_id: str) -> Response:
        run = cloud.run(g.caller, run_id)
        cloud.stop(run.record, stop_after())
        return run_reply(run, post_status)

    @api.post("/test_run/<run_id>/action/<any(%s):action>" % ", ".join(ACTIONS))
    def steer_run(run_id: str, action: str) -> Response:
        return run_reply(cloud.act(cloud.run(g.caller, run_id), action), post_status)

    @api.get("/test_record/<record_id>")
    def get_record(record_id: str) -> Response:
        return record_reply(cloud.record(g.caller, record_id))

    @api.get("/test_record")
    def list_records() -> Response:
        return page_reply(cloud.page_of_records(g.caller, query()))

    @api.post("/test_record/<record_id>/action/stop")
    def stop_record(record_id: str) -> Response:
        record = cloud.record(g.caller, record_id)
        cloud.stop(record, stop_after())
        return record_reply(record, post_status)

    @api.post("/user")
    def user() -> Response:
        return envelope(cloud.user(g.caller), post_status, 200)

    return api
