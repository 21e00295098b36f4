# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a test run found is told with where and how, or as far as the token may read it; an empty answer is never a guess."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._api.models import TestRun
from ansible_collections.wallarm.fast.plugins.module_utils._errors import (
    ApiError,
    GatewayError,
    InvalidInput,
    NotSent,
    ReplyLost,
    ReplyUnusable,
)
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.finding_info import may_not_read, own_findings, run
from ansible_collections.wallarm.fast.plugins.modules.wallarm_fast_finding_info import ARGUMENT_SPEC
from ansible_collections.wallarm.fast.tests.emulator import vulns

LIST, RUN = "POST /v1/objects/vuln", "GET /v1/test_run/4490"


@pytest.fixture(name="task")
def task_fixture(bench):
    """Run a task against the emulator; options and the client's settings may be given."""

    def task(test_run_id="4490", **settings):
        params = {name: spec.get("default") for name, spec in ARGUMENT_SPEC.items()}
        bench.fast.clear_calls()
        found = run(bench.context(**settings), {**params, "test_run_id": test_run_id})
        assert found.keys() == {"changed", "findings", "detailed"} and found["changed"] is False
        return found["findings"], found["detailed"]

    return task


def add(bench, found, **fields):
    bench.fast.add_test_run(id=4490, name="found", state="failed", baseline_count=3, vulns=found, **fields)


# --- decisions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "failure, answer",
    [
        (ApiError("", http_status=401), True),
        (ApiError("", http_status=403), True),
        (ApiError("", http_status=404), True),
        (ApiError("", http_status=400), False),
        (ApiError("", http_status=402), False),
        (ApiError("", http_status=429), False),
        (ApiError("", http_status=500), False),
        (GatewayError("", http_status=401), False),
        (GatewayError("", http_status=403), False),
        (GatewayError("", http_status=404), False),
        (ReplyLost("", http_status=403), False),
        (NotSent(""), False),
        (InvalidInput(""), False),
    ],
)
def test_only_the_api_itself_can_say_that_a_token_may_not_read(failure, answer):
    assert may_not_read(failure) is answer


@pytest.mark.parametrize("refused", [True, False])
def test_a_test_runs_own_findings(refused):
    for shown, found in (([], []), ([{"id": 1}], [{"id": 1}]), ([{"id": 1}, None, 7], [{"id": 1}, {}, {}])):
        assert own_findings(TestRun({"vulns": shown}), refused) == found


@pytest.mark.parametrize("raw", [{"vulns": None}, {}])
def test_a_test_run_may_be_silent_if_the_list_tells(raw):
    assert own_findings(TestRun(raw), False) == []
    with pytest.raises(ReplyUnusable, match=r"What test run 4490 found can't be read: it does not tell \(vulns\).* An API token may be needed") as failure:
        own_findings(TestRun({"id": 4490, **raw}), True)
    assert failure.value.test_run == {"id": 4490, **raw}


@pytest.mark.parametrize("refused", [True, False])
@pytest.mark.parametrize("shown", [{}, "none", 0, False])
def test_what_is_no_list_is_not_taken_for_no_findings(shown, refused):
    with pytest.raises(ReplyUnusable, match="What test run 4490 found can't be read"):
        own_findings(TestRun({"id": 4490, "vulns": shown}), refused)


# --- the task -------------------------------------------------------------------------------------------------------


def test_findings_come_with_where_and_how_in_one_request(bench, task):
    add(bench, vulns(2))
    findings, detailed = task()
    assert (bench.sent(), bench.warnings, detailed) == ([LIST], [], True)
    assert findings[0] == {
        "id": 9001, "type": "sqli", "type_name": "SQL injection", "threat": 80, "severity": "high", "status": "open", "title": "SQL injection",
        "description": "The value becomes part of an SQL query as it is, so a client can read or change what is in the database.",
        "method": "GET", "domain": "shop.example.com", "path": "/products", "parameter": "GET_search_value",
        "example": "curl -X GET 'https://shop.example.com/products?search=%27+OR+%271%27%3D%271'", "test_run_id": 4490, "url": None,
    }  # fmt: skip
    assert [finding["id"] for finding in findings] == [9001, 9002]
    assert bench.fast.calls[0].json == {
        "filter": {"testrun_id": [4490]}, "order_by": "id", "order_desc": False, "limit": 1000, "offset": 0,
    }  # fmt: skip


def test_all_pages_are_read(bench, task):
    add(bench, vulns(250))
    findings, detailed = task()
    assert ([finding["id"] for finding in findings], detailed) == (list(range(9001, 9251)), True)
    assert [call.json["offset"] for call in bench.fast.calls] == [0, 250]


def test_findings_are_in_the_order_of_their_ids(bench, task):
    rows = [{"id": one} for one in (10, "9", ["8"], 100, "0090", "b", "a", "9" * 5000)]
    bench.fast.add_fault("body", body=rows)
    assert [finding["id"] for finding in task("4486")[0]] == ["8", "9", 10, "0090", 100, "9" * 5000, "a", "b"]


def test_that_nothing_was_found_is_asked_of_the_test_run_too(bench, task):
    add(bench, [])
    assert task() == ([], True)
    assert (bench.sent(), bench.warnings) == ([LIST, RUN], [])


