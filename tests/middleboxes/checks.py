# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of every case."""

from __future__ import annotations

import json
import re
import typing as t

from emulator import API_TOKEN

from .cases import Case
from .place import Place
from .play import AS_MODULE, IN_PROCESS, WAYS, Answer, Ran

# Seconds that an item may take beside its exchanges and pauses. A module is built and started, on a machine that has other things to do.
OVERHEAD = {IN_PROCESS: 1.0, AS_MODULE: 4.0}
COMPARED = ("changed", "failed", "msg", "http_status", "method", "path", "server_error", "warnings", "test_run_id", "recording")


class CaseTests:
    """The tests of a file's cases."""

    cases: t.Sequence[Case] = ()

    def test_it_ends_as_it_should(self, case: Case, way: str, ran: dict[str, Ran]):
        _hold(case, ran[way].answers[case.name], way)

    def test_both_ways_give_the_same_answer(self, case: Case, ran: dict[str, Ran], places: dict[str, Place]):
        first, second = (_alike(ran[way].answers[case.name], places[way]) for way in WAYS)
        assert first == second

    def test_uri_comes_as_far(self, ran: dict[str, Ran]):
        for case in self.cases:
            uri = ran[IN_PROCESS].answers[case.name].uri
            assert not case.as_uri or (uri and uri.get("status") == 403), (case.name, uri)

    def test_nothing_holds_the_token(self, way: str, ran: dict[str, Ran]):
        assert API_TOKEN not in ran[way].printed


def _hold(case: Case, answer: Answer, way: str) -> None:
    """Hold an answer to its case."""
    told = json.dumps([_compared(item) for item in answer.items], indent=2, ensure_ascii=False)
    assert len(answer.items) == max(1, len(case.loop)), told
    for item in answer.items:
        if case.fails is None or (case.or_works and not item["failed"]):
            assert not item["failed"], told
        else:
            assert item["failed"], told
            missing = [words for words in case.fails if not re.search(words, item["msg"], re.IGNORECASE)]
            assert not missing, told
        found = [words for words in case.never if re.search(words, _words(item), re.IGNORECASE)]
        assert not found, told
        assert not item.get("deprecations"), item["deprecations"]
        if case.again is not None:
            assert len([warning for warning in item.get("warnings", ()) if "Trying again" in warning]) == case.again, told
    methods = " ".join(call["method"] for call in answer.calls)
    assert case.calls is None or re.fullmatch(case.calls, methods), methods
    if case.connections is not None and way == IN_PROCESS:
        assert len({connection(call) for call in answer.calls}) == case.connections
    assert answer.violations == []
    assert answer.seconds < case.seconds + OVERHEAD[way] * len(answer.items), (answer.seconds, told)


def _words(item: t.Mapping[str, t.Any]) -> str:
    return "\n".join([item.get("msg", ""), *item.get("warnings", ())])


def connection(call: t.Mapping[str, t.Any]) -> str:
    """The client's connection that a request came on: to the cloud, or to a middlebox that tells it."""
    return {name.lower(): value for name, value in call["headers"].items()}.get("x-connection") or str(call["connection"])


def _alike(answer: Answer, place: Place) -> list[dict[str, t.Any]]:
    """What has to be the same in process and as a module, without what differs from place to place."""
    text = json.dumps([_compared(item) for item in answer.items])
    # The longest first: a port may begin as another one.
    for name, value in sorted(place.names.items(), key=lambda named: -len(named[1])):
        text = text.replace(value, name)
    text = re.sub(r"in [0-9.]+ s\b", "in a while", text)
    found: list[dict[str, t.Any]] = json.loads(re.sub(r"since [0-9-]+T[0-9:]+Z", "for a while", text))
    return found


def _compared(item: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    return {name: item[name] for name in COMPARED if item.get(name) not in (None, False, [])}
