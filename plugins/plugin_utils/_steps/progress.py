# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How far a play came with a test run, which tags on it tell, and which test run a play that is run again goes on with."""

from __future__ import annotations

import dataclasses
import typing as t
from collections.abc import Mapping

from ansible_collections.wallarm.fast.plugins.module_utils._api.ids import same_id
from ansible_collections.wallarm.fast.plugins.module_utils._api.models import TestRun

#: The tag of each stage, on the test run itself so that another machine or job can go on as well.
TAGS = {"recording": "ansible-recording", "recorded": "ansible-recorded", "reported": "ansible-reported"}

# By the option of a name, the field of a test run that shows it.
_NAMES = {"policy_name": "policy_name", "source_record_name": "test_record_name"}

_ENDED_BY_ITSELF = ("passed", "failed")


@dataclasses.dataclass(frozen=True)
class Choice:
    """Which test run to use.

    :param test_run_id: one that is there, or "" to create one.
    :param half_recorded_id: one that has to be interrupted first, or "".
    :param may_record: whether tests may have to be recorded.
    """

    test_run_id: t.Any = ""
    half_recorded_id: t.Any = ""
    may_record: bool = True


def choose(test_runs: t.Sequence[Mapping[str, t.Any]], inputs: Mapping[str, t.Any], now: float) -> Choice:
    """Return which of the test runs of a name to go on with.

    The newest that is active; else the newest of all, if it has ended without a report, its tests were recorded to the end, and it is
    recent and of the wanted kind. One that this role began to record and whose recording somebody else stopped holds half of the tests.

    :param test_runs: as the list has them, newest first. Any field may be missing.
    :param inputs: ``test_run_id``, which decides if it is given, ``records``, ``test_record_id``, ``source_record_name``, ``node_name``, ``policy_id``,
        ``policy_name`` and ``resume_within``.
    :param now: Unix time in seconds.
    """
    if inputs["test_run_id"]:
        return Choice(test_run_id=inputs["test_run_id"], may_record=inputs["records"])
    named = (item for item in test_runs if item.get("id") is not None)
    of_node = [TestRun(dict(item)) for item in named if inputs["node_name"] in ("", item.get("node_name"))]
    usable = [item for item in of_node if item.active] + [item for item in of_node[:1] if _unreported(item, inputs, now)]
    if not usable:
        return Choice(may_record=inputs["records"])
    chosen = usable[0]
    if inputs["records"] and chosen.recording is False and TAGS["recording"] in tags_of(chosen.raw):
        return Choice(half_recorded_id=chosen.id)
    return Choice(test_run_id=chosen.id, may_record=inputs["records"] and TAGS["recorded"] not in tags_of(chosen.raw))


def _unreported(test_run: TestRun, inputs: Mapping[str, t.Any], now: float) -> bool:
    """Whether it is the one that is wanted, and nobody was there to write its report."""
    end, tags = test_run.raw.get("end_time"), tags_of(test_run.raw)
    return (
        test_run.state in _ENDED_BY_ITSELF
        and TAGS["recorded"] in tags
        and TAGS["reported"] not in tags
        and isinstance(end, (int, float))
        and not isinstance(end, bool)
        and end >= now - inputs["resume_within"]
        and inputs["resume_within"] > 0
        and all(not inputs[field] or same_id(test_run.raw.get(field), inputs[field]) for field in ("policy_id", "test_record_id"))
        and all(inputs[option] in ("", test_run.raw.get(field)) for option, field in _NAMES.items())
    )


def tags_of(test_run: Mapping[str, t.Any]) -> list[str]:
    """Return the tags of a test run, which the server may leave out."""
    tags = test_run.get("tags")
    return [str(tag) for tag in tags] if isinstance(tags, list) else []


def first_tags(inputs: Mapping[str, t.Any]) -> list[str]:
    """Return the tags of a test run that is created. A copy has recorded all that it is to have."""
    return [*inputs["tags"], TAGS["recording" if inputs["records"] else "recorded"]]


def tags_after(test_run: Mapping[str, t.Any], stage: str) -> list[str]:
    """Return the tags of a test run once it came to a stage, in their order.

    :param stage: a key of ``TAGS``.
    """
    kept = [tag for tag in tags_of(test_run) if tag != TAGS["recording"]]
    return list(dict.fromkeys([*kept, TAGS[stage]]))
