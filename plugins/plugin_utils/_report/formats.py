# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files that a report is written to: their names, and what is in them."""

from __future__ import annotations

import json
import re
import typing as t

from . import junit, page, sarif
from .security_report import KEYS
from .wording import HEADLINES

# An id is ASCII letters and digits, as everywhere in the collection: nothing else gets into the name of a file.
_ID = re.compile("[0-9A-Za-z_-]{1,64}")


class UnusableReport(Exception):
    """No files can be made of this; the message says why."""


def files_of(report: dict[str, t.Any]) -> dict[str, bytes]:
    """Return the contents of the files by their names: JSON, JUnit XML, HTML and SARIF.

    :raises UnusableReport: for what the filter did not make, or an id that a file can't be named for.
    """
    if not set(KEYS) <= set(report) or report["headline"] not in HEADLINES.values():
        raise UnusableReport("report must be what the filter wallarm.fast.security_report returns.")
    stem = f"fast-{_file_id(report['test_run'].get('id'))}"
    texts = {
        f"{stem}.json": as_json(report),
        f"{stem}.xml": junit.render(report),
        f"{stem}.html": page.render(report),
        f"{stem}.sarif": as_json(sarif.log_of(report)),
    }
    return {name: text.encode() for name, text in texts.items()}


def as_json(report: dict[str, t.Any]) -> str:
    """Return a report as JSON, in ASCII: strings of the API may hold what has no place in UTF-8."""
    return f"{json.dumps(report, indent=4, allow_nan=False)}\n"


def _file_id(value: t.Any) -> str:
    text = str(value)
    if value is None or not _ID.fullmatch(text):
        raise UnusableReport(
            f"The test run has the id {text[:80]!a}, which can't be part of a file's name: digits, letters, '_' and '-' can, 64 at most."
        )
    return text
