# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The stand-in refuses what AWX refuses."""

from __future__ import annotations

import copy
import typing as t

import pytest
from awx_stand_in import Refused, Store, jobs, rules

FIELD: dict[str, t.Any] = {"id": "wallarm_api_token", "type": "string", "label": "Token", "secret": True}
INPUTS: dict[str, t.Any] = {"fields": [FIELD], "required": ["wallarm_api_token"]}
INJECTORS = {"env": {"WALLARM_API_TOKEN": "{{ wallarm_api_token }}"}}
QUESTION: dict[str, t.Any] = {
    "variable": "test_run_id", "type": "text", "question_name": "Test run", "required": True, "default": "", "min": 1,
}  # fmt: skip
RULE = "DTSTART:20260101T000000Z RRULE:FREQ=MINUTELY;INTERVAL=30"


def test_a_good_credential_type_is_taken():
    assert rules.credential_type_problems("cloud", INPUTS, INJECTORS) == []


@pytest.mark.parametrize("field, says", [
    ({"id": "9lives"}, "no name of a variable"),
    ({"id": "tower"}, "reserved"),
    ({"id": ""}, "id is missing"),
    ({"label": ""}, "label is missing"),
    ({"hint": "what"}, "hint is unknown"),
    ({"type": "integer"}, "string or boolean"),
    ({"type": "boolean"}, "secret is for strings only"),
    ({"format": "email"}, "format must be"),
    ({"default": 4}, "default must be a string"),
])
def test_a_wrong_field_is_refused(field: dict[str, t.Any], says: str):
    found = rules.credential_type_problems("cloud", {"fields": [FIELD, {**FIELD, "id": "other", **field}]}, {})
    assert len(found) >= 1 and says in " ".join(found)


@pytest.mark.parametrize("kind, inputs, injectors, says", [
    ("vault", INPUTS, INJECTORS, "cloud or net"),
    ("cloud", {**INPUTS, "more": []}, INJECTORS, "more is unknown"),
    ("cloud", {"fields": [FIELD, FIELD]}, {}, "there twice"),
    ("cloud", {**INPUTS, "required": ["nothing"]}, {}, "nothing is not defined"),
    ("cloud", INPUTS, {"header": {}}, "header is unknown"),
    ("cloud", INPUTS, {"env": {"ANSIBLE_HOST_KEY_CHECKING": "no"}}, "not allowed"),
    ("cloud", INPUTS, {"env": {"REST_API_TOKEN": "{{ wallarm_api_token }}"}}, "not allowed"),
    ("cloud", INPUTS, {"env": {"WALLARM TOKEN": "{{ wallarm_api_token }}"}}, "no name of a variable"),
    ("cloud", INPUTS, {"env": {"WALLARM_API_TOKEN": "{{ token }}"}}, "'token' is undefined"),
    ("cloud", INPUTS, {"env": {"WALLARM_API_TOKEN": "{{ wallarm_api_token"}}, "end of"),
])
def test_a_wrong_credential_type_is_refused(kind: str, inputs: t.Any, injectors: t.Any, says: str):
    found = rules.credential_type_problems(kind, inputs, injectors)
    assert len(found) == 1 and says in found[0]


def test_a_good_survey_is_taken():
    assert rules.survey_problems({"name": "", "description": "", "spec": [QUESTION]}) == []


@pytest.mark.parametrize("question, says", [
    ({"type": "number"}, "type number is unknown"),
    ({"required": "yes"}, "required must be a bool"),
    ({"question_name": None}, "question_name must be a str"),
    ({"variable": "test_run_id"}, "asked twice"),
    ({"min": "1"}, "min must be an integer"),
    ({"default": 4}, "default must be a str"),
    ({"type": "integer", "default": "4"}, "default must be a int"),
    ({"default": "$encrypted$"}, "reserved"),
    ({"type": "multiplechoice"}, "choices are missing"),
    ({"type": "multiplechoice", "choices": ["a"], "default": "b"}, "none of the choices"),
])
def test_a_wrong_survey_is_refused(question: dict[str, t.Any], says: str):
    found = rules.survey_problems({"name": "", "description": "", "spec": [QUESTION, {**QUESTION, "variable": "other", **question}]})
    assert len(found) == 1 and says in found[0]


@pytest.mark.parametrize("survey", [
    {"name": "", "description": ""},
    {"name": "", "description": "", "spec": []},
    {"name": 1, "spec": [QUESTION]},
])
def test_half_a_survey_is_refused(survey: dict[str, t.Any]):
    assert len(rules.survey_problems(survey)) == 1


@pytest.mark.parametrize("answers, says", [
    ({}, "an answer is needed"),
    ({"test_run_id": ""}, "an answer is needed"),
    ({"test_run_id": 4485}, "must be a str"),
    ({"test_run_id": "4485", "threat": 1}, "threat is not asked for"),
])
def test_wrong_answers_are_refused(answers: dict[str, t.Any], says: str):
    found = rules.answer_problems({"spec": [QUESTION]}, answers)
    assert len(found) == 1 and says in found[0]


