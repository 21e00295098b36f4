# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an error reply of the API means to the user, in words that say what to do."""

from __future__ import annotations

from .._errors import ApiError
from .._http.response import Reply, words_of


def error_of(reply: Reply, host: str, method: str, path: str, what: str, check: str) -> ApiError:
    """Return an error reply as the failure to raise.

    :param what: what was asked for, as in "There is no ... on us1.api.wallarm.com".
    :param check: the options that a refused token makes one look at.
    """
    words = words_of(reply.data, reply.text)
    said = f"HTTP {reply.status}: {words}" if words else f"HTTP {reply.status}, no reason given"
    status = reply.status
    wait = "" if reply.retry_after is None else f" and asks to wait {reply.retry_after:.0f} s"
    if 300 <= status < 400:
        to = f"to {reply.location}" if reply.location else "elsewhere"
        message = (
            f"{host} redirects {method} {path} {to} (HTTP {status}). Redirects are not followed, so that the token "
            "stays with the host it was given for. If that host is the right one, name it as api_host."
        )
    elif status in (401, 403):
        message = f"The token was refused by {host} ({said}). Tokens belong to one cloud: check {check}."
    elif status == 404:
        message = (
            f"There is no {what} on {host} ({said}). Check the id, and that api_host and api_token belong to the "
            "cloud and the FAST node it was made with."
        )
    elif status == 429:
        message = (
            f"{host} limits the rate of requests{wait} ({said}). Run the task again later, or allow it more "
            "retries or time (retries, wait_timeout)."
        )
    elif status >= 500:
        message = f"{host} could not process {method} {path}{wait} ({said}). Run the task again later."
    else:
        message = f"{host} refused {method} {path} ({said})."
    return ApiError(
        message, http_status=status, method=method, path=path, server_error=words, retry_after=reply.retry_after
    )
