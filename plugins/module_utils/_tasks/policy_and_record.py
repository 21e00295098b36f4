# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Find the test policy and the test record that a test run is created with, by their names."""

from __future__ import annotations

import contextlib
import typing as t

from .._api.lists import Object
from .._api.models import TestRunOfRecord
from .._api.names import listing, named
from .._api.search import find_policies, find_records
from .._errors import ApiError, GatewayError, InvalidInput
from .._text import shortened
from .context import TaskContext


def find_policy(context: TaskContext, client_id: int, name: str) -> Object:
    """Return the test policy of exactly this name.

    :raises InvalidInput: unless there is one, and one alone.
    """
    client = context.client
    with _refusal_told("test policies", "policy_name", "policy_id"):
        fitting = find_policies(client, client_id, name)
        return named(name, "policy_name", "test policy", "test policies", fitting, lambda: find_policies(client, client_id), "policy_id")


def find_record(context: TaskContext, client_id: int, name: str) -> Object:
    """Return the newest test record of exactly this name that can be copied, and warn of newer ones that can't.

    :raises InvalidInput: there is none; with the reason for each that there is.
    """
    client, option = context.client, "source_record_name"
    with _refusal_told("test records", option, "test_record_id"):
        chosen, passed_over = choose(find_records(client, client_id, {}, name))
        if chosen is None and not passed_over:
            named(name, option, "test record", "test records", [], lambda: find_records(client, client_id, {}), "test_record_id")
    if chosen is None:
        raise InvalidInput(
            f"{option} {shortened(name)}: no test record of this name can be copied. {listing(passed_over)}. Stop the recording of one, or record again."
        )
    if passed_over:
        context.warn(f"Test record {chosen['id']} is copied, though there are newer ones of the name {shortened(name)}. {listing(passed_over)}.")
    return chosen


def choose(records: t.Iterable[Object]) -> tuple[Object | None, list[str]]:
    """Return the first test record that can be copied, and why those before it can't. No more are read than needed.

    A copy needs a record that is stopped and holds baseline requests (createTestRun).

    :param records: the newest first.
    """
    passed_over: list[str] = []
    for record in records:
        seen = TestRunOfRecord(record)
        if seen.recording:
            reason = "is still being recorded"
        elif seen.recording is None:
            reason = f"does not say whether it is stopped (state {shortened(str(record.get('state')))})"
        elif seen.baseline_count is None:
            reason = "does not say how many baseline requests it holds"
        elif seen.baseline_count < 1:
            reason = "holds no baseline requests"
        else:
            return record, passed_over
        passed_over.append(f"{record['id']} {reason}")
    return None, passed_over


@contextlib.contextmanager
def _refusal_told(things: str, by_name: str, by_id: str) -> t.Iterator[None]:
    """Say what to do where the token may not list what is looked for."""
    try:
        yield
    except ApiError as failure:
        if isinstance(failure, GatewayError) or failure.http_status not in (401, 403):
            raise
        advice = f"If the token may not list {things}, give {by_id} in place of {by_name}."
        raise ApiError(failure.problem, advice=advice, **failure.details()) from None
