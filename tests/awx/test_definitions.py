# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The definitions in playbooks/vars/awx.yml, the project skeleton and docs/awx.md say the same as the playbooks."""

from __future__ import annotations

import re
import typing as t

import pytest
import yaml

from .conftest import ROOT, SKELETON


class Loader(yaml.SafeLoader):
    """Knows Ansible's mark of texts that hold no template."""


Loader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(node))


def definitions() -> dict[str, t.Any]:
    return yaml.load((ROOT / "playbooks/vars/awx.yml").read_text(encoding="utf-8"), Loader)


def documented(playbook: str) -> str:
    """The comment that a playbook begins with."""
    lines = (ROOT / "playbooks" / (playbook + ".yml")).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if line.startswith("#"))


TEMPLATES = {entry["playbook"].removeprefix("playbooks/").removesuffix(".yml"): entry for entry in definitions()["controller_templates"]}


def test_there_is_a_template_and_a_file_of_the_skeleton_for_every_playbook():
    playbooks = {path.stem for path in (ROOT / "playbooks").glob("*.yml")} - {"awx_setup"}
    assert set(TEMPLATES) == playbooks
    assert {path.stem for path in (SKELETON / "playbooks").glob("*.yml")} == playbooks
    for name in playbooks:
        (play,) = yaml.safe_load((SKELETON / "playbooks" / (name + ".yml")).read_text(encoding="utf-8"))
        assert play["import_playbook"] == "wallarm.fast." + name


@pytest.mark.parametrize("playbook", TEMPLATES)
def test_every_variable_is_one_that_the_playbook_documents(playbook: str):
    template = TEMPLATES[playbook]
    asked = [question["variable"] for question in template["survey_spec"]["spec"]]
    variables = documented(playbook).partition("Variables:")[2]
    assert [name for name in [*asked, *template["extra_vars"]] if not re.search(r"\b%s\b" % name, variables)] == []
    assert set(asked) & set(template["extra_vars"]) == set()


def test_every_question_of_the_workflow_is_one_of_its_nodes():
    (workflow,) = definitions()["controller_workflows"]
    asked = {question["variable"] for question in workflow["survey_spec"]["spec"]}
    nodes = {question["variable"] for name in ("stop_recording", "retest") for question in TEMPLATES[name]["survey_spec"]["spec"]}
    assert asked <= nodes


def test_no_question_asks_for_a_command_or_a_path():
    asked = {question["variable"] for template in TEMPLATES.values() for question in template["survey_spec"]["spec"]}
    assert {name for name in asked if "command" in name or "tasks" in name or "dir" in name} == set()


def test_every_variable_of_the_set_up_is_documented():
    given = {name for name in definitions() if name.startswith("fast_awx_")} - {"fast_awx_node_text", "fast_awx_questions", "fast_awx_template"}
    page = (ROOT / "docs/awx.md").read_text(encoding="utf-8")
    assert given == set(re.findall(r"fast_awx_\w+", documented("awx_setup")))
    assert [name for name in sorted(given) if "`%s`" % name not in page] == []


def test_what_is_to_be_clicked_is_what_is_set_up():
    page = (ROOT / "docs/awx.md").read_text(encoding="utf-8")
    (kind,) = definitions()["controller_credential_types"]
    blocks = [yaml.load(block, Loader) for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)]
    assert kind["inputs"] in blocks
    assert kind["injectors"] in blocks
    for template in definitions()["controller_templates"]:
        assert template["playbook"] in page
        rows = page.partition("`%s`" % template["playbook"])[2]
        assert [q["variable"] for q in template["survey_spec"]["spec"] if "`%s`" % q["variable"] not in rows] == []
    (schedule,) = definitions()["controller_schedules"]
    assert definitions()["fast_awx_rrule"].partition("RRULE:")[2] == "FREQ=MINUTELY;INTERVAL=30" and schedule["enabled"]
    assert "every 30 minutes" in page
