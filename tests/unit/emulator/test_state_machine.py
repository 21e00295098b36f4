# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happens to a run and its record as time goes by; no HTTP, and a clock moved by hand."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.wallarm.fast.tests.emulator import REMOVE, Pace
from ansible_collections.wallarm.fast.tests.emulator.clock import Clock
from ansible_collections.wallarm.fast.tests.emulator.cloud import Cloud
from ansible_collections.wallarm.fast.tests.emulator.refusals import Refused
from ansible_collections.wallarm.fast.tests.emulator.runs import Run
from ansible_collections.wallarm.fast.tests.emulator.seed import CALLERS, NODE_TOKEN
from ansible_collections.wallarm.fast.tests.emulator.views import record_view, run_view

NODE = CALLERS[NODE_TOKEN]
XSS = {"id": 1, "threat": 60, "code": "XSS-1", "type": "xss"}
PACE = Pace(ready_after=3, cloning_seconds=1, baseline_rate=1, baseline_limit=4, check_seconds=5, settle_seconds=3)


@pytest.fixture
def clock() -> Clock:
    return Clock(speed=0)


@pytest.fixture
def cloud(clock: Clock) -> Cloud:
    return Cloud(clock, PACE)


def create(cloud: Cloud, **params: t.Any) -> Run:
    return cloud.create_run(NODE, {"name": "New", **params})


def look(cloud: Cloud, run: Run) -> t.Dict[str, t.Any]:
    return run_view(run, cloud.now())


def code(refused: t.Any, field: str) -> str:
    return refused.value.body[field]["error"]


def test_a_new_run_records_but_is_not_ready_until_its_node_is(cloud: Cloud, clock: Clock) -> None:
    run = create(cloud)
    seen = look(cloud, run)
    assert (seen["state"], seen["recording"], seen["ready_for_recording"]) == ("running", True, False)
    assert seen["node_active"] is False
    clock.advance(3)
    seen = look(cloud, run)
    assert (seen["ready_for_recording"], seen["node_active"]) == (True, True)


def test_a_pause_takes_as_long_as_the_pace_says(cloud: Cloud, clock: Clock) -> None:
    cloud.pace.steering_seconds = 5
    run = create(cloud)
    assert look(cloud, cloud.act(run, "pause"))["state"] == "pausing"
    clock.advance(4)
    assert look(cloud, cloud.act(run, "pause"))["state"] == "pausing"
    clock.advance(1)
    assert (look(cloud, run)["state"], look(cloud, run)["recording"]) == ("paused", True)


def test_a_run_that_is_pausing_can_be_run_again(cloud: Cloud, clock: Clock) -> None:
    cloud.pace.steering_seconds = 5
    run = create(cloud)
    cloud.act(run, "pause")
    assert look(cloud, cloud.act(run, "run"))["state"] == "running"
    clock.advance(10)
    assert look(cloud, run)["state"] == "running"


def test_an_interruption_takes_as_long_and_nothing_holds_it_up(cloud: Cloud, clock: Clock) -> None:
    cloud.pace.steering_seconds = 5
    run = create(cloud)
    seen = look(cloud, cloud.act(run, "interrupt"))
    assert (seen["state"], seen["recording"], seen["end_time"]) == ("interrupting", False, None)
    for action in ("run", "pause"):
        with pytest.raises(Refused) as refused:
            cloud.act(run, action)
        assert code(refused, "state") == "action_not_allowed"
    began = int(cloud.now())
    clock.advance(20)
    seen = look(cloud, run)
    assert (seen["state"], seen["end_time"]) == ("interrupted", began + 5)


def test_baselines_arrive_at_their_rate_up_to_their_limit(cloud: Cloud, clock: Clock) -> None:
    run = create(cloud)
    counts = []
    for step in (3, 1, 1, 1, 1, 60):
        clock.advance(step)
        counts.append(look(cloud, run)["baseline_count"])
    assert counts == [0, 1, 2, 3, 4, 4]


def test_no_baseline_arrives_after_the_stop(cloud: Cloud, clock: Clock) -> None:
    run = create(cloud)
    clock.advance(5)
    cloud.stop(run.record)
    clock.advance(60)
    assert look(cloud, run)["baseline_count"] == 2


def test_exported_and_self_made_baselines_arrive_in_their_order(cloud: Cloud, clock: Clock) -> None:
    run = create(cloud)
    start = clock()
    for seconds in (4.5, 2.0, 5.5, 900):
        run.record.export(start + seconds, "shop.example")
    clock.advance(60)
    assert look(cloud, run)["baseline_count"] == 7
    assert [round(arrival - start, 1) for arrival in run.record.arrivals] == [2.0, 4.0, 4.5, 5.0, 5.5, 6.0, 7.0]
    assert look(cloud, run)["domains"] == ["example.com", "shop.example"]
    cloud.stop(run.record)
    clock.advance(900)
    assert look(cloud, run)["baseline_count"] == 7, "what was still on the way is lost"


