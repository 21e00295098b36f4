# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each kind of fault does on the wire what its line in the table of faults.py says."""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import ssl
import time
import typing as t

import pytest
import requests

from ansible_collections.wallarm.fast.tests.emulator import CLIENT_ID, OTHER_API_TOKEN, OTHER_CLIENT_ID, REMOVE, Emulator, faults

LIST = "/v1/test_run"
RUN = "/v1/test_run/4485"
STOP = RUN + "/action/stop"


def took(action: t.Callable[[], t.Any]) -> tuple[float, t.Any]:
    began = time.monotonic()
    result = action()
    return time.monotonic() - began, result


@contextlib.contextmanager
def asked(fast: Emulator, method: str, path: str) -> t.Iterator[ssl.SSLSocket]:
    """A connection on which a request was sent."""
    request = "%s %s HTTP/1.1\r\nX-WallarmAPI-Token: %s\r\n\r\n" % (method, path, fast.token)
    context = ssl.create_default_context(cafile=fast.ca_path)
    with socket.create_connection(("127.0.0.1", fast.port)) as plain, context.wrap_socket(plain, server_hostname="localhost") as secured:
        secured.settimeout(5)
        secured.sendall(request.encode())
        yield secured


def everything_from(connection: socket.socket) -> bytes:
    """All that comes until the emulator ends the connection."""
    received = b""
    while part := connection.recv(65536):
        received += part
    return received


def is_recording(fast: Emulator) -> bool:
    return fast.cloud.test_run(4485).record.recording


def test_the_table_names_every_kind() -> None:
    assert set(re.findall(r"^`(\w+)`  ", str(faults.__doc__), re.MULTILINE)) == set(faults.OPTIONS)


def test_reset_is_a_real_one_and_nothing_is_processed(fast: Emulator) -> None:
    fast.add_fault("reset")
    # TLS would make an end of the connection of it, as if it had been closed.
    with asked(fast, "POST", STOP) as secured, socket.socket(fileno=os.dup(secured.fileno())) as bare:
        bare.settimeout(5)
        with pytest.raises(ConnectionResetError):
            everything_from(bare)
    assert is_recording(fast)
    assert [(call.fault, call.status) for call in fast.calls] == [("reset", None)]


def test_a_lost_reply_is_processed(fast: Emulator) -> None:
    fast.add_fault("lost_reply", method="POST")
    with asked(fast, "POST", STOP) as connection:
        assert everything_from(connection) == b""
    assert not is_recording(fast)


def test_slow_answers_after_its_seconds(fast: Emulator, client: t.Any) -> None:
    fast.add_fault("slow", seconds=0.2)
    seconds, reply = took(lambda: client.get(RUN))
    assert reply.status_code == 200
    assert seconds >= 0.2


def test_drip_sends_the_body_byte_by_byte(fast: Emulator, client: t.Any) -> None:
    fast.add_fault("drip", interval=0.0005)
    seconds, reply = took(lambda: client.get(RUN))
    assert reply.json()["body"]["id"] == 4485
    assert seconds >= 0.0005 * len(reply.content)


def test_drip_headers_keeps_even_the_status_back(fast: Emulator, client: t.Any) -> None:
    fast.add_fault("drip_headers", interval=0.2)
    with pytest.raises(requests.ReadTimeout):
        client.ask("GET", RUN, timeout=0.1)
    fast.add_fault("drip_headers", interval=0)
    assert client.body(RUN)["id"] == 4485


@pytest.mark.parametrize("chunked", [True, False])
def test_endless_goes_on_until_the_client_has_enough(fast: Emulator, client: t.Any, chunked: bool) -> None:
    fast.add_fault("endless", chunked=chunked)
    with client.ask("GET", RUN, stream=True) as reply:
        assert reply.status_code == 200
        assert ("Transfer-Encoding" in reply.headers, "Content-Length" in reply.headers) == (chunked, False)
        size = 0
        for block in reply.iter_content(65536):
            size += len(block)
            if size > 1000000:
                break
    assert size > 1000000


