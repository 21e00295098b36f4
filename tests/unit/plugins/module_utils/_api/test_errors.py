# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who is to blame for an error reply, and what to do."""

from __future__ import annotations

import json

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._api.errors import error_of
from ansible_collections.wallarm.fast.plugins.module_utils._http.response import read_reply

PAGE = "<html><head><title>Sorry</title></head><body>Blocked by policy</body></html>"
KONG = json.dumps({"message": "no Route matched with those values"})
API = json.dumps({"status": 0, "body": {"error": "the words"}})


def told(status, content="", host="api.example", **headers):
    reply = read_reply(status, headers, content.encode(), "tok3n")
    failure = error_of(reply, host, "GET", "/v1/test_run/1", "test run 1", "api_token and api_host")
    assert failure.http_status == status
    return str(failure)


@pytest.mark.parametrize("content", [PAGE, KONG, "", "[]"], ids=["page", "kong", "empty", "list"])
def test_a_page_of_a_gateway_is_not_taken_for_the_api(content):
    for status in (400, 401, 403, 404, 407, 409, 426, 451, 501, 511):
        words = told(status, content)
        assert words.startswith(f"Something else than the Wallarm API answered GET /v1/test_run/1 for api.example (HTTP {status}")
        assert "gateway" in words and "token" not in words and "There is no" not in words


ERRORS = [
    (400, "api.example refused GET /v1/test_run/1 (HTTP 400: the words)."),
    (401, "The token was refused by api.example (HTTP 401: the words)."),
    (403, "The token was refused by api.example (HTTP 403: the words)."),
    (404, "There is no test run 1 on api.example (HTTP 404: the words)."),
    (429, "api.example limits the rate of requests (HTTP 429: the words)."),
    (500, "api.example could not process GET /v1/test_run/1 (HTTP 500: the words)."),
    (408, "api.example could not process GET /v1/test_run/1 (HTTP 408: the words)."),
    (501, "api.example refused GET /v1/test_run/1 (HTTP 501: the words)."),
]


def test_an_error_of_the_api():
    for status, words in ERRORS:
        assert words in told(status, API)


def test_a_failure_that_may_pass_may_be_that_of_a_gateway():
    for status in (408, 503, 522):
        assert told(status, PAGE).startswith("api.example, or a gateway in front of it, could not process GET /v1/test_run/1 (HTTP")


@pytest.mark.parametrize("status", [429, 503])
def test_what_to_do_when_the_task_has_failed_is_no_part_of_the_problem(status):
    failure = error_of(read_reply(status, {}, API.encode(), "tok3n"), "api.example", "GET", "/", "x", "y")
    assert str(failure).startswith(f"{failure.problem} Run the task again later")
    assert failure.problem.endswith(f"(HTTP {status}: the words).")


def test_a_pause_that_is_asked_for():
    for seconds in ("0", "7", "86400"):
        assert f"and asks to wait {seconds} s (HTTP 429" in told(429, API, **{"Retry-After": seconds})


REDIRECTS = [
    ("api.example", "/v1/test_run/1/", "to '/v1/test_run/1/' on the same host"),
    ("api.example", "https://api.example/login?next=tok3n", "to '/login' on the same host"),
    ("api.example", "https://API.example:443/v1", "to '/v1' on the same host"),
    ("api.example:443", "https://api.example/v1", "to '/v1' on the same host"),
    ("api.example:8443", "https://api.example:8443/v1", "to '/v1' on the same host"),
    ("api.example", "http://api.example/v1", "to '/v1' on the same host"),
    ("[::1]:8443", "https://[::1]:8443/v1", "to '/v1' on the same host"),
    ("api.example", "", "without saying where to"),
    ("api.example", "https://api.example:8443/v1", "to api.example:8443 "),
    ("api.example", "https://other.example/v1", "to other.example "),
    ("api.example", "https://other.example:444/v1", "to other.example:444 "),
    ("api.example", "https://joe:s3cret@other.example/", "to other.example "),
    ("api.example", "https://tok3n.example/", "to ********.example "),
    ("api.example", "https://[", "elsewhere "),
    ("api.example", "https://api.example:x/", "elsewhere "),
]


def test_where_a_redirect_leads():
    for host, location, words in REDIRECTS:
        found = told(301, PAGE, host, Location=location)
        assert f"{host} redirects GET /v1/test_run/1 {words}" in found
        same = "on the same host" in words or not location
        assert ("name it as api_host" in found, "a gateway or a proxy on the way" in found) == (not same, same)
        assert "tok3n" not in found and "s3cret" not in found and "edirects are not followed" in found
