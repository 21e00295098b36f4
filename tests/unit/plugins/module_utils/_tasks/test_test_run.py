# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Creating and steering: one table for the decision, and every way that a creation can go on the emulated cloud."""

from __future__ import annotations

import time

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._api.models import TestRun
from ansible_collections.wallarm.fast.plugins.module_utils._errors import (
    ApiError,
    FastError,
    InvalidInput,
    NotReached,
    ReplyLost,
    TimedOut,
)
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.desired_test_run import DesiredTestRun
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.test_run import run
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.test_run_plan import plan
from ansible_collections.wallarm.fast.plugins.modules.wallarm_fast_test_run import ARGUMENT_SPEC
from ansible_collections.wallarm.fast.tests.emulator import CLIENT_ID, NODE_ID, SECOND_NODE_ID

CREATE = "POST /v1/test_run"
LIST = "GET /v1/test_run"
POLICIES = "GET /v1/test_policy"
RECORDS = "GET /v1/test_record"


def options(**given):
    return {**{name: spec.get("default") for name, spec in ARGUMENT_SPEC.items()}, **given}


ACTIVE = ["cloning", "running", "running_scheduled", "pausing", "paused", "interrupting"]
FINAL = ["passed", "failed", "interrupted"]
CALLED = {
    ("running", "cloning"): "run",
    ("running", "pausing"): "run",
    ("running", "paused"): "run",
    ("running", "interrupting"): "run",
    ("paused", "cloning"): "pause",
    ("paused", "running"): "pause",
    ("paused", "running_scheduled"): "pause",
    ("paused", "interrupting"): "pause",
    ("interrupted", "cloning"): "interrupt",
    ("interrupted", "running"): "interrupt",
    ("interrupted", "running_scheduled"): "interrupt",
    ("interrupted", "pausing"): "interrupt",
    ("interrupted", "paused"): "interrupt",
}


@pytest.mark.parametrize("state", ["present", "running", "paused", "interrupted"])
def test_the_action_follows_from_the_two_states(state):
    desired = DesiredTestRun.from_options(options(test_run_id="1", state=state))
    for there in ACTIVE if state in ("running", "paused") else ACTIVE + FINAL:
        planned = plan(TestRun({"id": 1, "state": there}), desired)
        action = CALLED.get((state, there))
        assert (there, planned.transition.action if planned.transition else None, planned.changed) == (there, action, bool(action))
        assert (planned.before, planned.after) == (({"state": there}, {"state": state}) if action else ({}, {}))


@pytest.mark.parametrize("state", ["running", "paused"])
def test_what_has_ended_can_not_be_run_or_paused(state):
    for there in FINAL:
        found = TestRun({"id": 1, "state": there})
        with pytest.raises(InvalidInput, match=f"has ended \\({there}\\).*Create another one") as failure:
            plan(found, DesiredTestRun.from_options(options(test_run_id="1", state=state)))
        assert failure.value.test_run == found.raw


@pytest.mark.parametrize("state, sent", [("present", {}), ("running", {"state": "running"}), ("paused", {"state": "paused"})])
def test_what_is_not_there_is_created(state, sent):
    planned = plan(None, DesiredTestRun.from_options(options(name="n", state=state)))
    assert (planned.create, planned.changed, planned.before, planned.after) == (True, True, {}, {"name": "n", **sent})


@pytest.fixture(name="task")
def task_fixture(bench):
    """Run a task against the emulator; options and the client's settings may be given."""

    def task(check_mode=False, wait_timeout=60, settings=None, **given):
        given.setdefault("client_id", str(CLIENT_ID))
        return run(bench.context(wait_timeout, check_mode, **(settings or {})), options(**given))

    return task


@pytest.fixture(name="idle")
def idle_fixture(bench):
    """Nothing goes on at the emulator's nodes."""
    for run_id in ("4485", "4487", "4488"):
        bench.client().act(run_id, "interrupt")
    bench.fast.clear_calls()


def created(bench):
    """The bodies of all requests to create."""
    return [call.json for call in bench.fast.calls if (call.method, call.path) == ("POST", "/v1/test_run")]