@pytest.mark.parametrize("rule, says", [
    ("", "DTSTART"),
    (RULE.replace("Z ", " "), "needs a Z"),
    (RULE.replace(";INTERVAL=30", ""), "INTERVAL is needed"),
    (RULE.replace("MINUTELY", "SECONDLY"), "SECONDLY is not supported"),
    (RULE.partition(" ")[0], "a RRULE is needed"),
    (RULE + ";COUNT=1;UNTIL=20270101T000000Z", "exclude each other"),
])
def test_a_wrong_rule_of_a_schedule_is_refused(rule: str, says: str):
    assert rules.rrule_problems(RULE) == []
    assert says in " ".join(rules.rrule_problems(rule))


@pytest.fixture(name="store")
def store_fixture() -> Store:
    """A stand-in's store with one job template."""
    store = Store(["playbooks/retest.yml"])
    kind = store.create("credential_types", {"name": "Wallarm FAST", "kind": "cloud", "inputs": INPUTS, "injectors": INJECTORS})
    store.create("credentials", {"name": "one", "organization": 1, "credential_type": kind["id"], "inputs": {"wallarm_api_token": "t"}})
    store.create("credentials", {"name": "two", "organization": 1, "credential_type": kind["id"], "inputs": {"wallarm_api_token": "t"}})
    store.create("projects", {"name": "project", "organization": 1})
    store.create("inventories", {"name": "inventory", "organization": 1})
    store.create("job_templates", template(store))
    return store


def template(store: Store, **changed: t.Any) -> dict[str, t.Any]:
    project, inventory = store.named("projects", "project"), store.named("inventories", "inventory")
    return {"name": "template", "project": project["id"], "inventory": inventory["id"], "playbook": "playbooks/retest.yml", **changed}


@pytest.mark.parametrize("changed, says", [
    ({}, "exists already"),
    ({"playbook": "wallarm.fast.retest"}, "Playbook not found for project"),
    ({"project": 99}, "project: there is none"),
    ({"inventory": None}, "inventory: there is none"),
    ({"extra_vars": "[1]"}, "must be a dictionary"),
    ({"execution_environment": 99}, "execution_environment: there is none"),
])
def test_a_wrong_job_template_is_refused(store: Store, changed: dict[str, t.Any], says: str):
    with pytest.raises(Refused, match=says):
        store.create("job_templates", template(store, **({"name": "other", **changed} if changed else {})))


def test_two_credentials_of_one_type_are_refused(store: Store):
    job_template = store.named("job_templates", "template")["id"]
    store.associate("job_templates", job_template, "credentials", store.named("credentials", "one")["id"], False)
    with pytest.raises(Refused, match="of one type"):
        store.associate("job_templates", job_template, "credentials", store.named("credentials", "two")["id"], False)


@pytest.mark.parametrize("inputs, says", [
    ({}, "wallarm_api_token is required"),
    ({"wallarm_api_token": "t", "password": "p"}, "password is unknown"),
])
def test_a_wrong_credential_is_refused(store: Store, inputs: dict[str, str], says: str):
    kind = store.named("credential_types", "Wallarm FAST")["id"]
    with pytest.raises(Refused, match=says):
        store.create("credentials", {"name": "three", "organization": 1, "credential_type": kind, "inputs": inputs})


def test_a_schedule_needs_the_answers_that_a_survey_requires(store: Store):
    target = store.named("job_templates", "template")
    store.update("job_templates", target["id"], {"survey_enabled": True})
    store.set_survey("job_templates", target["id"], {"name": "", "description": "", "spec": [QUESTION]})
    schedule = {"name": "schedule", "unified_job_template": target["id"], "rrule": RULE}
    with pytest.raises(Refused, match="an answer is needed"):
        store.create("schedules", schedule)
    with pytest.raises(Refused, match="not asked for"):
        store.create("schedules", {**schedule, "extra_data": {"test_run_id": "1", "other": "2"}})
    assert store.create("schedules", {**schedule, "extra_data": {"test_run_id": "1"}})["enabled"]


def test_variables_win_in_the_order_that_awx_has(store: Store):
    made = copy.deepcopy(store.named("job_templates", "template"))
    made.update(extra_vars='{"a": "template", "b": "template", "c": "template"}', survey_enabled=True)
    made["survey"] = {"spec": [{**QUESTION, "variable": name, "default": "survey"} for name in ("b", "c")]}
    assert jobs.job_variables(made, {"c": "given"}) == {"a": "template", "b": "survey", "c": "given"}
    node = {"extra_data": {"d": "node", "e": "node", "f": "node"}}
    made = jobs.node_variables(node, {"e": "artifact", "f": "artifact"}, {"f": "workflow"})
    assert made == {"d": "node", "e": "artifact", "f": "workflow"}


def test_an_input_that_is_left_empty_makes_an_empty_variable(store: Store):
    kind = store.named("credential_types", "Wallarm FAST")
    kind["inputs"]["fields"] = [FIELD, {"id": "wallarm_api_host", "type": "string", "label": "Cloud"}]
    kind["injectors"] = {"env": {**INJECTORS["env"], "WALLARM_API_HOST": "{{ wallarm_api_host }}"}}
    made = store.named("job_templates", "template")
    store.associate("job_templates", made["id"], "credentials", store.named("credentials", "one")["id"], False)
    assert jobs.environment(store, made) == {"WALLARM_API_TOKEN": "t", "WALLARM_API_HOST": ""}
