# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The objects that the stand-in keeps, and the checks that AWX makes before it takes one up."""

from __future__ import annotations

import itertools
import json
import threading
import typing as t

from . import rules

Object = dict[str, t.Any]

#: What AWX has beside what is created here; a list for each kind of object.
KINDS = (
    "credential_types", "credentials", "execution_environments", "inventories", "job_templates", "notification_templates", "organizations",
    "projects", "schedules", "workflow_job_template_nodes", "workflow_job_templates",
)  # fmt: skip
#: The kinds that a schedule or a node can start.
STARTABLE = ("job_templates", "projects", "workflow_job_templates")
#: Lists of other objects that an object can have, with their kinds.
ASSOCIATIONS = {
    "credentials": "credentials",
    "notification_templates_error": "notification_templates",
    "success_nodes": "workflow_job_template_nodes",
    "failure_nodes": "workflow_job_template_nodes",
    "always_nodes": "workflow_job_template_nodes",
}
#: What AWX fills in where nothing is given.
DEFAULTS: dict[str, Object] = {
    "job_templates": {"extra_vars": "", "ask_variables_on_launch": False, "execution_environment": None, "survey_enabled": False},
    "workflow_job_templates": {"extra_vars": "", "ask_variables_on_launch": False, "survey_enabled": False},
    "schedules": {"extra_data": {}, "enabled": True},
    "workflow_job_template_nodes": {"extra_data": {}},
    "projects": {"status": "successful", "scm_revision": ""},
}
#: What makes an object of a kind the same as another, and therefore refused.
UNIQUE = {
    "workflow_job_template_nodes": ("identifier", "workflow_job_template"),
    "schedules": ("name", "unified_job_template"),
    "credentials": ("name", "organization", "credential_type"),
}


