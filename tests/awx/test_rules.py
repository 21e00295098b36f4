# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stand-in refuses what a real AWX was seen to refuse, in the fields that it names. awx_setup runs into most of it in test_set_up.py."""

from __future__ import annotations

import typing as t

import pytest
from awx_stand_in import Refused, Store, jobs, rules

FIELDS = [{"id": "token", "type": "string", "label": "Token", "secret": True}, {"id": "host", "type": "string", "label": "Cloud"}]
QUESTION: dict[str, t.Any] = {"variable": "id", "type": "text", "question_name": "Id", "required": True, "default": "d", "min": 1, "max": 4}


@pytest.fixture(name="store")
def store_fixture() -> Store:
    """A stand-in's store with one job template, whose survey asks one question."""
    store = Store()
    store.repository = ("1", ["retest.yml"])
    injectors = {"env": {"TOKEN": "{{ token }}", "HOST": "{{ host }}"}}
    kind = store.create("credential_types", {"name": "type", "kind": "cloud", "inputs": {"fields": FIELDS}, "injectors": injectors})["id"]
    for name in ("one", "two"):
        store.create("credentials", {"name": name, "organization": 1, "credential_type": kind, "inputs": {"token": "t"}})
    project = store.create("projects", {"name": "project", "organization": 1, "scm_type": "git"})["id"]
    store.update_project(project)
    inventory = store.create("inventories", {"name": "inventory", "organization": 1})["id"]
    given = {"name": "template", "project": project, "inventory": inventory, "playbook": "retest.yml", "survey_enabled": True}
    store.set_survey("job_templates", store.create("job_templates", given)["id"], {"spec": [QUESTION]})
    return store


@pytest.mark.parametrize("kind, name, changed, field", [
    ("job_templates", "template", {}, "__all__"),
    ("job_templates", "template", {"name": "other", "playbook": "other.yml"}, "playbook"),
    ("job_templates", "template", {"name": "other", "project": 99}, "project"),
    ("credentials", "one", {"name": "other", "inputs": {"token": 170}}, "inputs"),
    ("credentials", "one", {"name": "other", "inputs": {"password": "p"}}, "inputs"),
])  # fmt: skip
def test_a_wrong_object_is_refused_by_field(store: Store, kind: str, name: str, changed: dict[str, t.Any], field: str):
    with pytest.raises(Refused) as refused:
        store.create(kind, {**store.named(kind, name), **changed})
    assert list(refused.value.errors) == [field]


def test_the_inputs_of_a_credential_type_in_use_are_frozen(store: Store):
    kind = store.named("credential_types", "type")
    with pytest.raises(Refused) as refused:
        store.update("credential_types", kind["id"], {"inputs": {"fields": FIELDS[:1]}})
    assert refused.value.status == 403
    assert store.update("credential_types", kind["id"], {"inputs": kind["inputs"], "description": "new"})["description"] == "new"


def test_one_credential_of_a_type_and_one_link_of_two_nodes(store: Store):
    template = store.named("job_templates", "template")["id"]
    store.associate("job_templates", template, "credentials", store.named("credentials", "one")["id"])
    with pytest.raises(Refused, match="of one type"):
        store.associate("job_templates", template, "credentials", store.named("credentials", "two")["id"])
    workflow = store.create("workflow_job_templates", {"name": "workflow", "organization": 1})["id"]
    given = {"workflow_job_template": workflow, "unified_job_template": template}
    one, two = (store.create("workflow_job_template_nodes", {**given, "identifier": name})["id"] for name in ("one", "two"))
    store.associate("workflow_job_template_nodes", one, "success_nodes", two)
    with pytest.raises(Refused, match="already exists"):
        store.associate("workflow_job_template_nodes", one, "always_nodes", two)


@pytest.mark.parametrize("changed, says", [
    ({"type": "number"}, "not one of the allowed"),
    ({"required": "yes"}, "expected to be boolean"),
    ({"default": 4}, "expected to be text"),
    ({"type": "integer", "default": "4"}, "expected to be integer"),
])  # fmt: skip
def test_a_wrong_survey_is_refused(changed: dict[str, t.Any], says: str):
    assert rules.survey_error({"spec": [QUESTION]}) == ""
    assert says in rules.survey_error({"spec": [{**QUESTION, **changed}]})


@pytest.mark.parametrize("answers, field, says", [
    ({}, "variables_needed_to_start", "'id' value missing"),
    ({"id": ""}, "variables_needed_to_start", "too small"),
    ({"id": 44}, "variables_needed_to_start", "expected to be a string"),
    ({"id": "44850"}, "variables_needed_to_start", "too large"),
    ({"id": "4485", "threat": 1}, "extra_data", "threat are not allowed"),
])  # fmt: skip
def test_a_schedule_with_wrong_answers_is_refused(store: Store, answers: dict[str, t.Any], field: str, says: str):
    """A default doesn't make up for an answer that is required."""
    given = {"name": "schedule", "unified_job_template": store.named("job_templates", "template")["id"]}
    with pytest.raises(Refused, match=says) as refused:
        store.create("schedules", {**given, "extra_data": answers})
    assert list(refused.value.errors) == [field]
    assert store.create("schedules", {**given, "extra_data": {"id": "4485"}})


def test_variables_win_in_the_order_that_awx_has(store: Store):
    template = {**store.named("job_templates", "template"), "extra_vars": '{"a": "template", "b": "template", "c": "template"}'}
    template["survey"] = {"spec": [{**QUESTION, "variable": name, "default": "ask"} for name in ("b", "c")]}
    assert jobs.job_variables(template, {"c": "given"}) == {"a": "template", "b": "ask", "c": "given"}
    node = {"extra_data": {"d": "node", "e": "node", "f": "node"}}
    assert jobs.node_variables(node, {"e": "artifact", "f": "artifact"}, {"f": "workflow"}) == {"d": "node", "e": "artifact", "f": "workflow"}


def test_an_input_that_is_left_empty_makes_an_empty_variable(store: Store):
    assert jobs.environment(store, [store.named("credentials", "one")["id"]]) == {"TOKEN": "t", "HOST": ""}
