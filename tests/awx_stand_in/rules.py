# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What AWX refuses in a credential type, a survey, the answers to it and a schedule. Each function returns what is wrong, in words.

From AWX's source: main/fields.py (CredentialTypeInputField, CredentialTypeInjectorField), main/constants.py (ENV_BLOCKLIST),
api/views (JobTemplateSurveySpec), main/models/mixins.py (SurveyJobTemplateMixin) and api/serializers.py (SchedulePreviewSerializer).
"""

from __future__ import annotations

import re
import typing as t

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

FIELD_KEYS = {
    "id", "label", "type", "format", "choices", "help_text", "multiline", "secret", "ask_at_runtime", "default",
}  # fmt: skip
ONLY_FOR_STRINGS = ("choices", "multiline", "format", "secret")
FIELD_ID = re.compile(r"^[a-zA-Z_]+[a-zA-Z0-9_]*$")
FIELD_TYPES: dict[str, type] = {"string": str, "boolean": bool}

ENV_NAME = re.compile(r"^[a-zA-Z_]+[a-zA-Z0-9_]*$")
ENV_BLOCKED = {
    "VIRTUAL_ENV", "PATH", "PYTHONPATH", "JOB_ID", "INVENTORY_ID", "INVENTORY_SOURCE_ID", "INVENTORY_UPDATE_ID", "AD_HOC_COMMAND_ID",
    "REST_API_URL", "REST_API_TOKEN", "MAX_EVENT_RES", "CALLBACK_QUEUE", "CALLBACK_CONNECTION", "CACHE", "JOB_CALLBACK_DEBUG",
    "INVENTORY_HOSTVARS", "AWX_HOST", "PROJECT_REVISION", "SUPERVISOR_CONFIG_PATH",
}  # fmt: skip

QUESTION_TYPES: dict[str, type] = {
    "text": str, "textarea": str, "password": str, "multiplechoice": str, "multiselect": str, "integer": int, "float": float,
}  # fmt: skip
TEXTS = ("text", "textarea", "password")
ENCRYPTED = "$encrypted$"


def credential_type_problems(kind: t.Any, inputs: t.Mapping[str, t.Any], injectors: t.Mapping[str, t.Any]) -> list[str]:
    """What is wrong with a credential type that is to be saved."""
    found = []
    if kind not in ("cloud", "net"):
        found.append("kind: must be cloud or net, not %s" % kind)
    fields = inputs.get("fields", [])
    found += ["inputs: %s is unknown" % name for name in inputs if name not in ("fields", "required")]
    for field in fields:
        found += ["inputs: field %s: %s" % (field.get("id"), words) for words in _field_problems(field)]
    ids = [field.get("id") for field in fields]
    found += ["inputs: the field %s is there twice" % name for name in sorted({str(name) for name in ids if ids.count(name) > 1})]
    found += ["inputs: the required field %s is not defined" % name for name in inputs.get("required", []) if name not in ids]
    return found + _injector_problems(injectors, ids)


def _field_problems(field: t.Mapping[str, t.Any]) -> t.Iterator[str]:
    for name in ("id", "label"):
        if not isinstance(field.get(name), str) or not field[name]:
            yield "%s is missing" % name
    if not FIELD_ID.match(str(field.get("id"))):
        yield "its id is no name of a variable"
    if field.get("id") == "tower":
        yield "tower is a reserved name"
    for name in field:
        if name not in FIELD_KEYS:
            yield "%s is unknown" % name
    kind = field.get("type", "string")
    if kind not in FIELD_TYPES:
        yield "type must be string or boolean"
        return
    if kind != "string":
        for name in ONLY_FOR_STRINGS:
            if name in field:
                yield "%s is for strings only" % name
    if field.get("format", "url") not in ("ssh_private_key", "url"):
        yield "format must be ssh_private_key or url"
    if "default" in field and not isinstance(field["default"], FIELD_TYPES[kind]):
        yield "default must be a %s" % kind


def _injector_problems(injectors: t.Mapping[str, t.Any], ids: t.Sequence[t.Any]) -> list[str]:
    found = ["injectors: %s is unknown" % name for name in injectors if name not in ("env", "extra_vars", "file")]
    namespace = {str(name): "EXAMPLE" for name in ids}
    environment = ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined)
    for kind in ("env", "extra_vars"):
        for name, template in injectors.get(kind, {}).items():
            where = "injectors: %s %s: " % (kind, name)
            if not ENV_NAME.match(name):
                found.append(where + "this is no name of a variable")
            if kind == "env" and (name.startswith("ANSIBLE_") or name in ENV_BLOCKED):
                found.append(where + "this environment variable is not allowed")
            try:
                environment.from_string(template).render(**namespace)
            except (jinja2.TemplateError, TypeError) as error:
                found.append(where + str(error))
    return found


def survey_problems(survey: t.Mapping[str, t.Any]) -> list[str]:
    """What is wrong with a survey that is to be saved."""
    for name, kind in (("name", str), ("description", str), ("spec", list)):
        if not isinstance(survey.get(name), kind):
            return ["survey: %s must be a %s" % (name, kind.__name__)]
    if not survey["spec"]:
        return ["survey: it asks nothing"]
    found, seen = [], set()
    for number, question in enumerate(survey["spec"]):
        found += ["question %d: %s" % (number, words) for words in _question_problems(question)]
        if question.get("variable") in seen:
            found.append("question %d: %s is asked twice" % (number, question["variable"]))
        seen.add(question.get("variable"))
    return found


def _question_problems(question: t.Mapping[str, t.Any]) -> t.Iterator[str]:
    for name, kind in (("type", str), ("question_name", str), ("variable", str), ("required", bool)):
        if not isinstance(question.get(name), kind):
            yield "%s must be a %s" % (name, kind.__name__)
            return
    if question["type"] not in QUESTION_TYPES:
        yield "type %s is unknown" % question["type"]
        return
    for name in ("min", "max"):
        if question.get(name) not in (None, "") and (isinstance(question[name], bool) or not isinstance(question[name], int)):
            yield "%s must be an integer" % name
    choices = question.get("choices")
    if question["type"] in ("multiplechoice", "multiselect") and not choices:
        yield "choices are missing"
    default = question.get("default", "")
    if default == "":
        return
    if default == ENCRYPTED:
        yield "%s is reserved" % ENCRYPTED
    elif not isinstance(default, QUESTION_TYPES[question["type"]]) or isinstance(default, bool):
        yield "default must be a %s" % QUESTION_TYPES[question["type"]].__name__
    elif question["type"] == "multiplechoice" and default not in (choices.splitlines() if isinstance(choices, str) else choices or []):
        yield "default is none of the choices"


def answer_problems(survey: t.Mapping[str, t.Any], answers: t.Mapping[str, t.Any], required: bool = True) -> list[str]:
    """What is wrong with answers to a survey; `required` is whether they have to be complete."""
    spec = survey.get("spec", [])
    found = ["%s is not asked for" % name for name in answers if name not in {question["variable"] for question in spec}]
    for question in spec:
        name = question["variable"]
        if name in answers:
            found += _answer_problems(question, answers[name])
        elif required and question["required"] and question.get("default", "") == "":
            found.append("%s: an answer is needed" % name)
    return found


def _answer_problems(question: t.Mapping[str, t.Any], answer: t.Any) -> t.Iterator[str]:
    name, kind = question["variable"], question["type"]
    if kind == "float" and isinstance(answer, int):
        answer = float(answer)
    if not isinstance(answer, QUESTION_TYPES[kind]) or isinstance(answer, bool):
        yield "%s: must be a %s" % (name, QUESTION_TYPES[kind].__name__)
        return
    if kind in TEXTS and answer == "" and question["required"]:
        yield "%s: an answer is needed" % name
        return
    size = len(str(answer)) if kind in TEXTS else answer
    if question.get("min") not in (None, "") and size < question["min"]:
        yield "%s: too small, the least is %s" % (name, question["min"])
    if question.get("max") not in (None, "") and size > question["max"]:
        yield "%s: too large, the most is %s" % (name, question["max"])


def rrule_problems(rrule: str) -> list[str]:
    """What is wrong with the rule of a schedule."""
    found = []
    starts = re.findall(r"DTSTART(?:;[^:]+)?:[0-9]+T[0-9]+Z?", rrule)
    if len(starts) != 1:
        found.append("rrule: exactly one valid DTSTART is needed")
    if re.search(r"DTSTART:[0-9]+T[0-9]+(?: |$)", rrule):
        found.append("rrule: DTSTART needs a Z or a time zone")
    rules = re.findall(r"RULE:(\S*)", rrule)
    if not rules:
        found.append("rrule: a RRULE is needed")
    for rule in rules:
        if "INTERVAL" not in rule:
            found.append("rrule: INTERVAL is needed")
        if "SECONDLY" in rule:
            found.append("rrule: SECONDLY is not supported")
        if "FREQ=" not in rule:
            found.append("rrule: FREQ is needed")
        if "COUNT" in rule and "UNTIL" in rule:
            found.append("rrule: COUNT and UNTIL exclude each other")
    return found
