# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stopping a recording: one table for the decision, and every way that a stop can go on the emulated cloud."""

from __future__ import annotations

import time

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._api.models import TestRun
from ansible_collections.wallarm.fast.plugins.module_utils._errors import ApiError, FastError, InvalidInput, NotSent, TimedOut
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.recording import plan, run
from ansible_collections.wallarm.fast.tests.emulator import REMOVE

GET = "GET /v1/test_run/4485"
STOP = "POST /v1/test_run/4485/action/stop"


@pytest.mark.parametrize("raw, stop", [
    ({"recording": True}, True), ({"recording": False}, False), ({"recording": None}, True), ({}, True), ({"recording": "false"}, True),
    ({"recording": 0}, True),
])  # fmt: skip
def test_the_plan_rests_on_recording_alone(raw, stop):
    for state in ("running", "paused", "passed", "failed", "interrupted", "cloning", None):
        assert (state, plan(TestRun({"id": 1, "state": state, **raw}))) == (state, stop)


@pytest.fixture(name="stop")
def stop_fixture(bench):
    """Run a task against the emulator; options and the client's settings may be given."""

    def stop(test_run_id="4485", check_mode=False, quiet_period=0, wait_timeout=60, **given):
        options = {name: given.pop(name, None) for name in ("test_record_id", "name", "node_id", "node_name", "client_id")}
        params = {"test_run_id": test_run_id, "quiet_period": quiet_period, "wait_timeout": wait_timeout, **options}
        return run(bench.context(wait_timeout, check_mode, **given), params)

    return stop


# --- what it costs and returns --------------------------------------------------------------------------------------


def test_a_recording_is_stopped_with_two_requests(bench, stop):
    result = stop()
    assert bench.sent() == [GET, STOP]
    assert result.pop("test_run")["recording"] is False
    assert result == {
        "changed": True,
        "test_run_id": 4485,
        "test_record_id": 4616,
        "recording": False,
        "test_record": None,
        "console_url": None,
        "diff": {"before": {"recording": True}, "after": {"recording": False}},
        "ansible_facts": {"wallarm_fast_test_record_id": 4616},
    }
    assert bench.warnings == []


def test_a_stopped_recording_is_left_alone_with_one_request(bench, stop):
    stop()
    bench.fast.clear_calls()
    result = stop()
    assert bench.sent() == [GET]
    assert (result["changed"], result["test_record_id"], result["recording"]) == (False, 4616, False)
    assert result["diff"] == {"before": {"recording": False}, "after": {"recording": False}}


def test_check_mode_says_so_and_only_reads(bench, stop):
    result = stop(check_mode=True, quiet_period=30)
    assert bench.sent() == [GET]
    assert (result["changed"], result["recording"], result["test_run"]["recording"]) == (True, True, True)
    keys = set(result)
    assert result["diff"] == {"before": {"recording": True}, "after": {"recording": False}}
    assert set(stop()) == keys
    again = stop(check_mode=True)
    assert (again["changed"], set(again)) == (False, keys)


def test_two_tasks_that_stop_one_run_both_succeed(bench, stop):
    bench.fast.add_fault("status", status=400, method="POST", processed=True)
    result = stop()
    assert (result["changed"], result["recording"]) == (False, False)
    assert result["diff"]["before"] == {"recording": False}
    assert bench.sent() == [GET, STOP, GET]


def test_a_record_without_baseline_requests_is_a_warning(bench, stop):
    assert stop("4487")["changed"]
    (warning,) = bench.warnings
    assert "holds no baseline requests" in warning


# --- verify, don't trust --------------------------------------------------------------------------------------------


def test_a_stop_counts_once_the_server_says_that_recording_is_over(bench, stop):
    bench.fast.add_fault("stop_takes", seconds=0.3)
    bench.clock.sleep = lambda seconds: time.sleep(0.2)
    result = stop()
    assert (result["changed"], result["recording"]) == (True, False)
    assert bench.sent()[:3] == [GET, STOP, GET]
    assert bench.sent().count(STOP) == 1


@pytest.mark.parametrize("fields", [{"recording": REMOVE}, {"recording": None}, {"recording": True}])
def test_a_reply_that_does_not_say_it_is_over_is_looked_into(bench, stop, fields):
    bench.fast.add_fault("patch", fields=fields, method="POST")
    assert stop()["changed"] is True
    assert bench.sent() == [GET, STOP, GET]


def test_a_stop_that_never_shows_fails_with_the_run_as_last_seen(bench, stop):
    bench.fast.add_fault("patch", fields={"recording": True}, times=None)
    with pytest.raises(TimedOut, match=r"within 5 s \(wait_timeout\)") as failure:
        stop(wait_timeout=5)
    assert failure.value.test_run["id"] == 4485
    assert bench.sent().count(STOP) == 1
    assert sum(bench.clock.slept) <= 5


