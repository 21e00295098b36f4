# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the playbook awx_setup. Their defaults stand in playbooks/vars/awx.yml."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.wallarm.fast.plugins.module_utils._errors import InvalidInput

from . import kinds
from .reading import Inputs, Option, read

PREFIX = "fast_awx_"

# What the survey of the template that stops forgotten recordings takes: a year.
_MOST_MINUTES = 525600


def _name(value: t.Any, variable: str) -> str:
    """Return the whole name of something in AWX."""
    name = _text(value, variable)
    if name != name.strip():
        raise InvalidInput(f"{variable} must not begin or end with a blank, which AWX takes away: {kinds.shown(name)}.")
    return name


def _own_name(value: t.Any, variable: str) -> str:
    """Return the name of something that may be made, which the modules of awx.awx look for by it."""
    name = _part(_name(value, variable), variable)
    if _is_number(name):
        raise InvalidInput(f"{variable} must not be a number, which the modules of awx.awx take for an id: {kinds.shown(name)}.")
    return name


def _part(value: t.Any, variable: str) -> str:
    """Return a text that is a part of such names."""
    text = _text(value, variable)
    if "++" in text:
        raise InvalidInput(f"{variable} must not have ++ in it, which the modules of awx.awx take for two names: {kinds.shown(text)}.")
    return text


def _text(value: t.Any, variable: str) -> str:
    """Return a text with its blanks."""
    if isinstance(value, (bool, list, dict)):
        raise InvalidInput(f"{variable} must be a text, not {kinds.shown(value)}.")
    return str(value)


def _is_number(name: str) -> bool:
    """Whether awx.awx takes a name for an id, which it does with all that Python takes for a number."""
    try:
        int(name)
    except ValueError:
        return False
    return True


OPTIONS = (
    Option("nodes", kinds.names, []),
    Option("older_than_minutes", kinds.number(1, _MOST_MINUTES, f"a number of minutes from 1 to {_MOST_MINUTES}, a year")),
    Option("rrule", kinds.text, ""),
    Option("slices", kinds.number(1, None, "a number from 1")),
    Option("prefix", _part, ""),
    Option("organization", _name, ""),
    Option("project", _own_name, ""),
    Option("project_scm_url", kinds.text, ""),
    Option("inventory", _own_name, ""),
    Option("execution_environment", _own_name, ""),
    Option("execution_environment_image", kinds.text, ""),
    Option("credential", _own_name, ""),
    Option("make_credential", kinds.flag, False),
    Option("notification", _name, ""),
)
# Those that have a default, which an empty value takes away.
_NOT_EMPTY = ("older_than_minutes", "rrule", "slices", "organization", "project", "inventory", "credential")


def check(given: Mapping[str, t.Any]) -> dict[str, t.Any]:
    """Return the values of the options by their names without ``fast_awx_``, ``makes``, what is made if it is missing, and ``problems``."""
    inputs = read(OPTIONS, given, PREFIX)
    inputs.problems += _missing(inputs)
    # A text of blanks counts as not given, but it is what the names begin with.
    if str(given.get(f"{PREFIX}prefix", ""))[:1].isspace():
        inputs.problems.append("fast_awx_prefix must not begin with a blank, which AWX takes away.")
    made = {"project": "project_scm_url", "execution_environment": "execution_environment_image"}
    inputs.values["makes"] = [name for name, source in made.items() if inputs.has(source)]
    return inputs.result()


def _missing(inputs: Inputs) -> t.Iterator[str]:
    if not inputs.has("nodes"):
        yield (
            "Give fast_awx_nodes, the ids or names of FAST nodes, separated by commas. "
            "The schedule stops forgotten recordings on them."
        )
    for option in _NOT_EMPTY:
        if not inputs.has(option):
            yield f"{PREFIX}{option} must not be empty. Leave it out to have its default."
    if inputs.has("execution_environment_image") and not inputs.has("execution_environment"):
        yield "Give fast_awx_execution_environment, a name for the execution environment of that image."
