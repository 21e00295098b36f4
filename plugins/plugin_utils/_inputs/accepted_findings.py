# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules for accepted findings as they are given: a list, a list as text, or a YAML file of one."""

from __future__ import annotations

import os
import typing as t

import yaml

from ansible_collections.wallarm.fast.plugins.module_utils._errors import InvalidInput

from .._report.accepted import UnusableRules, rules_of
from .._values import plain_value
from .kinds import shown

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def rules_or_file(value: t.Any, variable: str) -> list[dict[str, t.Any]] | str:
    """Return the rules as they were given, once they are sure to be some, or the path of a file of them."""
    if not isinstance(value, str):
        return _checked(value, variable)
    text = value.strip()
    return _parsed(text, variable) if text.startswith("[") else text


def read_file(path: str, paths: t.Sequence[str], variable: str) -> list[dict[str, t.Any]]:
    """Return the rules in a file.

    :param path: as it was given.
    :param paths: where it may be.
    :raises InvalidInput: there is none, or it has no rules in it.
    """
    found = next((place for place in paths if os.path.exists(place)), None)
    if found is None:
        raise InvalidInput(f"There is no file {shown(path)} ({variable}), neither at {' nor at '.join(dict.fromkeys(paths))}.")
    try:
        with open(found, encoding="utf-8") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError) as problem:
        raise InvalidInput(f"The file {found} ({variable}) can't be read: {problem}.") from None
    return _parsed(text, f"{found} ({variable})")


def _parsed(text: str, name: str) -> list[dict[str, t.Any]]:
    try:
        value = yaml.load(text, _LOADER)
    except (yaml.YAMLError, ValueError) as problem:
        raise InvalidInput(f"{name} is no YAML: {' '.join(str(problem).split())}.") from None
    return _checked(plain_value([] if value is None else value), name)


def _checked(value: t.Any, name: str) -> list[dict[str, t.Any]]:
    try:
        rules_of(value, name)
    except UnusableRules as problems:
        raise InvalidInput(str(problems)) from None
    return t.cast("list[dict[str, t.Any]]", value)
