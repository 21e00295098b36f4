# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook awx_setup, with the real modules of awx.awx."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from emulator import API_TOKEN

from .conftest import ROOT, SetUp, ansible


def recap(printed: str) -> dict[str, int]:
    """The numbers of a play's last line."""
    return {name: int(number) for name, number in re.findall(r"(\w+)=(\d+)", printed.rpartition("PLAY RECAP")[2])}


def test_the_first_run_makes_everything(set_up: SetUp):
    assert recap(set_up.printed[0])["failed"] == 0
    names = {kind: sorted(found["name"] for found in set_up.awx.store.all(kind))
             for kind in ("credential_types", "credentials", "projects", "inventories", "schedules", "workflow_job_templates")}
    assert names == {
        "credential_types": ["Wallarm FAST"],
        "credentials": ["Wallarm FAST token"],
        "projects": ["Wallarm FAST playbooks"],
        "inventories": ["Wallarm FAST localhost"],
        "schedules": ["Wallarm FAST stop forgotten recordings"],
        "workflow_job_templates": ["Wallarm FAST stop and retest"],
    }
    assert sorted(found["playbook"] for found in set_up.awx.store.all("job_templates")) == [
        "playbooks/retest.yml", "playbooks/security_test.yml", "playbooks/stop_forgotten_recordings.yml", "playbooks/stop_recording.yml",
    ]  # fmt: skip


def test_the_second_run_changes_nothing(set_up: SetUp):
    assert recap(set_up.printed[1])["changed"] == 0
    assert len(set_up.changes[0]) > 15
    assert set_up.changes[1] == []


def test_no_run_prints_a_token(set_up: SetUp):
    for printed in set_up.printed:
        assert "Make the credential" in printed
        assert API_TOKEN not in printed
        assert set_up.awx.token not in printed


def test_the_credential_holds_what_was_given(set_up: SetUp):
    credential = set_up.awx.store.named("credentials", "Wallarm FAST token")
    assert credential["inputs"]["wallarm_api_token"] == API_TOKEN
    shown = subprocess.run(
        ["curl", "-s", "-H", "Authorization: Bearer " + set_up.awx.token, set_up.awx.url + "/api/v2/credentials/"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "Wallarm FAST token" in shown and API_TOKEN not in shown


@pytest.mark.parametrize("answers, says", [
    ('{"fast_awx_nodes": ""}', "Give fast_awx_nodes"),
    ('{"fast_awx_older_than_minutes": "soon"}', "must be a number"),
    ('{"fast_awx_execution_environment_image": "registry.example.com/ee"}', "Give fast_awx_execution_environment"),
    ('{"fast_awx_make_credential": false, "fast_awx_credential": "none"}', "Make a credential of that type with the name none"),
    ('{"fast_awx_rrule": "DTSTART:20260101T000000Z RRULE:FREQ=MINUTELY"}', "INTERVAL is needed"),
    ('{"fast_awx_organization": "none"}', "expected 1"),
])
def test_what_is_wrong_is_said(set_up: SetUp, answers: str, says: str):
    play = set_up.run("-e", answers)
    assert play.returncode == 2
    assert says in re.sub(r"\s+", " ", play.stdout)


def test_a_wrong_token_is_said(set_up: SetUp):
    play = set_up.run(CONTROLLER_OAUTH_TOKEN="wrong")
    assert play.returncode == 2
    assert "set CONTROLLER_HOST and CONTROLLER_OAUTH_TOKEN" in play.stdout
    assert "401" in play.stdout


def test_without_the_collection_awx_awx_it_can_be_read_and_says_what_to_install(set_up: SetUp, collections: Path):
    play = set_up.run("--syntax-check", ANSIBLE_COLLECTIONS_PATH=str(collections))
    assert play.returncode == 0, play.stdout
    play = set_up.run(ANSIBLE_COLLECTIONS_PATH=str(collections))
    assert play.returncode == 2
    assert "Install the collection awx.awx" in play.stdout


def test_names_can_begin_otherwise_and_an_execution_environment_be_made(set_up: SetUp):
    before = set_up.awx.store.all("job_templates")
    answers = {
        "fast_awx_prefix": "Shop ",
        "fast_awx_nodes": 10716,
        "fast_awx_execution_environment": "FAST",
        "fast_awx_execution_environment_image": "registry.example.com/ee:1",
    }
    assert set_up.run("-e", json.dumps(answers)).returncode == 0
    environment = set_up.awx.store.named("execution_environments", "FAST")
    assert environment["image"] == "registry.example.com/ee:1"
    made = [found for found in set_up.awx.store.all("job_templates") if found["name"].startswith("Shop ")]
    assert [found["execution_environment"] for found in made] == [environment["id"]] * len(before)
    assert len(set_up.awx.store.all("credential_types")) == 1
    assert set_up.awx.store.named("workflow_job_templates", "Shop stop and retest")
    assert set_up.awx.store.named("schedules", "Shop stop forgotten recordings")["extra_data"]["nodes"] == "10716"


def test_the_definitions_can_be_read_by_every_playbook(collections: Path):
    """They are shipped, at the place that docs/awx.md names."""
    path = collections / "ansible_collections/wallarm/fast/playbooks/vars/awx.yml"
    assert path.read_text(encoding="utf-8") == (ROOT / "playbooks/vars/awx.yml").read_text(encoding="utf-8")
    shown = ansible("ansible", "localhost", "-m", "debug", "-a", "var=controller_workflows", "-e", "@" + str(path), cwd=ROOT)
    assert '"identifier": "retest"' in shown.stdout, shown.stdout
