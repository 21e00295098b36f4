# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The FAST API, one method a route (contract, section 2). Every reply's envelope is checked here."""

from __future__ import annotations

import re
import typing as t

from ._endpoint import shortened
from ._envelope import words_of
from ._errors import ApiError, InvalidInput, ReplyLost
from ._reply import Reply
from ._transport import ACTION, READ, Retry, Transport

# Integers on the real cloud; the docs' samples show tr_1234 (contract, section 1.3). Letters and digits are ASCII.
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")


def checked_id(value: str | None, option: str) -> str:
    """Return an id that can stand in a path as it is.

    :raises InvalidInput: naming ``option``.
    """
    if not value or not _ID.fullmatch(value):
        given = f"not {shortened(value)}" if value else "and it is empty"
        raise InvalidInput(
            f"{option} must be an id as the Console or the API shows it, such as 4485, {given}: "
            "digits, or letters, digits, '_' and '-', at most 64."
        )
    return value


class FastClient:
    """Calls the FAST API.

    Every method raises :class:`ApiError` where the server answers with an error, and ``NotSent`` or ``ReplyLost``
    where it gives no readable answer.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.try_again = transport.try_again
        self.console_url = transport.endpoint.console_url

    def get_test_run(self, test_run_id: str) -> dict[str, t.Any]:
        """Return the test run object of ``GET /v1/test_run/{id}``."""
        path = f"/v1/test_run/{checked_id(test_run_id, 'test_run_id')}"
        return self._test_run("GET", path, test_run_id, READ, {"id": None})

    def stop_recording(self, test_run_id: str) -> dict[str, t.Any]:
        """Return the test run object of ``POST /v1/test_run/{id}/action/stop``.

        The docs' only curl sample says GET, which is a slip (contract, section 1.1). No body is sent, as real callers
        send none (section 2.1).
        """
        path = f"/v1/test_run/{checked_id(test_run_id, 'test_run_id')}/action/stop"
        return self._test_run("POST", path, test_run_id, ACTION, {"id": test_run_id})

    def _test_run(
        self, method: str, path: str, test_run_id: str, retry: Retry, known: dict[str, t.Any]
    ) -> dict[str, t.Any]:
        """Return the test run in a reply, once it is sure to be the one asked for.

        :param known: what needn't be in the reply.
        """
        body = self._call(method, path, f"test run {test_run_id}", retry)
        answered = {**known, **body}["id"] if isinstance(body, dict) else None
        if isinstance(body, dict) and _same_id(answered, test_run_id):
            return body
        found = f"test run {shortened(str(answered))}" if isinstance(body, dict) else "no test run"
        raise ReplyLost(
            f"{self._host} answered {method} {path} with {found}. Check that api_host names a Wallarm API host.",
            http_status=200,
            method=method,
            path=path,
        )

    def _call(self, method: str, path: str, what: str, retry: Retry) -> t.Any:
        reply = self._transport.request(method, path, retry)
        if not 200 <= reply.status < 300:
            raise self._refusal(reply, method, path, what)
        return reply.data.get("body") if isinstance(reply.data, dict) else None

    @property
    def _host(self) -> str:
        return self._transport.endpoint.host

    def _refusal(self, reply: Reply, method: str, path: str, what: str) -> ApiError:
        words = words_of(reply.data, reply.text)
        said = f"HTTP {reply.status}: {words}" if words else f"HTTP {reply.status}, no reason given"
        host, status = self._host, reply.status
        if 300 <= status < 400:
            to = f"to {reply.location}" if reply.location else "elsewhere"
            message = (
                f"{host} redirects {method} {path} {to} (HTTP {status}). Redirects are not followed, so that the token "
                "stays with the host it was given for. If that host is the right one, name it as api_host."
            )
        elif status in (401, 403):
            message = (
                f"The token was refused by {host} ({said}). Tokens belong to one cloud: check api_token and api_host."
            )
        elif status == 404:
            message = (
                f"There is no {what} on {host} ({said}). Check the id, and that api_host and api_token belong to the "
                "cloud and the FAST node it was made with."
            )
        elif status == 429:
            wait = "" if reply.retry_after is None else f" and asks to wait {reply.retry_after:.0f} s"
            message = (
                f"{host} limits the rate of requests{wait} ({said}). Run the task again later, or allow it more "
                "retries or time (retries, wait_timeout)."
            )
        elif status >= 500:
            message = f"{host} could not process {method} {path} ({said}). Run the task again later."
        else:
            message = f"{host} refused {method} {path} ({said})."
        return ApiError(message, http_status=status, method=method, path=path, server_error=words)


def _same_id(one: t.Any, other: str) -> bool:
    """Compare ids as integers where they are such: users write them as strings too."""
    text = str(one)
    if text.isdecimal() and other.isdecimal():
        return text.lstrip("0") == other.lstrip("0")
    return text == other
