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
from urllib.parse import quote, urlsplit

from ._envelope import status_of

_MASK = "********"
_DEPTH_LIMIT = 64


@dataclasses.dataclass(frozen=True)
class Reply:
    """A server's reply, free of the token.

    :param status: the status to judge it by: the envelope's where a 2xx wraps an error, else the HTTP status.
    :param data: the body parsed as JSON, or None if it isn't JSON (only in error replies).
    :param text: the body as text.
    :param location: host of the ``Location`` header, if there is one.
    :param retry_after: seconds the server asks to wait, if it does.
    """

    status: int
    data: t.Any
    text: str
    location: str | None = None
    retry_after: float | None = None


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
        location=_host_of(mask.sub(_MASK, headers.get("Location") or "")),
        retry_after=_seconds(headers.get("Retry-After")),
    )


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


def _host_of(location: str) -> str | None:
    try:
        return urlsplit(location).hostname
    except ValueError:
        return None


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
