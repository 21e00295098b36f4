# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is kept between the tasks of a worker. How tasks run is shown by the integration targets."""

from __future__ import annotations

import importlib
import threading
import types

import pytest
from ansible.errors import AnsibleActionFail

from ansible_collections.wallarm.fast.plugins.plugin_utils import _in_process


def is_on(value):
    action = types.SimpleNamespace(_templar=types.SimpleNamespace(template=lambda given: given))
    return _in_process._is_on("wallarm_fast_in_process", action, {"wallarm_fast_in_process": value})


@pytest.mark.parametrize(
    "value, on",
    [(None, True), ("", True), (True, True), ("yes", True), (1, True), (False, False), ("false", False), ("no", False), (0, False)],
)
def test_the_switch_is_on_unless_it_says_otherwise(value, on):
    assert is_on(value) is on


@pytest.mark.parametrize("value", ["maybe", [], {}, 7])
def test_a_switch_that_says_neither_is_named(value):
    with pytest.raises(AnsibleActionFail, match="wallarm_fast_in_process must be true or false"):
        is_on(value)


def test_loading_it_which_ansible_does_before_the_fork_opens_nothing():
    threads = threading.active_count()
    importlib.reload(_in_process)
    assert len(_in_process._pool) == 0
    assert threading.active_count() == threads
