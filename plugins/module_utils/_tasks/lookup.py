# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""By its id, or by filters: how the options of a task that looks things up name them."""

from __future__ import annotations

import typing as t

from .._api.ids import optional_id
from .._errors import InvalidInput


def id_alone(params: dict[str, t.Any], option: str, thing: str, filters: t.Sequence[str]) -> str | None:
    """Return the id that an option names one thing by, or None where it is empty, which means not given.

    :param thing: what it is the id of, as in "test run".
    :param filters: the options that don't go with it.
    :raises InvalidInput: it is no id, or other options are given too.
    """
    chosen = optional_id(params[option], option)
    others = [name for name in filters if params[name] not in (None, "")]
    if chosen and others:
        raise InvalidInput(f"{option} names one {thing}; leave out {', '.join(others)}.")
    return chosen


def checked_limit(params: dict[str, t.Any], things: str) -> int | None:
    """Return how many are wanted at most, or None for all.

    :param things: what is looked for, as in "test runs".
    :raises InvalidInput: it is no number from 1.
    """
    limit: int | None = params["limit"]
    if limit is not None and limit < 1:
        raise InvalidInput(f"limit must be a number of {things} from 1; leave it out for all.")
    return limit