# --- finding and creating -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("idle")
def test_a_test_run_is_created_once_and_then_found(bench, task):
    first = task(name="checkout", desc="Nightly", tags=["a"])
    second = task(name="checkout", desc="Nightly", tags=["a"])
    assert created(bench) == [{"clientid": CLIENT_ID, "name": "checkout", "desc": "Nightly", "tags": ["a"]}]
    assert (first["changed"], second["changed"]) == (True, False)
    assert first["test_run_id"] == second["test_run_id"] == first["test_run"]["id"]
    assert first["test_record_id"] == second["test_record_id"]
    assert first["diff"] == {"before": {}, "after": {"name": "checkout", "desc": "Nightly", "tags": ["a"]}}
    assert second["diff"] == {"before": {}, "after": {}}
    assert bench.warnings == []


def test_a_test_run_that_has_ended_is_not_used_again(task):
    first = task(name="checkout")
    task(test_run_id=str(first["test_run_id"]), state="interrupted")
    assert task(name="checkout")["test_run_id"] != first["test_run_id"]


@pytest.mark.parametrize("state", ["running", "paused"])
def test_an_active_test_run_is_found_whatever_its_state(bench, task, state):
    there = bench.fast.add_test_run(name="checkout", state=state)
    assert task(name="checkout")["test_run_id"] == there["id"]


@pytest.mark.parametrize("simple_state", ["cloning", None, "running"])
def test_a_copy_being_made_is_found_whatever_its_simple_state(bench, task, simple_state):
    there = bench.fast.add_test_run(name="checkout", state="cloning", frozen=True, raw_overrides={"simple_state": simple_state})
    assert task(name="checkout")["test_run_id"] == there["id"]
    assert created(bench) == []


def test_looking_takes_one_list_where_a_test_run_is_found_and_two_before_one_is_created(bench, task):
    task(name="checkout")
    assert bench.sent() == [LIST, LIST, CREATE]
    bench.fast.clear_calls()
    task(name="checkout")
    assert bench.sent() == [LIST]
    bench.fast.clear_calls()
    task(name="another", policy_name="Injections Only")
    assert bench.sent() == [LIST, LIST, POLICIES, CREATE]
    bench.fast.clear_calls()
    task(name="copy", policy_name="Injections Only", source_record_name="Already stopped")
    assert bench.sent() == [LIST, LIST, POLICIES, RECORDS, CREATE]


def test_a_server_that_does_not_understand_the_question_for_active_ones_is_asked_otherwise(bench, task):
    there = bench.fast.add_test_run(name="checkout", state="paused")
    bench.fast.add_fault("status", status=400, body={"status": 400, "body": {"filter[!simple_state]": {"error": "invalid"}}}, path="/v1/test_run$")
    assert task(name="checkout")["test_run_id"] == there["id"]
    assert bench.sent() == [LIST] * 3


def test_a_start_time_that_is_no_number_makes_a_test_run_the_oldest(bench, task):
    bench.fast.add_test_run(name="checkout", build_id="1", raw_overrides={"start_time": "2024-01-01"})
    new = bench.fast.add_test_run(name="checkout", build_id="2")
    assert task(name="checkout")["test_run_id"] == new["id"]


def test_only_a_test_run_on_the_wanted_node_is_used(bench, task):
    bench.fast.add_test_run(name="checkout", node_id=NODE_ID)
    settings = {"token": bench.fast.api_token}
    other = task(name="checkout", node_id=str(SECOND_NODE_ID), settings=settings)
    assert other["test_run"]["node_id"] == SECOND_NODE_ID
    assert task(name="checkout", node_name="fast-node-2", settings=settings)["test_run_id"] == other["test_run_id"]


def test_only_a_test_run_of_the_wanted_build_is_used(bench, task):
    there = bench.fast.add_test_run(name="checkout", build_id="1")
    assert task(name="checkout", build_id="2")["test_run_id"] != there["id"]
    assert task(name="checkout", build_id="1")["test_run_id"] == there["id"]


def test_of_several_the_newest_is_used_with_a_warning(bench, task):
    old = bench.fast.add_test_run(name="checkout", build_id="1", start_time=time.time() - 300)
    new = bench.fast.add_test_run(name="checkout", build_id="2", start_time=time.time() - 200)
    assert task(name="checkout")["test_run_id"] == new["id"]
    (warning,) = bench.warnings
    assert f"ids {new['id']}, {old['id']}" in warning


