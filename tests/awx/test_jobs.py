# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs of the templates that awx_setup made, run by ansible-runner as AWX runs them."""

from __future__ import annotations

import time
import typing as t
from pathlib import Path

import pytest
from awx_stand_in import Refused, jobs
from emulator import API_TOKEN, NODE_ID, NODE_NAME, Emulator
from emulator.views import run_view

from .conftest import HANG
from .controller import Controller, Job

STOP = "Wallarm FAST stop recording"
TEST = "Wallarm FAST security test"
RETEST = "Wallarm FAST retest"
FORGOTTEN = "Wallarm FAST stop forgotten recordings"
WORKFLOW = "Wallarm FAST stop and retest"
FLEET = "Wallarm FAST list and stop recordings"

# As an API token needs to know; the token of a FAST node does not.
NODE = {"node_id": str(NODE_ID)}
# What the tests of a run find has threats up to 90.
LENIENT = {"fail_on_threat": "100"}


def posts(fast: Emulator) -> list[str]:
    """What was sent that changes something: /v1/user only reads."""
    return [call.path for call in fast.calls_of("POST") if call.path != "/v1/user"]


def runs(fast: Emulator) -> dict[int, dict[str, t.Any]]:
    """All of them as the API shows them, by id."""
    with fast.cloud.lock:
        return {run.id: run_view(run, fast.cloud.now()) for run in fast.cloud.runs}


def keeps_secret(job: Job) -> bool:
    """Whether AWX would keep no token of this job: none in what it stores, and in the environment only where it puts stars."""
    with_token = [name for name, value in job.environment.items() if API_TOKEN in value]
    assert with_token == ["WALLARM_API_TOKEN"]
    return API_TOKEN not in job.text() and all(jobs.MASKED.search(name) for name in with_token)


def test_a_job_stops_a_recording_and_hands_its_ids_on(controller: Controller, fast: Emulator):
    job = controller.launch(STOP, {"test_run_id": "4485"})
    assert (job.status, job.artifacts) == ("successful", {"test_run_id": 4485, "test_record_id": 4616})
    assert posts(fast) == ["/v1/test_run/4485/action/stop"]
    assert keeps_secret(job)


@pytest.mark.parametrize("answers, ids, path", [
    ({"test_record_id": "4616"}, {"test_run_id": None, "test_record_id": 4616}, "/v1/test_record/4616/action/stop"),
    ({"recording_name": "Example Test Run"}, {"test_run_id": 4485, "test_record_id": 4616}, "/v1/test_run/4485/action/stop"),
])  # fmt: skip
def test_a_job_stops_what_is_known_by_another_number_or_by_name(
    controller: Controller, fast: Emulator, answers: dict[str, str], ids: dict[str, int | None], path: str
):
    job = controller.launch(STOP, answers)
    assert (job.status, job.artifacts, posts(fast)) == ("successful", ids, [path])


def test_a_job_that_is_told_nothing_asks(controller: Controller, fast: Emulator):
    job = controller.launch(STOP, {})
    assert (job.status, posts(fast)) == ("failed", [])
    assert "Give exactly one of test_run_id, test_record_id and recording_name" in job.stdout


def test_a_job_in_check_mode_stops_nothing(controller: Controller, fast: Emulator):
    template = controller.store.named("job_templates", STOP)
    assert template["ask_job_type_on_launch"]
    job = controller.start(template, {"test_run_id": "4485"}, check=True)
    assert "changed=1 " in job.stdout
    assert posts(fast) == []


def test_a_survey_lets_no_job_start_without_what_is_needed(controller: Controller):
    with pytest.raises(Refused, match="'test_run_name' value missing"):
        controller.launch(TEST, {})
    with pytest.raises(Refused, match="'scan_timeout' value 604801 is too large"):
        controller.launch(RETEST, {"test_record_id": "4617", "scan_timeout": 604801})