def test_a_wrong_id_is_no_empty_answer(bench, task):
    with pytest.raises(ApiError, match="There is no test run 9999 on") as failure:
        task("9999")
    assert failure.value.http_status == 404
    assert bench.sent() == [LIST, "GET /v1/test_run/9999"]
    with pytest.raises(InvalidInput, match="test_run_id must be an id"):
        task("")


SHORT = [
    (9001, "sqli", 80, "high", None, None, None, None, 4490),
    (9002, "xss", 60, "medium", None, None, None, None, 4490),
]


def short(findings):
    return [tuple(finding[key] for key in ("id", "type", "threat", "severity", "status", "title", "path", "example", "test_run_id")) for finding in findings]


def test_what_the_list_does_not_show_is_taken_from_the_test_run(bench, task):
    add(bench, vulns(2))
    bench.fast.add_fault("body", body=[], path="/v1/objects/vuln")
    findings, detailed = task()
    assert (short(findings), detailed, bench.sent()) == (SHORT, False, [LIST, RUN])
    (warning,) = bench.warnings
    assert warning == (
        "Where and how test run 4490 found its findings is not shown for this token, though there are 2, so each has only its id, type and threat. "
        "An API token may be needed."
    )


@pytest.mark.parametrize("kind, options, said", [
    ("status", {"status": 403}, "User not authenticated"),
    ("status", {"status": 401}, "User not authenticated"),
    ("status", {"status": 404}, "Not found"),
    ("envelope", {"status": 403, "body": {"error": "No access"}}, "No access"),
    ("status", {"status": 403, "body": {"status": 403, "body": ""}}, "HTTP 403"),
])  # fmt: skip
def test_a_token_that_may_not_read_the_list_gets_what_the_test_run_tells(bench, task, kind, options, said):
    add(bench, vulns(2))
    bench.fast.add_fault(kind, path="/v1/objects/vuln", times=None, **options)
    findings, detailed = task()
    assert (short(findings), detailed, bench.sent()) == (SHORT, False, [LIST, RUN])
    (warning,) = bench.warnings
    assert warning == (
        f"Where and how test run 4490 found its findings can't be read with this token ({said}), so each has only its id, type and threat. "
        "An API token may be needed."
    )


def test_without_findings_such_a_token_misses_nothing(bench, task):
    bench.fast.add_fault("status", status=403, path="/v1/objects/vuln")
    assert (task("4486"), bench.warnings) == (([], True), [])


def test_a_page_that_may_not_be_read_leaves_no_half_a_list(bench, task):
    add(bench, vulns(250))
    bench.fast.add_fault("status", status=403, path="/v1/objects/vuln", skip=1)
    findings, detailed = task()
    assert (len(findings), detailed, findings[0]["title"], len(bench.warnings)) == (250, False, None, 1)


def test_a_token_that_may_read_nothing_gets_the_failure_of_the_test_run(bench, task):
    with pytest.raises(ApiError, match="The token was refused") as failure:
        task("4486", token="wrong-token")
    assert failure.value.details()["path"] == "/v1/test_run/4486"
    assert (bench.sent(), bench.warnings) == ([LIST, "GET /v1/test_run/4486"], [])


@pytest.mark.parametrize("kind, options, failure", [
    ("status", {"status": 500}, ApiError),
    ("html", {"status": 403}, GatewayError),
    ("status", {"status": 400, "body": {"status": 400, "body": "no"}}, ApiError),
    ("not_json", {}, ReplyLost),
    ("body", {"body": {}}, ReplyLost),
    ("body", {"body": [{"id": 1, "testrun_id": 4485}]}, ReplyLost),
])  # fmt: skip
def test_any_other_failure_is_the_tasks(bench, task, kind, options, failure):
    bench.fast.add_fault(kind, path="/v1/objects/vuln", times=None, **options)
    with pytest.raises(failure) as raised:
        task("4486", retries=0)
    assert (raised.value.details()["path"], bench.sent()) == ("/v1/objects/vuln", [LIST])


def test_a_read_is_tried_again(bench, task):
    add(bench, vulns(2))
    for fault in ({"kind": "status", "status": 503}, {"kind": "lost_reply"}):
        bench.fast.add_fault(path="/v1/objects/vuln", **fault)
    findings, detailed = task()
    assert (len(findings), detailed, bench.sent(), len(bench.warnings)) == (2, True, [LIST] * 3, 2)


def test_text_of_others_comes_back_as_it_was_sent(bench, task):
    hostile = {"title": "{{ 7 * 7 }}", "description": "<script>alert(1)</script>", "path": "/{% raw %}", "parameter": "!unsafe a\u202eb\n\x00"}
    add(bench, [{"id": 1, "threat": 80, "code": "A", "type": "sqli", "exploit_example": "$(id) {# #}", **hostile}])
    (finding,) = task()[0]
    assert {key: finding[key] for key in hostile} == hostile
    assert finding["example"] == "$(id) {# #}"


def test_a_token_in_a_finding_is_masked(bench, task):
    add(bench, [{"id": 1, "threat": 80, "code": "A", "type": "sqli", "exploit_example": f"curl -H 'X-WallarmAPI-Token: {bench.fast.token}'"}])
    (finding,) = task()[0]
    assert finding["example"] == "curl -H 'X-WallarmAPI-Token: ********'"
