# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The codes that a creation is refused with, in the words of the options."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._errors import ApiError
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.creation_errors import explained

SENT = {"test_record_id": 4616, "policy_id": 83, "connection_custom_uri": "ftp://a", "rps": 5}


@pytest.mark.parametrize("codes, options, says", [
    ({"test_record_id": "not_ready_for_cloning"}, {}, "Stop its recording first: wallarm.fast.wallarm_fast_recording with test_record_id 4616."),
    ({"test_record_id": "empty_test_record"}, {}, "Test record 4616 holds no baseline requests"),
    ({"policy_id": "not_found"}, {"policy_id": "policy_id"}, "There is no test policy 83 that the token may use (policy_id)."),
    ({"policy_id": "not_found"}, {"policy_id": "policy_name"}, "There is no test policy 83 that the token may use (policy_name)."),
    ({"node_id": "not_found"}, {}, "The Console lists them under Nodes."),
    ({"node_id": "required"}, {}, "Give node_id or node_name"),
    ({"clientid": "required"}, {}, "Give client_id, or set WALLARM_API_CLIENT_ID"),
    ({"clientid": "not_found"}, {}, "The server finds nothing by the client_id None."),
    ({"connection_custom_uri": "invalid"}, {"connection_custom_uri": "target_uri"}, "The server does not take ftp://a as target_uri."),
    ({"rps": "invalid", "policy_id": "odd"}, {}, "The test run was not created. The server does not take 5 as rps. The server said: words."),
])  # fmt: skip
def test_a_code_is_told_with_what_to_do(codes, options, says):
    failure = explained(ApiError("problem", http_status=400, server_error="words", codes=codes), SENT, options)
    assert says in str(failure)
    assert (failure.http_status, failure.server_error) == (400, "words")


@pytest.mark.parametrize("codes", [None, {}, {"policy_id": "odd"}, {"odd": "odd"}])
def test_what_is_not_known_is_told_as_the_server_says_it(codes):
    failure = ApiError("problem", codes=codes)
    assert explained(failure, SENT, {}) is failure
