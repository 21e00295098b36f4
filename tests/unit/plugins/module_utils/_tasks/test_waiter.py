# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The looks of a wait, measured with a clock that only moves when somebody sleeps."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._api.models import TestRun
from ansible_collections.wallarm.fast.plugins.module_utils._deadline import Deadline
from ansible_collections.wallarm.fast.plugins.module_utils._errors import ApiError, ReplyTooLong, ReplyUnusable, Unreachable
from ansible_collections.wallarm.fast.plugins.module_utils._http.transport import Transport
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.context import TaskContext
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.remote import RemoteTestRun
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.waiter import Waiter


@pytest.fixture
def told():
    """The lines of progress."""
    return []


@pytest.fixture(name="waiter")
def waiter_fixture(bench, clock, told):
    """Make a waiter for a test run on the emulator, of which the server has no estimate since it is paused."""
    bench.fast.add_test_run(id=7, name="paused", state="paused")

    def waiter(seconds, longest_pause=2.0):
        context = TaskContext(bench.client(retries=0), Deadline(seconds, clock, clock.sleep), bench.warnings.append, progress=told.append)
        return Waiter(context, RemoteTestRun(context, "7"), longest_pause)

    return waiter


def test_the_first_look_is_at_once_and_the_pauses_double(bench, clock, waiter):
    looks = waiter(60, longest_pause=10).looks()
    for _turn in range(6):
        assert next(looks).id == 7
    assert clock.slept == [1, 2, 4, 8, 10]
    assert len(bench.sent()) == 6


def test_no_pause_is_longer_than_allowed(clock, waiter):
    looks = waiter(60, longest_pause=3).looks()
    for _turn in range(5):
        next(looks)
    assert clock.slept == [1, 2, 3, 3]


PAUSED = "Test run 7: paused, recording, 0 baseline requests so far, 0 findings."


def test_a_short_wait_tells_nothing(told, waiter):
    assert len(list(waiter(9, longest_pause=1).looks())) == 10
    assert told == []


def test_a_longer_one_tells_what_there_is_and_then_once_a_minute(told, waiter):
    assert len(list(waiter(135, longest_pause=1).looks())) == 136
    assert told == [PAUSED] * 3


def test_it_tells_what_changed(bench, told, waiter):
    looks = waiter(60, longest_pause=10).looks()
    for _turn in range(5):
        next(looks)
    bench.fast.add_test_run(id=7, name="paused", state="paused", baseline_count=1)
    next(looks)
    more = PAUSED.replace("recording, 0 baseline requests so far", "recording, 1 baseline request so far, 0 of 1 baseline request tested")
    assert told == [PAUSED, more]


def test_it_tells_of_failures(bench, told, waiter):
    looks = waiter(60, longest_pause=10).looks()
    for _turn in range(4):
        next(looks)
    bench.fast.add_fault("status", status=503, times=2)
    for _turn in range(3):
        next(looks)
    assert len(told) == 2 and "could not process GET /v1/test_run/7" in told[0] and told[0].endswith(". Waiting on.") and told[1] == PAUSED


def test_further_looks_begin_with_a_pause(bench, clock, waiter):
    next(waiter(60).further_looks())
    assert (clock.slept, len(bench.sent())) == ([1], 1)


def test_there_is_one_look_even_without_time(clock, waiter):
    assert [seen.id for seen in waiter(0).looks()] == [7]
    assert clock.slept == []


def test_the_last_look_is_at_the_deadline(clock, waiter):
    times = [clock.time for _seen in waiter(5).looks()]
    assert times == [100, 101, 103, 105]


def test_the_looks_end_when_reading_the_clock_takes_time_too(clock, waiter):
    clock.tick = 0.01
    assert len(list(waiter(5).looks())) <= 5
    assert len(clock.slept) <= 4


