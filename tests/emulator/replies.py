# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replies as plain data, and how a fault replaces or spoils one before it is sent."""

from __future__ import annotations

import dataclasses
import json
import typing as t

from .faults import Fault
from .paging import continuation_after
from .views import REMOVE, merged

#: What the API is known to say; 502 and up are answered by something in front of it, with no JSON.
WORDS = {
    401: "User not authenticated",
    403: "User not authenticated",
    404: "Not found",
    429: "Rate limiting",
    500: "Timed out connecting to server",
}

HTML = "<html>\r\n<head><title>%d %s</title></head>\r\n<body><center><h1>%d %s</h1></center></body>\r\n</html>\r\n"
JSON = "application/json"


@dataclasses.dataclass
class Reply:
    """Status, headers (no Content-Length: that is added when it is sent) and body."""

    status: int
    headers: t.List[t.Tuple[str, str]]
    body: bytes


def json_reply(status: int, value: t.Any) -> Reply:
    return Reply(status, [("Content-Type", JSON)], json.dumps(value).encode())


def text_reply(status: int, text: str, content_type: str) -> Reply:
    return Reply(status, [("Content-Type", content_type)], text.encode())


def spoil(fault: Fault, good: t.Optional[Reply], token: str, continuation: str = "") -> Reply:
    """The reply that this fault gives; `good` is the cloud's own, None if the request was not processed.

    `token` and `continuation` are what came with the request, "" for nothing.
    """
    options = fault.options
    maker = _MAKERS.get(fault.kind)
    if maker is not None:
        return maker(options, token)
    if good is None:
        raise AssertionError("fault %s needs the reply of the cloud" % fault.kind)
    if fault.kind == "body":
        return json_reply(good.status, {**json.loads(good.body), "body": options["body"]})
    if fault.kind == "patch":
        return _patched(good, {**options["fields"], **{name: REMOVE for name in options["remove"]}})
    if fault.kind == "stuck_page":
        return _stuck(good, continuation)
    return good


def _stuck(good: Reply, sent: str) -> Reply:
    body = json.loads(good.body).get("body")
    if not isinstance(body, dict) or not isinstance(body.get("objects"), list):
        return good
    last = body["objects"][-1].get("id", 0) if body["objects"] else 0
    return _patched(good, {"continuation": sent or body["continuation"] or continuation_after(last)})


def _patched(good: Reply, changes: t.Dict[str, t.Any]) -> Reply:
    whole = json.loads(good.body)
    if not isinstance(whole.get("body"), dict):
        return good
    return json_reply(good.status, {**whole, "body": merged(whole["body"], changes)})


def _status(options: t.Dict[str, t.Any], token: str) -> Reply:
    status, body = options["status"], options["body"]
    if body is None and status in WORDS:
        body = {"status": status, "body": WORDS[status]}
    if body is None:
        reply = _html(options, token)
    elif isinstance(body, str):
        reply = text_reply(status, body, "text/plain; charset=utf-8")
    else:
        reply = json_reply(status, body)
    given = {name.lower() for name in options["headers"]}
    kept = [(name, value) for name, value in reply.headers if name.lower() not in given]
    return Reply(status, kept + [(name, str(value)) for name, value in options["headers"].items()], reply.body)


def _html(options: t.Dict[str, t.Any], token: str) -> Reply:
    status = options["status"]
    words = {502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}.get(status, "Error")
    return text_reply(status, HTML % (status, words, status, words), "text/html")


def _envelope(options: t.Dict[str, t.Any], token: str) -> Reply:
    return json_reply(200, {"status": options["status"], "body": options["body"]})


def _redirect(options: t.Dict[str, t.Any], token: str) -> Reply:
    return Reply(options["status"], [("Location", options["location"]), ("Content-Type", "text/html")], b"")


def _echo_token(options: t.Dict[str, t.Any], token: str) -> Reply:
    status, where = options["status"], options["where"]
    if where == "html":
        return text_reply(status, "<html><body><h1>Token %s refused</h1></body></html>" % token, "text/html")
    if where == "field":
        return json_reply(status, {"status": status, "body": {token: {"error": "unknown_token", "value": token}}})
    return json_reply(status, {"status": status, "body": "User not authenticated: token %s is unknown" % token})


_MAKERS: t.Dict[str, t.Callable[[t.Dict[str, t.Any], str], Reply]] = {
    "status": _status,
    "html": _html,
    "not_json": lambda options, token: text_reply(200, options["text"], JSON),
    "envelope": _envelope,
    "redirect": _redirect,
    "echo_token": _echo_token,
    "endless": lambda options, token: Reply(200, [("Content-Type", JSON)], b""),
}
