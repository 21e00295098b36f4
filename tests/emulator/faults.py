# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults: what a test or a user can let go wrong, and for which requests.

`times` says how many requests meet the fault (None: all), after the first `skip` matching ones were spared. `path` is
a regular expression that is looked for in the path (so "/v1/test_run" as a plain prefix works too). A request meets
at most one fault, the oldest that matches. "Processed" says whether the cloud carried the request out.

================  =========  ====================================================================================
kind              processed  what happens, with options and their defaults
================  =========  ====================================================================================
`reset`           no         the connection is reset (TCP RST)
`lost_reply`      yes        the connection is closed with no reply
`slow`            yes        the reply comes after `seconds=5` (real time; the request is carried out first)
`drip`            yes        the reply's body comes one byte every `interval=0.1` seconds
`drip_headers`    yes        so do the status line and the headers
`endless`         no         200 and a body without end; `chunked=True`, else with no length at all; a block of
                             `block=65536` bytes every `interval=0` seconds
`status`          no*        `status=503`, `body=None` (an object becomes JSON, text is sent as it is, None is what
                             the API is known to say), `headers={}` such as {"Retry-After": "86400"}
`html`            no*        `status=502` with an HTML page, as a proxy in between makes them
`not_json`        no*        200 with plain `text="…"`, called application/json
`envelope`        no*        HTTP 200 with {"status": `status=403`, "body": `body="User not authenticated"`}
`redirect`        no*        `status=302` and `location="https://elsewhere.example/"`
`echo_token`      no*        `status=403` with the request's token in it; `where="words"`, "field" (as the name of a
                             field and its value) or "html"
`cut`             yes        a good reply that ends after `keep=0.5` of its body; `honest_length=True`: the length
                             given is that of the cut, False: it promises the whole, and the connection is closed
`body`            yes        a good reply whose envelope has `body` (any JSON value) instead
`patch`           yes        a good reply with `fields={…}` merged into the envelope's body; the value REMOVE, or a
                             name in `remove=[…]`, drops a field. Spoils lists too: fields={"objects": "none"}, or
                             fields={"objects": [4485, None]} for a page that holds what is no object