@pytest.mark.usefixtures("idle")
def test_check_mode_creates_nothing_and_says_what_it_would(bench, task):
    result = task(name="checkout", state="paused", check_mode=True)
    assert created(bench) == []
    assert result == {
        "changed": True, "test_run_id": None, "test_record_id": None, "test_run": None, "console_url": None, "interrupts": [],
        "diff": {"before": {}, "after": {"name": "checkout", "state": "paused"}},
    }  # fmt: skip


def test_nothing_is_created_to_be_interrupted(bench, task):
    result = task(name="checkout", state="interrupted")
    assert (result["changed"], result["test_run_id"]) == (False, None)
    assert created(bench) == []


def test_the_token_is_asked_whose_it_is(bench, task):
    result = task(name="checkout", client_id="", node_id=str(NODE_ID), settings={"token": bench.fast.api_token})
    assert result["test_run"]["clientid"] == CLIENT_ID
    assert bench.sent()[0] == "POST /v1/user"


def test_a_token_that_may_not_say_whose_it_is_makes_one_give_client_id(bench, task):
    with pytest.raises(ApiError, match="Give client_id, or set WALLARM_API_CLIENT_ID") as failure:
        task(name="checkout", client_id="")
    assert failure.value.http_status == 403


def test_the_client_of_somebody_else_is_named_as_a_reason(task):
    with pytest.raises(ApiError, match="check api_token, api_host, client_id"):
        task(name="checkout", client_id="999")


# --- copying --------------------------------------------------------------------------------------------------------


def test_a_stopped_record_is_copied(bench, task):
    result = task(name="again", test_record_id="4617")
    assert (result["test_record_id"], result["test_run"]["recording"]) == (4617, False)


@pytest.mark.usefixtures("idle")
def test_a_copy_is_found_again_whatever_belongs_to_its_record(bench, task):
    given = {"name": "again", "test_record_id": "4617", "test_record_name": "mine", "inactivity_timeout": 900}
    first, second = task(**given), task(**given)
    assert (first["changed"], second["changed"]) == (True, False)
    assert created(bench) == [{"clientid": CLIENT_ID, "name": "again", "test_record_id": 4617}]
    assert first["diff"]["after"] == {"name": "again", "test_record_id": 4617}
    assert len(bench.warnings) == 2
    assert "not used: test_record_name, inactivity_timeout" in bench.warnings[0]


def test_a_copy_can_be_made_to_wait(bench, task):
    bench.move_both_clocks()
    result = task(name="again", test_record_id="4617", state="paused")
    assert result["test_run"]["state"] == "paused"
    assert not [call for call in bench.sent() if "/action/" in call]


def test_a_copy_that_is_never_made_ends_the_task_with_the_test_run(bench, task):
    with pytest.raises(TimedOut, match=r"Test run [0-9]+ was still being copied after 10 s") as failure:
        task(name="again", test_record_id="4617", state="paused", wait_timeout=10)
    assert failure.value.test_run["state"] == "cloning"


@pytest.fixture(name="copying")
def copying_fixture(bench):
    """A copy that takes its time to be made."""
    return bench.fast.add_test_run(
        name="again", test_record_id=4617, state="cloning", state_after_cloning="paused", cloning_until=bench.fast.advance(0) + 90
    )


def test_a_copy_that_takes_its_time_survives_a_minute_of_failures(bench, task, copying):
    bench.move_both_clocks()
    bench.fast.add_fault("html", status=502, method="GET", path=f"{copying['id']}$", times=28)
    assert task(name="again", state="paused", wait_timeout=300)["changed"] is False
    assert sum(bench.clock.slept) > 80


def test_a_failure_while_a_copy_is_made_carries_the_test_run(bench, task, copying):
    bench.fast.add_fault("status", status=403, path=f"{copying['id']}$")
    with pytest.raises(ApiError) as failure:
        task(name="again", state="running")
    assert failure.value.test_run["id"] == copying["id"]


def test_check_mode_waits_for_a_copy_too_since_that_only_reads(bench, task, copying):
    bench.fast.advance(75)
    bench.move_both_clocks()
    result = task(name="again", state="paused", wait_timeout=300, check_mode=True)
    assert (result["changed"], result["test_run"]["state"]) == (False, "paused")
    assert not [call for call in bench.sent() if not call.startswith("GET")]


