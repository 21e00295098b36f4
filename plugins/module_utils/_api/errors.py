# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an error reply of the API means to the user, in words that say what to do."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from .._errors import ApiError, GatewayError
from .._http.response import Reply, codes_of, words_of
from .._http.retry import passes
from .._text import in_seconds, shortened, shortened_line


def error_of(reply: Reply, host: str, method: str, path: str, what: str, check: str) -> ApiError:
    """Return an error reply as the failure to raise.

    :param what: what was asked for, as in "There is no ... on us1.api.wallarm.com".
    :param check: the options that a refused token makes one look at.
    """
    words = words_of(reply.data, reply.text)
    said = f"HTTP {reply.status}: {words}" if words else f"HTTP {reply.status}, no reason given"
    status = reply.status
    request = f"{method} {path}"
    wait = "" if reply.retry_after is None else f" and asks to wait {in_seconds(reply.retry_after)}"
    advice = ""
    if 300 <= status < 400:
        message = _redirected(reply, host, path, request)
    elif status == 429:
        message = f"{host} limits the rate of requests{wait} ({said})."
        advice = "Run the task again later, or allow it more retries or time (retries, wait_timeout)."
    elif passes(status):
        message = f"{host}{'' if reply.enveloped else ', or a gateway in front of it,'} could not process {request}{wait} ({said})."
        advice = "Run the task again later."
    elif not reply.enveloped:
        message = (
            f"Something else than the Wallarm API answered {request} for {host} ({said}): a gateway, a proxy or another web server. Check api_host and "
            "the proxy settings, and ask whoever runs the gateway."
        )
    elif status in (401, 403):
        message = f"The token was refused by {host} ({said}). Tokens belong to one cloud: check {check}."
    elif status == 404:
        message = (
            f"There is no {what} on {host} ({said}). Check the id, and that api_host and api_token belong to the "
            "cloud, and the FAST node or the account, that it was made with."
        )
    else:
        message = f"{host} refused {request} ({said})."
    kind = ApiError if reply.enveloped else GatewayError
    return kind(
        message,
        advice=advice,
        http_status=status,
        method=method,
        path=path,
        server_error=words,
        codes=codes_of(reply.data),
        retry_after=reply.retry_after,
    )


def _redirected(reply: Reply, host: str, path: str, request: str) -> str:
    """Return what a redirect means: that the API is elsewhere, or that something on the way is not as it should be."""
    try:
        to, ours = urlsplit(urljoin(f"https://{host}{path}", reply.location or "")), urlsplit(f"//{host}")
        same = to.hostname == ours.hostname and (to.scheme != "https" or (to.port or 443) == (ours.port or 443))
        other = to.netloc.rpartition("@")[2]
    except ValueError:
        same, other = False, ""
    if same or not reply.location:
        to_where = f"to {shortened(to.path)} on the same host" if reply.location else "without saying where to"
        return (
            f"{host} redirects {request} {to_where} (HTTP {reply.status}). The Wallarm API does not do so: a gateway or a proxy on the way answers in its "
            "place. Check api_host and the proxy settings, and ask whoever runs the gateway. Redirects are not followed."
        )
    where = f"to {shortened_line(other)}" if other else "elsewhere"
    return (
        f"{host} redirects {request} {where} (HTTP {reply.status}). Redirects are not followed, so that the token "
        "stays with the host it was given for. If that host is the right one, name it as api_host."
    )
