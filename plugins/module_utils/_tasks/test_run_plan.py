# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task wants a test run to be: from options to request parameters, and to differences from what is there."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.ids import as_sent, checked_id, optional_id, same_id
from .._api.models import TestRun
from .._errors import InvalidInput

#: Options that can be changed later; every other one is for good (contract, section 2.1).
CHANGEABLE = ("name", "desc", "tags")

_IDS = ("test_record_id", "policy_id", "node_id")

# Options whose value the API neither prints nor lets one ask for, so that it can't be compared.
_NOT_SHOWN = ("file_extensions_to_exclude", "build_id")

# What belongs to a test record. A copy is given one that has its own (contract, section 2.2).
_OF_THE_RECORD = ("test_record_name", "inactivity_timeout")

_NUMBERS = ("rps", "rps_per_baseline", "inactivity_timeout")

_TAKEN_OVER = (
    "test_record_name",
    "node_name",
    "stop_on_first_fail",
    "skip_duplicated_baselines",
    "rps",
    "rps_per_baseline",
    "inactivity_timeout",
    *_NOT_SHOWN,
)


@dataclasses.dataclass(frozen=True)
class Wanted:
    """A test run as a task wants it.

    :param state: ``present``, ``running``, ``paused`` or ``interrupted``.
    :param test_run_id: the test run to steer; None looks for one by name.
    :param parameters: what was given, by the API's names, as sent in a request that creates it (contract, section 2.2).
    :param options: the option that each parameter came from.
    :param not_used: options that were given and mean nothing to a copy.
    """

    state: str
    test_run_id: str | None
    parameters: dict[str, t.Any]
    options: dict[str, str]
    not_used: tuple[str, ...] = ()

    def changes(self, test_run: TestRun) -> dict[str, t.Any]:
        """Return the parameters that have to be, and can be, changed on a test run."""
        return {
            parameter: self.parameters[parameter]
            for parameter in CHANGEABLE
            if parameter in self.parameters and _differs(parameter, test_run.raw.get(parameter), self.parameters[parameter])
        }

    def conflicts(self, test_run: TestRun) -> dict[str, tuple[t.Any, t.Any]]:
        """Return, by option, what is there and what is wanted where it can't be changed any more.

        A field that the server doesn't show can't be compared.
        """
        return {
            self.options[parameter]: (test_run.raw[parameter], value)
            for parameter, value in self.parameters.items()
            if parameter not in (*CHANGEABLE, *_NOT_SHOWN, "connection_method")
            if parameter in test_run.raw
            if _differs(parameter, test_run.raw[parameter], value)
        }


def wanted_of(params: dict[str, t.Any]) -> Wanted:
    """Return what the options ask for. Empty values mean not given.

    :raises InvalidInput: naming the option that can't be used.
    """
    test_run_id = optional_id(params["test_run_id"], "test_run_id")
    if not test_run_id and not (params["name"] or "").strip():
        raise InvalidInput("Give name, to create a test run or find an active one, or test_run_id, to steer one that exists.")
    options = {name: name for name in (*CHANGEABLE, *_IDS, *_TAKEN_OVER)}
    # [""] is what an empty answer to a survey's question becomes; [] takes all tags away.
    parameters = {name: params[name] for name in (*CHANGEABLE, *_TAKEN_OVER) if params[name] not in (None, "", [""])}
    parameters.update({name: as_sent(checked_id(params[name], name)) for name in _IDS if params[name]})
    if params["target_uri"]:
        parameters.update(connection_method="custom_uri", connection_custom_uri=params["target_uri"])
        options.update(connection_method="target_uri", connection_custom_uri="target_uri")
    _check_ranges(parameters)
    not_used = tuple(name for name in _OF_THE_RECORD if name in parameters and "test_record_id" in parameters)
    for name in not_used:
        del parameters[name]
    return Wanted(params["state"], test_run_id, parameters, options, not_used)


def _check_ranges(parameters: dict[str, t.Any]) -> None:
    for name in ("rps", "rps_per_baseline"):
        # The documents disagree on the largest value, so that is left to the server (contract, section 2.2).
        if parameters.get(name, 1) < 1:
            raise InvalidInput(f"{name} must be a number of requests per second from 1; leave it out for no limit.")
    if not 300 <= parameters.get("inactivity_timeout", 300) <= 86400:
        raise InvalidInput("inactivity_timeout must be a number of seconds from 300, five minutes, to 86400, a day.")


def _differs(parameter: str, there: t.Any, wanted: t.Any) -> bool:
    if parameter in _IDS:
        return not same_id(there, wanted)
    if parameter == "tags":
        # Their order means nothing, nor how often one is named.
        return set(map(str, there if isinstance(there, list) else [there] if there else [])) != set(map(str, wanted))
    if parameter in _NUMBERS and isinstance(there, str):
        return not (there.isdecimal() and int(there) == wanted)
    return bool((there or "") != wanted if parameter == "desc" else there != wanted)