def test_a_record_that_is_recorded_makes_one_stop_it_first(bench, task):
    with pytest.raises(ApiError, match="Stop its recording first: wallarm.fast.wallarm_fast_recording") as failure:
        task(name="again", test_record_id="4616")
    assert (failure.value.http_status, len(created(bench))) == (400, 1)
    assert "not_ready_for_cloning" in failure.value.server_error


def test_an_active_copy_of_another_record_is_not_taken_for_it(bench, task):
    task(name="again", test_record_id="4617")
    with pytest.raises(InvalidInput, match="test_record_id is 4617 and not 4618"):
        task(name="again", test_record_id="4618")
    assert len(created(bench)) == 1


# --- policy and record by name --------------------------------------------------------------------------------------


def test_a_policy_and_a_record_are_found_by_their_names(bench, task):
    given = {"name": "again", "policy_name": "Injections Only", "source_record_name": "Already stopped"}
    asked, first = task(**given, check_mode=True), task(**given)
    assert created(bench) == [{"clientid": CLIENT_ID, "name": "again", "policy_id": 83, "test_record_id": 4617}]
    assert (first["test_run"]["policy_id"], first["test_record_id"]) == (83, 4617)
    assert asked["diff"] == first["diff"]
    bench.fast.clear_calls()
    assert task(**given)["changed"] is False
    # Its names are compared, so that nothing is looked up.
    assert bench.sent() == [LIST]
    assert task(test_run_id=str(first["test_run_id"]), policy_name="Injections Only", source_record_name="Already stopped")["changed"] is False


def test_names_that_differ_from_what_is_there_are_named(bench, task):
    with pytest.raises(InvalidInput, match="policy_name is 'Default Policy' and not 'Injections Only', source_record_name is 'Already stopped' and not 'x'"):
        task(test_run_id="4486", policy_name="Injections Only", source_record_name="x")
    assert bench.sent() == ["GET /v1/test_run/4486"]


def test_a_test_run_that_records_is_no_copy_of_a_record_of_its_name(bench, task):
    with pytest.raises(InvalidInput, match="Test run 4485 exists and is recording, so it is no copy") as failure:
        task(name="Example Test Run", source_record_name="Example Test Run")
    assert (failure.value.test_run["id"], created(bench)) == (4485, [])


def test_names_that_are_none_are_told_with_those_there_are(bench, task):
    with pytest.raises(InvalidInput, match="policy_name: there is no test policy of the name 'PCI'. There are 'Injections Only', 'Default Policy'."):
        task(name="checkout", policy_name="PCI")
    with pytest.raises(InvalidInput, match="source_record_name: there is no test record of the name 'shop'. There are 'Checkout regression', 'Nothing"):
        task(name="checkout", source_record_name="shop")
    with pytest.raises(InvalidInput, match="'Checkout regression': no test record of this name can be copied. 4619 is still being recorded. Stop"):
        task(name="checkout", source_record_name="Checkout regression")
    bench.fast.add_test_policy(name="Injections Only", id=84)
    with pytest.raises(InvalidInput, match="is the name of several test policies, with the ids 84, 83: give policy_id"):
        task(name="checkout", policy_name="Injections Only")
    assert created(bench) == []


def test_of_several_records_the_newest_that_can_be_copied_is(bench, task):
    for record_id, recording, baselines in ((4700, False, 2), (4701, False, 0), (4702, True, 3)):
        bench.fast.add_test_run(name="shop", test_record_id=record_id, state="running" if recording else "passed", recording=recording,
                                baseline_count=baselines, build_id=str(record_id))  # fmt: skip
    assert task(name="again", source_record_name="shop", build_id="b")["test_record_id"] == 4700
    assert bench.warnings == [
        "Test record 4700 is copied, though there are newer ones of the name 'shop'. 4702 is still being recorded, 4701 holds no baseline requests."
    ]


@pytest.mark.parametrize("given, path, says", [
    ({"policy_name": "a"}, "/v1/test_policy$", "If the token may not list test policies, give policy_id in place of policy_name."),
    ({"source_record_name": "a"}, "/v1/test_record$", "If the token may not list test records, give test_record_id in place of source_record_name."),
])  # fmt: skip
def test_a_token_that_may_not_list_them_makes_one_give_an_id(bench, task, given, path, says):
    bench.fast.add_fault("status", status=403, path=path)
    with pytest.raises(ApiError, match=f"The token was refused .*{says}") as failure:
        task(name="checkout", **given)
    assert (failure.value.http_status, created(bench)) == (403, [])


