# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a wait tells while it lasts: a line when something changed, and one each minute."""

from __future__ import annotations

from .._api.models import TestRun
from .._text import in_minutes, shortened_line
from .context import TaskContext

# Seconds. What lasts no longer tells nothing, and nobody has to wonder for longer than the other.
_SHORT = 10.0
_LONG = 60.0


class Progress:
    """The lines of one wait, which begins when this is made."""

    def __init__(self, context: TaskContext) -> None:
        self._context = context
        self._began = context.deadline.now
        self._told: str | None = None
        self._told_at = self._began

    def saw(self, test_run: TestRun) -> None:
        """Tell of a test run that was just read."""
        state = state_of(test_run)
        self._tell(state, f"{state}{time_left(test_run)}")

    def failed(self, problem: str) -> None:
        """Tell of a look that failed."""
        self._tell(problem, f"{shortened_line(problem)} Waiting on.")

    def _tell(self, news: str, line: str) -> None:
        now = self._context.deadline.now
        if is_to_be_told(news != self._told, now - self._began, now - self._told_at):
            self._told, self._told_at = news, now
            self._context.tell(line if line.endswith(".") else f"{line}.")


def is_to_be_told(changed: bool, waited: float, since: float) -> bool:
    """Decide whether a line is due.

    :param changed: it says something else than the last one, but for the time that is left.
    :param waited: seconds since the wait began.
    :param since: seconds since the last line, or since the wait began if there was none.
    """
    return waited >= _SHORT and (changed or since >= _LONG)


def state_of(test_run: TestRun) -> str:
    """Return how a test run stands, as in "Test run 4485: running, 3 of 10 baseline requests tested, 1 finding"."""
    # One that is known by its test record alone has no state to tell.
    by_record = test_run.id is None
    parts = [] if by_record else [shortened_line(test_run.state or "in an unknown state").replace("_", " ")]
    recorded, tested, vulns = test_run.baseline_count, test_run.baselines_tested, test_run.raw.get("vulns")
    if test_run.recording:
        parts.append("recording" if recorded is None else f"recording, {_counted(recorded, 'baseline request')} so far")
    if recorded and tested is not None:
        parts.append(f"{tested} of {_counted(recorded, 'baseline request')} tested")
    if isinstance(vulns, list):
        parts.append(_counted(len(vulns), "finding"))
    what = f"Test record {test_run.test_record_id}" if by_record else f"Test run {test_run.id}"
    return f"{shortened_line(what)}: {', '.join(parts) or 'not recording'}"


def time_left(test_run: TestRun) -> str:
    """Return the server's estimate, as in ", about 40 s left", or "" where it has none."""
    seconds = test_run.seconds_left
    return "" if seconds is None or seconds < 0 else f", about {in_minutes(seconds)} left"


def _counted(amount: int, noun: str) -> str:
    return f"{amount} {noun}" if amount == 1 else f"{amount} {noun}s"
