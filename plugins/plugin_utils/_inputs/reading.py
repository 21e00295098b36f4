# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read the variables that were given: which of them hold a value, and what is wrong with those that can't be used."""

from __future__ import annotations

import dataclasses
import typing as t
from collections.abc import Mapping, Sequence

from ansible_collections.wallarm.fast.plugins.module_utils._errors import InvalidInput
from ansible_collections.wallarm.fast.plugins.module_utils._text import shortened

from .._values import plain_value
from .kinds import Kind

#: Where Ansible leaves what follows the first value of an unquoted -e.
LEFT_OVER = "_raw_params"

# What `omit` in a variable is before ansible-core 2.19.
_OMITTED = "__omit_place_holder__"


@dataclasses.dataclass(frozen=True)
class Option:
    """An option of a playbook or role.

    :param default: what it is where it was not given. None leaves an option of numbers or flags out.
    :param alias: another variable that its value may stand in.
    """

    name: str
    kind: Kind
    default: t.Any = None
    alias: str = ""


@dataclasses.dataclass
class Inputs:
    """What was given.

    :param values: by the names of the options, typed, with their defaults.
    :param variables: by the names of the options, the variable to name to the user.
    :param problems: sentences, in the order of the options.
    """

    values: dict[str, t.Any] = dataclasses.field(default_factory=dict)
    variables: dict[str, str] = dataclasses.field(default_factory=dict)
    problems: list[str] = dataclasses.field(default_factory=list)
    refused: set[str] = dataclasses.field(default_factory=set)

    def has(self, *options: str) -> bool:
        """Whether one of the options was given, be it with something that can't be used."""
        return any(option in self.refused or self.values.get(option) not in (None, "", []) for option in options)

    def result(self) -> dict[str, t.Any]:
        """Return what the tasks use: the values, ``variables`` and ``problems``."""
        return {**self.values, "variables": self.variables, "problems": self.problems}


def read(options: t.Iterable[Option], given: Mapping[str, t.Any], prefix: str = "", unprefixed: t.Collection[str] = ()) -> Inputs:
    """Return what was given for the options.

    :param given: values by the names of their variables. Others than those of the options are not looked at.
    :param prefix: what the variable of an option begins with.
    :param unprefixed: options whose value may stand in a variable without the prefix too. The other wins.
    """
    found = Inputs()
    left_over = given.get(LEFT_OVER)
    if is_given(left_over):
        found.problems.append(_cut_at_a_space(plain_value(left_over)))
    for option in options:
        variables = [prefix + option.name, *([option.name] if option.name in unprefixed else [])]
        others = [option.alias] if option.alias else []
        variable = next((name for name in [*variables, *others] if is_given(given.get(name))), variables[-1])
        found.variables[option.name] = variable
        value = given.get(variable)
        try:
            used = option.kind(plain_value(value), variable) if is_given(value) else option.default
        except InvalidInput as problem:
            found.problems.append(str(problem))
            found.refused.add(option.name)
            used = option.default
        if used is not None:
            found.values[option.name] = used
    return found


def patterns(options: t.Iterable[Option], prefix: str = "", unprefixed: t.Collection[str] = ()) -> list[str]:
    """Return regular expressions for the names of the variables that ``read`` looks at."""
    names = [prefix + option.name for option in options] + [option.name for option in options if option.name in unprefixed]
    names += [option.alias for option in options if option.alias]
    return [f"^{name}$" for name in [*names, LEFT_OVER]]


def is_given(value: t.Any) -> bool:
    """Whether a variable holds something. Empty means not given, which is how AWX sends an answer that was left out."""
    if value is None or type(value).__name__ == "_OmitType":
        return False
    if isinstance(value, str):
        return bool(value.strip()) and not value.startswith(_OMITTED)
    if isinstance(value, Sequence):
        return any(is_given(item) for item in value)
    return True


def _cut_at_a_space(left_over: t.Any) -> str:
    return (
        f"A value given with -e was cut at a space, and {shortened(str(left_over))} is left over. "
        """Quote it as JSON, as in -e '{"test_run_name": "shop 1.4.2"}'."""
    )