# --- what a creation interrupts -------------------------------------------------------------------------------------


def test_what_a_creation_interrupts_is_told_before_and_after(bench, task):
    for run_id in ("4487", "4488"):
        bench.client().act(run_id, "interrupt")
    bench.fast.add_test_run(name="elsewhere", node_id=SECOND_NODE_ID)
    asked, done = task(name="checkout", check_mode=True), task(name="checkout")
    (told,) = done["interrupts"]
    assert {**told, "since": None} == {
        "id": 4485, "name": "Example Test Run", "node_id": NODE_ID, "node_name": "fast-node-1", "since": None, "recording": True,
    }  # fmt: skip
    assert time.strptime(told["since"], "%Y-%m-%dT%H:%M:%SZ")
    assert asked["interrupts"] == done["interrupts"] == done["diff"]["after"]["interrupts"]
    assert bench.warnings == [
        f"Creating it {verb} test run 4485 'Example Test Run' on fast-node-1, which has been recording since {told['since']}."
        for verb in ("would interrupt", "interrupts")
    ]
    assert bench.client().get_test_run("4485")["state"] == "interrupted"
    assert task(name="checkout")["interrupts"] == []


@pytest.mark.parametrize("given, interrupted", [
    ({"node_id": str(SECOND_NODE_ID)}, [6000]),
    ({"node_name": "fast-node-2"}, [6000]),
    ({"node_id": str(SECOND_NODE_ID), "build_id": "b"}, []),
    ({"node_id": str(SECOND_NODE_ID), "build_id": "there"}, [6000]),
    ({"node_id": str(NODE_ID)}, [4485, 4487, 4488]),
])  # fmt: skip
def test_what_is_told_is_what_the_cloud_does(bench, task, given, interrupted):
    bench.fast.add_test_run(id=6000, name="elsewhere", node_id=SECOND_NODE_ID, build_id="there")
    told = task(name="checkout", settings={"token": bench.fast.api_token}, **given)["interrupts"]
    client = bench.client(token=bench.fast.api_token)
    assert [each for each in (4485, 4487, 4488, 6000) if client.get_test_run(str(each))["state"] == "interrupted"] == interrupted
    assert sorted(run["id"] for run in told) == interrupted


def test_where_a_token_sees_several_nodes_it_is_asked_for_one(bench, task):
    bench.fast.add_test_run(name="elsewhere", node_id=SECOND_NODE_ID)
    assert task(name="checkout", check_mode=True, settings={"token": bench.fast.api_token})["interrupts"] == []
    (warning,) = bench.warnings
    assert "which of them creating this one interrupts can't be told. Give node_id or node_name." in warning


# --- never twice ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("idle")
@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "lost_reply"},
        {"kind": "status", "status": 503, "processed": True},
        {"kind": "status", "status": 408, "processed": True},
        {"kind": "body", "body": {}},
    ],
    ids=str,
)
def test_a_creation_without_an_answer_is_found_by_its_name(bench, task, fault):
    bench.fast.add_fault(method="POST", path="/v1/test_run$", **fault)
    result = task(name="checkout")
    assert result["changed"] is True
    assert result["test_run"]["name"] == "checkout"
    assert len(created(bench)) == 1
    assert "must not be created twice" in bench.warnings[0]
    assert task(name="checkout")["test_run_id"] == result["test_run_id"]


@pytest.mark.parametrize("fault", [{"kind": "reset"}, {"kind": "status", "status": 503}], ids=str)
def test_a_creation_that_is_not_found_may_exist_and_is_not_repeated(bench, task, fault):
    bench.fast.add_fault(method="POST", path="/v1/test_run$", **fault)
    with pytest.raises(ReplyLost, match="may still appear. Run the task again"):
        task(name="checkout")
    assert len(created(bench)) == 1
    assert 10 < sum(bench.clock.slept) < 30
    assert set(bench.clock.slept[:-1]) == {2}


def test_a_creation_whose_search_fails_may_exist(bench, task):
    bench.fast.add_fault("lost_reply", method="POST", path="/v1/test_run$")
    bench.fast.add_fault("status", status=403, method="GET", skip=2, times=None)
    with pytest.raises(ReplyLost, match="could not be looked for either: .* It may exist"):
        task(name="checkout")
    assert len(created(bench)) == 1


