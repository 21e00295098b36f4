# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook awx_setup, with the real modules of awx.awx."""

from __future__ import annotations

import typing as t
from pathlib import Path

import pytest
from emulator import API_TOKEN

from .conftest import SetUp

CREDENTIAL = "Wallarm FAST token"


def test_the_first_run_makes_everything(set_up: SetUp):
    names = {kind: sorted(found["name"].removeprefix("Wallarm FAST ") for found in set_up.awx.store.all(kind) if found["organization"] == 1)
             for kind in ("credentials", "projects", "inventories", "inventory_sources", "job_templates", "workflow_job_templates")}
    assert names == {
        "credentials": ["token"],
        "projects": ["playbooks"],
        "inventories": ["localhost", "recordings"],
        "inventory_sources": ["list recordings"],
        "job_templates": ["retest", "security test", "show recordings", "stop forgotten recordings", "stop recording", "stop recordings"],
        "workflow_job_templates": ["list and stop recordings", "stop and retest"],
    }
    schedule = set_up.awx.store.named("schedules", "Wallarm FAST stop forgotten recordings")
    assert schedule["extra_data"] == {"nodes": "10716,fast-node-1", "older_than_minutes": 120}


def test_the_second_run_changes_nothing(set_up: SetUp):
    first, second = set_up.first
    assert len(first.changes) > 15
    assert (second.recap("changed"), second.changes) == (0, [])


def test_no_run_prints_a_token(set_up: SetUp):
    for played in set_up.first:
        assert API_TOKEN not in played.printed
        assert set_up.awx.token not in played.printed


def test_the_credential_holds_what_was_given(set_up: SetUp):
    inputs = set_up.awx.store.named("credentials", CREDENTIAL)["inputs"]
    assert inputs == {"wallarm_api_token": API_TOKEN, "wallarm_api_host": set_up.environment["WALLARM_API_HOST"], "wallarm_api_client_id": ""}


def test_check_mode_goes_to_the_end_of_an_empty_awx(empty: SetUp):
    played = empty.done("--check", fast_awx_execution_environment="FAST", fast_awx_execution_environment_image="registry.example.com/ee:1")
    assert "Skipped were those that need others" in played.words
    assert played.recap("changed") >= 3
    assert played.changes == []


INPUTS = {"wallarm_api_token": "theirs", "wallarm_api_host": "api.wallarm.com", "wallarm_api_client_id": "170"}
#: The variables of another organization's first run.
MORE = {"fast_awx_execution_environment": "FAST", "fast_awx_execution_environment_image": "registry.example.com/ee:1",
        "fast_awx_project_scm_branch": "main", "fast_awx_older_than_minutes": "60"}  # fmt: skip
FORGOTTEN = "Wallarm FAST stop forgotten recordings"


@pytest.fixture(name="team", scope="module")
def team_fixture(set_up: SetUp) -> int:
    """An organization beside the other, with the same names. It has a credential already, of another cloud, and its project's first update fails."""
    store = set_up.awx.store
    team = store.create("organizations", {"name": "Team 2"})["id"]
    store.create("notification_templates", {"name": "Mail to the team", "organization": team})
    kind = store.named("credential_types", "Wallarm FAST")["id"]
    store.create("credentials", {"name": CREDENTIAL, "description": "By hand", "organization": team, "credential_type": kind, "inputs": INPUTS})
    good, store.repository = store.repository, None
    failed = set_up.run(fast_awx_organization="Team 2", **MORE)
    store.repository = good
    assert failed.returncode == 2
    assert "could not be updated. AWX shows why in the output of its last job" in failed.words
    set_up.done(fast_awx_organization="Team 2", **MORE)
    return team


def test_another_organization_can_have_the_same_names(set_up: SetUp, team: int):
    store = set_up.awx.store
    theirs, ours = [store.named("job_templates", FORGOTTEN, organization) for organization in (team, 1)]
    for field, kind in (("project", "projects"), ("inventory", "inventories")):
        assert [store.get(kind, each[field])["organization"] for each in (theirs, ours)] == [team, 1]
    assert len([each for each in store.all("schedules") if each["name"] == FORGOTTEN]) == 2
    workflow = store.named("workflow_job_templates", "Wallarm FAST stop and retest", team)["id"]
    nodes = [node for node in store.all("workflow_job_template_nodes") if node["workflow_job_template"] == workflow]
    assert {store.referred("unified_job_template", node["unified_job_template"])[1]["organization"] for node in nodes} == {team}
    checked = set_up.done("--check")
    assert (checked.recap("changed"), checked.changes) == (0, [])


def test_a_credential_that_is_there_is_left_alone(set_up: SetUp, team: int):
    store = set_up.awx.store
    theirs = store.named("credentials", CREDENTIAL, team)
    assert (theirs["description"], theirs["inputs"]) == ("By hand", INPUTS)
    assert store.named("job_templates", FORGOTTEN, team)["associated"]["credentials"] == [theirs["id"]]