@pytest.mark.parametrize("expected, pause", [(0.2, 1), (5, 5), (30, 8)])
def test_the_pause_follows_the_servers_estimate(bench, clock, waiter, expected, pause):
    bench.fast.add_fault("patch", fields={"estimated_time_to_completion": expected}, times=None)
    looks = waiter(60, longest_pause=8).looks()
    next(looks), next(looks)
    assert clock.slept == [pause]


def test_a_look_that_failed_shows_the_test_run_as_last_seen(bench, clock, waiter):
    bench.fast.add_fault("status", status=503, method="GET", skip=1)
    one = waiter(60)
    looks = one.looks()
    first, began = next(looks), one.looked_at
    second = next(looks)
    assert (second, one.failure.http_status, one.looked_at) == (first, 503, began)
    assert "Waiting on" in bench.warnings[0]
    next(looks)
    assert (one.failure, one.looked_at) == (None, clock.time)


def test_an_error_that_passes_is_waited_for_before_anything_was_seen(bench, waiter):
    bench.fast.add_fault("status", status=503, method="GET")
    looks = waiter(60).looks()
    assert [next(looks), next(looks).id] == [None, 7]


@pytest.mark.parametrize("seen", [False, True])
@pytest.mark.parametrize("failure", [Unreachable("x"), ReplyUnusable("x"), ReplyTooLong("x")], ids=lambda failure: type(failure).__name__)
def test_a_failure_that_lasts_ends_the_wait_whenever_it_comes(waiter, monkeypatch, seen, failure):
    looks, asked = waiter(60).looks(), []
    if seen:
        next(looks)
    monkeypatch.setattr(Transport, "request", lambda *args, **kwargs: asked.append(args) or fail(failure))
    with pytest.raises(type(failure)):
        next(looks)
    assert len(asked) == 1


def fail(failure):
    raise failure


def test_an_error_that_does_not_pass_ends_the_wait(bench, waiter):
    bench.fast.add_fault("status", status=403, method="GET")
    with pytest.raises(ApiError) as failure:
        next(waiter(60).looks())
    assert (failure.value.http_status, failure.value.test_run) == (403, None)


def test_the_server_may_ask_for_a_longer_pause(bench, clock, waiter):
    bench.fast.add_fault("status", status=429, headers={"Retry-After": "45"}, method="GET")
    looks = waiter(60).looks()
    next(looks), next(looks)
    assert clock.slept == [45]


@pytest.mark.parametrize("asked, passes", [("59", True), ("60", True), ("61", False)])
def test_a_pause_that_the_deadline_does_not_allow_ends_the_wait(bench, waiter, asked, passes):
    bench.fast.add_fault("status", status=429, headers={"Retry-After": asked}, method="GET")
    looks = waiter(60).looks()
    if passes:
        assert next(looks) is None
    else:
        with pytest.raises(ApiError):
            next(looks)


def test_a_failure_that_does_not_pass_carries_the_test_run_as_last_seen(bench, waiter):
    bench.fast.add_fault("status", status=403, method="GET", skip=1)
    looks = waiter(60).looks()
    next(looks)
    with pytest.raises(ApiError) as failure:
        next(looks)
    assert failure.value.test_run["id"] == 7


def test_a_wait_that_timed_out_tells_of_the_last_look_only_if_it_failed(bench, waiter):
    one = waiter(5)
    list(one.looks())
    failure = one.timed_out("It was not so.", "Wait longer.")
    assert (str(failure), failure.http_status, failure.test_run["id"]) == ("It was not so. Wait longer.", None, 7)
    bench.fast.add_fault("status", status=503, method="GET")
    one._look()
    failure = one.timed_out("It was not so.", "Wait longer.")
    assert "The last look failed: " in str(failure)
    assert (failure.http_status, failure.test_run["id"]) == (503, 7)


def test_what_was_never_read_can_not_be_shown(bench):
    context = bench.context()
    with pytest.raises(ValueError, match="not read yet"):
        RemoteTestRun(context, "4485").seen  # noqa: B018
    assert RemoteTestRun(context, "4485", TestRun({"id": 4485})).seen.id == 4485
