# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is to be done with the test run that is used, and the sentences about it."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.wallarm.fast.plugins.module_utils._http.proxy import without_credentials
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.interrupts import sentence

from .progress import TAGS, Choice, tags_of


def next_step(
    test_run: Mapping[str, t.Any],
    choice: Choice,
    inputs: Mapping[str, t.Any],
    check_mode: bool,
    interrupts: t.Sequence[Mapping[str, t.Any]] = (),
) -> dict[str, t.Any]:
    """Return whether the tests are ``to_record``, a ``problem`` if they can't be, and a ``message`` for people.

    :param test_run: the test run that is used; empty in check mode if it would be created.
    :param interrupts: the test runs that creating it would interrupt, as the module returns them.
    """
    to_record = inputs["records"] and TAGS["recorded"] not in tags_of(test_run)
    return {
        "to_record": to_record,
        "problem": _over(test_run, inputs["variables"]["test_record_id"]) if to_record and test_run.get("recording") is False else "",
        "message": " ".join(_sentences(test_run, choice, inputs, to_record, check_mode, interrupts)),
    }


def _over(test_run: Mapping[str, t.Any], variable: str) -> str:
    identifier = test_run.get("id")
    return (
        f"Test run {identifier} does not record any more, but its tests were not recorded to the end. Interrupt it and run the play again, "
        f"which then creates another one: wallarm.fast.wallarm_fast_test_run with test_run_id {identifier} and state interrupted. "
        f"To use what was recorded all the same, give {variable} {test_run.get('test_record_id')}."
    )


def _sentences(
    test_run: Mapping[str, t.Any],
    choice: Choice,
    inputs: Mapping[str, t.Any],
    to_record: bool,
    check_mode: bool,
    interrupts: t.Sequence[Mapping[str, t.Any]],
) -> t.Iterator[str]:
    identifier, name = test_run.get("id"), inputs["test_run_name"]
    if check_mode and choice.half_recorded_id:
        yield f"Would interrupt test run {choice.half_recorded_id}, which was left half recorded, and create the test run {name}."
    elif not test_run:
        yield f"Would create the test run {name}."
        if interrupts:
            yield sentence(interrupts, check_mode=True)
    elif choice.test_run_id:
        yield f"{'Would go' if check_mode else 'Going'} on with test run {identifier}."
    else:
        yield f"This is test run {identifier}."
    if to_record:
        yield f"The tests go through {_place(inputs['proxy_url'])}."
    elif not inputs["records"]:
        yield f"It tests with the requests of record {inputs['test_record_id'] or inputs['source_record_name']}."
    else:
        yield "Its tests were recorded before and are not run again."
    if check_mode:
        yield f"Then wait until it is finished, and write the reports to {inputs['report_dir']}."


def _place(url: str) -> str:
    """Return a proxy's URL, or its host alone where there may be a password in it."""
    return without_credentials(url) if "@" in url else url