def test_a_baseline_that_arrives_as_the_recording_ends_is_kept(cloud: Cloud, clock: Clock) -> None:
    run = cloud.add_test_run()
    run.record.export(clock() + 2, "shop.example")
    clock.advance(2)
    cloud.stop(run.record)
    assert look(cloud, run)["baseline_count"] == 1


def test_recording_ends_when_no_baseline_comes_for_the_inactivity_timeout(cloud: Cloud, clock: Clock) -> None:
    run = create(cloud, inactivity_timeout=300)
    # The last baseline arrives after 3 + 4 seconds.
    clock.advance(7 + 299)
    assert look(cloud, run)["recording"] is True
    clock.advance(1)
    assert look(cloud, run)["recording"] is False
    record = record_view(run.record, cloud.now())
    assert record["end_time"] - record["start_time"] == 307
    assert (record["state"], record["allowed_actions"]) == ("stopped", [])


def test_a_run_without_vulnerabilities_passes_when_all_is_tested(cloud: Cloud, clock: Clock) -> None:
    run = cloud.add_test_run(baseline_count=3, check_seconds=5, settle_seconds=3)
    clock.advance(1000)
    assert look(cloud, run)["state"] == "running", "it goes on as long as it records"
    cloud.stop(run.record)
    clock.advance(2)
    assert look(cloud, run)["state"] == "running"
    clock.advance(1)
    seen = look(cloud, run)
    assert (seen["state"], seen["simple_state"], seen["allowed_actions"]) == ("passed", "passed", [])
    assert seen["end_time"] == int(clock())
    assert seen["node_active"] is False
    assert seen["baseline_check_passed_count"] == 3


def test_a_run_with_a_vulnerability_fails_and_names_it(cloud: Cloud, clock: Clock) -> None:
    run = cloud.add_test_run(baseline_count=3, recording=False, vulns=[XSS])
    assert look(cloud, run)["vulns"] == []
    clock.advance(100)
    seen = look(cloud, run)
    assert (seen["state"], seen["vulns"]) == ("failed", [XSS])
    assert (seen["baseline_check_fail_count"], seen["baseline_check_passed_count"]) == (1, 2)


@pytest.mark.parametrize(
    "errors, vulns, state, in_error, failed, passed",
    [
        (0, [], "passed", 0, 0, 3),
        (2, [], "passed", 2, 0, 1),
        (3, [], "passed", 3, 0, 0),
        (1000, [], "passed", 3, 0, 0),
        (2, [XSS], "failed", 2, 1, 0),
        (1, [XSS], "failed", 1, 1, 1),
        (3, [XSS], "passed", 3, 0, 0),
    ],
)
def test_baselines_with_technical_errors_show_nothing(
    cloud: Cloud, clock: Clock, errors: int, vulns: t.List[t.Dict[str, t.Any]], state: str, in_error: int, failed: int, passed: int
) -> None:
    run = cloud.add_test_run(baseline_count=3, recording=False, vulns=vulns, technical_errors=errors)
    clock.advance(100)
    seen = look(cloud, run)
    counts = tuple(seen["baseline_check_%s_count" % part] for part in ("tech_fail", "fail", "passed", "all_terminated"))
    assert (seen["state"], *counts) == (state, in_error, failed, passed, 3)


def test_technical_errors_come_first_and_a_vulnerability_after_them(cloud: Cloud, clock: Clock) -> None:
    run = cloud.add_test_run(
        baseline_count=3, recording=False, vulns=[XSS], technical_errors=1, check_seconds=5, start_time=clock()
    )
    seen = []
    for _baseline in range(3):
        clock.advance(5)
        view = look(cloud, run)
        seen.append((view["baseline_check_tech_fail_count"], view["baseline_check_fail_count"], len(view["vulns"])))
    assert seen == [(1, 0, 0), (1, 1, 1), (1, 1, 1)]


def test_the_pace_of_new_runs_can_be_changed_until_the_cloud_is_cleared(cloud: Cloud, clock: Clock) -> None:
    cloud.set_pace(technical_errors=2)
    run = create(cloud)
    clock.advance(7)
    cloud.stop(run.record)
    clock.advance(100)
    seen = look(cloud, run)
    assert (seen["state"], seen["baseline_check_tech_fail_count"], seen["baseline_check_passed_count"]) == ("passed", 2, 2)
    assert cloud.pace.baseline_limit == PACE.baseline_limit
    cloud.clear()
    assert create(cloud).technical_errors == 0


