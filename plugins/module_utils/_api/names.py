# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Find the one thing that has a name. A name that fits none or several is an error that lists what there is."""

from __future__ import annotations

import itertools
import typing as t

from .._errors import InvalidInput
from .._text import shortened
from .lists import Object

_MOST = 10


def named(
    name: str, option: str, thing: str, things: str, fitting: t.Iterable[Object], every: t.Callable[[], t.Iterable[Object]], by_id: str
) -> Object:
    """Return the one object of a name.

    :param option: the option that the name was given by.
    :param thing: what it is the name of, as in "test policy", and ``things``, more of them.
    :param fitting: the objects of exactly this name.
    :param every: returns all objects, to list some where none fits. A ``name`` is all that is read of them.
    :param by_id: the option to give in its place where several fit.
    :raises InvalidInput: unless it is one.
    """
    found = list(fitting)
    if len(found) == 1:
        return found[0]
    if found:
        ids = listing([str(item.get("id")) for item in found[: _MOST + 1]])
        raise InvalidInput(f"{option} {shortened(name)} is the name of several {things}, with the ids {ids}: give {by_id} in its place.")
    names = dict.fromkeys(shortened(str(item.get("name"))) for item in every())
    there = f"There are {listing(list(itertools.islice(names, _MOST + 1)))}." if names else "There are none."
    raise InvalidInput(f"{option}: there is no {thing} of the name {shortened(name)}. {there} Names are compared exactly.")


def no_such_id(given_id: str, option: str, thing: str, every: t.Iterable[Object]) -> InvalidInput:
    """Return the failure of an id that nothing has.

    :param every: objects that there are, to list some by id and name.
    """
    first = [f"{item.get('id')} {shortened(str(item.get('name')))}" for item in itertools.islice(every, _MOST + 1)]
    there = f"There are {listing(first)}." if first else "There are none."
    return InvalidInput(f"{option}: there is no {thing} with the id {given_id}. {there}")


def listing(texts: t.Sequence[str], separator: str = ", ") -> str:
    """Return "a, b" or ten of them and "and others"."""
    return separator.join(texts) if len(texts) <= _MOST else f"{separator.join(texts[:_MOST])} and others"
