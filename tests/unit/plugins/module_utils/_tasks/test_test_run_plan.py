# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From options to parameters, and what differs from a test run that is there."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._api.models import TestRun
from ansible_collections.wallarm.fast.plugins.module_utils._errors import InvalidInput
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.desired_test_run import DesiredTestRun
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.test_run_plan import Plan, plan
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.transition import STATES
from ansible_collections.wallarm.fast.plugins.modules.wallarm_fast_test_run import ARGUMENT_SPEC


def options(**given):
    return {**{name: spec.get("default") for name, spec in ARGUMENT_SPEC.items()}, **given}


def test_options_become_the_apis_parameters():
    desired = DesiredTestRun.from_options(
        options(
            name="n", test_record_id="4616", policy_id="83", node_id="10716", tags=["a"], desc="d", rps=5, build_id="b",
            stop_on_first_fail=False, target_uri="https://test.example", file_extensions_to_exclude="jpg|png",
        )
    )  # fmt: skip
    assert desired.parameters == {
        "name": "n", "test_record_id": 4616, "policy_id": 83, "node_id": 10716, "tags": ["a"], "desc": "d", "rps": 5,
        "build_id": "b", "stop_on_first_fail": False, "file_extensions_to_exclude": "jpg|png",
        "connection_method": "custom_uri", "connection_custom_uri": "https://test.example",
    }  # fmt: skip


def test_what_belongs_to_the_record_is_not_used_for_a_copy():
    given = {"name": "n", "test_record_name": "r", "inactivity_timeout": 900}
    assert DesiredTestRun.from_options(options(**given)).not_used == ()
    copy = DesiredTestRun.from_options(options(**given, test_record_id="4617"))
    assert copy.parameters == {"name": "n", "test_record_id": 4617}
    assert copy.not_used == ("test_record_name", "inactivity_timeout")
    by_name = DesiredTestRun.from_options(options(**given, source_record_name="s"))
    assert (by_name.parameters, by_name.names, by_name.not_used) == ({"name": "n"}, {"source_record_name": "s"}, copy.not_used)


def test_names_are_sent_as_the_ids_that_they_stand_for():
    desired = DesiredTestRun.from_options(options(name="n", policy_name="PCI", source_record_name=" s ", rps=5))
    assert (desired.parameters, desired.names) == ({"name": "n", "rps": 5}, {"policy_name": "PCI", "source_record_name": " s "})
    found = desired.with_ids({"policy_id": 83, "test_record_id": 4617})
    assert (found.parameters, found.names) == ({"name": "n", "rps": 5, "policy_id": 83, "test_record_id": 4617}, {})
    assert (found.options["policy_id"], found.options["test_record_id"], found.options["node_id"]) == ("policy_name", "source_record_name", "node_id")


def test_space_around_an_id_is_taken_off_and_nothing_but_space_is_none():
    desired = DesiredTestRun.from_options(options(name="n", node_id=" 10716 ", policy_id="83\n", test_record_id="  "))
    assert desired.parameters == {"name": "n", "node_id": 10716, "policy_id": 83}


def test_empty_means_not_given():
    empty = dict.fromkeys(["desc", "test_record_id", "policy_id", "policy_name", "source_record_name", "node_id", "node_name", "build_id", "target_uri"], "")
    assert DesiredTestRun.from_options(options(name="n", tags=[""], test_run_id="", **empty)).parameters == {"name": "n"}


def test_an_empty_list_of_tags_is_wanted():
    assert DesiredTestRun.from_options(options(name="n", tags=[])).parameters == {"name": "n", "tags": []}


@pytest.mark.parametrize(
    "given, words",
    [
        ({}, "Give name"),
        ({"name": "  "}, "Give name"),
        ({"name": "", "test_run_id": ""}, "Give name"),
        ({"test_run_id": "../1"}, "test_run_id must be an id"),
        ({"name": "n", "test_record_id": "1/2"}, "test_record_id must be an id"),
        ({"name": "n", "node_id": "a b"}, "node_id must be an id"),
        ({"name": "n", "rps": 0}, "rps must be"),
        ({"name": "n", "rps_per_baseline": -1}, "rps_per_baseline must be"),
        ({"name": "n", "inactivity_timeout": 299}, "inactivity_timeout must be"),
        ({"name": "n", "inactivity_timeout": 86401}, "inactivity_timeout must be"),
        ({"name": "n", "policy_id": "83", "policy_name": "PCI"}, "^Give policy_id or policy_name, not both.$"),
        ({"name": "n", "test_record_id": "83", "source_record_name": "r"}, "^Give test_record_id or source_record_name, not both.$"),
    ],
)
def test_what_can_not_be_used_is_named(given, words):
    with pytest.raises(InvalidInput, match=words):
        DesiredTestRun.from_options(options(**given))


@pytest.mark.parametrize(
    "given, there, changes",
    [
        ({"tags": ["b", "a"]}, {"tags": ["a", "b"]}, {}),
        ({"tags": []}, {"tags": ["a"]}, {"tags": []}),
        ({"tags": ["a"]}, {}, {"tags": ["a"]}),
        ({"tags": ["a"]}, {"tags": None}, {"tags": ["a"]}),
        ({"desc": "7"}, {"desc": "07"}, {"desc": "7"}),
        ({"desc": "new"}, {"desc": None}, {"desc": "new"}),
        ({"tags": ["a", "a"]}, {"tags": ["a"]}, {}),
        ({"tags": ["7"]}, {"tags": 7}, {}),
        ({"tags": ["a"]}, {"tags": True}, {"tags": ["a"]}),
        ({"tags": []}, {"tags": "a"}, {"tags": []}),
        ({"tags": ["a"]}, {"tags": [{"odd": 1}]}, {"tags": ["a"]}),
        ({}, {"desc": "old", "tags": ["a"]}, {}),
        ({"name": "new"}, {"name": "old"}, {"name": "new"}),
    ],
)
def test_what_can_be_changed_is_changed_if_it_differs(given, there, changes):
    desired = DesiredTestRun.from_options(options(test_run_id="1", **given))
    assert desired.changes(TestRun(there)) == changes
    assert desired.conflicts(TestRun(there)) == {}