@pytest.mark.parametrize("wrong", [{"technical_errors": -1}, {"technical_errors": "x"}, {"technical_error": 1}])
def test_a_pace_that_cannot_be_is_refused(cloud: Cloud, wrong: t.Dict[str, t.Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        cloud.set_pace(**wrong)
    assert cloud.pace == PACE


def test_stop_on_first_fail_leaves_the_other_baselines_untested(cloud: Cloud, clock: Clock) -> None:
    run = cloud.add_test_run(baseline_count=3, recording=False, vulns=[XSS], stop_on_first_fail=True)
    clock.advance(100)
    seen = look(cloud, run)
    assert seen["state"] == "failed"
    assert (seen["baseline_check_fail_count"], seen["baseline_check_interrupted_count"]) == (1, 2)


@pytest.mark.parametrize("errors", [0, 1, 4])
def test_the_counts_of_baselines_always_add_up(cloud: Cloud, clock: Clock, errors: int) -> None:
    cloud.set_pace(technical_errors=errors)
    run = create(cloud)
    for _second in range(60):
        clock.advance(1)
        seen = look(cloud, run)
        parts = ("all_terminated", "running", "waiting")
        assert seen["baseline_count"] == sum(seen["baseline_check_%s_count" % part] for part in parts)
        ends = ("fail", "tech_fail", "passed", "interrupted")
        assert seen["baseline_check_all_terminated_count"] == sum(seen["baseline_check_%s_count" % end] for end in ends)
        if seen["baseline_count"] == 4:
            cloud.stop(run.record)
    assert seen["state"] == "passed"


def test_the_estimate_is_null_at_first_and_counts_down_while_testing(cloud: Cloud, clock: Clock) -> None:
    run = cloud.add_test_run(baseline_count=4, check_seconds=10, start_time=clock(), recording=False)
    clock.advance(9)
    seen = look(cloud, run)
    assert (seen["estimated_time_to_completion"], seen["current_rps"], seen["avg_rps"]) == (None, None, None)
    clock.advance(3)
    assert look(cloud, run)["estimated_time_to_completion"] == 28
    assert look(cloud, run)["current_rps"] > 0
    cloud.act(run, "pause")
    assert look(cloud, run)["estimated_time_to_completion"] is None


def test_pausing_holds_the_tests_and_not_the_recording(cloud: Cloud, clock: Clock) -> None:
    run = create(cloud, state="paused")
    clock.advance(60)
    seen = look(cloud, run)
    assert (seen["state"], seen["recording"], seen["baseline_count"]) == ("paused", True, 4)
    assert (seen["finished_checks_count"], seen["allowed_actions"]) == (0, ["run", "interrupt"])
    cloud.stop(run.record)
    clock.advance(60)
    assert look(cloud, run)["state"] == "paused"
    cloud.act(run, "run")
    clock.advance(4 * 5 + 3)
    assert look(cloud, run)["state"] == "passed"


def test_the_work_done_before_a_pause_counts(cloud: Cloud, clock: Clock) -> None:
    run = cloud.add_test_run(baseline_count=1, recording=False, check_seconds=10, settle_seconds=0)
    clock.advance(6)
    cloud.act(run, "pause")
    clock.advance(500)
    cloud.act(run, "run")
    clock.advance(3)
    assert look(cloud, run)["state"] == "running"
    clock.advance(1)
    assert look(cloud, run)["state"] == "passed"


@pytest.mark.parametrize("action", ["run", "pause", "interrupt"])
def test_a_finished_run_cannot_be_steered(cloud: Cloud, action: str) -> None:
    run = cloud.add_test_run(state="passed")
    with pytest.raises(Refused) as refused:
        cloud.act(run, action)
    assert refused.value.status == 400
    assert code(refused, "state") == "action_not_allowed"


def test_an_interrupted_run_stops_recording_unless_told_otherwise(clock: Clock) -> None:
    for stops in (True, False):
        cloud = Cloud(clock, PACE, interrupt_stops_recording=stops)
        run = create(cloud)
        cloud.act(run, "interrupt")
        assert look(cloud, run)["state"] == "interrupted"
        assert look(cloud, run)["recording"] is not stops


def test_a_new_run_interrupts_the_one_in_progress_on_its_node(cloud: Cloud) -> None:
    first = create(cloud)
    elsewhere = cloud.add_test_run(node_id=10717)
    second = create(cloud)
    assert [look(cloud, run)["state"] for run in (first, elsewhere, second)] == ["interrupted", "running", "running"]


@pytest.mark.parametrize(
    "first, second, state",
    [("a", "b", "running"), ("a", "a", "interrupted"), ("a", None, "interrupted"), (None, "b", "interrupted")],
)
def test_only_runs_of_two_builds_go_side_by_side(
    cloud: Cloud, first: t.Optional[str], second: t.Optional[str], state: str
) -> None:
    runs = [create(cloud, **({"build_id": build} if build else {})) for build in (first, second)]
    assert look(cloud, runs[0])["state"] == state


def test_a_copy_is_cloned_and_then_tests_the_same_record(cloud: Cloud, clock: Clock) -> None:
    source = cloud.add_test_run(state="passed", baseline_count=2)
    copy = create(cloud, test_record_id=source.test_record_id)
    seen = look(cloud, copy)
    assert (seen["state"], seen["simple_state"], seen["recording"]) == ("cloning", "running", False)
    assert (seen["test_record_id"], seen["baseline_count"]) == (source.test_record_id, 2)
    clock.advance(1)
    assert look(cloud, copy)["state"] == "running"
    clock.advance(2 * 5 + 3)
    assert look(cloud, copy)["state"] == "passed"


@pytest.mark.parametrize(
    "fields, wrong",
    [
        ({"recording": True, "baseline_count": 2}, "not_ready_for_cloning"),
        ({"recording": False, "baseline_count": 0}, "empty_test_record"),
    ],
)
def test_some_records_cannot_be_copied(cloud: Cloud, fields: t.Dict[str, t.Any], wrong: str) -> None:
    source = cloud.add_test_run(**fields)
    with pytest.raises(Refused) as refused:
        create(cloud, test_record_id=source.test_record_id)
    assert refused.value.body == {"test_record_id": {"error": wrong, "value": source.test_record_id}}
    assert look(cloud, source)["state"] == "running", "a refused copy interrupts nothing"


def test_a_second_stop_is_accepted_or_refused_as_configured(clock: Clock) -> None:
    lenient, strict = Cloud(clock), Cloud(clock, second_stop="error")
    lenient.stop(lenient.add_test_run(recording=False).record)
    run = strict.add_test_run(recording=False)
    with pytest.raises(Refused) as refused:
        strict.stop(run.record)
    assert refused.value.body == {"test_record_id": {"error": "already_stopped", "value": run.test_record_id}}


def test_a_frozen_run_changes_only_when_it_is_called(cloud: Cloud, clock: Clock) -> None:
    run = cloud.add_test_run(frozen=True, inactivity_timeout=300)
    clock.advance(100000)
    assert (run.recording, look(cloud, run)["state"]) == (True, "running")
    cloud.stop(run.record)
    clock.advance(100000)
    assert (run.recording, look(cloud, run)["state"]) == (False, "running")


def test_fields_can_be_fixed_set_to_null_and_left_out(cloud: Cloud) -> None:
    run = cloud.add_test_run(
        estimated_time_to_completion=12,
        raw_overrides={"recording": None, "ready_for_recording": REMOVE},
    )
    seen = look(cloud, run)
    assert seen["estimated_time_to_completion"] == 12
    assert seen["recording"] is None
    assert "ready_for_recording" not in seen


def test_baselines_can_be_added_by_hand(cloud: Cloud) -> None:
    run = cloud.add_test_run(baseline_count=1)
    run.record.add_baselines(cloud.now(), 2)
    assert look(cloud, run)["baseline_count"] == 3
    cloud.stop(run.record)
    with pytest.raises(ValueError):
        run.record.add_baselines(cloud.now(), 1)


def test_interrupting_a_copy_leaves_the_record_alone(cloud: Cloud, clock: Clock) -> None:
    source = cloud.add_test_run(state="passed", baseline_count=2)
    copy = create(cloud, test_record_id=source.test_record_id)
    ended = source.record.end_time
    clock.advance(60)
    create(cloud)
    assert (look(cloud, copy)["state"], source.record.end_time) == ("passed", ended)
    again = create(cloud, test_record_id=source.test_record_id)
    create(cloud)
    assert (look(cloud, again)["state"], source.record.end_time) == ("interrupted", ended)


@pytest.mark.parametrize("state", ["failed", "interrupted", "passed", "paused", "running"])
def test_a_run_in_any_state_can_be_copied_once_its_record_is_free(cloud: Cloud, state: str) -> None:
    source = cloud.add_test_run(state=state, recording=False, baseline_count=1)
    assert look(cloud, create(cloud, test_record_id=source.test_record_id))["state"] == "cloning"


@pytest.mark.parametrize("state", ["cloning", "paused", "passed", "failed", "interrupted"])
def test_there_is_an_estimate_only_while_the_run_runs(cloud: Cloud, clock: Clock, state: str) -> None:
    run = cloud.add_test_run(state=state, baseline_count=4, frozen=True)
    clock.advance(100)
    assert look(cloud, run)["estimated_time_to_completion"] is None


def test_the_clock_runs_at_its_speed() -> None:
    slow, fast = Clock(1), Clock(1000)
    began = slow(), fast()
    while slow() - began[0] < 0.02:
        pass
    assert fast() - began[1] > 15