@pytest.mark.parametrize(
    "kind, options, status, content_type, text",
    [
        ("status", {"status": 429}, 429, "application/json", '{"status": 429, "body": "Rate limiting"}'),
        ("status", {"status": 400, "body": {"a": 1}}, 400, "application/json", '{"a": 1}'),
        ("status", {"status": 503, "body": "busy"}, 503, "text/plain; charset=utf-8", "busy"),
        ("status", {"headers": {"Retry-After": "86400"}}, 503, "text/html", "503 Service Unavailable"),
        ("html", {}, 502, "text/html", "502 Bad Gateway"),
        ("not_json", {}, 200, "application/json", "this is not JSON"),
        ("envelope", {"status": 404, "body": "Not found"}, 200, "application/json", '{"status": 404, "body": "Not found"}'),
        ("redirect", {"status": 307, "location": "https://localhost/x"}, 307, "text/html", ""),
        ("echo_token", {}, 403, "application/json", "token {} is unknown"),
        ("echo_token", {"where": "field"}, 403, "application/json", '{{"{}": '),
        ("echo_token", {"where": "html"}, 403, "text/html", "<h1>Token {} refused"),
    ],
)
@pytest.mark.parametrize("processed", [False, True])
def test_these_answer_in_place_of_the_cloud(
    fast: Emulator, client: t.Any, kind: str, options: dict[str, t.Any], status: int, content_type: str, text: str, processed: bool
) -> None:
    fast.add_fault(kind, processed=processed, **options)
    reply = client.post(STOP)
    wanted = text.format(fast.token) if kind == "echo_token" else text
    assert (reply.status_code, reply.headers["Content-Type"], wanted in reply.text) == (status, content_type, True)
    assert reply.headers.get("Location") == options.get("location")
    assert reply.headers.get("Retry-After") == options.get("headers", {}).get("Retry-After")
    assert is_recording(fast) is not processed


def test_an_honest_cut_is_whole_for_http_and_broken_for_json(fast: Emulator, client: t.Any) -> None:
    fast.add_fault("cut")
    reply = client.get(RUN)
    assert (reply.status_code, int(reply.headers["Content-Length"])) == (200, len(reply.content))
    with pytest.raises(json.JSONDecodeError):
        json.loads(reply.text)


def test_a_dishonest_cut_promises_more_than_it_sends(fast: Emulator, client: t.Any) -> None:
    fast.add_fault("cut", honest_length=False)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        client.get(RUN)


def test_body_replaces_the_body_and_keeps_the_effect(fast: Emulator, client: t.Any) -> None:
    fast.add_fault("body", body=["unexpected"])
    reply = client.post(STOP)
    assert (reply.status_code, reply.json()) == (201, {"status": 200, "body": ["unexpected"]})
    assert not is_recording(fast)


def test_patch_changes_and_drops_fields(fast: Emulator, client: t.Any) -> None:
    fast.add_fault("patch", fields={"recording": None, "name": REMOVE}, remove=["desc"])
    body = client.body(RUN)
    assert (body["id"], body["recording"], "name" in body, "desc" in body) == (4485, None, False, False)
    fast.add_fault("patch", fields={"objects": [4485, None]})
    assert client.body(LIST, clientid=CLIENT_ID) == {"objects": [4485, None], "continuation": None}


@pytest.mark.parametrize("path", [LIST, "/v1/test_record"])
@pytest.mark.parametrize("limit", [1, 3, 100])
def test_a_stuck_page_never_ends(fast: Emulator, client: t.Any, path: str, limit: int) -> None:
    fast.add_fault("stuck_page", times=None)
    first = client.body(path, clientid=CLIENT_ID, limit=limit)
    assert len(first["objects"]) == min(limit, 4)
    asked = {"clientid": CLIENT_ID, "limit": limit, "continuation": first["continuation"]}
    second, third = (client.body(path, **asked) for _page in range(2))
    assert [one["id"] for one in second["objects"]] == [one["id"] for one in third["objects"]]
    assert first["continuation"]
    assert {page["continuation"] for page in (second, third)} == {first["continuation"]}