@pytest.mark.parametrize("value", [None, REMOVE, "yes"])
def test_a_run_that_does_not_say_whether_it_records_is_stopped_with_a_warning(bench, stop, value):
    bench.fast.add_fault("patch", fields={"recording": value}, method="GET")
    result = stop()
    assert (result["changed"], result["diff"]["before"]) == (True, {"recording": None})
    assert "does not say" in bench.warnings[0]
    assert bench.sent() == [GET, STOP]


def test_a_record_id_missing_from_the_reply_is_known_from_the_read(bench, stop):
    bench.fast.add_fault("patch", fields={"test_record_id": REMOVE}, method="POST")
    assert stop()["test_record_id"] == 4616
    assert bench.sent() == [GET, STOP]


def test_a_record_id_that_is_null_is_read_again(bench, stop):
    bench.fast.add_fault("patch", fields={"test_record_id": None}, method="POST")
    assert stop()["test_record_id"] == 4616
    assert bench.sent() == [GET, STOP, GET]


def test_a_read_that_is_older_than_the_stop_does_not_undo_it(bench, stop):
    bench.fast.add_fault("patch", fields={"test_record_id": None}, method="POST")
    bench.fast.add_fault("patch", fields={"recording": True}, method="GET", skip=1)
    result = stop()
    assert (result["changed"], result["recording"], result["test_record_id"]) == (True, False, 4616)


def test_a_stop_that_was_proven_does_not_fail_for_want_of_the_record_id(bench, stop):
    bench.fast.add_fault("patch", fields={"test_record_id": None}, method="POST")
    bench.fast.add_fault("status", status=404, method="GET", skip=1)
    result = stop()
    assert (result["changed"], result["test_record_id"]) == (True, None)
    assert "HTTP 404" in bench.warnings[0]


def test_a_record_id_that_the_server_never_names_is_a_warning(bench, stop):
    bench.fast.add_fault("patch", fields={"test_record_id": None}, times=None)
    result = stop()
    assert (result["changed"], result["test_record_id"]) == (True, None)
    assert "names no test record" in bench.warnings[-1]


# --- lost, unclear and refused --------------------------------------------------------------------------------------


def test_a_stop_whose_reply_was_lost_is_not_sent_twice(bench, stop):
    bench.fast.add_fault("lost_reply", method="POST")
    assert stop()["changed"] is True
    assert bench.sent() == [GET, STOP, GET]
    assert "Reading the test run again" in bench.warnings[0]


def test_nor_is_one_that_takes_a_moment_to_show(bench, stop):
    bench.fast.add_fault("lost_reply", method="POST")
    bench.fast.add_fault("patch", fields={"recording": True}, method="GET", times=2)
    assert stop()["changed"] is True
    assert bench.sent() == [GET, STOP, GET, GET]


def test_so_without_any_retries(bench, stop):
    bench.fast.add_fault("lost_reply", method="POST")
    assert stop(retries=0)["changed"] is True


@pytest.mark.parametrize("reply", [{"status": 204, "body": ""}, {"status": 200, "body": "ok"}, {"status": 202, "body": {"body": None}}])
def test_a_stop_that_was_accepted_without_showing_the_run_is_waited_for_and_not_sent_again(bench, stop, reply):
    bench.fast.add_fault("status", method="POST", processed=True, **reply)
    bench.fast.add_fault("patch", fields={"recording": True}, method="GET", skip=1, times=4)
    assert stop(retries=0)["changed"] is True
    assert bench.sent() == [GET, STOP] + [GET] * 5


def test_an_error_that_leaves_it_open_is_looked_into(bench, stop):
    bench.fast.add_fault("status", status=504, method="POST", processed=True)
    assert stop()["changed"] is True
    assert bench.sent() == [GET, STOP, GET]


def test_a_stop_that_was_lost_before_it_arrived_is_sent_again_after_two_looks(bench, stop):
    bench.fast.add_fault("reset", method="POST")
    assert stop()["changed"] is True
    assert bench.sent() == [GET, STOP, GET, GET, STOP]


def test_a_second_stop_that_comes_too_late_is_still_our_doing(bench, stop):
    bench.fast.add_fault("reset", method="POST")
    bench.fast.add_fault("status", status=400, method="POST", processed=True)
    assert stop()["changed"] is True


def test_a_stop_that_never_arrives_fails_when_no_try_is_left(bench, stop):
    bench.fast.add_fault("reset", method="POST", times=None)
    with pytest.raises(FastError, match="broke before") as failure:
        stop(retries=2)
    assert failure.value.test_run["recording"] is True
    assert bench.sent().count(STOP) == 3


def test_a_stop_that_was_not_taken_up_is_sent_again(bench, stop):
    bench.fast.add_fault("status", status=503, method="POST")
    assert stop()["changed"] is True
    assert bench.sent() == [GET, STOP, STOP]


@pytest.mark.parametrize("status", [400, 409])
def test_a_stop_that_is_refused_while_recording_goes_on_fails_with_the_servers_words(bench, stop, status):
    bench.fast.add_fault("status", status=status, method="POST", body={"status": status, "body": "not now"})
    with pytest.raises(ApiError, match="not now") as failure:
        stop()
    assert (failure.value.http_status, failure.value.test_run["recording"]) == (status, True)
    assert bench.sent() == [GET, STOP, GET]


