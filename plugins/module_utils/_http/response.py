# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A server's reply, made safe to show and to pass on."""

from __future__ import annotations

import dataclasses
import datetime
import email.utils
import html
import json
import math
import re
import typing as t
from urllib.parse import quote

from .._text import shortened_line

_MASK = "********"
_DEPTH_LIMIT = 64
_WORDS_LENGTH = 500
# A page of HTML says what it has to within this; more would only cost time.
_TEXT_LENGTH = 8192


@dataclasses.dataclass(frozen=True)
class Reply:
    """A server's reply, free of the token.

    :param status: the status to judge it by: the envelope's where a 2xx wraps an error, else the HTTP status.
    :param data: the body parsed as JSON, or None if it isn't JSON (only in error replies).
    :param text: the body as text.
    :param location: the ``Location`` header, if there is one.
    :param retry_after: seconds the server asks to wait, if it does.
    """

    status: int
    data: t.Any
    text: str
    location: str | None = None
    retry_after: float | None = None

    @property
    def enveloped(self) -> bool:
        """Whether the body has the form of the API's replies. If not, something on the way gave it."""
        return isinstance(self.data, dict) and "body" in self.data


def read_reply(http_status: int, headers: t.Mapping[str, str], content: bytes, token: str) -> Reply:
    """Return a reply as the rest of the collection sees it: parsed, and with the token masked wherever it stood.

    :param headers: the reply's headers, whose names are looked up without regard to case.
    """
    mask = _mask_of(token)
    text = content.decode("utf-8-sig", "replace")
    try:
        data = cleaned(json.loads(text, parse_constant=_refuse), mask)
    except (ValueError, RecursionError):
        data = None
    return Reply(
        status=status_of(http_status, data),
        data=data,
        text=mask.sub(_MASK, html.unescape(text)),
        location=mask.sub(_MASK, headers["Location"]) if headers.get("Location") else None,
        retry_after=_seconds(headers.get("Retry-After")),
    )


def masked(text: str, token: str) -> str:
    """Return a text of others with the token masked."""
    return _mask_of(token).sub(_MASK, text)


def _mask_of(token: str) -> re.Pattern[str]:
    """Return a pattern of the ways to write the token: as it is, in a URL, and in JSON with escaped slashes."""
    forms = {token, quote(token), quote(token, safe=""), token.replace("/", "\\/")}
    return re.compile("|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)), re.IGNORECASE)


def cleaned(value: t.Any, mask: re.Pattern[str], depth: int = 0) -> t.Any:
    """Return a parsed JSON value with the token masked in every string, and fit to be sent on as JSON.

    :raises ValueError: it is nested too deeply, or holds a number that JSON has not.
    """
    if depth > _DEPTH_LIMIT:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        # A lone surrogate can be written in JSON, but not in UTF-8.
        return mask.sub(_MASK, value.encode("utf-8", "replace").decode("utf-8"))
    if isinstance(value, dict):
        # Ansible gives keys that begin so a meaning of its own.
        kept = {key: item for key, item in value.items() if not key.startswith("__ansible")}
        return {cleaned(key, mask): cleaned(item, mask, depth + 1) for key, item in kept.items()}
    if isinstance(value, list):
        return [cleaned(item, mask, depth + 1) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("not a number of JSON")
    return value


def _refuse(constant: str) -> t.NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _seconds(retry_after: str | None) -> float | None:
    """Return the seconds of a ``Retry-After`` header, which holds a number or a date (RFC 9110, 10.2.3)."""
    if retry_after is None:
        return None
    if re.fullmatch(r"[0-9]{1,9}", retry_after):
        return float(retry_after)
    try:
        date = email.utils.parsedate_to_datetime(retry_after)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    if date.tzinfo is None:
        date = date.replace(tzinfo=datetime.timezone.utc)
    try:
        seconds = (date - datetime.datetime.now(datetime.timezone.utc)).total_seconds()
    except OverflowError:
        return None
    return min(max(0.0, seconds), 1e9)


def status_of(http_status: int, data: t.Any) -> int:
    """Return the status to judge a reply by: a 2xx may wrap an error, whose status is the envelope's.

    Another difference between the two, such as HTTP 201 with 200 inside, means nothing.
    """
    wrapped = data.get("status") if isinstance(data, dict) else None
    if 200 <= http_status < 300 and isinstance(wrapped, int) and wrapped >= 400:
        return wrapped
    return http_status


def words_of(data: t.Any, text: str) -> str | None:
    """Return the server's words in an error reply as one line, or None if it said nothing.

    :param data: the reply parsed as JSON, or None if it wasn't JSON.
    :param text: the reply as text, used in that case. HTML is reduced to its text.
    """
    if data is None:
        found = re.sub(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", " ", text[:_TEXT_LENGTH], flags=re.DOTALL | re.IGNORECASE)
    else:
        found = _describe(data["body"] if isinstance(data, dict) and "body" in data else data)
    return shortened_line(found, _WORDS_LENGTH) or None


def codes_of(data: t.Any) -> dict[str, str]:
    """Return the codes in an error reply by their fields, as in ``{"test_record_id": "not_ready_for_cloning"}``. Other shapes have none."""
    body = data.get("body") if isinstance(data, dict) else None
    problems = body.items() if isinstance(body, dict) else ()
    return {field: problem["error"] for field, problem in problems if isinstance(problem, dict) and isinstance(problem.get("error"), str)}


def _describe(body: t.Any) -> str:
    # Known shapes: "text", {"error": text}, {"error": text, "value": v} and {field: {"error": code, "value": v}}.
    if isinstance(body, dict):
        if "error" in body:
            value = f" (value {_plain(body['value'])})" if body.get("value") is not None else ""
            return f"{_plain(body['error'])}{value}"
        return "; ".join(f"{field}: {_describe(problem)}" for field, problem in body.items())
    return _plain(body)


def _plain(value: t.Any) -> str:
    return "" if value is None else str(value)