def test_what_was_changed_by_hand_and_what_is_emptied_is_set_back(set_up: SetUp, team: int):
    """By an administrator of the organization, as the credential type is there."""
    store = set_up.awx.store
    before = store.named("job_templates", FORGOTTEN, team)
    assert before["execution_environment"] == store.named("execution_environments", "FAST")["id"]
    assert {each["variable"]: each["default"] for each in before["survey"]["spec"]} == {"nodes": "10716,fast-node-1", "older_than_minutes": 60}
    assert store.named("projects", "Wallarm FAST playbooks", team)["scm_branch"] == "main"
    switches = {name: True for name in before if name.startswith("ask_")}
    store.update("job_templates", before["id"], {**switches, "limit": "nobody", "become_enabled": True})
    emptied = {"fast_awx_notification": "", "fast_awx_execution_environment": "", "fast_awx_project_scm_branch": ""}
    organization = {"CONTROLLER_OAUTH_TOKEN": set_up.awx.token_of_organization}
    for number in range(2):
        played = set_up.run(environment=organization, fast_awx_organization="Team 2", **emptied)
        assert played.returncode == 0, played.printed
        assert (number == 1) == (played.changes == [])
    after = store.get("job_templates", before["id"])
    assert [name for name in switches if after[name]] == ["ask_job_type_on_launch"]
    assert (after["limit"], after["become_enabled"], after["execution_environment"]) == ("", False, None)
    assert after["associated"]["notification_templates_error"] == []
    assert store.named("inventory_sources", "Wallarm FAST list recordings", team)["execution_environment"] is None
    assert store.named("projects", "Wallarm FAST playbooks", team)["scm_branch"] == ""


@pytest.mark.parametrize("answers, says", [
    ({"fast_awx_nodes": "", "fast_awx_older_than_minutes": "soon"}, "Give fast_awx_nodes"),
    ({"fast_awx_make_credential": False, "fast_awx_credential": "none"}, "Make a credential of that type with the name none"),
    ({"fast_awx_credential": "of another type"}, "is not of the type Wallarm FAST"),
    ({"fast_awx_organization": "none"}, "There is no organization none"),
    ({"fast_awx_project": "none", "fast_awx_project_scm_url": ""}, "Give fast_awx_project_scm_url"),
    ({"fast_awx_project": "without playbooks", "fast_awx_project_scm_url": ""}, "lacks playbooks/stop_recording.yml"),
])  # fmt: skip
def test_what_is_wrong_is_said(set_up: SetUp, answers: dict[str, t.Any], says: str):
    store = set_up.awx.store
    if "of another type" not in [found["name"] for found in store.all("credentials")]:
        other = store.create("credential_types", {"name": "Other", "kind": "cloud", "inputs": {"fields": []}, "injectors": {}})["id"]
        store.create("credentials", {"name": "of another type", "organization": 1, "credential_type": other, "inputs": {}})
        store.create("projects", {"name": "without playbooks", "organization": 1, "scm_type": ""})
    played = set_up.run(**answers)
    assert played.returncode == 2
    assert says in played.words


def test_what_a_credential_is_refused_for_is_said_without_its_token(empty: SetUp):
    """Even if AWX repeats it."""
    empty.awx.store._check_credentials = lambda made: {"inputs": ["No: %s" % made["inputs"]["wallarm_api_token"]]}  # type: ignore[method-assign]
    played = empty.run()
    assert played.returncode == 2
    assert "The credential Wallarm FAST token could not be made. Unable to create credential Wallarm FAST token" in played.words
    assert API_TOKEN not in played.printed


def test_why_awx_refuses_a_credential_type_is_said(set_up: SetUp, empty: SetUp):
    played = empty.run(environment={"CONTROLLER_OAUTH_TOKEN": empty.awx.token_of_organization})
    assert played.returncode == 2
    assert "Only a system administrator can make or change the credential type" in played.words
    kind = set_up.awx.store.named("credential_types", "Wallarm FAST")
    ours = kind["inputs"]
    kind["inputs"] = {**ours, "fields": ours["fields"][:2]}
    try:
        played = set_up.run()
    finally:
        kind["inputs"] = ours
    assert played.returncode == 2
    assert "(HTTP 403). Only a system administrator" in played.words and "delete the credentials of that type first" in played.words


def test_a_wrong_token_is_said(set_up: SetUp):
    played = set_up.run(environment={"CONTROLLER_OAUTH_TOKEN": "wrong"})
    assert played.returncode == 2
    assert "set CONTROLLER_HOST and CONTROLLER_OAUTH_TOKEN" in played.words
    assert "401" in played.words


def test_without_the_collection_awx_awx_it_can_be_read_and_says_what_to_install(set_up: SetUp, collections: Path):
    without = {"ANSIBLE_COLLECTIONS_PATH": str(collections)}
    played = set_up.run("--syntax-check", environment=without)
    assert played.returncode == 0, played.printed
    played = set_up.run(environment=without)
    assert played.returncode == 2
    assert "Install the collection awx.awx" in played.words
