# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task wants a test run to be, and what has to happen for that."""

from __future__ import annotations

import dataclasses
import typing as t

from .._api.ids import as_sent, checked_id, optional_id, same_id
from .._api.models import TestRun
from .._errors import InvalidInput
from .transition import STATES, Transition

#: Options that can be changed later (updateTestRun); every other one is for good.
CHANGEABLE = ("name", "desc", "tags")

_IDS = ("test_record_id", "policy_id", "node_id")

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
    :param not_used: options that were given and mean nothing to a copy.
    :param just_created: whether this task created it, so that its parameters are as wanted.
    """

    state: str
    test_run_id: str | None
    parameters: dict[str, t.Any]
    options: dict[str, str]
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
        parameters.update({name: as_sent(checked_id(params[name], name)) for name in _IDS if params[name]})
        if params["target_uri"]:
            parameters.update(connection_method="custom_uri", connection_custom_uri=params["target_uri"])
            options.update(connection_method="target_uri", connection_custom_uri="target_uri")
        _check_ranges(parameters)
        not_used = tuple(name for name in _OF_THE_RECORD if name in parameters and "test_record_id" in parameters)
        for name in not_used:
            del parameters[name]
        return cls(params["state"], test_run_id, parameters, options, not_used)

    def once_created(self) -> DesiredTestRun:
        """Return what is still to be ensured on a test run that was created with the parameters."""
        return dataclasses.replace(self, parameters={}, just_created=True)

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


@dataclasses.dataclass(frozen=True)
class Plan:
    """What has to happen for a test run to be as wanted.

    :param create: whether to create it.
    :param changes: parameters to set on the one that is there.
    :param transition: the one to make, if one is needed.
    :param awaited: the transition that needs no action, since it is under way, and is to be waited for.
    :param before: the fields that will change, as they are; empty before creation.
    :param after: the same fields as wanted.
    """

    create: bool = False
    changes: dict[str, t.Any] = dataclasses.field(default_factory=dict)
    transition: Transition | None = None
    awaited: Transition | None = None
    before: dict[str, t.Any] = dataclasses.field(default_factory=dict)
    after: dict[str, t.Any] = dataclasses.field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Whether anything has to be changed."""
        return self.create or bool(self.changes) or self.transition is not None

    def without_transition(self) -> Plan:
        """Return what is left of it where somebody else made the transition."""
        before, after = ({name: one[name] for name in one if name != "state"} for one in (self.before, self.after))
        return dataclasses.replace(self, transition=None, before=before, after=after)


def plan(found: TestRun | None, desired: DesiredTestRun) -> Plan:
    """Decide what to do to have the test run as wanted. Feeds ``changed``, the diff and check mode alike.

    :param found: the test run that is there, None if there is none.
    :raises InvalidInput: the one that is there can't become what is wanted.
    """
    if found is None:
        if desired.state == "interrupted":
            return Plan()  # nothing runs, so nothing is to be interrupted
        state = {} if desired.state == "present" else {"state": desired.state}
        return Plan(create=True, after={**desired.parameters, **state})
    _refuse_impossible(found, desired)
    changes = desired.changes(found)
    before, after = {name: found.raw.get(name) for name in changes}, dict(changes)
    transition = STATES.get(desired.state)
    if transition is None or transition.made(found):
        return Plan(changes=changes, before=before, after=after)
    if transition.begun(found):
        return Plan(changes=changes, awaited=transition, before=before, after=after)
    return Plan(
        changes=changes,
        transition=transition,
        before={**before, "state": found.state},
        after={**after, "state": desired.state},
    )


def described(differences: dict[str, tuple[t.Any, t.Any]]) -> str:
    """Return differences as words: by option, what is there and what is wanted."""
    return ", ".join(f"{option} is {there!r} and not {value!r}" for option, (there, value) in differences.items())


def _refuse_impossible(found: TestRun, desired: DesiredTestRun) -> None:
    if found.finished and desired.state in ("running", "paused") and not desired.just_created:
        raise InvalidInput(
            f"Test run {found.id} has ended ({found.state}), so it can't be {desired.state} again. Create another one by "
            "name, with its test_record_id to use the same baseline requests.",
            test_run=found.raw,
        )
    conflicts = desired.conflicts(found)
    if conflicts:
        raise InvalidInput(
            f"Test run {found.id} exists and differs in what can't be changed: {described(conflicts)}. Leave these options out to use "
            "it as it is, or give another name to create another one, which interrupts it if it is on the same node.",
            test_run=found.raw,
        )


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
