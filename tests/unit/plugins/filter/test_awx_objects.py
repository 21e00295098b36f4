# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which of AWX's objects awx_setup means, and what it says where there is none."""

from __future__ import annotations

import typing as t

import pytest

from ansible_collections.wallarm.fast.plugins.filter.awx_objects import awx_objects

HOME, OTHER, TYPE = 2, 3, 30
WANTED: dict[str, t.Any] = {
    "organization": "Team", "project": "p", "credential": "c", "credential_type": "Wallarm FAST", "execution_environment": "", "notification": "",
    "makes": [],
}  # fmt: skip


def thing(number: int, name: str, organization: int | None = HOME, **fields: t.Any) -> dict[str, t.Any]:
    return {"id": number, "name": name, "organization": organization, **fields}


def chosen(wanted: dict[str, t.Any], **held: t.Any) -> dict[str, t.Any]:
    there = {
        "organizations": [{"id": HOME, "name": "Team"}],
        "credential_types": [{"id": TYPE, "name": "Wallarm FAST"}],
        "projects": [thing(10, "p", scm_type="git")],
    }
    return awx_objects({**there, **held}, {**WANTED, **wanted})


def test_ids_are_those_of_the_organization_and_its_names():
    found = chosen(
        {"execution_environment": "e", "notification": "n"},
        projects=[thing(9, "p", OTHER, scm_type="git"), thing(10, "p", scm_type="archive"), thing(11, "p2")],
        credentials=[thing(20, "c", OTHER, credential_type=TYPE), thing(21, "c", credential_type=TYPE), thing(22, "c", credential_type=31)],
        execution_environments=[thing(40, "e", None)],
        notification_templates=[thing(50, "n", OTHER), thing(51, "n")],
    )
    assert found == {
        "organization": HOME, "project": 10, "scm_type": "archive", "credential": 21, "execution_environment": 40, "notification": 51, "problems": [],
    }  # fmt: skip


CREDENTIAL = {"credential_type": TYPE}


@pytest.mark.parametrize("credentials, types, credential, problem", [
    ([], [TYPE], "", ""),
    ([], [], "", ""),
    ([thing(20, "c", OTHER, **CREDENTIAL)], [TYPE], "", ""),
    ([thing(20, "c", None, **CREDENTIAL)], [TYPE], 20, ""),
    ([thing(20, "c", None, **CREDENTIAL), thing(21, "c", **CREDENTIAL)], [TYPE], 21, ""),
    ([thing(20, "c", None, **CREDENTIAL), thing(21, "c", None, **CREDENTIAL)], [TYPE], "", "There are 2 credentials with the name c"),
    ([thing(20, "c", credential_type=31)], [TYPE], "", "is not of the type Wallarm FAST"),
    ([thing(20, "c", credential_type=31)], [], "", "is not of the type Wallarm FAST"),
    ([thing(20, "c", OTHER, credential_type=31)], [TYPE], "", ""),
    ([], [TYPE, 31], "", "There are 2 credential types"),
])  # fmt: skip
def test_a_credential_is_of_the_type_and_of_the_organization_or_of_none(credentials, types, credential, problem):
    found = chosen({}, credentials=credentials, credential_types=[{"id": each, "name": "Wallarm FAST"} for each in types])
    assert found["credential"] == credential
    assert problem in " ".join(found["problems"]) and bool(problem) == bool(found["problems"])


@pytest.mark.parametrize("wanted, held, problem", [
    ({}, {"projects": []}, "Give fast_awx_project_scm_url"),
    ({}, {"projects": [thing(9, "p", OTHER)]}, "Give fast_awx_project_scm_url"),
    ({"makes": ["project"]}, {"projects": []}, ""),
    ({"execution_environment": "e"}, {}, "Give fast_awx_execution_environment_image"),
    ({"execution_environment": "e", "makes": ["execution_environment"]}, {}, ""),
    ({"execution_environment": "e"}, {"execution_environments": [thing(40, "e", OTHER)]}, "belongs to another organization"),
    ({"execution_environment": "e", "makes": ["execution_environment"]}, {"execution_environments": [thing(40, "e", OTHER)]}, "another organization"),
    ({"notification": "n"}, {"notification_templates": [thing(50, "n", OTHER)]}, "no notification template n in the organization Team"),
    ({"organization": "Nobody"}, {}, "There is no organization Nobody"),
])  # fmt: skip
def test_what_is_missing_is_named_unless_it_is_made(wanted, held, problem):
    problems = chosen(wanted, **held)["problems"]
    assert problem in " ".join(problems) and bool(problem) == bool(problems)
