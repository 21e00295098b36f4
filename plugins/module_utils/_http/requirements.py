# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The HTTP libraries that the collection stands on, and whether those that are installed will do."""

from __future__ import annotations

import re
import traceback

from .._errors import Unsupported

OLDEST_REQUESTS = (2, 25, 1)
OLDEST_URLLIB3 = (1, 26, 5)


def too_old(requests_version: str, urllib3_version: str) -> str | None:
    """Return what is wrong with a pair of versions, as sentences that say what to do; None if they will do."""
    if _parts(requests_version) >= OLDEST_REQUESTS and _parts(urllib3_version) >= OLDEST_URLLIB3:
        return None
    oldest = [".".join(map(str, parts)) for parts in (OLDEST_REQUESTS, OLDEST_URLLIB3)]
    return (
        f"requests {requests_version} with urllib3 {urllib3_version} is too old: wallarm.fast needs requests {oldest[0]} and urllib3 {oldest[1]}, "
        "or newer. Upgrade them for the Python that the task runs with (ansible_python_interpreter, or the controller's own)."
    )


def _parts(version: str) -> tuple[int, ...]:
    """Return the numbers that a version begins with: (2, 32, 0) of "2.32.0rc1"."""
    return tuple(int(part) for part in re.match(r"[0-9.]*", version)[0].split(".") if part)  # type: ignore[index]


def unsupported(what: str) -> Unsupported:
    """Return the failure for libraries that changed.

    :param what: in which way, as in "requests and urllib3, which ...".
    """
    return Unsupported(
        f"This version of wallarm.fast can't keep to its time limits with requests {requests.__version__} and "
        f"urllib3 {urllib3.__version__}, which {what}. This is a defect of wallarm.fast: please report it with "  # type: ignore[attr-defined]
        "these words. Until it is mended, use older ones."
    )


#: Why requests can't be imported, as a traceback.
IMPORT_ERROR: str | None = None
#: Why those that are installed can't be used.
TOO_OLD: str | None = None
try:
    import requests
    import urllib3
except ImportError:
    IMPORT_ERROR = traceback.format_exc()
else:
    TOO_OLD = too_old(requests.__version__, urllib3.__version__)  # type: ignore[attr-defined]
