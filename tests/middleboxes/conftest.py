# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cases of each file, run both ways: once for the file, each way in a place of its own."""

from __future__ import annotations

import concurrent.futures
import contextlib
import signal
import typing as t

import pytest

from . import play
from .cases import Case
from .place import Place
from .play import WAYS

# Its assertions say more so.
pytest.register_assert_rewrite("middleboxes.checks")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """`case` is each of the file's cases, `way` each of both."""
    if "case" in metafunc.fixturenames:
        metafunc.parametrize("case", [_parameter(case) for case in metafunc.cls.cases])
    if "way" in metafunc.fixturenames:
        metafunc.parametrize("way", WAYS)


def _parameter(case: Case) -> t.Any:
    return pytest.param(case, id=case.name, marks=[pytest.mark.skip(reason=case.skip)] if case.skip else [])


@pytest.fixture(name="places", scope="session")
def places_fixture() -> t.Iterator[dict[str, Place]]:
    # Ended from outside, they leave nothing behind either.
    signal.signal(signal.SIGTERM, lambda *_details: pytest.exit("ended from outside"))
    with contextlib.ExitStack() as stack:
        yield {way: stack.enter_context(Place()) for way in WAYS}


@pytest.fixture(name="ran", scope="class")
def ran_fixture(request: pytest.FixtureRequest, places: dict[str, Place], tmp_path_factory: pytest.TempPathFactory) -> dict[str, play.Ran]:
    """Both playbooks of the file, which run at the same time."""
    folder = tmp_path_factory.mktemp(request.module.__name__.rpartition(".")[2])

    def run(way: str) -> play.Ran:
        return play.run(places[way], way, folder / way.replace(" ", "_"), request.cls.cases)

    with concurrent.futures.ThreadPoolExecutor(len(WAYS)) as pool:
        return dict(zip(WAYS, pool.map(run, WAYS)))
