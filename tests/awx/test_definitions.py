# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The definitions in playbooks/vars/awx.yml, the project skeleton and docs/awx.md say the same as the playbooks."""

from __future__ import annotations

import os
import re
import typing as t
from pathlib import Path

import pytest
import yaml
from jinja2.nativetypes import NativeEnvironment

from .conftest import ROOT, SKELETON


class Loader(yaml.SafeLoader):
    """Knows Ansible's mark of texts that hold no template."""


Loader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(node))


def definitions() -> dict[str, t.Any]:
    found = yaml.load((ROOT / "playbooks/vars/awx.yml").read_text(encoding="utf-8"), Loader)
    for template in found["controller_templates"]:
        survey = template.get("survey_spec", {"spec": []})
        survey["spec"] = [_question(item, found) for item in survey["spec"]]
    return found


def _question(item: t.Any, variables: dict[str, t.Any]) -> dict[str, t.Any]:
    """A question, which may be a template, as a native value."""
    return item if isinstance(item, dict) else NativeEnvironment().from_string(item).render(variables)


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
    (source,) = definitions()["controller_inventory_sources"]
    assert (SKELETON / source["source_path"]).is_file()


# AWX lets nobody change them while a credential is of the type, so every AWX that was set up would need its credentials made anew. They
# may change in a new major version of the collection only.
INPUTS = {
    "fields": [
        {"id": "wallarm_api_token", "type": "string", "label": "API token", "secret": True,
         "help_text": "Token of the FAST node, or an API token that may read and change its test runs"},
        {"id": "wallarm_api_host", "type": "string", "label": "Cloud", "default": "us1.api.wallarm.com",
         "help_text": "us1.api.wallarm.com is the US cloud, api.wallarm.com the EU cloud"},
        {"id": "wallarm_api_client_id", "type": "string", "label": "Client number",
         "help_text": "Number of the account. May be left empty with an API token"},
    ],
    "required": ["wallarm_api_token"],
}  # fmt: skip


def test_the_inputs_of_the_credential_type_stay_as_they_are():
    (kind,) = definitions()["controller_credential_types"]
    assert (kind["name"], kind["kind"], kind["inputs"]) == ("Wallarm FAST", "cloud", INPUTS)


@pytest.mark.parametrize("entries, module", [
    ("controller_credential_types", "credential_type"), ("controller_inventories", "inventory"),
    ("controller_inventory_sources", "inventory_source"), ("controller_templates", "job_template"),
    ("controller_schedules", "schedule"), ("controller_workflows", "workflow_job_template"),
])  # fmt: skip
def test_every_key_is_an_option_of_the_module_that_is_given_it(entries: str, module: str):
    """The roles of infra.aap_configuration hand on the keys that awx.awx has; beside those they know simplified_workflow_nodes."""
    path = Path(os.environ["AWX_COLLECTION_PATH"]) / "ansible_collections/awx/awx/plugins/modules" / (module + ".py")
    options = yaml.safe_load(re.findall(r"DOCUMENTATION = '{3}(.*?)'{3}", path.read_text(encoding="utf-8"), re.DOTALL)[0])["options"]
    given = {key for entry in definitions()[entries] for key in entry}
    assert given - set(options) - {"simplified_workflow_nodes"} == set()


@pytest.mark.parametrize("playbook", TEMPLATES)
def test_every_variable_is_one_that_the_playbook_documents(playbook: str):
    template = TEMPLATES[playbook]
    asked = [question["variable"] for question in template.get("survey_spec", {"spec": []})["spec"]]
    variables = documented(playbook).partition("Variables:")[2]
    assert [name for name in [*asked, *template["extra_vars"]] if not re.search(r"\b%s\b" % name, variables)] == []
    assert set(asked) & set(template["extra_vars"]) == set()


def test_every_question_of_the_workflow_is_one_of_its_nodes():
    workflow = definitions()["controller_workflows"][0]
    asked = {question["variable"] for question in workflow["survey_spec"]["spec"]}
    nodes = {question["variable"] for name in ("stop_recording", "retest") for question in TEMPLATES[name]["survey_spec"]["spec"]}
    assert asked <= nodes


def test_no_question_asks_for_a_command_or_a_path():
    asked = {question["variable"] for template in TEMPLATES.values() if template["survey_enabled"] for question in template["survey_spec"]["spec"]}
    assert {name for name in asked if "command" in name or "tasks" in name or "dir" in name} == set()


def test_every_variable_of_the_set_up_is_documented():
    shared = {"fast_awx_node_text", "fast_awx_questions", "fast_awx_template", "fast_awx_asking_template", "fast_awx_workflow"}
    given = {name for name in definitions() if name.startswith("fast_awx_")} - shared
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
        assert [q["variable"] for q in template.get("survey_spec", {"spec": []})["spec"] if "`%s`" % q["variable"] not in rows] == []
    (schedule,) = definitions()["controller_schedules"]
    assert definitions()["fast_awx_rrule"].partition("RRULE:")[2] == "FREQ=MINUTELY;INTERVAL=30" and schedule["enabled"]
    assert "every 30 minutes" in page
