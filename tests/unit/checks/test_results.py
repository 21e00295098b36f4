# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A run without a test is told from one with tests."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.tests.checks import results

PASSED, FAILED, SKIPPED = "<testcase/>", "<testcase><failure/></testcase>", "<testcase><skipped/></testcase>"


@pytest.mark.parametrize(("reports", "ran"), [
    ([], False),
    ([""], False),
    ([SKIPPED], False),
    ([PASSED], True),
    ([FAILED], True),
    ([SKIPPED + PASSED], True),
    (["", SKIPPED, PASSED], True),
])
def test_a_test_that_was_not_skipped_ran(tmp_path, reports, ran):
    folder = tmp_path / "tests" / "output" / "junit"
    folder.mkdir(parents=True)
    for number, cases in enumerate(reports):
        (folder / f"{number}.xml").write_text(f"<testsuites><testsuite>{cases}</testsuite></testsuites>", encoding="utf-8")
    assert results.ran(tmp_path) is ran
