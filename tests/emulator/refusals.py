# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways the emulated cloud says no, in the API's own error bodies.

The bodies of 403 and 404 are the API's. In a 400 body only `not_ready_for_cloning` is a code that the API is known to
use; every other code here is the emulator's own, in the documented shape `{"<field>": {"error": code, "value": …}}`.
"""

from __future__ import annotations

import typing as t

_NOTHING: t.Any = object()


class Refused(Exception):
    """A request that the cloud refuses: the HTTP status and the envelope's body."""

    def __init__(self, status: int, body: t.Any) -> None:
        super().__init__("%d %r" % (status, body))
        self.status = status
        self.body = body


def not_authenticated() -> Refused:
    """The token is missing or unknown. The cloud says 403 here, not 401."""
    return Refused(403, "User not authenticated")


def not_permitted() -> Refused:
    """The token is known, but may not do this."""
    return Refused(403, "Check permissions failed")


def foreign_client(clientid: int) -> Refused:
    """The token belongs to another client: the second documented form of a 403 body."""
    return Refused(403, {"error": "Access to client %d denied" % clientid})


def not_found() -> Refused:
    """No such object, or none that this token can see."""
    return Refused(404, "Not found")


def bad_field(name: str, code: str, value: t.Any = _NOTHING) -> Refused:
    """One request field is wrong; the value is echoed where there was one."""
    return Refused(400, {name: field_error(code, value)})


def field_error(code: str, value: t.Any = _NOTHING) -> t.Dict[str, t.Any]:
    """The inner object of a 400 body."""
    return {"error": code} if value is _NOTHING else {"error": code, "value": value}
