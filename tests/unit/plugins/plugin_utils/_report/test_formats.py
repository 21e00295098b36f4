# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of a report: their names and contents, and what no file can be made of."""

from __future__ import annotations

import json

import pytest

from ansible_collections.wallarm.fast.plugins.plugin_utils._report import formats, junit, page, sarif


def test_there_are_four_files(make_report):
    report = make_report()
    assert list(formats.files_of(report).items()) == [
        ("fast-4490.json", formats.as_json(report).encode()),
        ("fast-4490.xml", junit.render(report).encode()),
        ("fast-4490.html", page.render(report).encode()),
        ("fast-4490.sarif", formats.as_json(sarif.log_of(report)).encode()),
    ]


def test_the_json_report_is_exactly_the_report(make_report):
    text = formats.as_json(make_report(name="東京"))
    assert json.loads(text) == make_report(name="東京")
    assert text.startswith('{\n    "verdict": "passed",\n    "headline": ')
    assert text.endswith("}\n")
    assert "\\u6771\\u4eac" in text


def test_what_json_has_not_is_not_written():
    with pytest.raises(ValueError):
        formats.as_json({"threat": float("nan")})


def test_files_are_named_for_the_id(make_report):
    for id_ in (4490, "4490", "tr_1234", "A-z_9", "x" * 64):
        assert next(iter(formats.files_of(make_report(id=id_)))) == f"fast-{id_}.json"


def test_an_id_that_no_file_can_be_named_for_is_refused(make_report):
    for id_ in (None, "", "../../etc/cron.d/x", "44/90", "4490\n", ".", "a b", "ä", "٧", "x" * 65, 44.9, [4490], {"a": 1}, "-;rm"):
        with pytest.raises(formats.UnusableReport, match="The test run has the id .*, which can't be part of a file's name"):
            formats.files_of(make_report(id=id_))


def test_a_long_id_is_cut_in_the_message(make_report):
    with pytest.raises(formats.UnusableReport) as refused:
        formats.files_of(make_report(id="/" * 10_000))
    assert f"the id '{'/' * 80}'," in str(refused.value)


@pytest.mark.parametrize("report", [{}, {"verdict": "passed"}, {"test_run": {"id": 4490}}])
def test_something_else_than_a_report_is_refused(report):
    with pytest.raises(formats.UnusableReport, match="report must be what the filter wallarm.fast.security_report returns"):
        formats.files_of(report)


def test_a_report_with_a_part_missing_is_refused(make_report):
    whole = make_report()
    assert len(whole) == 14
    for missing in whole:
        with pytest.raises(formats.UnusableReport, match="report must be what"):
            formats.files_of({key: value for key, value in whole.items() if key != missing})


def test_a_report_with_another_headline_is_refused(make_report):
    with pytest.raises(formats.UnusableReport, match="report must be what"):
        formats.files_of({**make_report(), "headline": "Splendid"})


def test_a_report_may_hold_more(make_report):
    assert len(formats.files_of({**make_report(), "more": 1})) == 4
