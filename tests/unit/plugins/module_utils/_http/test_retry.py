# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One table of what passes by waiting, and of what may be sent again."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._errors import (
    ApiError,
    InvalidInput,
    NotReached,
    NotSent,
    ReplyLost,
    ReplyTooLong,
    ReplyUnusable,
    TimedOut,
    Unreachable,
)
from ansible_collections.wallarm.fast.plugins.module_utils._http.retry import ACTION, CREATE, READ, may_pass, unclear

NEVER, PASSES = (False, False, False, False), (True, True, False, False)
NOT_TAKEN_UP = (True, False, True, True)


@pytest.mark.parametrize(
    "statuses, row",
    [
        ((200, 201, 301, 400, 401, 403, 404, 407, 409, 426, 499, 501, 505, 511, 600), NEVER),
        ((408, 500, 502, 504, 507, 520, 522, 524, 530, 599), PASSES),
        ((425, 429), NOT_TAKEN_UP),
        # Of a gateway it may also come after the request was passed on, which matters for what must not happen twice.
        ((503,), (True, False, True, False)),
    ],
    ids=["never", "passes", "not taken up", "503"],
)
def test_what_a_status_means(statuses, row):
    for status in statuses:
        failure = ApiError("x", http_status=status)
        assert (status, READ.status(status), unclear(failure), ACTION.status(status), CREATE.status(status)) == (status, *row)
        assert may_pass(failure) is READ.status(status)


@pytest.mark.parametrize(
    "failure, passing, lost",
    [
        (NotSent("x"), True, False),
        (Unreachable("x"), False, False),
        (ReplyLost("x"), True, True),
        (ReplyLost("x", http_status=200), True, True),
        (ReplyUnusable("x"), False, True),
        (ReplyTooLong("x"), False, True),
        (InvalidInput("x"), False, False),
        (NotReached("x"), False, False),
        (TimedOut("x"), False, False),
        (ApiError("x"), False, False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_a_failure_means(failure, passing, lost):
    assert (may_pass(failure), unclear(failure)) == (passing, lost)


def test_what_may_be_lost_and_what_needs_a_connection_of_its_own():
    assert [(retry.lost, retry.fresh) for retry in (READ, ACTION, CREATE)] == [(True, False), (False, False), (False, True)]
