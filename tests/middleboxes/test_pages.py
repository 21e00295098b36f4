# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replies of a middlebox in the place of the API's."""

from __future__ import annotations

from .cases import Case
from .checks import CaseTests

# It is said that the API didn't say this.
NOT_THE_API = "proxy|gateway|between|in front|in its place|not the API"
RUBBISH = ["[\ufffd\x00-\x09\x0b-\x1f]"]

CASES = [
    Case("403", host="{nginx_forbidden}", fails=["403", NOT_THE_API], never=["token"], calls=""),
    Case("404", host="{nginx_missing}", fails=["404", NOT_THE_API], never=["no test run"], calls=""),
    Case("502", host="{nginx_bad_gateway}", fails=["502"], never=["token"], calls="", again=1, seconds=2.2),
    Case("503", host="{nginx_unavailable}", fails=["503"], never=["token"], calls="", again=1, seconds=2.2),
    Case("503 of haproxy", host="{haproxy_no_server}", fails=["503"], never=["token"], calls="", again=1, seconds=2.2),
    Case("408 of a read, once", host="{haproxy_impatient_GET}", calls="GET POST", again=1, seconds=2.2),
    # It may have been processed: the cloud is asked before the action is sent again.
    Case("408 of an action, once", host="{haproxy_impatient_POST}", calls="GET (GET )+POST", again=1, seconds=2.2),
    Case("301 to the same host", host="{nginx_moved}", fails=["301"], never=["as api_host"], calls=""),
    Case("gzip", host="{nginx_compressing}", fails=["gzip|compress"], or_works=True, never=RUBBISH),
    Case("gzip of a 403", host="{nginx_compressing}", options={"api_token": "not-a-token"}, fails=["403", "token|gzip|compress"], never=RUBBISH,
         calls="GET"),
]


class TestPages(CaseTests):
    cases = CASES
