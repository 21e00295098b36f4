# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The transitions of a test run against every state that it may be seen in."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._api.models import TestRun
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.transition import STATES, STOPPED

UNFINISHED = ("cloning", "running", "running_scheduled", "pausing", "paused", "interrupting", None)
FINAL = ("passed", "failed", "interrupted")

# What a state says of a transition: that it is made, under way, met though not shown (it was quick), or too late.
SAYS = {
    "running": {"running": "made", "running_scheduled": "made", **dict.fromkeys(FINAL, "met")},
    "paused": {"paused": "made", "pausing": "under way", **dict.fromkeys(FINAL, "too late")},
    "interrupted": {"interrupting": "under way", **dict.fromkeys(FINAL, "made")},
}


@pytest.mark.parametrize("wanted", SAYS)
def test_a_state_tells_how_far_a_transition_is(wanted):
    transition = STATES[wanted]
    for state in UNFINISHED + FINAL:
        seen, says = TestRun({"id": 7, "state": state}), SAYS[wanted].get(state)
        assert (state, transition.made(seen)) == (state, says == "made")
        assert (state, transition.met(seen)) == (state, says in ("made", "met"))
        assert (state, transition.begun(seen)) == (state, says is not None)
        assert (state, bool(transition.hopeless(seen))) == (state, says == "too late")


@pytest.mark.parametrize("recording, made", [(False, True), (True, False), (None, False), (0, False), ("false", False)])
def test_a_stop_is_shown_by_recording_alone(recording, made):
    for state in UNFINISHED + FINAL:
        seen = TestRun({"id": 7, "state": state, "recording": recording})
        assert (state, STOPPED.made(seen), STOPPED.met(seen), STOPPED.begun(seen)) == (state, made, made, made)
        assert STOPPED.hopeless(seen) is None


def test_a_wanted_state_has_its_action():
    assert {wanted: transition.action for wanted, transition in STATES.items()} == {"running": "run", "paused": "pause", "interrupted": "interrupt"}
    assert STOPPED.action == "stop"


def test_a_transition_that_is_too_late_says_so():
    words = STATES["paused"].hopeless(TestRun({"id": 7, "state": "passed"}))
    assert words.startswith("Test run 7 ended (passed) before the pause took effect.")
