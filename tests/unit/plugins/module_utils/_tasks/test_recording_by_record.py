# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stopping a recording by the id of its test record: the same rules as by the test run's id, over the record's own routes."""

from __future__ import annotations

import time

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._api.models import TestRunOfRecord
from ansible_collections.wallarm.fast.plugins.module_utils._errors import ApiError, FastError, TimedOut
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.recording import plan, run
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.remote_record import RemoteRecord
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.transition import STATES
from ansible_collections.wallarm.fast.tests.emulator import REMOVE

GET = "GET /v1/test_record/4616"
STOP = "POST /v1/test_record/4616/action/stop"


@pytest.fixture(name="stop")
def stop_fixture(bench):
    """Run a task against the emulator; options and the client's settings may be given."""

    def stop(test_record_id="4616", check_mode=False, quiet_period=0, wait_timeout=60, **given):
        params = dict.fromkeys(("test_run_id", "name", "node_id", "node_name", "client_id"), "")
        params.update(test_record_id=test_record_id, quiet_period=quiet_period, wait_timeout=wait_timeout)
        return run(bench.context(wait_timeout, check_mode, **given), params)

    return stop


@pytest.mark.parametrize("raw, planned", [
    ({"state": "recording"}, True), ({"state": "stopped"}, False), ({"state": None}, True), ({}, True), ({"state": "running"}, True),
    ({"state": ["stopped"]}, True), ({"state": "stopped", "recording": True}, False),
])  # fmt: skip
def test_the_plan_rests_on_the_state_of_the_record_alone(raw, planned):
    assert plan(TestRunOfRecord({"id": 1, **raw})) is planned


def test_a_recording_is_stopped_with_two_requests(bench, stop):
    result = stop()
    assert bench.sent() == [GET, STOP]
    record = result.pop("test_record")
    assert (record["id"], record["state"], record["name"]) == (4616, "stopped", "Example Test Run")
    assert result == {
        "changed": True,
        "test_run_id": None,
        "test_record_id": 4616,
        "recording": False,
        "test_run": None,
        "console_url": None,
        "diff": {"before": {"recording": True}, "after": {"recording": False}},
        "ansible_facts": {"wallarm_fast_test_record_id": 4616},
    }
    assert bench.warnings == []
    assert bench.client().get_test_run("4485")["recording"] is False


def test_it_is_left_alone_with_one_request_afterwards(bench, stop):
    first = stop(" 4616 ")
    bench.fast.clear_calls()
    again = stop()
    assert bench.sent() == [GET]
    assert (again["changed"], again["recording"], set(again)) == (False, False, set(first))


def test_check_mode_says_so_and_only_reads(bench, stop):
    result = stop(check_mode=True, quiet_period=30)
    assert bench.sent() == [GET]
    assert (result["changed"], result["recording"], result["test_record"]["state"]) == (True, True, "recording")


def test_a_cloud_whose_console_is_known_has_no_page_to_name(bench):
    """The page is the test run's, and a record doesn't say which that is."""
    assert bench.client(api_host="us1.api.wallarm.com").console_url(TestRunOfRecord({"id": 1}).id) is None


def test_a_record_without_baseline_requests_is_a_warning(bench, stop):
    assert stop("4618")["changed"]
    (warning,) = bench.warnings
    assert warning.startswith("Test record 4618 holds no baseline requests")


@pytest.mark.parametrize("state", [REMOVE, None, "recording", "resting"])
def test_a_reply_that_does_not_say_it_is_over_is_looked_into(bench, stop, state):
    bench.fast.add_fault("patch", fields={"state": state}, method="POST")
    assert stop()["changed"] is True
    assert bench.sent() == [GET, STOP, GET]


@pytest.mark.parametrize("state", [REMOVE, None, "resting"])
def test_a_record_that_does_not_say_whether_it_records_is_stopped_with_a_warning(bench, stop, state):
    bench.fast.add_fault("patch", fields={"state": state}, method="GET")
    result = stop()
    assert (result["changed"], result["diff"]["before"]) == (True, {"recording": None})
    assert bench.warnings == ["Test record 4616 may not need to be stopped: the server does not say whether it is recording."]


