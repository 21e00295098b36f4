# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The routes of AWX's API that the modules of awx.awx ask for."""

from __future__ import annotations

import typing as t

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from .rules import ENCRYPTED
from .store import ASSOCIATIONS, KINDS, Object, Refused, Store

API = "/api/v2"
VERSION = "24.6.1"
#: The object's type, as AWX writes it.
TYPES = {"inventories": "inventory"}


def make_app(store: Store, token: str, log: list[str]) -> Flask:
    """The WSGI application. Requests that change something are noted in `log`, as "POST /api/v2/credentials/"."""
    app = Flask(__name__, static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined]

    @app.before_request
    def authenticate() -> ResponseReturnValue | None:
        if request.method != "GET":
            log.append("%s %s" % (request.method, request.path))
        if request.path.startswith(API) and request.headers.get("Authorization") != "Bearer " + token:
            return {"detail": "Authentication credentials were not provided."}, 401
        return None

    @app.after_request
    def sign(response: Response) -> Response:
        response.headers["X-API-Product-Name"] = "AWX"
        response.headers["X-API-Product-Version"] = VERSION
        return response

    @app.errorhandler(Refused)
    def refuse(error: Refused) -> ResponseReturnValue:
        return {"__all__": ["; ".join(error.problems)]}, 400

    @app.errorhandler(KeyError)
    def missing(_error: KeyError) -> ResponseReturnValue:
        return {"detail": "Not found."}, 404

    @app.get("/api/")
    def root() -> ResponseReturnValue:
        return {"current_version": API + "/", "available_versions": {"v2": API + "/"}}

    @app.get(API + "/ping/")
    def ping() -> ResponseReturnValue:
        return {"version": VERSION}

    @app.get(API + "/me/")
    def me() -> ResponseReturnValue:
        return _page([{"id": 1, "username": "admin", "is_superuser": True}])

    @app.get(API + "/project_updates/<int:object_id>/")
    def project_update(object_id: int) -> ResponseReturnValue:
        return {"id": object_id, "status": "successful"}

    @app.get(API + "/unified_job_templates/")
    def unified() -> ResponseReturnValue:
        with store.lock:
            return _page([_shown(store, kind, found) for kind, found in store.startable() if _fits(found)])

    @app.route(API + "/<any(%s):kind>/" % ",".join(KINDS), methods=["GET", "POST"])
    def objects(kind: str) -> ResponseReturnValue:
        with store.lock:
            if request.method == "POST":
                return _shown(store, kind, store.create(kind, _body())), 201
            return _page([_shown(store, kind, found) for found in store.all(kind) if _fits(found)])

    @app.route(API + "/<any(%s):kind>/<int:object_id>/" % ",".join(KINDS), methods=["GET", "PATCH"])
    def one(kind: str, object_id: int) -> ResponseReturnValue:
        with store.lock:
            if request.method == "PATCH":
                store.update(kind, object_id, _body())
            return _shown(store, kind, store.get(kind, object_id))

    @app.route(API + "/<any(job_templates,workflow_job_templates):kind>/<int:object_id>/survey_spec/", methods=["GET", "POST"])
    def survey(kind: str, object_id: int) -> ResponseReturnValue:
        with store.lock:
            if request.method == "POST":
                store.set_survey(kind, object_id, _body())
                return {}
            return store.get(kind, object_id).get("survey", {})

    @app.route(
        API + "/<any(%s):kind>/<int:object_id>/<any(%s):association>/" % (",".join(KINDS), ",".join(ASSOCIATIONS)),
        methods=["GET", "POST"],
    )
    def associated(kind: str, object_id: int, association: str) -> ResponseReturnValue:
        with store.lock:
            if request.method == "POST":
                body = _body()
                store.associate(kind, object_id, association, body["id"], bool(body.get("disassociate")))
                return "", 204
            other_kind = ASSOCIATIONS[association]
            listed = store.get(kind, object_id)["associated"].get(association, [])
            return _page([_shown(store, other_kind, store.get(other_kind, each)) for each in listed])

    return app


def _body() -> dict[str, t.Any]:
    body = request.get_json()
    if not isinstance(body, dict):
        raise Refused(["The body must be an object"])
    return body


def _page(found: list[Object]) -> Object:
    return {"count": len(found), "next": None, "previous": None, "results": found}


def _fits(found: Object) -> bool:
    """Whether an object fits the filters of a request: field=value, all of them, and or__field=value, one of them."""
    every = [str(found.get(name)) == value for name, value in request.args.items() if not name.startswith("or__")]
    some = [str(found.get(name[4:])) == value for name, value in request.args.items() if name.startswith("or__")]
    return all(every) and (any(some) or not some)


def _shown(store: Store, kind: str, found: Object) -> Object:
    """An object as AWX shows it. What is secret in a credential is not."""
    url = "%s/%s/%d/" % (API, kind, found["id"])
    shown = {name: value for name, value in found.items() if name not in ("associated", "survey")}
    if kind == "credentials":
        fields = store.get("credential_types", found["credential_type"])["inputs"]["fields"]
        secret = {field["id"] for field in fields if field.get("secret")}
        shown["inputs"] = {name: ENCRYPTED if name in secret and value else value for name, value in found.get("inputs", {}).items()}
    related = {"survey_spec": url + "survey_spec/"}
    summary = {"current_update": {"id": found["id"]}} if kind == "projects" else {}
    return {**shown, "url": url, "type": TYPES.get(kind, kind[:-1]), "related": related, "summary_fields": summary}
