# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `POST /v1/test_run` and `PUT /v1/test_run/{id}` accept.

Where the documentation and the API reference disagree on a maximum (`rps`), the larger one is taken, so that the
emulator does not refuse what the cloud may accept. A parameter that no source names is refused: a spelling mistake in
a client should show.
"""

from __future__ import annotations

import typing as t

from .refusals import Refused, field_error

Check = t.Callable[[t.Any], bool]


def is_int(low: int = 1, high: int = 2**31 - 1) -> Check:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def or_null(check: Check) -> Check:
    return lambda value: value is None or check(value)


def one_of(*values: str) -> Check:
    return lambda value: isinstance(value, str) and value in values


def is_text(value: t.Any) -> bool:
    return isinstance(value, str)


def is_name(value: t.Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def is_bool(value: t.Any) -> bool:
    return isinstance(value, bool)


def is_texts(value: t.Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


UPDATE: t.Dict[str, Check] = {"name": is_name, "desc": is_text, "tags": is_texts}

CREATE: t.Dict[str, Check] = {
    **UPDATE,
    "clientid": is_int(),
    "node_id": is_int(),
    "node_name": is_name,
    "type": one_of("node", "cloud"),
    "state": one_of("paused", "running"),
    "test_record_id": is_int(),
    "test_record_name": is_text,
    "policy_id": is_int(),
    "stop_on_first_fail": is_bool,
    "skip_duplicated_baselines": is_bool,
    "rps": or_null(is_int(1, 10000)),
    "rps_per_baseline": or_null(is_int(1, 10000)),
    "inactivity_timeout": is_int(300, 86400),
    "file_extensions_to_exclude": is_text,
    "build_id": is_text,
    "ci_mode": is_bool,
    "connection_method": one_of("host", "custom_uri"),
    "connection_custom_uri": or_null(is_text),
}


def read_parameters(
    given: t.Any, known: t.Mapping[str, Check], required: t.Iterable[str] = ()
) -> t.Dict[str, t.Any]:
    """The request's JSON object, checked; raises Refused (400) naming every wrong field."""
    if given is None:
        given = {}
    if not isinstance(given, dict):
        raise Refused(400, {"body": field_error("not_an_object")})
    errors = {name: field_error("required") for name in required if name not in given}
    for name, value in given.items():
        if name not in known:
            errors[name] = field_error("unknown_parameter", value)
        elif not known[name](value):
            errors[name] = field_error("invalid", value)
    if errors:
        raise Refused(400, errors)
    return dict(given)