class Refused(Exception):
    """AWX would answer with HTTP 400 and these words."""

    def __init__(self, problems: t.Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = list(problems)


class Store:
    """All objects. `playbooks` are the paths that AWX would find in any project."""

    def __init__(self, playbooks: t.Sequence[str]) -> None:
        self.lock = threading.RLock()
        self.playbooks = list(playbooks)
        self._objects: dict[str, dict[int, Object]] = {kind: {} for kind in KINDS}
        self._ids = itertools.count(1)
        self.create("organizations", {"name": "Default"})
        self.create("notification_templates", {"name": "Mail to the team", "organization": 1})

    # Reading

    def all(self, kind: str) -> list[Object]:
        return list(self._objects[kind].values())

    def get(self, kind: str, object_id: int) -> Object:
        """Raises KeyError."""
        return self._objects[kind][object_id]

    def named(self, kind: str, name: str) -> Object:
        """The one of this name; raises KeyError."""
        for found in self.all(kind):
            if found.get("name") == name:
                return found
        raise KeyError(name)

    def startable(self) -> list[tuple[str, Object]]:
        """AWX's unified job templates."""
        return [(kind, found) for kind in STARTABLE for found in self.all(kind)]

    def start_target(self, object_id: int) -> tuple[str, Object]:
        """One of them; raises KeyError."""
        for kind, found in self.startable():
            if found["id"] == object_id:
                return kind, found
        raise KeyError(object_id)

    # Writing

    def create(self, kind: str, given: t.Mapping[str, t.Any]) -> Object:
        """Take an object up, or raise Refused."""
        made = {**DEFAULTS.get(kind, {}), **given, "id": next(self._ids)}
        made["associated"] = {}
        self._check(kind, made)
        self._objects[kind][made["id"]] = made
        return made

    def update(self, kind: str, object_id: int, given: t.Mapping[str, t.Any]) -> Object:
        """Change an object, or raise Refused."""
        changed = {**self.get(kind, object_id), **given, "id": object_id}
        self._check(kind, changed)
        self._objects[kind][object_id] = changed
        return changed

    def set_survey(self, kind: str, object_id: int, survey: t.Mapping[str, t.Any]) -> None:
        problems = rules.survey_problems(survey)
        if problems:
            raise Refused(problems)
        self.get(kind, object_id)["survey"] = dict(survey)

    def associate(self, kind: str, object_id: int, association: str, other_id: int, away: bool) -> None:
        """Put another object on one of the lists of an object, or take it away."""
        owner = self.get(kind, object_id)
        listed = owner["associated"].setdefault(association, [])
        if away:
            listed.remove(other_id)
            return
        other = self.get(ASSOCIATIONS[association], other_id)
        if association == "credentials":
            types = [self.get("credentials", each)["credential_type"] for each in listed]
            if other["credential_type"] in types:
                raise Refused(["Cannot assign multiple credentials of one type"])
        if association.endswith("_nodes") and other["workflow_job_template"] != owner["workflow_job_template"]:
            raise Refused(["The nodes belong to different workflows"])
        listed.append(other_id)

    # Checking

    def _check(self, kind: str, made: Object) -> None:
        problems = [*self._sameness(kind, made), *getattr(self, "_check_" + kind, lambda _made: [])(made)]
        if "organization" in made and made["organization"] not in self._objects["organizations"]:
            problems.append("organization: there is none with this id")
        if problems:
            raise Refused(problems)

    def _sameness(self, kind: str, made: Object) -> t.Iterator[str]:
        fields = UNIQUE.get(kind, ("name", "organization"))
        for other in self.all(kind):
            if other["id"] != made["id"] and all(other.get(field) == made.get(field) for field in fields):
                yield "One with this %s exists already" % " and ".join(fields)

    @staticmethod
    def _check_credential_types(made: Object) -> list[str]:
        return rules.credential_type_problems(made.get("kind"), made.get("inputs", {}), made.get("injectors", {}))

    def _check_credentials(self, made: Object) -> t.Iterator[str]:
        if made.get("credential_type") not in self._objects["credential_types"]:
            yield "credential_type: there is none with this id"
            return
        inputs = self.get("credential_types", made["credential_type"])["inputs"]
        known = [field["id"] for field in inputs["fields"]]
        for name in made.get("inputs", {}):
            if name not in known:
                yield "inputs: %s is unknown" % name
        for name in inputs.get("required", []):
            if not made.get("inputs", {}).get(name):
                yield "inputs: %s is required" % name

    def _check_job_templates(self, made: Object) -> t.Iterator[str]:
        for field, kind in (("project", "projects"), ("inventory", "inventories")):
            if made.get(field) not in self._objects[kind]:
                yield "%s: there is none with this id" % field
        if made.get("playbook") not in self.playbooks:
            yield "playbook: Playbook not found for project."
        environment = made.get("execution_environment")
        if environment is not None and environment not in self._objects["execution_environments"]:
            yield "execution_environment: there is none with this id"
        yield from self._check_workflow_job_templates(made)

    @staticmethod
    def _check_workflow_job_templates(made: Object) -> t.Iterator[str]:
        try:
            if made["extra_vars"] and not isinstance(json.loads(made["extra_vars"]), dict):
                yield "extra_vars: must be a dictionary"
        except (TypeError, ValueError):
            yield "extra_vars: must be a dictionary as JSON"

    def _check_schedules(self, made: Object) -> t.Iterator[str]:
        yield from rules.rrule_problems(made.get("rrule", ""))
        yield from self._prompts(made, required=True)

    def _check_workflow_job_template_nodes(self, made: Object) -> t.Iterator[str]:
        if made.get("workflow_job_template") not in self._objects["workflow_job_templates"]:
            yield "workflow_job_template: there is none with this id"
        # What is required may come from a node before it.
        yield from self._prompts(made, required=False)

    def _prompts(self, made: Object, required: bool) -> t.Iterator[str]:
        """What is wrong with the answers that are kept with a schedule or a node."""
        try:
            _kind, template = self.start_target(made.get("unified_job_template", 0))
        except KeyError:
            yield "unified_job_template: there is none with this id"
            return
        if template.get("ask_variables_on_launch"):
            return
        survey = template.get("survey", {}) if template.get("survey_enabled") else {}
        yield from rules.answer_problems(survey, made["extra_data"], required)
