# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which versions of requests and urllib3 will do."""

from __future__ import annotations

from ansible_collections.wallarm.fast.plugins.module_utils._http.requirements import IMPORT_ERROR, TOO_OLD, too_old

VERSIONS = [
    ("2.25.1", "1.26.5", True),
    ("2.28.1", "1.26.12", True),
    ("2.34.2", "2.6.0", True),
    ("3.0.0rc1", "2.0.0a1", True),
    ("10.0", "3", True),
    ("2.25.0", "1.26.5", False),
    ("2.9.2", "2.0.0", False),
    ("2.25.1", "1.26.4", False),
    ("2.31.0", "1.25.11", False),
    ("2.31.0", "1.9.1", False),
]


def test_the_oldest_that_will_do():
    for requests_version, urllib3_version, good in VERSIONS:
        found = too_old(requests_version, urllib3_version)
        assert (found is None) is good
        if found:
            assert f"requests {requests_version} with urllib3 {urllib3_version} is too old" in found
            assert "requests 2.25.1 and urllib3 1.26.5" in found


def test_those_that_are_installed_here_will_do():
    assert (IMPORT_ERROR, TOO_OLD) == (None, None)