def test_even_an_empty_list_can_be_stuck_but_nothing_else(fast: Emulator, client: t.Any, client_for: t.Any) -> None:
    fast.add_fault("stuck_page", times=None)
    body = client_for(OTHER_API_TOKEN).body(LIST, clientid=OTHER_CLIENT_ID)
    assert body["objects"] == [] and body["continuation"]
    assert "continuation" not in client.body(RUN)
    assert client.get(LIST).json()["body"] == {"clientid": {"error": "required"}}


def test_hang_up_closes_a_connection_that_was_to_be_kept(fast: Emulator) -> None:
    fast.add_fault("hang_up")
    with asked(fast, "POST", STOP) as connection:
        head, _blank, body = everything_from(connection).partition(b"\r\n\r\n")
    assert json.loads(body)["body"]["recording"] is False, "the reply is whole"
    assert b"connection: keep-alive" in head.lower() and b"close" not in head.lower()
    assert [(call.fault, call.status) for call in fast.calls] == [("hang_up", 201)]


def test_a_connection_that_was_hung_up_is_replaced(fast: Emulator, client: t.Any) -> None:
    fast.add_fault("hang_up")
    assert client.get(RUN).status_code == 200
    # The end of the connection takes a moment to arrive.
    time.sleep(0.1)
    assert client.get(RUN).status_code == 200
    assert fast.connections == 2


def test_stop_takes_its_time_and_the_reply_still_says_recording(fast: Emulator, client: t.Any) -> None:
    fast.add_fault("stop_takes", seconds=100)
    assert client.post(STOP).json()["body"]["recording"] is True
    fast.clock.advance(99)
    assert client.body(RUN)["recording"] is True
    fast.clock.advance(1)
    assert client.body(RUN)["recording"] is False


def test_stale_answers_well_and_stops_nothing(fast: Emulator, client: t.Any) -> None:
    fast.add_fault("stale")
    reply = client.post(STOP)
    assert (reply.status_code, reply.json()["body"]["recording"]) == (201, True)
    fast.clock.advance(3600)
    assert client.body(RUN)["recording"] is True
    assert client.post(STOP).json()["body"]["recording"] is False


def test_a_fault_meets_the_requests_it_is_meant_for(fast: Emulator, client: t.Any) -> None:
    fast.add_fault("status", status=500, method="get", path="/v1/test_run/44", skip=1, times=2)
    assert [client.get(RUN).status_code for _try in range(4)] == [200, 500, 500, 200]
    fast.add_fault("status", status=500, path=r"/action/stop$", times=None)
    assert [client.post(STOP).status_code for _try in range(3)] == [500, 500, 500]
    assert client.get(RUN).status_code == 200
    assert [fault.met for fault in fast.faults] == [2, 3]
    fast.clear_faults()
    assert client.post(STOP).status_code == 201


def test_faults_are_met_in_the_order_they_were_added(fast: Emulator, client: t.Any) -> None:
    client.post("/_emulator/faults", {"kind": "status", "status": 503})
    client.post("/_emulator/faults", {"kind": "status", "status": 429})
    assert [client.get(RUN).status_code for _try in range(3)] == [503, 429, 200]
    assert [fault["met"] for fault in client.get("/_emulator/faults").json()] == [1, 1]
    client.ask("DELETE", "/_emulator/faults")
    assert fast.faults == []


@pytest.mark.parametrize(
    "wrong",
    [None, [], {}, {"kind": "flood"}, {"kind": "slow", "minutes": 1}, {"kind": "echo_token", "where": "sky"}, {"kind": "html", "path": "("}],
)
def test_a_fault_that_does_not_exist_is_an_error(fast: Emulator, client: t.Any, wrong: t.Any) -> None:
    reply = client.post("/_emulator/faults", wrong)
    assert (reply.status_code, bool(reply.json()["error"]), fast.faults) == (400, True, [])


def test_a_fault_under_way_does_not_hold_up_the_end(fast: Emulator, client: t.Any) -> None:
    fast.add_fault("slow", seconds=60)
    with pytest.raises(requests.ReadTimeout):
        client.ask("GET", RUN, timeout=0.1)
    seconds, _none = took(fast.stop)
    assert seconds < 1