def test_whoever_may_start_a_job_chooses_no_command(controller: Controller, folder: Path):
    """AWX ignores variables that no question asks for."""
    job = controller.launch(TEST, {"test_run_name": "shop", **NODE, **LENIENT, "tests_command": "touch %s" % (folder / "chosen")}, check=True)
    assert job.status == "successful", job.stdout
    assert not (folder / "chosen").exists()
    templates = [each for kind in ("job_templates", "workflow_job_templates") for each in controller.store.all(kind)]
    assert [each["name"] for each in templates if each["ask_variables_on_launch"]] == []


def test_a_job_records_tests_and_reports(controller: Controller, fast: Emulator, folder: Path):
    job = controller.launch(TEST, {"test_run_name": "shop", **NODE, **LENIENT, "quiet_period": 1})
    assert job.status == "successful", job.stdout
    assert job.artifacts["fast_verdict"] == "passed"
    run = runs(fast)[job.artifacts["test_run_id"]]
    assert run["test_record_id"] == job.artifacts["test_record_id"]
    assert run["baseline_count"] == 3
    assert (folder / "reports" / ("fast-%d.html" % run["id"])).exists()
    assert keeps_secret(job)


def test_a_job_that_finds_vulnerabilities_fails_and_hands_on_all_the_same(controller: Controller):
    job = controller.launch(RETEST, {"test_record_id": "4617", **NODE, "fail_on_threat": "1"})
    assert job.status == "failed"
    assert "Vulnerabilities with a threat of 1 or more were found" in job.failures()[-1]
    assert job.artifacts["fast_verdict"] == "failed"
    assert keeps_secret(job)


def test_a_job_that_only_reports_is_green_and_hands_on(controller: Controller, fast: Emulator):
    # At the emulator's speed, twelve seconds of a real clock.
    fast.cloud.set_pace(check_seconds=48)
    job = controller.launch(RETEST, {"test_record_id": "4617", **NODE, "fail_on_threat": "never"})
    assert job.status == "successful", job.stdout
    assert "only reported" in job.stdout
    assert job.artifacts["fast_verdict"] == "passed"
    assert [event for event in job.events if event["event"] == "verbose" and "baseline requests tested" in event["stdout"]]


def test_a_threat_that_is_none_is_refused_before_anything_is_created(controller: Controller, fast: Emulator):
    job = controller.launch(RETEST, {"test_record_id": "4617", **NODE, "fail_on_threat": "101"})
    assert job.status == "failed"
    assert "fail_on_threat must be a number from 1 to 100, or never, not '101'." in job.failures()[-1]
    assert posts(fast) == []


def test_a_job_tests_again_and_takes_a_template_in_a_name_for_a_name(controller: Controller, fast: Emulator):
    job = controller.launch(RETEST, {"test_record_id": "4617", "test_run_name": "{{ 6 * 7 }}", "policy_id": "83", **NODE, **LENIENT})
    assert job.status == "successful", job.stdout
    assert job.artifacts["test_record_id"] == 4617
    run = runs(fast)[job.artifacts["test_run_id"]]
    assert (run["name"], run["policy_id"]) == ("{{ 6 * 7 }}", 83)
    assert posts(fast).count("/v1/test_run") == 1


def test_a_job_tests_again_by_names(controller: Controller, fast: Emulator):
    job = controller.launch(RETEST, {"source_record_name": "Already stopped", "policy_name": "Injections Only", **NODE, **LENIENT})
    assert job.status == "successful", job.stdout
    run = runs(fast)[job.artifacts["test_run_id"]]
    assert (run["test_record_id"], run["policy_id"]) == (4617, 83)


def test_a_retest_needs_a_record(controller: Controller, fast: Emulator):
    job = controller.launch(RETEST, NODE)
    assert job.status == "failed"
    assert "Give test_record_id" in job.failures()[-1]
    assert posts(fast) == []


def seconds_to_stop(job: Job) -> float:
    """How long the task took that stops recording; the role looks once more later."""
    tasks = [event["event_data"] for event in job.events if event["event"] == "runner_on_ok"]
    return max(float(task["duration"]) for task in tasks if task["task"] == "Stop the recording when it is quiet")


