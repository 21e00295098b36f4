# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program that serves until it is told to end does, whatever it serves."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import typing as t
from pathlib import Path


def ended_by_a_signal() -> threading.Event:
    """Is set by SIGINT and SIGTERM from now on."""
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_details: ended.set())
    return ended


@contextlib.contextmanager
def written(*files: t.Tuple[t.Optional[Path], str]) -> t.Iterator[None]:
    """Each path with its text while the `with` lasts, in this order; None is no file."""
    made = []
    try:
        for path, text in files:
            if path is not None:
                write_atomically(path, text)
                made.append(path)
        yield
    finally:
        for path in made:
            path.unlink(missing_ok=True)


def write_atomically(path: Path, text: str) -> None:
    """Who waits for the file to appear must never read half of it."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)


def seconds(text: str) -> float:
    """An option that is a number of seconds."""
    value = float(text)
    if not 0 <= value < float("inf"):
        raise ValueError("no number of seconds")
    return value