def test_a_creation_that_was_not_taken_up_is_sent_again(bench, task):
    bench.fast.add_fault("status", status=429, method="POST", path="/v1/test_run$", times=2)
    assert task(name="checkout")["changed"] is True
    assert len(created(bench)) == 3


def test_a_creation_that_is_refused_is_not_looked_for(bench, task):
    with pytest.raises(ApiError, match=r"There is no test policy 1 that the token may use \(policy_id\).*policy_id: not_found"):
        task(name="checkout", policy_id="1")
    assert bench.sent()[-1] == CREATE


REFUSED = [
    ({"test_record_id": "4618"}, "Test record 4618 can't be copied while it is being recorded."),
    ({"test_record_id": "1"}, "There is no test record 1 that the token may use (test_record_id). wallarm.fast.wallarm_fast_test_record_info lists"),
    ({"node_id": "1"}, "There is no FAST node 1 that the token may use (node_id)."),
    ({"node_name": "fast-node-9"}, "There is no FAST node of the name fast-node-9 that the token may use (node_name)."),
    ({"rps": 10001}, "The server does not take 10001 as rps."),
]


@pytest.mark.parametrize("given, says", REFUSED, ids=str)
def test_what_the_server_refuses_is_told_with_what_to_do(bench, task, given, says):
    with pytest.raises(ApiError) as failure:
        task(name="checkout", **given)
    assert str(failure.value).startswith(f"The test run was not created. {says}")
    assert str(failure.value).endswith(f"The server said: {failure.value.server_error}.")
    assert (failure.value.http_status, failure.value.method, failure.value.path) == (400, "POST", "/v1/test_run")


def test_an_empty_record_is_told(bench, task):
    bench.client().act("4487", "stop")
    with pytest.raises(ApiError, match="Test record 4618 holds no baseline requests"):
        task(name="checkout", test_record_id="4618")


def test_a_creation_without_a_node_is_told_to_name_one(bench, task):
    with pytest.raises(ApiError, match="Give node_id or node_name, since this is not the token of a FAST node"):
        task(name="checkout", settings={"token": bench.fast.api_token})


# --- changing and steering ------------------------------------------------------------------------------------------


def test_what_can_be_changed_is_changed_once(bench, task):
    first = task(test_run_id="4485", name="new", desc="text", tags=["b"])
    assert (first["changed"], first["test_run"]["name"], first["test_run"]["tags"]) == (True, "new", ["b"])
    assert first["diff"]["before"] == {"name": "Example Test Run", "desc": "", "tags": []}
    assert task(test_run_id="4485", name="new", desc="text", tags=["b"])["changed"] is False
    assert [call for call in bench.sent() if call.startswith("PUT")] == ["PUT /v1/test_run/4485"]


def test_what_can_not_be_changed_is_an_error_that_names_it(bench, task):
    with pytest.raises(InvalidInput, match="rps is None and not 5, policy_id is 47 and not 83") as failure:
        task(test_run_id="4485", policy_id="83", rps=5)
    assert failure.value.test_run["id"] == 4485
    assert bench.sent() == ["GET /v1/test_run/4485"]


def test_an_unknown_id_is_not_created(bench, task):
    with pytest.raises(ApiError, match="There is no test run 9999"):
        task(test_run_id="9999", name="checkout")
    assert created(bench) == []


def test_a_test_run_is_paused_run_and_interrupted_when_needed(bench, task):
    run_id = str(task(name="checkout")["test_run_id"])
    bench.fast.clear_calls()
    for state in ("paused", "running", "interrupted"):
        first, second = task(test_run_id=run_id, state=state), task(test_run_id=run_id, state=state)
        assert (first["changed"], second["changed"]) == (True, False)
        assert first["test_run"]["state"] == state
        assert first["diff"]["after"] == {"state": state}
    assert [call.rpartition("/")[2] for call in bench.sent() if call.startswith("POST")] == ["pause", "run", "interrupt"]


def test_a_name_and_a_state_create_and_steer_in_one_task(bench, task):
    assert task(name="checkout", state="paused")["test_run"]["state"] == "paused"
    assert task(name="checkout", state="running")["test_run"]["state"] == "running"
    assert created(bench) == [{"clientid": CLIENT_ID, "name": "checkout", "state": "paused"}]


