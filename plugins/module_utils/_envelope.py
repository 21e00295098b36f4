# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The envelope ``{status, body}`` around every reply of the FAST API (contract, section 5)."""

from __future__ import annotations

import re
import typing as t

_WORDS_LENGTH = 500
# A page of HTML says what it has to within this; more would only cost time.
_TEXT_LENGTH = 8192


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
    line = " ".join("".join(c if c.isprintable() else " " for c in found).split())
    return f"{line[:_WORDS_LENGTH]}..." if len(line) > _WORDS_LENGTH else line or None


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
