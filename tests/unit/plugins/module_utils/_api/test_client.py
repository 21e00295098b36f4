# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The API's routes: ids are data, envelopes are checked, and errors say what to do."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._api.client import FastClient
from ansible_collections.wallarm.fast.plugins.module_utils._errors import ApiError, InvalidInput, ReplyLost
from ansible_collections.wallarm.fast.plugins.module_utils._http.endpoint import make_endpoint
from ansible_collections.wallarm.fast.plugins.module_utils._http.response import Reply


def test_what_is_no_id_is_refused_by_name_before_any_request(bench):
    client = bench.client()
    for call in (client.get_test_run, lambda run: client.act(run, "stop"), lambda run: client.update_test_run(run, {})):
        with pytest.raises(InvalidInput, match="test_run_id must be an id"):
            call("../../v1/user")
    assert bench.sent() == []


@pytest.mark.parametrize("route, option", [
    ("get_test_policy", "policy_id"), ("get_test_record", "test_record_id"), ("list_vulnerabilities", "test_run_id"),
])  # fmt: skip
def test_an_id_of_something_else_is_refused_by_its_own_name(bench, route, option):
    with pytest.raises(InvalidInput, match=f"{option} must be an id"):
        getattr(bench.client(), route)("../../v1/user")
    assert bench.sent() == []


def test_a_test_run_is_returned_as_the_server_sent_it(bench):
    found = bench.client().get_test_run("4485")
    assert (found["id"], found["test_record_id"], found["recording"]) == (4485, 4616, True)


def test_leading_zeros_do_not_make_another_id(bench):
    bench.fast.add_fault("status", status=200, body={"status": 200, "body": {"id": 4485}})
    assert bench.client().get_test_run("04485")["id"] == 4485


def test_a_reply_that_holds_another_thing_proves_nothing(bench):
    for body in ({"id": 9999, "recording": False}, {"id": "9" * 5000}, {"recording": True}, {}, [], "text", None, 7):
        bench.fast.add_fault("body", body=body)
        with pytest.raises(ReplyLost, match="with (no test run|test run '(None|9999))"):
            bench.client().get_test_run("4485")


@pytest.mark.parametrize("route, id, thing", [("get_test_policy", "83", "test policy"), ("get_test_record", "4616", "test record")])
def test_another_thing_proves_nothing_either(bench, route, id, thing):
    read = getattr(bench.client(), route)
    assert read(id)["id"] == int(id)
    for body in ({"id": 9999}, {}, [], None):
        bench.fast.add_fault("body", body=body)
        with pytest.raises(ReplyLost, match=f"with (no {thing}|{thing} '(None|9999)')"):
            read(id)
    with pytest.raises(ApiError, match=rf"There is no {thing} 99 on {bench.fast.host} \(HTTP 404: Not found\)"):
        read("99")


def test_a_reply_without_an_envelope_proves_nothing(bench):
    for reply in ("[]", '"text"', "7", "null"):
        bench.fast.add_fault("status", status=200, body=reply)
        with pytest.raises(ReplyLost):
            bench.client(retries=0).get_test_run("4485")


@pytest.mark.parametrize("body", [{}, {"objects": []}, [7], [[]], [None], [{}], [{"id": None}], [{"id": []}], [{"id": {}}], [{"id": 1}, "x"], "text", None, 7])
def test_what_is_no_list_of_vulnerabilities_proves_nothing(bench, body):
    bench.fast.add_fault("body", body=body)
    with pytest.raises(ReplyLost, match="answered POST /v1/objects/vuln with something else than a list of vulnerabilities") as failure:
        list(bench.client().list_vulnerabilities("4486"))
    assert failure.value.details() == {"http_status": 200, "method": "POST", "path": "/v1/objects/vuln", "server_error": None}


@pytest.mark.parametrize("shown", [4485, "4485", [4485], [4485, 4486], "tr_4486", 44860])
def test_vulnerabilities_of_another_test_run_are_never_taken(bench, shown):
    bench.fast.add_fault("body", body=[{"id": 1, "testrun_id": 4486}, {"id": 2, "testrun_id": shown}])
    with pytest.raises(ReplyLost, match=r"with what test run '(tr_)?4\d+' found, where test run 4486 was asked for"):
        list(bench.client().list_vulnerabilities("4486"))


def test_vulnerabilities_that_may_be_the_test_runs_are_taken(bench):
    shown = [4486, "4486", "04486", [4486], [4486, 4485], [], None]
    bench.fast.add_fault("body", body=[{"id": 0}, *({"id": index, "testrun_id": value} for index, value in enumerate(shown, 1))])
    assert [row["id"] for row in bench.client().list_vulnerabilities("4486")] == list(range(len(shown) + 1))


class Scripted:
    """A transport that gives one reply and remembers what it was asked.

    :param body: what is in the reply's envelope.
    """

    endpoint = make_endpoint("us1.api.wallarm.com", "token")
    try_again = warn = None

    def __init__(self, body):
        self.body = body

    def request(self, method, path, _retry, query, body):
        self.asked = (method, path, body)
        return Reply(status=200, data={"status": 200, "body": self.body}, text="")