def test_a_test_run_that_has_ended_needs_no_interrupting(task):
    assert task(test_run_id="4486", state="interrupted")["changed"] is False


def test_check_mode_steers_nothing(bench, task):
    result = task(test_run_id="4485", state="paused", desc="x", check_mode=True)
    assert result["changed"] is True
    assert result["diff"] == {"before": {"desc": "", "state": "running"}, "after": {"desc": "x", "state": "paused"}}
    assert bench.sent() == ["GET /v1/test_run/4485"]


def test_a_lost_reply_to_an_action_is_looked_into(bench, task):
    bench.fast.add_fault("lost_reply", method="POST")
    assert task(test_run_id="4485", state="paused")["test_run"]["state"] == "paused"
    assert [call for call in bench.sent() if "pause" in call] == ["POST /v1/test_run/4485/action/pause"]
    assert "to see whether it was paused" in bench.warnings[0]


def test_an_action_that_does_not_show_ends_at_the_limit_with_the_last_test_run(bench, task):
    bench.fast.add_fault("patch", fields={"state": "running"}, times=None)
    with pytest.raises(TimedOut, match="the test run is paused") as failure:
        task(test_run_id="4485", state="paused", wait_timeout=10)
    assert failure.value.test_run["id"] == 4485


POSTS = {"paused": "pause", "running": "run", "interrupted": "interrupt"}


def posted(bench, action):
    """How often an action was called."""
    return len([call for call in bench.sent() if call.endswith(f"/action/{action}")])


@pytest.mark.parametrize("state", ["paused", "interrupted"])
def test_an_action_that_takes_its_time_is_called_once_and_waited_for(bench, task, state):
    bench.move_both_clocks()
    run_id = str(bench.fast.add_test_run(name="slow", steering_seconds=25)["id"])
    began = bench.clock()
    result = task(test_run_id=run_id, state=state)
    assert (result["changed"], result["test_run"]["state"]) == (True, state)
    assert posted(bench, POSTS[state]) == 1
    # The requests take time too, more on a busy machine.
    assert bench.clock() - began >= 24 and sum(bench.clock.slept) <= 26


@pytest.mark.parametrize("state", ["paused", "interrupted"])
def test_an_action_that_somebody_else_called_is_waited_for_and_not_called_again(bench, task, state):
    bench.move_both_clocks()
    run_id = str(bench.fast.add_test_run(name="slow", steering_seconds=25)["id"])
    bench.client().act(run_id, POSTS[state])
    result = task(test_run_id=run_id, state=state)
    assert (result["changed"], result["test_run"]["state"]) == (False, state)
    assert result["diff"] == {"before": {}, "after": {}}
    assert posted(bench, POSTS[state]) == 1


def test_check_mode_does_not_wait_for_what_is_under_way(bench, task):
    run_id = str(bench.fast.add_test_run(name="slow", steering_seconds=25)["id"])
    bench.client().act(run_id, "pause")
    assert task(test_run_id=run_id, state="paused", check_mode=True)["changed"] is False
    assert bench.clock.slept == []


def test_what_stays_under_way_ends_the_task_at_the_limit(bench, task):
    run_id = str(bench.fast.add_test_run(name="slow", steering_seconds=90)["id"])
    with pytest.raises(TimedOut, match="within 10 s .* the test run is interrupted") as failure:
        task(test_run_id=run_id, state="interrupted", wait_timeout=10)
    assert failure.value.test_run["state"] == "interrupting"


def test_an_action_whose_reply_was_lost_is_not_called_again_while_it_is_under_way(bench, task):
    bench.move_both_clocks()
    run_id = str(bench.fast.add_test_run(name="slow", steering_seconds=25)["id"])
    bench.fast.add_fault("lost_reply", method="POST")
    assert task(test_run_id=run_id, state="paused")["changed"] is True
    assert posted(bench, "pause") == 1


def test_a_test_run_that_has_run_and_ended_counts_as_running(bench, task):
    bench.fast.add_test_run(id=7, name="quick", state="paused")
    bench.fast.add_fault("patch", fields={"state": "failed"}, method="POST")
    result = task(test_run_id="7", state="running")
    assert (result["changed"], result["test_run"]["state"]) == (True, "failed")
    assert bench.clock.slept == []


