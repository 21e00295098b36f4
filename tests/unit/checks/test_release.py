# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A version is released once, from what is committed, with news, and never below one that there is."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.tests.checks.release import Checkout, refusal

READY = Checkout(changes=[], released=["1.0.0", "1.9.0"], tags=["1.0.0", "v1.9.0"], fragments=["news.yml"])


@pytest.mark.parametrize("version", ["1.9.1", "1.10.0", "2.0.0"])
def test_a_newer_version_is_released(version):
    assert refusal(version, READY) is None


def test_the_first_version_is_released():
    assert refusal("1.0.0", Checkout([], [], [], ["news.yml"])) is None


@pytest.mark.parametrize("version", ["", "1.0", "v2.0.0", "2.0.0-rc1", "02.0.0", "2.0.0\n"])
def test_what_is_no_version_is_refused(version):
    assert f"{version!r} is not a version of the form x.y.z" in refusal(version, READY)


@pytest.mark.parametrize(("version", "changed", "reason"), [
    ("2.0.0", {"changes": ["?? forgotten.txt"]}, "forgotten.txt"),
    ("1.9.0", {}, "the changelog tells of it"),
    ("2.0.0", {"tags": ["2.0.0"]}, "there is the tag 2.0.0"),
    ("2.0.0", {"tags": ["v2.0.0"]}, "there is the tag v2.0.0"),
    ("1.8.9", {}, "1.8.9 is older than 1.9.0"),
    ("2.0.0", {"fragments": []}, "nothing to release"),
])
def test_a_version_that_can_not_be_released_is_refused(version, changed, reason):
    assert reason in refusal(version, READY._replace(**changed))