@pytest.mark.parametrize("route, id, path", [
    ("get_test_policy", "pol_0001", "/v1/test_policy/pol_0001"), ("get_test_record", "rec_0001", "/v1/test_record/rec_0001"),
])  # fmt: skip
def test_ids_may_have_letters(route, id, path):
    server = Scripted({"id": id})
    assert getattr(FastClient(server), route)(id) == {"id": id}
    assert server.asked == ("GET", path, None)


@pytest.mark.parametrize("id, sent", [("tr_1234", "tr_1234"), ("4490", 4490), ("04490", 4490)])
def test_a_test_run_is_named_as_the_api_takes_it_in_a_body(id, sent):
    server = Scripted([{"id": "vuln_0001", "testrun_id": sent}])
    assert list(FastClient(server).list_vulnerabilities(id)) == server.body
    assert server.asked[2]["filter"] == {"testrun_id": [sent]}


def test_a_wrong_token_is_told_from_a_wrong_id(bench):
    with pytest.raises(ApiError) as failure:
        bench.client(token="wrong-token").get_test_run("4485")
    assert str(failure.value) == (
        f"The token was refused by {bench.fast.host} (HTTP 403: User not authenticated). "
        "Tokens belong to one cloud: check api_token and api_host."
    )
    assert failure.value.details() == {
        "http_status": 403, "method": "GET", "path": "/v1/test_run/4485", "server_error": "User not authenticated",
    }  # fmt: skip
    with pytest.raises(ApiError, match=r"There is no test run 9999 on .* \(HTTP 404: Not found\)") as failure:
        bench.client().get_test_run("9999")
    assert failure.value.http_status == 404


@pytest.mark.parametrize(
    "fault, options, status, words",
    [
        ("status", {"status": 400, "body": {"status": 400, "body": {"id": {"error": "bad"}}}}, 400, "id: bad"),
        ("envelope", {"status": 403, "body": "User not authenticated"}, 403, "^The token was refused .*HTTP 403: User not authenticated"),
        ("envelope", {"status": 500, "body": {"error": "Timed out"}}, 500, "HTTP 500: Timed out"),
        ("redirect", {"status": 302, "location": "https://evil.example/v1"}, 302, "to evil.example .*not followed"),
        ("html", {"status": 403}, 403, "^Something else than the Wallarm API answered GET /v1/test_run/4485 .*gateway"),
        ("status", {"status": 429, "headers": {"Retry-After": "86400"}}, 429, "asks to wait 86400 s"),
    ],
)
def test_the_user_sees_the_servers_words_and_what_to_do(bench, fault, options, status, words):
    bench.fast.add_fault(fault, times=None, **options)
    with pytest.raises(ApiError, match=words) as failure:
        bench.client(retries=0).get_test_run("4485")
    assert failure.value.http_status == status


@pytest.mark.parametrize("where", ["words", "field", "html"])
def test_a_token_that_the_server_echoes_is_in_no_message(bench, where):
    bench.fast.add_fault("echo_token", where=where)
    with pytest.raises(ApiError) as failure:
        bench.client().get_test_run("4485")
    assert bench.fast.token not in str(failure.value) + repr(failure.value.details())
    assert "********" in failure.value.server_error


@pytest.mark.parametrize(
    "host, url",
    [
        ("us1.api.wallarm.com", "https://us1.my.wallarm.com/testing/testruns/4485"),
        ("https://api.wallarm.com/", "https://my.wallarm.com/testing/testruns/4485"),
        ("me1.api.wallarm.com", "https://me1.my.wallarm.com/testing/testruns/4485"),
        ("127.0.0.1:8443", None),
        ("api.wallarm.com.example.org", None),
        ("notapi.wallarm.com", None),
    ],
)
def test_the_console_stands_beside_the_api(bench, host, url):
    client = bench.client(api_host=host)
    assert client.console_url(4485) == url
    assert client.console_url(None) is None


def test_the_tokens_of_nodes_are_dropped(bench):
    assert bench.client(token=bench.fast.api_token).list_fast_nodes(170) == [{"id": 10716, "name": "fast-node-1"}, {"id": 10717, "name": "fast-node-2"}]
    (call,) = bench.fast.calls
    assert unquote(call.query) == "filter[type]=fast_node&filter[clientid][]=170&limit=1000&order_by=hostname"


@pytest.mark.parametrize("body", [{}, {"objects": []}, [{"hostname": "x", "token": "secret"}], [1], "secret", None])
def test_what_is_no_list_of_nodes_is_an_error_that_shows_nothing_of_it(bench, body):
    bench.fast.add_fault("body", body=body)
    with pytest.raises(ReplyLost, match="answered GET /v2/node with something else than a list of FAST nodes") as failure:
        bench.client(token=bench.fast.api_token).list_fast_nodes(170)
    assert "secret" not in f"{failure.value} {failure.value.details()}"
