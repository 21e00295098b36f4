# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The call log: every API request that reached the emulator, in the order of arrival, without its token."""

from __future__ import annotations

import dataclasses
import json
import threading
import typing as t

from werkzeug.datastructures import Headers

TOKEN_HEADER = "X-WallarmAPI-Token"


@dataclasses.dataclass
class Call:
    """One request. `status` is None until a reply is chosen, and stays None where a fault sends none."""

    method: str
    #: Without the query string.
    path: str
    query: str
    #: Case-insensitive; the token header is left out.
    headers: Headers
    #: Did it carry a token header?
    has_token: bool
    #: The request body as text, "" when there was none.
    body: str
    #: Which connection it came on, counted from 1.
    connection: int
    #: Unix time of arrival, real and not emulated.
    time: float
    status: t.Optional[int] = None
    #: The kind of the fault that it met.
    fault: t.Optional[str] = None

    @property
    def json(self) -> t.Any:
        """The request body parsed as JSON, None when there was none."""
        return json.loads(self.body) if self.body else None

    def as_dict(self) -> t.Dict[str, t.Any]:
        """For the control API."""
        return {**{field.name: getattr(self, field.name) for field in dataclasses.fields(self)},
                "headers": dict(self.headers)}


class CallLog:
    """Calls in order of arrival. Reading gives a copy, so a test can hold on to it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: t.List[Call] = []

    def add(self, call: Call) -> Call:
        with self._lock:
            self._calls.append(call)
        return call

    def all(self, method: t.Optional[str] = None) -> t.List[Call]:
        with self._lock:
            return [call for call in self._calls if method is None or call.method == method.upper()]

    def clear(self) -> None:
        with self._lock:
            self._calls.clear()
