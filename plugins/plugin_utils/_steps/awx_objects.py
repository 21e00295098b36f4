# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which of AWX's objects awx_setup means by their names.

AWX lets several organizations have objects of one name, and one organization credentials of one name and several types. So what a job
template refers to is chosen here, and given to the modules of awx.awx by its id.
"""

from __future__ import annotations

import typing as t
from collections.abc import Mapping, Sequence

Object = Mapping[str, t.Any]


def choose(held: Mapping[str, Sequence[Object]], wanted: Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return the objects that are meant.

    :param held: what AWX holds of the wanted names, by kind: ``organizations``, ``credential_types``, ``credentials``, ``projects``,
        ``execution_environments`` and ``notification_templates``.
    :param wanted: names, by ``organization``, ``credential_type``, ``credential``, ``project``, ``execution_environment`` and
        ``notification``; and ``makes``, the kinds that are made if they are missing.
    :returns: for each of these kinds but the type the id, or "" where there is none; ``scm_type`` of the project, "" if it is manual;
        and ``problems``, a list of sentences. A credential that is missing is none: it can only be made when there is its type.
    """
    organizations = _named(held, "organizations", wanted["organization"])
    if len(organizations) != 1:
        return {"problems": [f"There is no organization {wanted['organization']} in AWX, or the token may not see it (fast_awx_organization)."]}
    home = organizations[0]["id"]
    project, lacks_project = _project(held, wanted, home)
    environment, lacks_environment = _environment(held, wanted, home)
    notification, lacks_notification = _notification(held, wanted, home)
    credential, lacks_credential = _credential(held, wanted, home)
    return {
        "organization": home,
        "project": project.get("id", ""),
        "scm_type": project.get("scm_type") or "",
        "execution_environment": environment.get("id", ""),
        "notification": notification.get("id", ""),
        "credential": credential.get("id", ""),
        "problems": [problem for problem in (lacks_project, lacks_environment, lacks_notification, lacks_credential) if problem],
    }


def _project(held: Mapping[str, Sequence[Object]], wanted: Mapping[str, t.Any], home: t.Any) -> tuple[Object, str]:
    name, found = wanted["project"], _of(_named(held, "projects", wanted["project"]), home)
    if found or "project" in wanted["makes"]:
        return _first(found), ""
    return {}, (
        f"There is no project {name} in the organization {wanted['organization']}. Give fast_awx_project_scm_url, the URL of a git "
        "repository with your copy of docs/awx-project, to have it made, or fast_awx_project, the name of one that is there."
    )


def _environment(held: Mapping[str, Sequence[Object]], wanted: Mapping[str, t.Any], home: t.Any) -> tuple[Object, str]:
    name = wanted["execution_environment"]
    every = _named(held, "execution_environments", name)
    found = _of(every, home) or _of(every, None)
    if found or not name or (not every and "execution_environment" in wanted["makes"]):
        return _first(found), ""
    if every:
        return {}, f"The execution environment {name} belongs to another organization than {wanted['organization']}."
    return {}, f"There is no execution environment {name}. Give fast_awx_execution_environment_image to have it made."


def _notification(held: Mapping[str, Sequence[Object]], wanted: Mapping[str, t.Any], home: t.Any) -> tuple[Object, str]:
    name, found = wanted["notification"], _of(_named(held, "notification_templates", wanted["notification"]), home)
    if found or not name:
        return _first(found), ""
    return {}, f"There is no notification template {name} in the organization {wanted['organization']} (fast_awx_notification)."


def _credential(held: Mapping[str, Sequence[Object]], wanted: Mapping[str, t.Any], home: t.Any) -> tuple[Object, str]:
    """Return the organization's credential of that name, or else one that belongs to none. One of another type is a problem."""
    name, kind = wanted["credential"], wanted["credential_type"]
    types = [item["id"] for item in _named(held, "credential_types", kind)]
    if len(types) > 1:
        return {}, f"There are {len(types)} credential types with the name {kind}. Rename the one that is not for this collection."
    every = _named(held, "credentials", name)
    right = [item for item in every if item.get("credential_type") in types]
    found = _of(right, home) or _of(right, None)
    if len(found) > 1:
        return {}, f"There are {len(found)} credentials with the name {name} that belong to no organization. Give one another name."
    if found:
        return found[0], ""
    if _of(every, home):
        return {}, (
            f"The credential {name} in the organization {wanted['organization']} is not of the type {kind}, so its jobs would have no token. "
            "Give it another name, or name one of that type with fast_awx_credential."
        )
    return {}, ""


def _named(held: Mapping[str, Sequence[Object]], kind: str, name: str) -> list[Object]:
    return [item for item in held.get(kind, []) if item.get("name") == name]


def _of(objects: Sequence[Object], organization: t.Any) -> list[Object]:
    return [item for item in objects if item.get("organization") == organization]


def _first(objects: Sequence[Object]) -> Object:
    return objects[0] if objects else {}