`stuck_page`      yes        a good page whose `continuation` is the one that was asked with (on the first page: the
                             next one's), also on the last page: with `times=None` a client that trusts it never
                             ends; matches lists with a `continuation` unless told otherwise
`hang_up`         yes        a good reply that promises to keep the connection, which is then closed all the same
`stop_takes`      yes        a posted stop takes effect `seconds=2` (emulated) later: the reply still shows the
                             recording; matches posts of stop unless told otherwise
`stale`           no         a posted stop is answered well, and nothing is stopped; matches as above
================  =========  ====================================================================================

*: with `processed=True` the request is carried out before that reply.
"""

from __future__ import annotations

import dataclasses
import json
import re
import typing as t
from urllib.parse import parse_qs

from werkzeug.wrappers import Response

from .api import STOP_AFTER
from .paging import continuation_after
from .records import NEVER
from .views import REMOVE, merged

#: Option names and defaults of each kind.
OPTIONS: dict[str, dict[str, t.Any]] = {
    "reset": {},
    "lost_reply": {},
    "slow": {"seconds": 5.0},
    "drip": {"interval": 0.1},
    "drip_headers": {"interval": 0.1},
    "endless": {"chunked": True, "block": 65536, "interval": 0.0},
    "status": {"status": 503, "body": None, "headers": {}, "processed": False},
    "html": {"status": 502, "processed": False},
    "not_json": {"text": "It works, but this is not JSON.", "processed": False},
    "envelope": {"status": 403, "body": "User not authenticated", "processed": False},
    "redirect": {"status": 302, "location": "https://elsewhere.example/", "processed": False},
    "echo_token": {"status": 403, "where": "words", "processed": False},
    "cut": {"keep": 0.5, "honest_length": True},
    "body": {"body": None},
    "patch": {"fields": {}, "remove": []},
    "stuck_page": {},
    "hang_up": {},
    "stop_takes": {"seconds": 2.0},
    "stale": {},
}
#: Kinds that answer, or fail to, without asking the cloud; the option `processed` decides for the others that have it.
UNPROCESSED = ("reset", "endless")
STOP_KINDS = ("stop_takes", "stale")
STOP_PATH = r"/action/stop$"
LIST_PATH = r"^/v1/test_(run|record|policy)$"
ECHOES = ("words", "field", "html")

#: What the API is known to say; 502 and up are answered by something in front of it, with no JSON.
WORDS = {
    401: "User not authenticated",
    403: "User not authenticated",
    404: "Not found",
    429: "Rate limiting",
    500: "Timed out connecting to server",
}
HTML = "<html>\r\n<head><title>{0}</title></head>\r\n<body><center><h1>{0}</h1></center></body>\r\n</html>\r\n"
JSON = "application/json"


@dataclasses.dataclass
class Fault:
    """One fault and which requests meet it."""

    kind: str
    method: str | None
    path: str | None
    times: int | None
    skip: int
    options: dict[str, t.Any]
    #: How many requests met it so far.
    met: int = 0

    @property
    def processed(self) -> bool:
        """Does the cloud carry the request out?"""
        return self.kind not in UNPROCESSED and bool(self.options.get("processed", True))

    @property
    def spent(self) -> bool:
        return self.times is not None and self.met >= self.times

    def matches(self, method: str, path: str) -> bool:
        if self.spent or (self.method and self.method != method):
            return False
        return self.path is None or re.search(self.path, path) is not None

    def as_dict(self) -> dict[str, t.Any]:
        """For the control routes."""
        return {**vars(self), "options": {name: repr(value) if name == "fields" else value for name, value in self.options.items()}}

    @property
    def environ(self) -> dict[str, t.Any]:
        """What the application must know of it, for its WSGI environment."""
        if self.kind not in STOP_KINDS:
            return {}
        return {STOP_AFTER: NEVER if self.kind == "stale" else self.options["seconds"]}

    def reply(self, good: Response | None, token: str, query: str) -> Response:
        """The reply that is sent; `good` is the cloud's own, None if the request was not processed.

        `token` and `query` are what came with the request, "" for nothing.
        """
        make = _MAKERS.get(self.kind)
        if make is not None:
            return make(self.options, token)
        if good is None:
            raise AssertionError("fault %s needs the reply of the cloud" % self.kind)
        if self.kind == "body":
            return _json(good.status_code, {**json.loads(good.get_data()), "body": self.options["body"]})
        if self.kind == "patch":
            return _patched(good, {**self.options["fields"], **dict.fromkeys(self.options["remove"], REMOVE)})
        if self.kind == "stuck_page":
            return _stuck(good, parse_qs(query).get("continuation", [""])[-1])
        return good


def make_fault(
    kind: str,
    method: str | None = None,
    path: str | None = None,
    times: int | None = 1,
    skip: int = 0,
    **options: t.Any,
) -> Fault:
    """A Fault; ValueError for an unknown kind, option or value."""
    if kind not in OPTIONS:
        raise ValueError("unknown kind of fault %r; there are %s" % (kind, ", ".join(sorted(OPTIONS))))
    unknown = set(options) - set(OPTIONS[kind])
    if unknown:
        known = ", ".join(OPTIONS[kind]) or "none"
        raise ValueError("fault %s has no option %s; it has %s" % (kind, ", ".join(sorted(unknown)), known))
    if options.get("where", ECHOES[0]) not in ECHOES:
        raise ValueError("where must be one of %s" % ", ".join(ECHOES))
    if kind in STOP_KINDS:
        method, path = method or "POST", path or STOP_PATH
    elif kind == "stuck_page":
        method, path = method or "GET", path or LIST_PATH
    if path is not None:
        try:
            re.compile(path)
        except re.error as error:
            raise ValueError("path is no regular expression: %s" % error) from error
    return Fault(kind, method.upper() if method else None, path, times, skip, {**OPTIONS[kind], **options})


def take(faults: list[Fault], method: str, path: str) -> Fault | None:
    """The fault that this request meets. It counts."""
    for fault in faults:
        if fault.matches(method, path):
            if fault.skip == 0:
                fault.met += 1
                return fault
            fault.skip -= 1
    return None


# What is sent


def _json(status: int, value: t.Any) -> Response:
    return Response(json.dumps(value), status, content_type=JSON)


def _patched(good: Response, changes: dict[str, t.Any]) -> Response:
    whole = json.loads(good.get_data())
    if not isinstance(whole.get("body"), dict):
        return good
    return _json(good.status_code, {**whole, "body": merged(whole["body"], changes)})


def _stuck(good: Response, sent: str) -> Response:
    body = json.loads(good.get_data())["body"]
    if not isinstance(body, dict) or not isinstance(body.get("objects"), list):
        return good
    last = body["objects"][-1]["id"] if body["objects"] else 0
    return _patched(good, {"continuation": sent or body["continuation"] or continuation_after(last)})


def _status(options: dict[str, t.Any], token: str) -> Response:
    status, body = options["status"], options["body"]
    if body is None and status in WORDS:
        body = {"status": status, "body": WORDS[status]}
    if body is None:
        reply = _html(options, token)
    elif isinstance(body, str):
        reply = Response(body, status, content_type="text/plain; charset=utf-8")
    else:
        reply = _json(status, body)
    reply.headers.update({name: str(value) for name, value in options["headers"].items()})
    return reply


def _html(options: dict[str, t.Any], token: str) -> Response:
    reply = Response(status=options["status"], content_type="text/html")
    reply.set_data(HTML.format(reply.status.title()))
    return reply


def _envelope(options: dict[str, t.Any], token: str) -> Response:
    return _json(200, {"status": options["status"], "body": options["body"]})


def _redirect(options: dict[str, t.Any], token: str) -> Response:
    return Response("", options["status"], {"Location": options["location"]}, content_type="text/html")


def _echo_token(options: dict[str, t.Any], token: str) -> Response:
    status, where = options["status"], options["where"]
    if where == "html":
        return Response("<html><body><h1>Token %s refused</h1></body></html>" % token, status, content_type="text/html")
    if where == "field":
        return _json(status, {"status": status, "body": {token: {"error": "unknown_token", "value": token}}})
    return _json(status, {"status": status, "body": "User not authenticated: token %s is unknown" % token})


_MAKERS: dict[str, t.Callable[[dict[str, t.Any], str], Response]] = {
    "status": _status,
    "html": _html,
    "not_json": lambda options, token: Response(options["text"], content_type=JSON),
    "envelope": _envelope,
    "redirect": _redirect,
    "echo_token": _echo_token,
    "endless": lambda options, token: Response("", content_type=JSON),
}
