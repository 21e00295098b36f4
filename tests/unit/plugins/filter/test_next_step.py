# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is to be done with the test run that is used, and what people are told."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.filter.next_step import next_step

CREATE = {"test_run_id": "", "half_recorded_id": ""}
USE = {"test_run_id": 4490, "half_recorded_id": ""}
REPLACE = {"test_run_id": "", "half_recorded_id": 4480}

RECORD = {
    "records": True, "test_record_id": "", "source_record_name": "", "test_run_name": "shop", "proxy_url": "http://node:8080", "report_dir": "/reports",
    "variables": {"test_record_id": "fast_test_record_id"},
}  # fmt: skip
NAMED_COPY = {**RECORD, "records": False, "source_record_name": "shop 1.4.2", "proxy_url": ""}
COPY = {**RECORD, "records": False, "test_record_id": "4617", "proxy_url": ""}

NEW = {"id": 4490, "recording": True, "tags": ["ansible-recording"], "test_record_id": 4620}
RECORDED = {"id": 4490, "recording": False, "tags": ["ansible-recorded"]}

THROUGH = "The tests go through http://node:8080."
THEN = "Then wait until it is finished, and write the reports to /reports."


@pytest.mark.parametrize("test_run, choice, inputs, check_mode, to_record, message", [
    (NEW, CREATE, RECORD, False, True, f"This is test run 4490. {THROUGH}"),
    (NEW, USE, RECORD, False, True, f"Going on with test run 4490. {THROUGH}"),
    (NEW, USE, RECORD, True, True, f"Would go on with test run 4490. {THROUGH} {THEN}"),
    (NEW, REPLACE, RECORD, False, True, f"This is test run 4490. {THROUGH}"),
    (None, CREATE, RECORD, True, True, f"Would create the test run shop. {THROUGH} {THEN}"),
    ({}, REPLACE, RECORD, True, True,
     f"Would interrupt test run 4480, which was left half recorded, and create the test run shop. {THROUGH} {THEN}"),
    (RECORDED, USE, RECORD, False, False, "Going on with test run 4490. Its tests were recorded before and are not run again."),
    (RECORDED, CREATE, COPY, False, False, "This is test run 4490. It tests with the requests of record 4617."),
    (RECORDED, CREATE, NAMED_COPY, False, False, "This is test run 4490. It tests with the requests of record shop 1.4.2."),
    ({}, CREATE, COPY, True, False, f"Would create the test run shop. It tests with the requests of record 4617. {THEN}"),
    (NEW, CREATE, {**RECORD, "proxy_url": "http://joe:s3cret@node:8080"}, False, True, "This is test run 4490. The tests go through node:8080."),
])  # fmt: skip
def test_the_next_step_is_told(test_run, choice, inputs, check_mode, to_record, message):
    assert next_step(test_run, choice, inputs, check_mode) == {"to_record": to_record, "problem": "", "message": message}


INTERRUPTS = [{"id": 4485, "name": "Shop", "node_id": 10716, "node_name": "one", "since": "2026-10-05T14:12:31Z", "recording": True}]
WOULD = "Creating it would interrupt test run 4485 'Shop' on one, which has been recording since 2026-10-05T14:12:31Z. "


@pytest.mark.parametrize("test_run, check_mode, told", [({}, True, f"Would create the test run shop. {WOULD}"), (NEW, False, "This is test run 4490. ")])
def test_check_mode_tells_what_creating_would_interrupt(test_run, check_mode, told):
    assert next_step(test_run, CREATE, RECORD, check_mode, INTERRUPTS)["message"].startswith(f"{told}{THROUGH}")


@pytest.mark.parametrize("test_run, inputs, refused", [
    ({**NEW, "recording": False}, RECORD, True),
    ({**NEW, "recording": False, "tags": None}, RECORD, True),
    ({**NEW, "recording": None}, RECORD, False),
    ({**NEW, "recording": False}, COPY, False),
    (RECORDED, RECORD, False),
    (NEW, RECORD, False),
])  # fmt: skip
def test_half_of_the_tests_are_not_tested(test_run, inputs, refused):
    problem = next_step(test_run, USE, inputs)["problem"]
    assert bool(problem) == refused
    if refused:
        assert problem == (
            "Test run 4490 does not record any more, but its tests were not recorded to the end. Interrupt it and run the play again, "
            "which then creates another one: wallarm.fast.wallarm_fast_test_run with test_run_id 4490 and state interrupted. "
            "To use what was recorded all the same, give fast_test_record_id 4620."
        )


def test_without_a_word_of_check_mode_it_is_told_as_done():
    assert next_step(NEW, CREATE, RECORD) == next_step(NEW, CREATE, RECORD, False)
