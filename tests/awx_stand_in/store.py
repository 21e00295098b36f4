# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The objects that the stand-in keeps, and what AWX checks before it takes one up."""

from __future__ import annotations

import itertools
import threading
import typing as t

from . import rules

Object = dict[str, t.Any]
Errors = dict[str, list[str]]

#: Lists of other objects that an object can have, with their kinds.
ASSOCIATIONS = {
    "credentials": "credentials",
    "notification_templates_error": "notification_templates",
    "success_nodes": "workflow_job_template_nodes",
    "failure_nodes": "workflow_job_template_nodes",
    "always_nodes": "workflow_job_template_nodes",
}
#: Fields that hold the id of another object, with the kinds that it can be of. A schedule or a node can start several.
REFERENCES = {
    "organization": ["organizations"],
    "credential_type": ["credential_types"],
    "credential": ["credentials"],
    "project": ["projects"],
    "source_project": ["projects"],
    "inventory": ["inventories"],
    "execution_environment": ["execution_environments"],
    "workflow_job_template": ["workflow_job_templates"],
    "unified_job_template": ["job_templates", "projects", "workflow_job_templates", "inventory_sources"],
}
KINDS = sorted({kind for kinds in REFERENCES.values() for kind in kinds} | set(ASSOCIATIONS.values()) | {"schedules"})
#: What AWX fills in where nothing is given.
DEFAULTS: dict[str, Object] = {
    "job_templates": {"extra_vars": "", "ask_variables_on_launch": False, "execution_environment": None, "survey_enabled": False},
    "inventory_sources": {"execution_environment": None},
    "inventories": {"kind": "", "host_filter": None},
    "workflow_job_templates": {"extra_vars": "", "ask_variables_on_launch": False, "survey_enabled": False},
    "schedules": {"extra_data": {}},
    "workflow_job_template_nodes": {"extra_data": {}},
    "projects": {"scm_type": "", "scm_branch": "", "scm_revision": "", "playbooks": [], "status": "never updated"},
    "credentials": {"organization": None},
    "execution_environments": {"organization": None, "credential": None},
    "credential_types": {"managed": False},
}
#: What makes an object of a kind the same as another, and therefore refused.
UNIQUE = {
    "execution_environments": ("name",),
    "workflow_job_template_nodes": ("identifier", "workflow_job_template"),
    "schedules": ("name", "unified_job_template"),
    "credentials": ("name", "organization", "credential_type"),
    "credential_types": ("name", "kind"),
    "inventory_sources": ("name", "inventory"),
}


class Refused(Exception):
    """AWX would answer with this HTTP status, and these words by field."""

    def __init__(self, errors: Errors, status: int = 400) -> None:
        super().__init__("; ".join("%s: %s" % (name, " ".join(words)) for name, words in errors.items()))
        self.errors, self.status = errors, status


