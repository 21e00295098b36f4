# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a variable may hold. Each function returns the value as it is used, or raises InvalidInput with a sentence that names the variable."""

from __future__ import annotations

import re
import shlex
import typing as t
from urllib.parse import urlsplit

from ansible_collections.wallarm.fast.plugins.module_utils._api.ids import checked_id
from ansible_collections.wallarm.fast.plugins.module_utils._errors import InvalidInput
from ansible_collections.wallarm.fast.plugins.module_utils._http.proxy import without_credentials
from ansible_collections.wallarm.fast.plugins.module_utils._text import shortened

from .._report.findings import NEVER

#: Takes a value that was given, and the name of its variable.
Kind = t.Callable[[t.Any, str], t.Any]

_A_WEEK = 7 * 86400
_FLAGS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
_WHOLE = re.compile(r"-?[0-9]{1,18}")


def shown(value: t.Any) -> str:
    """Return a value fit to stand in a message."""
    if isinstance(value, bool):
        return str(value).lower()
    return shortened(value if isinstance(value, str) else str(value))


def problem_of(kind: Kind, value: t.Any, variable: str) -> str:
    """Return the sentence that says what is wrong with a value, or "" if it can be used."""
    try:
        kind(value, variable)
    except InvalidInput as problem:
        return str(problem)
    return ""


def text(value: t.Any, variable: str) -> str:
    """Return a text. A number becomes one."""
    if isinstance(value, (bool, list, dict)):
        raise InvalidInput(f"{variable} must be a text, not {shown(value)}.")
    return str(value).strip()


def identifier(value: t.Any, variable: str) -> str:
    """Return an id of a test run, a test record, a FAST node or a policy."""
    return checked_id(text(value, variable), variable)


def client_number(value: t.Any, variable: str) -> str:
    """Return the number of a client as text."""
    number = text(value, variable)
    if not re.fullmatch("[0-9]{1,18}", number):
        raise InvalidInput(f"{variable} must be the number of a client, as the Console shows it, not {shown(number)}.")
    return number


def names(value: t.Any, variable: str) -> list[str]:
    """Return a list of texts, also where a text with commas or a single number was given."""
    items = value if isinstance(value, list) else text(value, variable).split(",")
    return [item for item in (text(item, variable) for item in items) if item]


def flag(value: t.Any, variable: str) -> bool:
    """Return true or false."""
    found = _FLAGS.get(str(value).strip().lower())
    if found is None:
        raise InvalidInput(f"{variable} must be true or false, not {shown(value)}.")
    return found


def number(least: int, most: int | None, words: str) -> Kind:
    """Return a kind of whole numbers, given as such or as text.

    :param words: what it must be, as in "must be <words>".
    """

    def kind(value: t.Any, variable: str) -> int:
        whole = (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, str) and _WHOLE.fullmatch(value.strip()))
        found = int(value) if whole else least - 1
        if found < least or (most is not None and found > most):
            raise InvalidInput(f"{variable} must be {words}, not {shown(value)}.")
        return found

    return kind


seconds = number(0, _A_WEEK, f"a number of seconds from 0 to {_A_WEEK}, a week")
threat = number(1, 100, "a number from 1 to 100, or never")
rate = number(1, None, "a number of requests per second from 1")
inactivity = number(300, 86400, "a number of seconds from 300, five minutes, to 86400, a day")
minutes = number(0, None, "a whole number of minutes")


def threat_limit(value: t.Any, variable: str) -> int | str:
    """Return the threat from which on a finding fails, or ``never``."""
    if isinstance(value, str) and value.strip().lower() == NEVER:
        return NEVER
    return t.cast("int", threat(value, variable))


def command(value: t.Any, variable: str) -> list[str]:
    """Return the arguments of a command, given as a list or as one text."""
    if isinstance(value, list):
        return [text(item, variable) if isinstance(item, (bool, list, dict)) else str(item) for item in value]
    try:
        return shlex.split(text(value, variable))
    except ValueError as problem:
        raise InvalidInput(f"{variable} can't be split into the arguments of a command ({problem}): {shown(value)}.") from None


def proxy_url(value: t.Any, variable: str) -> str:
    """Return the URL of a proxy. A password in it is in no message."""
    url = text(value, variable)
    if _names_a_proxy(url):
        return url
    place = without_credentials(url)
    example = f"http://{place}" if _names_a_proxy(f"http://{place}") else "http://fast-node.example.com:8080"
    given = shown(url) if "@" not in url else shown(place) if example.endswith(place) else "what is given"
    raise InvalidInput(f"{variable} must be a URL such as {example}, not {given}.")


def _names_a_proxy(url: str) -> bool:
    """Whether it is ``http(s)://[user:password@]host[:port]``, and no more."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and port != 0
        and not parts.netloc.endswith(":")
        and (parts.path, parts.query, parts.fragment) in (("", "", ""), ("/", "", ""))
        and not re.search(r"[\s\x00-\x1f\x7f?#]", url)
    )
