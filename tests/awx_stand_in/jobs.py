# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How AWX makes a job of a template: which variables and which environment it gets.

From AWX's source: main/models/mixins.py (SurveyJobTemplateMixin._update_unified_job_kwargs), main/models/workflow.py
(WorkflowNodeBase.get_job_kwargs), main/models/credential.py (inject_credential) and main/utils/safe_yaml.py.
"""

from __future__ import annotations

import json
import re
import typing as t

from jinja2.sandbox import ImmutableSandboxedEnvironment

from . import rules
from .store import Object, Store

Variables = dict[str, t.Any]
#: AWX shows stars for the environment variables of a job that are called so (main/utils/common.py, build_safe_env in main/tasks).
MASKED = re.compile("API|TOKEN|KEY|SECRET|PASS", re.IGNORECASE)


def own_variables(template: Object) -> Variables:
    """What its administrator wrote into the template."""
    return json.loads(template["extra_vars"]) if template["extra_vars"] else {}


def survey_defaults(template: Object) -> Variables:
    """The defaults of its survey, as far as they are valid answers."""
    asked = template.get("survey", {}).get("spec", []) if template["survey_enabled"] else []
    defaults = [(question, {question["variable"]: question["default"]}) for question in asked if question.get("default") is not None]
    return {name: value for question, given in defaults if not list(rules.answer_errors(question, given)) for name, value in given.items()}


def job_variables(template: Object, given: t.Mapping[str, t.Any]) -> Variables:
    """The template's own variables, below the defaults of its survey, below what is given."""
    return {**own_variables(template), **survey_defaults(template), **given}


def node_variables(node: Object, handed_on: t.Mapping[str, t.Any], workflow: t.Mapping[str, t.Any]) -> Variables:
    """What a node of a workflow gives its job: its own answers, below what the nodes before it handed on, below the workflow's answers."""
    return {**node["extra_data"], **handed_on, **workflow}


def environment(store: Store, credentials: t.Iterable[int]) -> dict[str, str]:
    """What credentials put into the environment of a job. An input left empty makes an empty variable."""
    found = {}
    for credential in (store.get("credentials", each) for each in credentials):
        kind = store.get("credential_types", credential["credential_type"])
        inputs = {name: value for name, value in credential["inputs"].items() if value not in ("", None)}
        for name, text in kind["injectors"].get("env", {}).items():
            found[name] = ImmutableSandboxedEnvironment().from_string(text).render(**inputs)
    return found


def as_yaml(variables: t.Mapping[str, t.Any], trusted: t.Mapping[str, t.Any]) -> str:
    """The file of extra variables. What doesn't come from the template itself is marked, so that Ansible evaluates no template in it."""
    lines = []
    for name, value in variables.items():
        own = name in trusted and trusted[name] == value
        lines.append("%s: %s\n" % (json.dumps(name), json.dumps(value)) if own else "!unsafe %s: %s\n" % (json.dumps(name), _unsafe(value)))
    return "".join(lines)


def _unsafe(value: t.Any) -> str:
    if isinstance(value, str):
        return "!unsafe " + json.dumps(value)
    if isinstance(value, list):
        return "[%s]" % ", ".join(_unsafe(each) for each in value)
    if isinstance(value, dict):
        return "{%s}" % ", ".join("!unsafe %s : %s" % (json.dumps(name), _unsafe(each)) for name, each in value.items())
    return json.dumps(value)
