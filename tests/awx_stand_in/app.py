# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The routes of AWX's API that the modules of awx.awx ask for, on a loopback address."""

from __future__ import annotations

from emulator.serving import Served
from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from .store import ASSOCIATIONS, KINDS, REFERENCES, Object, Refused, Store

API = "/api/v2"
VERSION = "24.6.1"
#: The object's type, where it is not its kind without the s.
TYPES = {"inventories": "inventory"}
ONE_OF_THEM = "<any(%s):kind>" % ",".join([*KINDS, "project_updates"])


class AwxStandIn(Served):
    """Listens inside a `with`. It knows two tokens, that of a system administrator and that of an organization's. Both are made up."""

    token = "NotARealToken/of-the-stand-in/0123456789"
    token_of_organization = "NotARealToken/of-an-organization/0123456789"

    def __init__(self) -> None:
        self.store = Store()
        #: Every request that was to change something, as "POST /api/v2/credentials/".
        self.changes: list[str] = []
        super().__init__(self._app())

    def _app(self) -> Flask:
        app, store = Flask(__name__, static_folder=None), self.store
        app.json.sort_keys = False  # type: ignore[attr-defined]

        @app.before_request
        def authenticate() -> ResponseReturnValue | None:
            # An update of a project is no change of what is set up.
            if request.method != "GET" and not request.path.endswith("/update/"):
                self.changes.append("%s %s" % (request.method, request.path))
            bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
            if request.path.startswith(API) and bearer not in (self.token, self.token_of_organization):
                return {"detail": "Authentication credentials were not provided."}, 401
            if request.method != "GET" and "/credential_types/" in request.path and bearer != self.token:
                return {"detail": "You do not have permission to perform this action."}, 403
            return None

        @app.after_request
        def sign(response: Response) -> Response:
            response.headers["X-API-Product-Name"] = "AWX"
            response.headers["X-API-Product-Version"] = VERSION
            return response

        @app.errorhandler(Refused)
        def refuse(error: Refused) -> ResponseReturnValue:
            return error.errors, error.status

        @app.errorhandler(KeyError)
        def missing(_error: KeyError) -> ResponseReturnValue:
            return {"detail": "Not found."}, 404

        @app.get(API + "/unified_job_templates/")
        def unified() -> ResponseReturnValue:
            with store.lock:
                return _page(store, [(kind, found) for kind in REFERENCES["unified_job_template"] for found in store.all(kind)])

        @app.route(API + "/%s/" % ONE_OF_THEM, methods=["GET", "POST"])
        def objects(kind: str) -> ResponseReturnValue:
            with store.lock:
                if request.method == "GET":
                    return _page(store, [(kind, found) for found in store.all(kind)])
                made = store.create(kind, request.get_json())
                shown = _shown(store, kind, made)
                if made.get("scm_type"):
                    shown["summary_fields"] = {"current_update": {"id": store.update_project(made["id"])["id"]}}
                return shown, 201

        @app.route(API + "/%s/<int:object_id>/" % ONE_OF_THEM, methods=["GET", "PATCH"])
        def one(kind: str, object_id: int) -> ResponseReturnValue:
            with store.lock:
                if request.method == "PATCH":
                    store.update(kind, object_id, request.get_json())
                return _shown(store, kind, store.get(kind, object_id))

        @app.post(API + "/projects/<int:object_id>/update/")
        def update(object_id: int) -> ResponseReturnValue:
            with store.lock:
                return _shown(store, "project_updates", store.update_project(object_id)), 202

        @app.get(API + "/projects/<int:object_id>/playbooks/")
        def playbooks(object_id: int) -> ResponseReturnValue:
            return store.get("projects", object_id)["playbooks"]

        @app.route(API + "/%s/<int:object_id>/survey_spec/" % ONE_OF_THEM, methods=["GET", "POST"])
        def survey(kind: str, object_id: int) -> ResponseReturnValue:
            with store.lock:
                if request.method == "POST":
                    store.set_survey(kind, object_id, request.get_json())
                return store.get(kind, object_id).get("survey", {})

        @app.route(API + "/%s/<int:object_id>/<any(%s):association>/" % (ONE_OF_THEM, ",".join(ASSOCIATIONS)), methods=["GET", "POST"])
        def associated(kind: str, object_id: int, association: str) -> ResponseReturnValue:
            with store.lock:
                if request.method == "POST":
                    body = request.get_json()
                    store.associate(kind, object_id, association, body["id"], bool(body.get("disassociate")))
                    return "", 204
                listed = store.get(kind, object_id)["associated"].get(association, [])
                return _page(store, [(ASSOCIATIONS[association], store.get(ASSOCIATIONS[association], each)) for each in listed])

        return app


def _page(store: Store, found: list[tuple[str, Object]]) -> Object:
    shown = [_shown(store, kind, each) for kind, each in found if _fits(store, each)]
    return {"count": len(shown), "next": None, "previous": None, "results": shown}


def _fits(store: Store, found: Object) -> bool:
    """Whether an object fits the filters of a request: field=value, all of them, and or__field=value, one of them."""
    every = [_value(store, found, name) == value for name, value in request.args.items() if not name.startswith("or__")]
    some = [_value(store, found, name[4:]) == value for name, value in request.args.items() if name.startswith("or__")]
    return all(every) and (any(some) or not some)


def _value(store: Store, found: Object, name: str) -> str:
    """A field of an object, or of one that it refers to: workflow_job_template__name."""
    field, _between, rest = name.partition("__")
    return _value(store, store.referred(field, found[field])[1], rest) if rest else str(found.get(field))


def _shown(store: Store, kind: str, found: Object) -> Object:
    """An object as AWX shows it, with stars for what is secret in a credential."""
    url = "%s/%s/%d/" % (API, kind, found["id"])
    shown = {name: value for name, value in found.items() if name not in ("associated", "survey", "playbooks")}
    if kind == "credentials":
        fields = store.get("credential_types", found["credential_type"])["inputs"]["fields"]
        secret = {field["id"] for field in fields if field.get("secret")}
        shown["inputs"] = {name: "$encrypted$" if name in secret and value else value for name, value in found["inputs"].items()}
    related = {"survey_spec": url + "survey_spec/", "update": url + "update/"}
    return {**shown, "url": url, "type": TYPES.get(kind, kind[:-1]), "related": related, "summary_fields": {}}
