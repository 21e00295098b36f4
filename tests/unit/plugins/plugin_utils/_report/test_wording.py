# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Words that the table of endings doesn't show."""

from __future__ import annotations

from ansible_collections.wallarm.fast.plugins.plugin_utils._report import wording
from ansible_collections.wallarm.fast.plugins.plugin_utils._report.verdict import VERDICTS, Ending


def test_each_ending_has_its_own_words():
    for ending in Ending:
        assert ending in VERDICTS and wording.HEADLINES[ending] and wording._REASONS[ending]


def test_a_headline_has_one_verdict():
    assert len({(headline, VERDICTS[ending]) for ending, headline in wording.HEADLINES.items()}) == len(set(wording.HEADLINES.values()))


RULES = [
    (1, "a threat of 1 or more, so at any finding"), (2, "a threat of 2 or more"), (99, "a threat of 99 or more"), (100, "a threat of 100"),
    ("never", "no threat: findings are only reported"),
]  # fmt: skip


def test_the_rule_names_the_limit():
    for limit, rule in RULES:
        assert wording.rule_of(limit) == rule


TECHNICAL_ERRORS = [
    (0, ""),
    (1, "1 baseline request could not be tested in full because of technical errors."),
    (1200, "1,200 baseline requests could not be tested in full because of technical errors."),
    (None, "How many baseline requests met technical errors can't be read."),
]  # fmt: skip


def test_technical_errors_are_told():
    for errors, sentence in TECHNICAL_ERRORS:
        assert wording.errors_of(errors) == sentence


NAMES = [
    ({"name": "Shop", "id": 1}, "Shop"), ({"name": " ", "id": 1}, "Test run 1"), ({"id": "tr_1"}, "Test run tr_1"),
    ({}, "Test run without an id"),
]  # fmt: skip


def test_a_test_run_has_a_name():
    for run, name in NAMES:
        assert wording.run_name_of(run) == name


def test_a_long_id_and_a_long_state_are_cut_in_the_reason(make_report):
    reason = make_report(id="7" * 500, state="x" * 500)["reason"]
    assert f"Test run {'7' * 79}… is in" in reason
    assert f"({'x' * 79}…)" in reason


def test_an_id_of_80_characters_is_not(make_report):
    assert f"Test run {'7' * 80} passed" in make_report(id="7" * 80)["reason"]
