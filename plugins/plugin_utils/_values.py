# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Values on their way into a filter and out of it."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping, Sequence

try:
    from ansible.utils.unsafe_proxy import wrap_var
except ImportError:  # ansible-core from 2.23 on, which never takes the result of a filter for a template
    wrap_var = None


def plain(value: t.Any) -> t.Any:
    """Return a copy made of dict, list, str, int, float, bool and None alone, without Ansible's marks.

    ansible-core from 2.19 on passes containers that are filled on reading, and subclasses of str and int. Anything else, such as a
    date, becomes its text.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, Mapping):
        return {str.__str__(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return [plain(item) for item in value]
    return str.__str__(str(value))


def inert(value: t.Any) -> t.Any:
    """Return a filter's result so that no text in it is ever evaluated as a template: before ansible-core 2.19 that takes a mark."""
    return value if wrap_var is None else wrap_var(value)
