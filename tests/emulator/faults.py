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
`lost_reply`      yes        the connection is closed with no reply; another name is `reset_after`
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
                             ends; matches lists of runs and records unless told otherwise
`hang_up`         yes        a good reply that promises to keep the connection, which is then closed all the same
`stop_takes`      yes        a posted stop takes effect `seconds=2` (emulated) later: the reply still shows the
                             recording; matches posts of stop unless told otherwise
`stale`           no         a posted stop is answered well, and nothing is stopped; matches as above
================  =========  ====================================================================================

*: with `processed=True` the request is carried out before that reply.
"""

from __future__ import annotations

import dataclasses
import re
import threading
import typing as t

#: Option names and defaults of each kind.
OPTIONS: t.Dict[str, t.Dict[str, t.Any]] = {
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
ALIASES = {"reset_after": "lost_reply"}
#: Kinds that answer, or fail to, without asking the cloud; the option `processed` decides for the others that have it.
UNPROCESSED = ("reset", "endless")
STOP_KINDS = ("stop_takes", "stale")
STOP_PATH = r"/action/stop$"
LIST_PATH = r"^/v1/test_(run|record)$"
ECHOES = ("words", "field", "html")


@dataclasses.dataclass
class Fault:
    """One fault and which requests meet it."""

    kind: str
    method: t.Optional[str]
    path: t.Optional[str]
    times: t.Optional[int]
    skip: int
    options: t.Dict[str, t.Any]
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

    def as_dict(self) -> t.Dict[str, t.Any]:
        """For the control API."""
        shown = dataclasses.asdict(self)
        shown["options"] = {name: value for name, value in self.options.items() if name != "fields"}
        if "fields" in self.options:
            shown["options"]["fields"] = {name: repr(value) for name, value in self.options["fields"].items()}
        return shown


def make_fault(
    kind: str,
    method: t.Optional[str] = None,
    path: t.Optional[str] = None,
    times: t.Optional[int] = 1,
    skip: int = 0,
    **options: t.Any,
) -> Fault:
    """A Fault; ValueError for an unknown kind, option or value."""
    kind = ALIASES.get(kind, kind)
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


class FaultList:
    """The faults that are switched on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: t.List[Fault] = []

    def add(self, fault: Fault) -> Fault:
        with self._lock:
            self._faults.append(fault)
        return fault

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()

    def all(self) -> t.List[Fault]:
        with self._lock:
            return list(self._faults)

    def take(self, method: str, path: str) -> t.Optional[Fault]:
        """The fault that this request meets."""
        with self._lock:
            for fault in self._faults:
                if not fault.matches(method, path):
                    continue
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                fault.met += 1
                return fault
        return None
