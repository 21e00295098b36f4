# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What passes by waiting, and what may be sent again: one table for reads, waits and actions alike."""

from __future__ import annotations

import dataclasses
import typing as t

from .._errors import ApiError, FastError, NotSent, ReplyLost, ReplyUnusable, Unreachable

# The server, or what is in front of it, did not take the request up.
_UNPROCESSED = frozenset({425, 429})
# Of the replies from 500 on, which mostly pass, these say: not supported, not this version of HTTP, log in to the network.
_LASTING = frozenset({501, 505, 511})


def passes(status: int) -> bool:
    """Whether what a status says may pass by waiting."""
    return status in (408, 425, 429) or (500 <= status < 600 and status not in _LASTING)


def may_pass(failure: FastError) -> bool:
    """Whether a failure may pass by waiting."""
    if isinstance(failure, ApiError):
        return passes(failure.http_status or 0)
    if isinstance(failure, (Unreachable, ReplyUnusable)):
        return False
    return isinstance(failure, (NotSent, ReplyLost))


def unclear(failure: FastError) -> bool:
    """Whether an action may have been processed, or not: the server failed at an unknown point. 503 says that it was not."""
    status = failure.http_status or 0
    if isinstance(failure, ApiError):
        return passes(status) and status not in _UNPROCESSED and status != 503
    return isinstance(failure, ReplyLost)


@dataclasses.dataclass(frozen=True)
class Retry:
    """The retry policy of a request.

    A request that never left is sent again under every policy, unless the reason lasts: the server can't have seen it.

    :param status: whether the request is sent again after a reply with a status.
    :param lost: whether it is sent again when it may have been processed.
    :param fresh: whether it goes out on a connection of its own. One that was kept may be closed by the server just then, which can't be
        told from a reply that was lost.
    """

    status: t.Callable[[int], bool]
    lost: bool
    fresh: bool = False


#: A read changes nothing, so it may be repeated whatever happened to it.
READ = Retry(status=passes, lost=True)
#: Anything but what was not taken up has to be looked into before an action is repeated.
ACTION = Retry(status=lambda status: status in _UNPROCESSED or status == 503, lost=False)
#: What must not happen twice: a 503 may also come from a proxy that has passed the request on.
CREATE = Retry(status=lambda status: status in _UNPROCESSED, lost=False, fresh=True)
