# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Ids of test runs, test records, nodes, policies and clients: data that is checked, compared and sent."""

from __future__ import annotations

import re
import typing as t

from .._errors import InvalidInput
from .._text import shortened

# Integers on the real cloud; Wallarm's documentation shows tr_1234 (getTestRun). Letters and digits are ASCII.
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")

# Where the Console shows them, which its documentation shows for these two.
_SHOWN = {
    "test_run_id": " The id of a test run is the number at the end of its address in the Console: FAST, Test runs.",
    "test_record_id": " The Console shows the id of a test record below its name, as TEST RECORD ID: FAST, Test runs.",
}


def checked_id(value: str | None, option: str) -> str:
    """Return an id that can stand in a path as it is, without the space around it that comes along with a copy.

    :raises InvalidInput: naming ``option``.
    """
    found = (value or "").strip()
    if not _ID.fullmatch(found):
        given = f"not {shortened(found)}" if found else "and it is empty"
        raise InvalidInput(
            f"{option} must be an id as the Console or the API shows it, such as 4485, {given}: "
            f"digits, or letters, digits, '_' and '-', at most 64.{shown_where(option)}"
        )
    return found


def optional_id(value: str | None, option: str) -> str | None:
    """Return an id, or None where it is empty, which means not given.

    :raises InvalidInput: naming ``option``.
    """
    return checked_id(value, option) if value and value.strip() else None


def shown_where(option: str) -> str:
    """Return a sentence, after a space, that says where the Console shows the ids of an option, or "".

    :param option: the option, or a variable whose name ends in it.
    """
    return next((words for name, words in _SHOWN.items() if option.endswith(name)), "")


def as_sent(value: str) -> int | str:
    """Return an id as the API takes it in a JSON body: an integer where it is one."""
    return int(value) if value.isdecimal() else value


def same_id(one: t.Any, other: t.Any) -> bool:
    """Compare ids as integers where they are such: users write them as strings too."""
    texts = [str(one), str(other)]
    if all(text.isdecimal() for text in texts):
        texts = [text.lstrip("0") for text in texts]
    return texts[0] == texts[1]
