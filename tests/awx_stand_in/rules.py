# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What AWX refuses in a survey and in the answers to one. From its source: api/views (JobTemplateSurveySpec), main/models/mixins.py."""

from __future__ import annotations

import typing as t

Question = t.Mapping[str, t.Any]
#: The types of questions that are asked here, and those of their answers.
TYPES: dict[str, type] = {"text": str, "integer": int}


def survey_error(survey: t.Mapping[str, t.Any]) -> str:
    """What is wrong with a survey that is to be saved, or "" if nothing is."""
    if not survey.get("spec"):
        return "'spec' doesn't contain any items."
    for number, question in enumerate(survey["spec"]):
        kind, default = TYPES.get(question["type"]), question.get("default", "")
        if kind is None:
            return "'%s' in survey question %d is not one of the allowed question types." % (question["type"], number)
        if not isinstance(question["required"], bool):
            return "'required' in survey question %d expected to be boolean." % number
        if default != "" and not isinstance(default, kind):
            return "Default value %s in survey question %d expected to be %s." % (default, number, question["type"])
    return ""


def accepted(template: t.Mapping[str, t.Any], given: t.Mapping[str, t.Any], required: bool = True) -> tuple[dict[str, t.Any], dict[str, list[str]]]:
    """Return the variables that a template takes of those that are given, and what is wrong, by field.

    `required` is whether what has to be answered must be among them. A variable that isn't asked for is an error, `extra_data`.
    """
    survey = template.get("survey", {}).get("spec", []) if template.get("survey_enabled") else []
    wrong = [words for question in survey for words in answer_errors(question, given, required)]
    asked = {question["variable"] for question in survey}
    left = [name for name in given if name not in asked]
    errors = {"variables_needed_to_start": wrong} if wrong else {}
    if template.get("ask_variables_on_launch"):
        return dict(given), errors
    if left:
        errors["extra_data"] = ["Variables %s are not allowed on launch." % ", ".join(left)]
    return {name: value for name, value in given.items() if name in asked}, errors


def answer_errors(question: Question, given: t.Mapping[str, t.Any], required: bool = True) -> t.Iterator[str]:
    """What is wrong with the answer to one question. A default doesn't make up for an answer that is required."""
    name, kind = question["variable"], TYPES[question["type"]]
    if name not in given:
        if question["required"] and required:
            yield "'%s' value missing" % name
        return
    answer = given[name]
    if not isinstance(answer, kind) or isinstance(answer, bool):
        yield "Value %s for '%s' expected to be a %s." % (answer, name, "string" if kind is str else "integer")
        return
    size = len(answer) if isinstance(answer, str) else answer
    if question.get("min") is not None and size < question["min"]:
        yield "'%s' value %s is too small (must be at least %s)." % (name, answer, question["min"])
    if question.get("max") is not None and size > question["max"]:
        yield "'%s' value %s is too large (must be no more than %s)." % (name, answer, question["max"])
