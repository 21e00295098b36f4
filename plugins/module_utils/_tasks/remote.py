# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Have an action of the API done to a test run: act, verify, and look again where a reply was lost."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.client import FastClient
from .._api.models import TestRun
from .._deadline import TimeLimit, poll
from .._errors import ApiError, FastError, NotReached, ReplyLost
from .waiter import Looks

# The docs' scripts look every second (contract, section 7).
POLL_SECONDS = 1.0

# Stopping what is stopped may be refused so: no source shows the answer (contract, section 10).
_MAYBE_DONE_ALREADY = (400, 409)


@dataclasses.dataclass(frozen=True)
class Aim:
    """What an action is to bring about.

    :param action: the action's name in its route.
    :param reached: whether a test run is as wanted.
    :param told_by: the fields that tell, and that a reply has to hold to prove anything.
    :param question: what is unknown after a lost reply, as in "to see ...".
    :param proof: what the server has to say, as in "the server did not say ...".
    :param under_way: the state of a test run that the action was accepted for and has not yet taken effect on.
    :param ended: what it means that the test run has ended: true that the aim was reached before, false that it won't
        be any more, None neither.
    """

    action: str
    reached: t.Callable[[TestRun], bool]
    told_by: tuple[str, ...]
    question: str
    proof: str
    under_way: str | None = None
    ended: bool | None = None

    def begun(self, seen: TestRun) -> bool:
        """Whether there is nothing left to call the action for."""
        return self.settled(seen) or (self.under_way is not None and seen.state == self.under_way)

    def settled(self, seen: TestRun) -> bool:
        """Whether the aim is reached, or will never be."""
        return self.reached(seen) or (self.ended is not None and seen.finished)


class WatchedRun:
    """One test run on the server, remembered as last seen. Making one reads it, unless it was just seen."""

    def __init__(self, client: FastClient, test_run_id: str, seen: dict[str, t.Any] | None = None) -> None:
        self._client = client
        self._id = test_run_id
        self.try_again = client.try_again
        self.seen = self.read() if seen is None else TestRun(seen)

    def read(self) -> TestRun:
        """Read it and return what is seen."""
        self.seen = TestRun(self._client.get_test_run(self._id))
        return self.seen

    def act(self, aim: Aim) -> TestRun:
        """Call the action and return what its reply shows."""
        # The reply may hold less than was read before, but only itself can tell that the aim was reached.
        unknown = dict.fromkeys(aim.told_by)
        self.seen = TestRun({**self.seen.raw, **unknown, **self._client.act(self._id, aim.action)})
        return self.seen

    def change(self, parameters: dict[str, t.Any]) -> TestRun:
        """Set fields that can be set, and return what the reply shows."""
        self.seen = TestRun({**self.seen.raw, **self._client.update_test_run(self._id, parameters)})
        return self.seen

    def read_record_id(self, warn: t.Callable[[str], None]) -> None:
        """Read the id of the test record alone: a read may be older than the action whose reply lacked it."""
        try:
            record_id = self._client.get_test_run(self._id).get("test_record_id")
        except FastError as failure:
            warn(str(failure))
        else:
            self.seen = TestRun({**self.seen.raw, "test_record_id": record_id})


def bring_about(watched: WatchedRun, aim: Aim, limit: TimeLimit, warn: t.Callable[[str], None]) -> bool:
    """Call an action until the server says that its aim is reached; return whether that was our doing.

    :raises TimedOut: the server accepted the action, but did not show it within the limit.
    :raises NotReached: the test run ended before that.
    """
    tries, maybe_ours = 0, False
    while True:
        tries += 1
        try:
            watched.act(aim)
        except (ApiError, ReplyLost) as failure:
            if failure.http_status in _MAYBE_DONE_ALREADY:
                # Somebody else was faster, or an earlier try of ours whose reply was lost.
                if not aim.begun(watched.read()):
                    raise
                if not (aim.reached(watched.seen) or maybe_ours) and watched.seen.finished:
                    raise _too_late(watched, aim) from None
                await_aim(watched, aim, limit, warn)
                return maybe_ours
            if not unclear(failure):
                raise
            maybe_ours = True
            if not _accepted(failure):
                warn(f"{failure} Reading the test run again to see {aim.question}.")
                if not aim.begun(watched.read()):
                    # It may take a moment to show, so a second call is sent only if a later look says so too.
                    if not watched.try_again(str(failure), tries, failure.retry_after):
                        raise
                    if not aim.begun(watched.read()):
                        continue
        await_aim(watched, aim, limit, warn)
        return True


def await_aim(watched: WatchedRun, aim: Aim, limit: TimeLimit, warn: t.Callable[[str], None]) -> None:
    """Read until the server says that the aim is reached, which alone proves it (contract, section 3).

    :raises TimedOut: it did not within the limit.
    :raises NotReached: the test run ended before that.
    """
    await_state(
        watched,
        aim.settled,
        limit,
        warn,
        f"The server accepted the {aim.action}, but did not say within {limit.seconds:g} s (wait_timeout) that {aim.proof}.",
    )
    if not aim.reached(watched.seen) and not aim.ended:
        raise _too_late(watched, aim)


def await_state(
    watched: WatchedRun, done: t.Callable[[TestRun], bool], limit: TimeLimit, warn: t.Callable[[str], None], otherwise: str
) -> None:
    """Read until a test run is ``done``, through failures that pass. One that is already is not read.

    :param otherwise: what did not come true within the limit, as a sentence.
    :raises TimedOut: it was not by then.
    """
    if done(watched.seen):
        return
    looks = Looks(watched.read, limit, warn, watched.seen)
    poll(looks.look, lambda _seen: done(watched.seen), limit, lambda _seen: looks.pause(POLL_SECONDS))
    if not done(watched.seen):
        raise looks.timed_out(otherwise, "Run the task again, or raise wait_timeout.")


def _too_late(watched: WatchedRun, aim: Aim) -> NotReached:
    return NotReached(
        f"Test run {watched.seen.id} ended ({watched.seen.state}) before the {aim.action} took effect. Create another "
        "one by name, with its test_record_id to use the same baseline requests."
    )


def unclear(failure: ApiError | ReplyLost) -> bool:
    """Whether a request may have been processed: the server failed at an unknown point. 503 says that it was not."""
    status = failure.http_status or 0
    return isinstance(failure, ReplyLost) or status == 408 or (status >= 500 and status != 503)


def _accepted(failure: ApiError | ReplyLost) -> bool:
    """Whether the server said yes, in a reply that doesn't show the test run."""
    return isinstance(failure, ReplyLost) and failure.http_status is not None
