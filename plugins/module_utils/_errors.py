# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What can go wrong, as exceptions whose text tells the user what to do."""

from __future__ import annotations

import typing as t


class FastError(Exception):
    """A failure to report to the user. Its text never holds the token.

    :param message: one or more sentences: what happened and what to do.
    :param advice: a sentence on what to do when the task has failed, which a warning of a task that goes on does without.
    :param http_status: HTTP status, or the envelope's where a 2xx wrapped an error.
    :param method: HTTP method of the request that failed.
    :param path: path of that request, without host and query.
    :param server_error: the server's own words, if it gave any.
    :param codes: the server's codes by the fields that they are about, if it gave any. No key of a result.
    :param retry_after: seconds that the server asked to wait, if it did. No key of a result.
    :param test_run: the last test run object read before the failure, as the API sent it.
    """

    def __init__(
        self,
        message: str,
        *,
        advice: str = "",
        http_status: int | None = None,
        method: str | None = None,
        path: str | None = None,
        server_error: str | None = None,
        codes: dict[str, str] | None = None,
        retry_after: float | None = None,
        test_run: dict[str, t.Any] | None = None,
    ) -> None:
        super().__init__(f"{message} {advice}" if advice else message)
        #: The message without the advice.
        self.problem = message
        self.http_status = http_status
        self.method = method
        self.path = path
        self.server_error = server_error
        self.codes = codes or {}
        self.retry_after = retry_after
        self.test_run = test_run

    def details(self) -> dict[str, t.Any]:
        """Return the failure as keys of a task result; ``test_run`` only where one was read."""
        found: dict[str, t.Any] = {
            "http_status": self.http_status,
            "method": self.method,
            "path": self.path,
            "server_error": self.server_error,
        }
        if self.test_run is not None:
            found["test_run"] = self.test_run
        return found


class InvalidInput(FastError):
    """A value given by the user can't be used. Nothing was changed."""


class Unsupported(FastError):
    """The installed HTTP library no longer does what the collection stands on: a defect of the collection."""


class NotSent(FastError):
    """No connection was made, so the server never saw the request."""


class Unreachable(NotSent):
    """No connection was made, and none will be by waiting: a name that is unknown, a certificate or a login that is refused, another protocol."""


class ReplyLost(FastError):
    """The request was sent, but no readable reply came: it may have been processed."""


class ReplyUnusable(ReplyLost):
    """What came can't be read, and won't be if one asks again."""


class ReplyTooLong(ReplyUnusable):
    """The reply is longer than is taken."""


class ApiError(FastError):
    """The server answered, and the answer is an error."""


class GatewayError(ApiError):
    """Something on the way answered in the place of the API: its statuses don't mean what the API's do."""


class NotReached(FastError):
    """What was wanted did not come true though the server accepted it, or can't come true any more."""


class TimedOut(FastError):
    """A wait reached its limit."""
