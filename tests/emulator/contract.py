# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds every reply of the emulator, and every request it accepts, against docs/api/openapi.yaml.

The file is read once and kept for the whole process, because that takes longer than many checks.
"""

from __future__ import annotations

import functools
import typing as t
from pathlib import Path

from flask import Request, Response

OPENAPI_FILE = Path(__file__).resolve().parents[2] / "docs" / "api" / "openapi.yaml"


def violations(request: Request, response: Response) -> list[str]:
    """What this exchange has that the contract doesn't allow, in words.

    A request that was refused may be as wrong as it likes; one that was accepted may not. A 404 or 405 for a path or
    method that isn't in the contract is right.
    """
    from openapi_core.exceptions import OpenAPIError
    from openapi_core.templating.paths.exceptions import PathError

    asked, answered = _AsAsked(request), _AsAnswered(response)
    checks = [lambda: _openapi().validate_response(asked, answered)]
    if response.status_code < 400:
        checks.insert(0, lambda: _openapi().validate_request(asked))
    found = []
    for check in checks:
        try:
            check()
        except PathError as error:
            if response.status_code not in (404, 405):
                found.append(_words(error))
        except OpenAPIError as error:
            found.append(_words(error))
    return found


@functools.lru_cache(maxsize=1)
def load() -> dict[str, t.Any]:
    """openapi.yaml as plain data."""
    import yaml

    return yaml.load(OPENAPI_FILE.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def prepare() -> None:
    """Read the file now, so that the first reply does not have to wait for it."""
    _openapi()


@functools.lru_cache(maxsize=1)
def _openapi() -> t.Any:
    from openapi_core import OpenAPI

    return OpenAPI.from_dict(load())


def _words(error: BaseException) -> str:
    """The schema's own complaints with their places; where there are none, the error and its causes."""
    errors: list[BaseException] = [error]
    while errors[-1].__cause__ is not None:
        errors.append(errors[-1].__cause__)
    complaints = [
        "%s: %s" % ("/".join(str(step) for step in complaint.absolute_path) or "(whole)", complaint.message)
        for one in errors
        for complaint in getattr(one, "schema_errors", ())
    ]
    parameter = getattr(error, "name", "")
    words = "; ".join(complaints or [str(one) or type(one).__name__ for one in errors])
    return "parameter %s: %s" % (parameter, words) if parameter else words


class _AsAsked:
    """A Flask request as openapi-core wants it, on the host that the contract names."""

    def __init__(self, request: Request) -> None:
        from openapi_core.datatypes import RequestParameters

        self.host_url = load()["servers"][0]["url"]
        self.path = request.path
        self.method = request.method.lower()
        self.body = request.get_data() or None
        self.content_type = request.mimetype
        self.parameters = RequestParameters(query=request.args, header=request.headers, cookie=request.cookies)


class _AsAnswered:
    """A Flask response as openapi-core wants it."""

    def __init__(self, response: Response) -> None:
        self.status_code = response.status_code
        self.headers = response.headers
        self.content_type = response.mimetype
        self.data = response.get_data()
