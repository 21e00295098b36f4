# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A test run that is reached by its test record alone, and an id of a record that was given as a test run's."""

from __future__ import annotations

import contextlib
import typing as t

from .._api.ids import shown_where
from .._api.models import TestRun, TestRunOfRecord
from .._errors import ApiError, FastError, GatewayError
from .context import TaskContext
from .remote import RemoteTestRun
from .transition import STOPPED, Transition


class RemoteRecord(RemoteTestRun):
    """The test run of a test record, of which only the record is read. Its recording can be stopped, and no more."""

    thing = "test record"

    def _read(self) -> TestRun:
        return TestRunOfRecord(self.context.client.get_test_record(self._id))

    def _act(self, transition: Transition) -> None:
        if transition is not STOPPED:
            raise ValueError(transition.action)
        reply = self.context.client.stop_test_record(self._id)
        # As with a test run: only a reply that holds the state can show that it has stopped.
        self.last_seen = TestRunOfRecord({**self.seen.raw, "state": None, **reply})


@contextlib.contextmanager
def recognizing_records(context: TaskContext, test_run_id: str, advice: str) -> t.Iterator[None]:
    """Add to the failure to find a test run that its id is a test record's, if it is. Looking takes one more read.

    :param advice: what to do with such an id, as a sentence.
    """
    try:
        yield
    except ApiError as failure:
        if isinstance(failure, GatewayError) or failure.http_status != 404 or failure.test_run:
            raise
        try:
            context.client.get_test_record(test_run_id)
        except FastError:
            raise failure from None
        raise ApiError(
            f"{test_run_id} is the id of a test record, and there is no test run of that id. {advice}{shown_where('test_run_id')}",
            **failure.details(),
        ) from None