EMPTY: dict[str, dict[str, str]] = {
    STOP: {"test_run_id": "4485", "quiet_period": "", "wait_timeout": ""},
    RETEST: {"test_record_id": "4617", "source_record_name": "", "test_run_name": "", "policy_id": "", "policy_name": "", "build_id": "",
             "scan_timeout": "", "fail_on_threat": "100"},
    FORGOTTEN: {"nodes": NODE_NAME, "older_than_minutes": ""},
    TEST: {"test_run_name": "empty", "policy_id": "", "policy_name": "", "build_id": "", "fail_on_threat": "100", "ready_timeout": "", "quiet_period": "",
           "scan_timeout": ""},
}  # fmt: skip


@pytest.mark.parametrize("name", EMPTY)
def test_an_answer_left_empty_is_none(controller: Controller, fast: Emulator, name: str):
    """Also where a number is asked for: AWX hands on what a workflow or an API client gives."""
    template = controller.store.named("job_templates", name)
    needs_node = {question["variable"] for question in template["survey"]["spec"]} >= set(NODE)
    job = controller.start(template, {**EMPTY[name], **(NODE if needs_node else {})})
    assert job.status == "successful", job.stdout
    # It waited for quiet as long as documented, not 0 seconds.
    assert name != TEST or seconds_to_stop(job) > 9


@pytest.mark.parametrize("name, answers", [
    (STOP, {"test_run_id": "{{ 4400 + 85 }}"}),
    (RETEST, {"test_record_id": "{{ 4616 + 1 }}", **NODE}),
])
def test_a_template_in_an_answer_is_not_evaluated(controller: Controller, fast: Emulator, name: str, answers: dict[str, t.Any]):
    job = controller.launch(name, answers)
    assert job.status == "failed"
    assert "{{" in job.failures()[0]
    assert [path for path in posts(fast) if "test_run" in path] == []


def left_open(fast: Emulator) -> list[int]:
    return [run["id"] for run in runs(fast).values() if run["name"] == "left open" and run["recording"]]


@pytest.mark.parametrize("how", ["cancelled", "out of time"])
def test_a_recording_that_a_job_left_open_is_stopped_by_the_schedule(controller: Controller, fast: Emulator, folder: Path, how: str):
    hang = folder / HANG
    hang.write_text("", encoding="ascii")
    try:
        job = controller.launch(
            TEST, {"test_run_name": "left open", **NODE},
            cancelled=(lambda: hang.read_text(encoding="ascii") == "hanging") if how == "cancelled" else None,
            job_timeout=0 if how == "cancelled" else 8,
        )  # fmt: skip
    finally:
        hang.unlink()
    assert job.status == ("canceled" if how == "cancelled" else "timeout")
    # Ansible runs no always then, so nothing was handed on either.
    assert job.artifacts == {}
    (test_run_id,) = left_open(fast)

    schedule = controller.store.named("schedules", FORGOTTEN)
    kind, template = controller.store.referred("unified_job_template", schedule["unified_job_template"])
    assert (kind, template["name"]) == ("job_templates", FORGOTTEN)
    too_soon = controller.start(template, schedule["extra_data"])
    assert too_soon.artifacts == {"stopped_test_run_ids": []}
    with fast.cloud.lock:
        # The emulator's clock is ahead of the job's.
        fast.cloud.runs.get(test_run_id).start_time = time.time() - 121 * 60
    stopped = controller.start(template, schedule["extra_data"])
    assert stopped.status == "successful", stopped.stdout
    assert test_run_id in stopped.artifacts["stopped_test_run_ids"]
    assert left_open(fast) == []
    assert keeps_secret(stopped)


def test_a_workflow_hands_the_record_on(controller: Controller, fast: Emulator):
    workflow = controller.launch_workflow(WORKFLOW, {"test_run_id": "4485", **NODE, **LENIENT})
    assert (workflow.status, workflow.told) == ("successful", [])
    (stop,), (retest,) = workflow.jobs["stop"], workflow.jobs["retest"]
    assert stop.artifacts == {"test_run_id": 4485, "test_record_id": 4616}
    assert (retest.artifacts["test_record_id"], retest.artifacts["fast_verdict"]) == (4616, "passed")
    assert retest.artifacts["test_run_id"] != 4485
    assert posts(fast)[0] == "/v1/test_run/4485/action/stop"