class Store:
    """All objects. `repository` is what an update of a project finds: a revision and the playbooks, or None if it fails."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.repository: tuple[str, list[str]] | None = None
        self._objects: dict[str, dict[int, Object]] = {kind: {} for kind in [*KINDS, "project_updates"]}
        self._ids = itertools.count(1)
        self.create("organizations", {"name": "Default"})

    # Reading

    def all(self, kind: str) -> list[Object]:
        return list(self._objects[kind].values())

    def get(self, kind: str, object_id: int) -> Object:
        """Raises KeyError."""
        return self._objects[kind][object_id]

    def named(self, kind: str, name: str, organization: int = 1) -> Object:
        """The one of this name in an organization, or of those that know none; raises KeyError."""
        for found in self.all(kind):
            if found.get("name") == name and found.get("organization", organization) in (organization, None):
                return found
        raise KeyError(name)

    def referred(self, field: str, object_id: t.Any) -> tuple[str, Object]:
        """The object that a field refers to, and its kind; raises KeyError."""
        for kind in REFERENCES[field]:
            if object_id in self._objects[kind]:
                return kind, self._objects[kind][object_id]
        raise KeyError(object_id)

    # Writing

    def create(self, kind: str, given: t.Mapping[str, t.Any]) -> Object:
        """Take an object up, or raise Refused."""
        made = {**DEFAULTS.get(kind, {}), **given, "id": next(self._ids), "associated": {}}
        self._check(kind, made)
        self._objects[kind][made["id"]] = made
        return made

    def update(self, kind: str, object_id: int, given: t.Mapping[str, t.Any]) -> Object:
        """Change an object, or raise Refused."""
        before = self.get(kind, object_id)
        changed = {**before, **given, "id": object_id}
        used = kind == "credential_types" and any(each["credential_type"] == object_id for each in self.all("credentials"))
        if used and changed["inputs"] != before["inputs"]:
            raise Refused({"detail": ["Modifications to inputs are not allowed for credential types that are in use"]}, 403)
        self._check(kind, changed)
        self._objects[kind][object_id] = changed
        return changed

    def update_project(self, object_id: int) -> Object:
        """Run an update of a project, which ends at once."""
        project = self.get("projects", object_id)
        if self.repository:
            project.update(scm_revision=self.repository[0], playbooks=list(self.repository[1]), status="successful")
        else:
            project["status"] = "failed"
        ended = {"status": project["status"], "failed": not self.repository, "finished": "2026-01-01T00:00:00Z"}
        return self.create("project_updates", {**ended, "scm_revision": project["scm_revision"]})

    def set_survey(self, kind: str, object_id: int, survey: t.Mapping[str, t.Any]) -> None:
        error = rules.survey_error(survey)
        if error:
            raise Refused({"error": [error]})
        self.get(kind, object_id)["survey"] = dict(survey)

    def associate(self, kind: str, object_id: int, association: str, other_id: int, away: bool = False) -> None:
        """Put another object on one of the lists of an object, or take it away."""
        owner = self.get(kind, object_id)
        listed = owner["associated"].setdefault(association, [])
        if away:
            listed.remove(other_id)
            return
        other = self.get(ASSOCIATIONS[association], other_id)
        if association == "credentials":
            if other["credential_type"] in [self.get("credentials", each)["credential_type"] for each in listed]:
                raise Refused({"error": ["Cannot assign multiple credentials of one type."]})
        elif association.endswith("_nodes") and any(other_id in nodes for nodes in owner["associated"].values()):
            raise Refused({"error": ["Relationship already exists."]})
        listed.append(other_id)

    # Checking

    def _check(self, kind: str, made: Object) -> None:
        errors: Errors = {}
        for field, object_id in made.items():
            if field in REFERENCES and object_id is not None and not any(object_id in self._objects[each] for each in REFERENCES[field]):
                errors[field] = ['Invalid pk "%s" - object does not exist.' % object_id]
        if not errors:
            errors.update(getattr(self, "_check_" + kind, lambda _made: {})(made))
        unique = UNIQUE.get(kind, ("name", "organization"))
        for other in self.all(kind) if kind != "project_updates" else []:
            if other["id"] != made["id"] and all(other.get(field) == made.get(field) for field in unique):
                errors["__all__"] = ["%s with this %s already exists." % (kind, " and ".join(unique))]
        if errors:
            raise Refused(errors)

    def _check_credentials(self, made: Object) -> Errors:
        known = {field["id"] for field in self.get("credential_types", made["credential_type"])["inputs"]["fields"]}
        wrong = ["%s: no string that the type knows" % name for name, value in made["inputs"].items() if name not in known or not isinstance(value, str)]
        return {"inputs": wrong} if wrong else {}

    def _check_inventory_sources(self, made: Object) -> Errors:
        # Its organization is the inventory's.
        made["organization"] = self.get("inventories", made["inventory"])["organization"]
        manual = not self.get("projects", made["source_project"])["scm_type"]
        return {"source_project": ["Cannot use manual project for SCM-based inventory."]} if manual else {}

    def _check_job_templates(self, made: Object) -> Errors:
        # Its organization is the project's, whatever is given.
        project = self.get("projects", made["project"])
        made["organization"] = project["organization"]
        return {} if made["playbook"] in project["playbooks"] else {"playbook": ["Playbook not found for project."]}

    def _check_schedules(self, made: Object) -> Errors:
        return self._prompts(made)

    def _check_workflow_job_template_nodes(self, made: Object) -> Errors:
        # What is required may come from a node before it.
        return self._prompts(made, required=False)

    def _prompts(self, made: Object, required: bool = True) -> Errors:
        return rules.accepted(self.referred("unified_job_template", made["unified_job_template"])[1], made["extra_data"], required)[1]
