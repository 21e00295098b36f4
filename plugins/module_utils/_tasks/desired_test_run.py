# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task wants a test run to be: the options as the API's parameters, and where a test run differs from them."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.ids import as_sent, optional_id, same_id
from .._api.models import TestRun
from .._errors import InvalidInput

#: Options that can be changed later (updateTestRun); every other one is for good.
CHANGEABLE = ("name", "desc", "tags")

_IDS = ("test_record_id", "policy_id", "node_id")

# Options that name what an id names too: the option of that id, and the field of a test run that shows the name.
_BY_NAME = {"policy_name": ("policy_id", "policy_name"), "source_record_name": ("test_record_id", "test_record_name")}

# Options whose value the API neither prints nor lets one ask for, so that it can't be compared.
_NOT_SHOWN = ("file_extensions_to_exclude", "build_id")

# What belongs to a test record. A copy is given one that has its own (createTestRun).
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
class DesiredTestRun:
    """A test run as a task wants it.

    :param state: ``present``, ``running``, ``paused`` or ``interrupted``.
    :param test_run_id: the test run that is meant; None looks for one by name.
    :param parameters: what was given, by the API's names, as sent in a request that creates it (createTestRun).
    :param options: the option that each parameter came from.
    :param names: by option, the names of what is to be looked up before it can be sent.
    :param not_used: options that were given and mean nothing to a copy.
    :param just_created: whether this task created it, so that its parameters are as wanted.
    """

    state: str
    test_run_id: str | None
    parameters: dict[str, t.Any]
    options: dict[str, str]
    names: dict[str, str] = dataclasses.field(default_factory=dict)
    not_used: tuple[str, ...] = ()
    just_created: bool = False

    @classmethod
    def from_options(cls, params: dict[str, t.Any]) -> DesiredTestRun:
        """Return what the options ask for. Empty values mean not given.

        :raises InvalidInput: naming the option that can't be used.
        """
        test_run_id = optional_id(params["test_run_id"], "test_run_id")
        if not test_run_id and not (params["name"] or "").strip():
            raise InvalidInput("Give name, to create a test run or find an active one, or test_run_id, to steer one that exists.")
        options = {name: name for name in (*CHANGEABLE, *_IDS, *_TAKEN_OVER)}
        # [""] is what an empty answer to a survey's question becomes; [] takes all tags away.
        parameters = {name: params[name] for name in (*CHANGEABLE, *_TAKEN_OVER) if params[name] not in (None, "", [""])}
        ids = {name: optional_id(params[name], name) for name in _IDS}
        parameters.update({name: as_sent(given) for name, given in ids.items() if given})
        if params["target_uri"]:
            parameters.update(connection_method="custom_uri", connection_custom_uri=params["target_uri"])
            options.update(connection_method="target_uri", connection_custom_uri="target_uri")
        _check_ranges(parameters)
        names = {option: params[option] for option in _BY_NAME if (params[option] or "").strip()}
        for option in names:
            if _BY_NAME[option][0] in parameters:
                raise InvalidInput(f"Give {_BY_NAME[option][0]} or {option}, not both.")
        is_copy = "test_record_id" in parameters or "source_record_name" in names
        not_used = tuple(name for name in _OF_THE_RECORD if name in parameters and is_copy)
        for name in not_used:
            del parameters[name]
        return cls(params["state"], test_run_id, parameters, options, names, not_used)

    def with_ids(self, ids: dict[str, t.Any]) -> DesiredTestRun:
        """Return the same with what was looked up by the names.

        :param ids: by the options of the ids.
        """
        options = {by_id: option for option, (by_id, _field) in _BY_NAME.items() if option in self.names}
        return dataclasses.replace(self, parameters={**self.parameters, **ids}, options={**self.options, **options}, names={})

    def once_created(self) -> DesiredTestRun:
        """Return what is still to be ensured on a test run that was created with the parameters."""
        return dataclasses.replace(self, parameters={}, names={}, just_created=True)

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
        named = ((option, _BY_NAME[option][1], name) for option, name in self.names.items())
        by_name = {option: (test_run.raw[field], name) for option, field, name in named if field in test_run.raw and test_run.raw[field] != name}
        return by_name | {
            self.options[parameter]: (test_run.raw[parameter], value)
            for parameter, value in self.parameters.items()
            if parameter not in (*CHANGEABLE, *_NOT_SHOWN, "connection_method")
            if parameter in test_run.raw
            if _differs(parameter, test_run.raw[parameter], value)
        }


def _check_ranges(parameters: dict[str, t.Any]) -> None:
    for name in ("rps", "rps_per_baseline"):
        # Published documents disagree on the largest value, so that is left to the server (createTestRun).
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
    return bool(there != wanted)