def test_a_workflow_that_finds_vulnerabilities_tells_so_once(controller: Controller):
    workflow = controller.launch_workflow(WORKFLOW, {"test_run_id": "4485", **NODE, "fail_on_threat": "1"})
    assert (workflow.status, workflow.told) == ("failed", ["Mail to the team"])
    assert workflow.jobs["retest"][0].artifacts["test_record_id"] == 4616


def test_a_workflow_that_can_not_stop_does_not_test(controller: Controller, fast: Emulator):
    workflow = controller.launch_workflow(WORKFLOW, {"test_run_id": "1", **NODE})
    assert (workflow.status, workflow.told) == ("failed", ["Mail to the team"])
    assert list(workflow.jobs) == ["stop"]
    assert posts(fast) == []


def record(fast: Emulator, count: int) -> None:
    """Begin so many recordings more, with a template for a name."""
    for number in range(5000, 5000 + count):
        fast.cloud.add_test_run(id=number, test_record_id=number, name="{{ 6 * 7 }}", build_id=str(number), inactivity_timeout=86400)


def test_slices_stop_every_recording_once(controller: Controller, fast: Emulator):
    record(fast, 8)
    recording = sorted(run["id"] for run in runs(fast).values() if run["recording"])
    assert len(recording) == 11
    workflow = controller.launch_workflow(FLEET, {})
    assert workflow.status == "successful"
    slices = [job.changed() for job in workflow.jobs["stop"]]
    assert [len(each) for each in slices] == [4, 4, 3]
    assert sorted(name for each in slices for name in each) == ["test_run_%d" % each for each in recording]
    assert sorted(posts(fast)) == sorted("/v1/test_run/%d/action/stop" % each for each in recording)
    assert [run for run in runs(fast).values() if run["recording"]] == []
    assert all(keeps_secret(job) for job in workflow.jobs["stop"])
    # What has ended is listed no more.
    assert [job.changed() for job in controller.launch_workflow(FLEET, {}).jobs["stop"]] == [[]]


def test_slices_that_fail_are_told_of_once(controller: Controller, fast: Emulator):
    fast.add_fault("status", path="action/stop", times=None, status=403)
    workflow = controller.launch_workflow(FLEET, {})
    assert {job.status for job in workflow.jobs["stop"]} == {"failed"}
    assert (len(workflow.jobs["stop"]), workflow.told) == (3, ["Mail to the team"])


def test_no_question_of_the_workflow_hides_what_its_nodes_hand_on(controller: Controller):
    """In AWX the answers to a workflow's survey, defaults too, win over artifacts."""
    asked = jobs.survey_defaults(controller.store.named("workflow_job_templates", WORKFLOW))
    assert {"test_record_id", "test_run_id", "fast_verdict"} & set(asked) == set()
    spec = controller.store.named("workflow_job_templates", WORKFLOW)["survey"]["spec"]
    # The one that is asked for is what the first node hands on as well.
    assert {"test_record_id", "test_run_id", "fast_verdict"} & {question["variable"] for question in spec} == {"test_run_id"}


def test_jobs_that_record_do_not_run_at_once(controller: Controller):
    simultaneous = {name: controller.store.named("job_templates", name)["allow_simultaneous"] for name in (STOP, TEST, RETEST, FORGOTTEN)}
    assert simultaneous == {STOP: True, TEST: False, RETEST: False, FORGOTTEN: False}


def test_a_cancelled_job_ends_soon(controller: Controller, fast: Emulator):
    """Although it waits. What ansible-core started for it may outlive it, but no longer than that."""
    started = time.monotonic()
    job = controller.launch(STOP, {"test_run_id": "4485", "quiet_period": 60, "wait_timeout": 120}, cancelled=lambda: bool(fast.calls))
    assert job.status == "canceled"
    assert time.monotonic() - started < 15
    assert posts(fast) == []