@pytest.mark.parametrize("status", [403, 404])
def test_a_stop_that_is_not_allowed_fails_at_once(bench, stop, status):
    bench.fast.add_fault("status", status=status, method="POST")
    with pytest.raises(ApiError) as failure:
        stop()
    assert (failure.value.http_status, failure.value.method) == (status, "POST")
    assert failure.value.test_run["id"] == 4485


def test_a_day_of_retry_after_does_not_hold_the_task(bench, stop):
    bench.fast.add_fault("status", status=429, headers={"Retry-After": "86400"}, times=None)
    with pytest.raises(ApiError, match="86400 s") as failure:
        stop()
    assert (failure.value.test_run, bench.clock.slept) == (None, [])


def test_a_server_that_is_gone_ends_in_a_sentence(stop):
    with pytest.raises(NotSent, match="Could not connect"):
        stop(api_host="127.0.0.1:9", retries=0)


# --- the quiet period -----------------------------------------------------------------------------------------------


def test_a_quiet_run_is_stopped_after_the_quiet_period(bench, stop):
    assert stop(quiet_period=5)["changed"] is True
    assert bench.sent() == [GET] * 6 + [STOP]
    assert bench.clock.slept == [1] * 5


def test_the_quiet_period_is_as_long_as_asked_for_and_no_longer(bench, clock, stop):
    bench.clock = clock
    assert stop(quiet_period=3)["changed"] is True
    assert clock.slept == [1, 1, 1]


def test_the_quiet_period_starts_again_with_every_baseline_request(bench, stop):
    for count in (3, 4):
        bench.fast.add_fault("patch", fields={"baseline_count": count}, method="GET")
    bench.fast.add_fault("patch", fields={"baseline_count": 5}, method="GET", times=None)
    assert stop(quiet_period=3)["changed"] is True
    assert bench.sent() == [GET] * 6 + [STOP]


def test_traffic_that_does_not_end_leaves_the_recording_alone(bench, stop):
    for count in range(100):
        bench.fast.add_fault("patch", fields={"baseline_count": count}, method="GET")
    with pytest.raises(TimedOut, match=r"after 8 s \(wait_timeout\), so recording was not stopped") as failure:
        stop(quiet_period=3, wait_timeout=8)
    assert STOP not in bench.sent()
    assert failure.value.test_run["baseline_count"] > 3


def test_the_quiet_period_survives_a_minute_of_failures(bench, stop):
    bench.fast.add_fault("html", status=502, method="GET", skip=1, times=28)
    assert stop(quiet_period=5, wait_timeout=300)["changed"] is True
    assert sum(bench.clock.slept) > 50
    assert any("Waiting on" in warning for warning in bench.warnings)


def test_a_look_that_failed_does_not_count_as_quiet(bench, stop):
    """The count after the failures is another one, so the quiet period begins again there."""
    bench.fast.add_fault("html", status=502, method="GET", skip=1, times=10)
    bench.fast.add_fault("patch", fields={"baseline_count": 9}, method="GET", skip=1, times=None)
    assert stop(quiet_period=5, retries=0)["changed"] is True
    assert bench.sent() == [GET] * (1 + 10 + 1 + 5) + [STOP]


def test_a_recording_is_not_stopped_if_it_can_not_be_read_whether_it_is_quiet(bench, stop):
    bench.fast.add_fault("status", status=500, method="GET", skip=1, times=None)
    with pytest.raises(TimedOut, match="could not be read after 20 s .* The last look failed: .*HTTP 500") as failure:
        stop(quiet_period=3, wait_timeout=20)
    assert STOP not in bench.sent()
    assert (failure.value.test_run["id"], failure.value.http_status) == (4485, 500)


def test_a_confirmation_survives_a_minute_of_failures(bench, stop):
    bench.fast.add_fault("patch", fields={"recording": True}, method="POST")
    bench.fast.add_fault("html", status=502, method="GET", skip=1, times=28)
    assert stop(wait_timeout=300)["changed"] is True
    assert sum(bench.clock.slept) > 50
    assert bench.sent().count(STOP) == 1


def test_a_recording_that_ends_meanwhile_is_not_our_doing(bench, stop):
    bench.fast.add_fault("patch", fields={"recording": False}, method="GET", skip=2, times=None)
    result = stop(quiet_period=5)
    assert (result["changed"], result["recording"]) == (False, False)
    assert bench.sent() == [GET] * 3


# --- bad input ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options, words",
    [
        ({"test_run_id": ""}, "test_run_id"),
        ({"test_run_id": None}, "test_run_id"),
        ({"quiet_period": -1}, "quiet_period"),
        ({"quiet_period": 1, "wait_timeout": 1}, "quiet_period"),
        ({"quiet_period": 60}, "quiet_period.*raise wait_timeout"),
    ],
)
def test_options_that_can_not_be_meant_are_refused_before_any_request(bench, stop, options, words):
    with pytest.raises(InvalidInput, match=words):
        stop(**options)
    assert bench.sent() == []