@pytest.mark.parametrize(
    "given, there, conflicts",
    [
        ({"rps": 5}, {"rps": None}, {"rps": (None, 5)}),
        ({"rps": 5}, {}, {}),
        ({"rps": 50}, {"rps": "50"}, {}),
        ({"rps": 50}, {"rps": 50.0}, {}),
        ({"rps": 50}, {"rps": "5"}, {"rps": ("5", 50)}),
        ({"rps": 50}, {"rps": "many"}, {"rps": ("many", 50)}),
        ({"inactivity_timeout": 900}, {"inactivity_timeout": "900"}, {}),
        ({"inactivity_timeout": 900}, {"inactivity_timeout": 1800}, {"inactivity_timeout": (1800, 900)}),
        ({"test_record_id": "1", "inactivity_timeout": 900}, {"test_record_id": 1, "inactivity_timeout": 1800}, {}),
        ({"test_record_id": "1", "test_record_name": "a"}, {"test_record_id": 1, "test_record_name": "b"}, {}),
        ({"policy_id": "047"}, {"policy_id": 47}, {}),
        ({"policy_id": "83"}, {"policy_id": 47}, {"policy_id": (47, 83)}),
        ({"test_record_id": "rec_1"}, {"test_record_id": "rec_1"}, {}),
        ({"policy_name": "PCI"}, {"policy_name": "PCI"}, {}),
        ({"policy_name": "PCI"}, {"policy_name": "pci"}, {"policy_name": ("pci", "PCI")}),
        ({"policy_name": "PCI"}, {"policy_id": 83}, {}),
        ({"source_record_name": "r"}, {"test_record_name": "r"}, {}),
        ({"source_record_name": "r"}, {"test_record_name": "s"}, {"source_record_name": ("s", "r")}),
        ({"node_name": "b"}, {"node_name": "a"}, {"node_name": ("a", "b")}),
        ({"stop_on_first_fail": True}, {"stop_on_first_fail": False}, {"stop_on_first_fail": (False, True)}),
        ({"target_uri": "https://b"}, {"connection_custom_uri": None}, {"target_uri": (None, "https://b")}),
        ({"build_id": "b", "file_extensions_to_exclude": "js"}, {"build_id": "a"}, {}),
    ],
)
def test_what_can_not_be_changed_is_named_by_its_option_if_it_differs(given, there, conflicts):
    desired = DesiredTestRun.from_options(options(test_run_id="1", **given))
    assert desired.conflicts(TestRun(there)) == conflicts
    assert desired.changes(TestRun(there)) == {}


@pytest.mark.parametrize("given", [{"rps": 1}, {"rps_per_baseline": 1}, {"inactivity_timeout": 300}, {"inactivity_timeout": 86400}], ids=str)
def test_the_ends_of_a_range_belong_to_it(given):
    assert DesiredTestRun.from_options(options(name="n", **given)).parameters == {"name": "n", **given}


def test_once_created_only_the_state_is_left_to_be_ensured():
    desired = DesiredTestRun.from_options(options(name="n", rps=5, state="running")).once_created()
    assert (desired.parameters, desired.just_created, desired.state) == ({}, True, "running")
    there = TestRun({"id": 1, "rps": 7, "state": "passed"})
    assert plan(there, desired) == Plan(awaited=STATES["running"])


def test_a_plan_shows_what_a_creation_interrupts_beside_what_is_sent():
    desired = DesiredTestRun.from_options(options(name="n"))
    planned = plan(None, desired, [{"id": 4485}])
    assert (planned.after, planned.interrupts) == ({"name": "n"}, [{"id": 4485}])
    assert planned.diff == {"before": {}, "after": {"name": "n", "interrupts": [{"id": 4485}]}}
    assert plan(None, desired).diff == {"before": {}, "after": {"name": "n"}}


@pytest.mark.parametrize("recording, refused", [(True, True), (False, False), (None, False)])
def test_a_copy_of_a_named_record_does_not_record(recording, refused):
    desired = DesiredTestRun.from_options(options(name="n", source_record_name="n"))
    found = TestRun({"id": 1, "state": "running", "name": "n", "recording": recording, "test_record_name": "n"})
    if refused:
        with pytest.raises(InvalidInput, match="Test run 1 exists and is recording") as failure:
            plan(found, desired)
        assert failure.value.test_run == found.raw
    else:
        assert plan(found, desired) == Plan()


def test_a_plan_is_less_where_somebody_else_made_the_transition():
    planned = plan(TestRun({"id": 1, "desc": "", "state": "running"}), DesiredTestRun.from_options(options(test_run_id="1", desc="d", state="paused")))
    assert (planned.transition, planned.before, planned.after) == (STATES["paused"], {"desc": "", "state": "running"}, {"desc": "d", "state": "paused"})
    left = planned.without_transition()
    assert (left.changed, left.transition, left.before, left.after) == (True, None, {"desc": ""}, {"desc": "d"})