def test_a_stop_counts_once_the_server_says_that_recording_is_over(bench, stop):
    bench.fast.add_fault("stop_takes", seconds=0.3)
    bench.clock.sleep = lambda seconds: time.sleep(0.2)
    assert stop()["changed"] is True
    assert bench.sent()[:3] == [GET, STOP, GET]
    assert bench.sent().count(STOP) == 1


def test_a_stop_that_does_nothing_fails_at_the_time_limit(bench, stop):
    bench.fast.add_fault("stale")
    bench.fast.add_fault("patch", fields={"state": "recording"}, times=None)
    with pytest.raises(TimedOut, match=r"within 5 s \(wait_timeout\) that recording is over") as failure:
        stop(wait_timeout=5)
    assert failure.value.test_run is None
    assert bench.sent().count(STOP) == 1


def test_a_stop_whose_reply_was_lost_is_not_sent_twice(bench, stop):
    bench.fast.add_fault("lost_reply", method="POST")
    assert stop()["changed"] is True
    assert bench.sent() == [GET, STOP, GET]
    assert "Reading the test record again" in bench.warnings[0]


@pytest.mark.parametrize("fault, sent", [
    ({"kind": "reset", "method": "POST"}, [GET, STOP, GET, GET, STOP]),
    ({"kind": "status", "method": "POST", "status": 503}, [GET, STOP, STOP]),
    ({"kind": "status", "method": "POST", "status": 429}, [GET, STOP, STOP]),
    ({"kind": "status", "method": "POST", "status": 504, "processed": True}, [GET, STOP, GET]),
    ({"kind": "status", "method": "POST", "status": 204, "processed": True, "body": ""}, [GET, STOP, GET]),
    ({"kind": "cut", "method": "POST"}, [GET, STOP, GET]),
    ({"kind": "reset", "method": "GET"}, [GET, GET, STOP]),
])  # fmt: skip
def test_what_passes_is_tried_again_or_looked_into(bench, stop, fault, sent):
    bench.fast.add_fault(**fault)
    assert stop()["changed"] is True
    assert bench.sent() == sent


def test_a_stop_that_never_arrives_fails_when_no_try_is_left(bench, stop):
    bench.fast.add_fault("reset", method="POST", times=None)
    with pytest.raises(FastError, match="broke before"):
        stop(retries=2)
    assert bench.sent().count(STOP) == 3


@pytest.mark.parametrize("status", [400, 409])
def test_somebody_else_was_faster_unless_it_still_records(bench, stop, status):
    bench.fast.add_fault("status", status=status, method="POST", body={"status": status, "body": "not now"})
    with pytest.raises(ApiError, match="not now"):
        stop()
    assert bench.sent() == [GET, STOP, GET]
    bench.fast.add_fault("status", status=status, method="POST", processed=True)
    assert stop()["changed"] is False


@pytest.mark.parametrize("status", [403, 404])
def test_a_stop_that_is_not_allowed_fails_at_once(bench, stop, status):
    bench.fast.add_fault("status", status=status, method="POST")
    with pytest.raises(ApiError) as failure:
        stop()
    assert (failure.value.http_status, failure.value.path) == (status, "/v1/test_record/4616/action/stop")
    assert bench.sent() == [GET, STOP]


def test_an_unknown_record_is_told(bench, stop):
    with pytest.raises(ApiError, match="There is no test record 9999"):
        stop("9999")
    assert bench.sent() == ["GET /v1/test_record/9999"]


def test_a_reply_about_another_record_proves_nothing(bench, stop):
    bench.fast.add_fault("patch", fields={"id": 4617, "state": "stopped"}, method="GET")
    with pytest.raises(FastError, match="test record '4617'"):
        stop()


def test_the_quiet_period_goes_by_the_requests_of_the_record(bench, stop):
    for count in (3, 4):
        bench.fast.add_fault("patch", fields={"baseline_count": count}, method="GET")
    bench.fast.add_fault("patch", fields={"baseline_count": 5}, method="GET", times=None)
    assert stop(quiet_period=3)["changed"] is True
    assert bench.sent() == [GET] * 6 + [STOP]


def test_a_record_has_no_other_transition(bench):
    remote = RemoteRecord.fetch(bench.context(), "4616")
    with pytest.raises(ValueError, match="pause"):
        remote.ensure(STATES["paused"])
