# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values of the API made plain: whatever a server or a template engine put there, what comes out is exactly JSON's types."""

from __future__ import annotations

import math
import re
import typing as t
from collections.abc import Mapping, Sequence

_WHOLE = re.compile(r"[0-9]{1,18}")

# More than any counter holds, and few enough digits to be printed and divided.
_LARGEST = 10**18


def plain_value(value: t.Any) -> t.Any:
    """Return a copy made of dict, list, str, int, float, bool and None alone.

    ansible-core passes containers that are filled on reading, and subclasses of str and int that carry marks.
    Infinity and NaN, which JSON has not, become None. Anything else becomes its text.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str.__str__(str(key)): plain_value(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return [plain_value(item) for item in value]
    return str.__str__(str(value))


def whole_number(value: t.Any) -> int | None:
    """Return a count, an id or a time in seconds as a number from 0, or None where it can't be read as one. ``"75"`` is 75."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return int(value) if _WHOLE.fullmatch(value) else None
    if isinstance(value, float) and not value.is_integer():
        return None
    if isinstance(value, (int, float)) and 0 <= value < _LARGEST:
        return int(value)
    return None
