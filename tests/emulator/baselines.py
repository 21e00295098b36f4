# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A baseline request: what is kept of it, and how a security test puts a payload into it."""

from __future__ import annotations

import json
import shlex
import typing as t
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

#: The host of baselines that nobody sent.
MADE_UP_DOMAIN = "shop.example.com"


class Baseline(t.NamedTuple):
    """One recorded request."""

    method: str
    #: Scheme, host and port.
    origin: str
    path: str
    query: str = ""
    #: The first name in its JSON body, "" where it has none.
    json_name: str = ""

    @property
    def domain(self) -> str:
        """The host, without the port."""
        return urlsplit(self.origin).hostname or ""


_MADE_UP = (
    ("GET", "/products", "search=tea", ""),
    ("GET", "/orders/1001", "", ""),
    ("POST", "/login", "", "name"),
    ("GET", "/products/2", "", ""),
)


def made_up(index: int, domain: str) -> Baseline:
    """The request of a baseline that nobody sent: always the same for one place in a record."""
    method, path, query, json_name = _MADE_UP[index % len(_MADE_UP)]
    return Baseline(method, "https://" + domain, path, query, json_name)


def attack(baseline: Baseline, payload: str, header: str = "") -> tuple[str, str]:
    """Where `payload` goes, as one of FAST's insertion points, and a curl line that sends it there.

    It goes into `header` if there is one, else into the query, the JSON body or the last part of the path.
    """
    url, more = baseline.origin + baseline.path + ("?" + baseline.query if baseline.query else ""), []
    queried = parse_qsl(baseline.query, keep_blank_values=True)
    if header:
        point = "HEADER_%s_value" % header.upper()
        more = ["-H", "%s: %s" % (header, payload)]
    elif queried:
        point = "GET_%s_value" % queried[0][0]
        url = "%s%s?%s" % (baseline.origin, baseline.path, urlencode([(queried[0][0], payload), *queried[1:]]))
    elif baseline.json_name:
        point = "POST_JSON_DOC_HASH_%s_value" % baseline.json_name
        more = ["-H", "Content-Type: application/json", "-d", json.dumps({baseline.json_name: payload})]
    else:
        folder, _slash, name = baseline.path.rpartition("/")
        point = "ACTION_NAME_value" if name else "URI_value"
        url = "%s%s/%s%s" % (baseline.origin, folder, quote(payload, safe=""), "".join(name.partition(".")[1:]))
    return point, shlex.join(["curl", "-X", baseline.method, url, *more])