def test_a_test_run_that_ended_before_it_was_seen_to_run_counts_as_running(bench, task):
    bench.fast.add_test_run(id=7, name="quick", state="paused")
    bench.fast.add_fault("patch", fields={"state": "paused"}, method="POST")
    bench.fast.add_fault("patch", fields={"state": "passed"}, method="GET", skip=1)
    assert task(test_run_id="7", state="running")["changed"] is True
    assert (posted(bench, "run"), bench.clock.slept) == (1, [])


def test_a_test_run_that_was_created_and_ended_at_once_counts_as_running(bench, task):
    bench.fast.add_fault("patch", fields={"state": "passed"}, method="POST", path="/v1/test_run$")
    assert task(name="quick", state="running")["changed"] is True
    assert posted(bench, "run") == 0


@pytest.mark.parametrize("fault", ["patch", "lost_reply", "status"])
def test_a_test_run_that_ended_before_it_was_paused_is_an_error_at_once(bench, task, fault):
    how = {"patch": {"fields": {"state": "passed"}}, "status": {"status": 400}, "lost_reply": {}}[fault]
    bench.fast.add_fault(fault, method="POST", **how)
    bench.fast.add_fault("patch", fields={"state": "passed"}, method="GET", skip=1, times=None)
    with pytest.raises(NotReached, match=r"ended \(passed\) before the pause took effect") as failure:
        task(test_run_id="4485", state="paused")
    assert failure.value.test_run["state"] == "passed"
    assert (posted(bench, "pause"), bench.clock.slept) == (1, [])


def test_a_test_run_that_somebody_else_ended_was_not_run_by_us(bench, task):
    bench.fast.add_test_run(id=7, name="quick", state="paused")
    bench.fast.add_fault("status", status=400, method="POST")
    bench.fast.add_fault("patch", fields={"state": "interrupted"}, method="GET", skip=1)
    with pytest.raises(NotReached, match="before the run took effect"):
        task(test_run_id="7", state="running")


@pytest.mark.parametrize("state", ["paused", "interrupted"])
def test_what_somebody_else_did_meanwhile_is_not_our_change(bench, task, state):
    bench.fast.add_fault("status", status=400, method="POST", processed=True)
    result = task(test_run_id="4485", state=state)
    assert (result["changed"], result["test_run"]["state"]) == (False, state)
    assert result["diff"] == {"before": {}, "after": {}}


def test_what_we_did_beside_it_is_our_change(bench, task):
    bench.fast.add_fault("status", status=400, method="POST", processed=True)
    result = task(test_run_id="4485", state="paused", desc="x")
    assert result["changed"] is True
    assert result["diff"] == {"before": {"desc": ""}, "after": {"desc": "x"}}


def test_a_change_that_its_reply_does_not_show_is_read(bench, task):
    bench.fast.add_fault("patch", remove=["desc"], method="PUT")
    assert task(test_run_id="4485", desc="x")["test_run"]["desc"] == "x"
    assert bench.sent() == ["GET /v1/test_run/4485", "PUT /v1/test_run/4485", "GET /v1/test_run/4485"]


def test_a_change_that_no_read_shows_is_an_error(bench, task):
    bench.fast.add_fault("patch", fields={"desc": "y"}, times=None)
    with pytest.raises(NotReached, match="shows something else afterwards: desc is 'y' and not 'x'") as failure:
        task(test_run_id="4485", desc="x")
    assert failure.value.test_run["id"] == 4485


def test_a_failure_after_the_search_carries_the_test_run(bench, task):
    bench.fast.add_fault("status", status=403, method="POST")
    with pytest.raises(FastError) as failure:
        task(test_run_id="4485", state="paused")
    assert failure.value.test_run["id"] == 4485


def test_ids_of_records_come_back_when_the_reply_lacks_them(bench, task):
    bench.fast.add_fault("patch", remove=["test_record_id"], method="POST", path="/v1/test_run$")
    assert task(name="checkout")["test_record_id"] is not None


@pytest.mark.parametrize("given, method", [({"state": "paused"}, "POST"), ({"desc": "x"}, "PUT")], ids=str)
def test_so_do_those_that_a_change_does_not_show(bench, task, given, method):
    bench.fast.add_fault("patch", fields={"test_record_id": None}, method=method, path="/v1/test_run/4485")
    assert task(test_run_id="4485", **given)["test_record_id"] == 4616
