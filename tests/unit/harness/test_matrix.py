# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The matrix tests what the collection admits, and the documentation says what is tested."""

from __future__ import annotations

import pathlib
import re

import pytest
import yaml

from ansible_collections.wallarm.fast.tests.harness import matrix

ROOT = pathlib.Path(__file__).parents[3]
SERIES = [core.series for core in matrix.CORES]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_no_admitted_ansible_core_is_left_out():
    oldest = re.fullmatch(r">=2[.](\d+)[.]0", yaml.safe_load(read("meta/runtime.yml"))["requires_ansible"])
    newest = int(SERIES[-1].partition(".")[2])
    assert [f"2.{minor}" for minor in range(int(oldest[1]), newest + 1)] == SERIES


def test_the_oldest_python_is_what_ansible_test_is_told():
    assert yaml.safe_load(read("tests/config.yml"))["modules"]["python_requires"] == f">=3.{matrix.OLDEST_TARGET}"


@pytest.mark.parametrize("name", ["README.md", "docs/checklists.md"])
def test_the_documentation_names_the_first_and_the_last(name):
    assert f"ansible-core {SERIES[0]} to {SERIES[-1]}" in read(name)


@pytest.mark.parametrize("core", matrix.CORES, ids=SERIES)
def test_modules_run_on_every_python_of_the_controller(core):
    assert max(int(python.partition(".")[2]) for python in core.controllers) <= core.newest_target
