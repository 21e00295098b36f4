# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator as a server: TLS, connections, the call log and the control routes."""

from __future__ import annotations

import os
import socket
import ssl
import threading
import time
import typing as t

import pytest
import requests

from ansible_collections.wallarm.fast.tests.emulator import Emulator

RUN = "/v1/test_run/4485"
STOP = RUN + "/action/stop"


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_the_certificate_is_good_for_every_loopback_name(fast: Emulator, name: str) -> None:
    context = ssl.create_default_context(cafile=fast.ca_path)
    with socket.create_connection(("127.0.0.1", fast.port)) as plain:
        with context.wrap_socket(plain, server_hostname=name) as secured:
            names = {value for _kind, value in secured.getpeercert()["subjectAltName"]}
    assert {"127.0.0.1", "localhost", "0:0:0:0:0:0:0:1"} <= names


def test_a_client_that_does_not_know_the_ca_refuses(fast: Emulator, capfd: t.Any) -> None:
    session = requests.Session()
    session.trust_env = False
    with pytest.raises(requests.exceptions.SSLError):
        session.get(fast.url + RUN, timeout=5)
    assert fast.calls == []
    assert capfd.readouterr() == ("", "")


def test_one_connection_serves_many_requests(fast: Emulator, client: t.Any, client_for: t.Any) -> None:
    for _request in range(5):
        client.get(RUN)
    client.post(STOP)
    assert fast.connections == 1
    client_for(fast, fast.token).get(RUN)
    assert fast.connections == 2
    assert [call.connection for call in fast.calls] == [1] * 6 + [2]


def test_a_client_that_never_speaks_holds_up_nobody(fast: Emulator, client: t.Any) -> None:
    with socket.create_connection(("127.0.0.1", fast.port)):
        assert client.get(RUN).status_code == 200
    assert fast.connections == 1


def test_a_client_that_hangs_up_causes_no_noise(fast: Emulator, client: t.Any, capfd: t.Any) -> None:
    fast.add_fault("drip", interval=0.05)
    with client.ask("GET", RUN, stream=True):
        pass
    time.sleep(0.15)
    assert client.get(RUN).status_code == 200
    assert capfd.readouterr() == ("", "")


def test_many_clients_are_served_at_the_same_time(fast: Emulator, client_for: t.Any) -> None:
    fast.add_fault("slow", seconds=0.3, times=None)
    threads = [
        threading.Thread(target=client_for(fast, fast.token).get, args=(RUN,)) for _thread in range(8)
    ]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(fast.calls) == 8
    assert time.monotonic() - began < 8 * 0.3


def test_a_chunked_request_body_is_read(client: t.Any) -> None:
    reply = client.ask("POST", "/v1/test_run", data=iter([b'{"name"', b': "Chunked"}']),
                       headers={"Content-Type": "application/json"})
    assert reply.json()["body"]["name"] == "Chunked"
    assert client.get(RUN).status_code == 200


def test_the_call_log_has_everything_but_the_token(fast: Emulator, client: t.Any) -> None:
    client.get(RUN, a="b")
    client.ask("POST", "/v1/test_run", json={"name": "x"}, headers={"X-Mine": "1"})
    read, created = fast.calls
    assert (read.method, read.path, read.query, read.status, read.body) == ("GET", RUN, "a=b", 200, "")
    assert (created.method, created.status, created.json) == ("POST", 201, {"name": "x"})
    assert created.headers["x-mine"] == "1"
    assert created.has_token is True
    assert fast.token not in repr(fast.calls)
    assert fast.calls_of("post") == [created]


def test_reset_goes_back_to_the_seed(fast: Emulator, client: t.Any) -> None:
    client.post(STOP)
    added = fast.cloud.add_test_run()
    fast.add_fault("status", times=None)
    fast.reset()
    assert (fast.calls, fast.faults, fast.connections) == ([], [], 0)
    assert client.body(RUN)["recording"] is True
    assert client.get("/v1/test_run/%d" % added.id).status_code == 404


def test_plain_http_has_no_ca(client_for: t.Any) -> None:
    with Emulator(tls=False) as fast:
        assert fast.url == "http://127.0.0.1:%d" % fast.port
        assert fast.ca_path == ""
        assert client_for(fast, fast.token).get(RUN).status_code == 200


def test_the_ca_file_is_gone_afterwards() -> None:
    with Emulator() as fast:
        path = fast.ca_path
        assert os.path.exists(path)
    assert not os.path.exists(path)
    assert not os.path.exists(os.path.dirname(path))


def test_ipv6_loopback_works(client_for: t.Any) -> None:
    try:
        fast = Emulator(host="::1").start()
    except OSError:
        pytest.skip("no IPv6 here")
    with fast:
        assert client_for(fast, fast.token).get(RUN).status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.com", ""])
def test_it_listens_on_loopback_only(host: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        Emulator(host=host)


def test_the_speed_factor_makes_time_fly(client_for: t.Any) -> None:
    with Emulator(validate=True, speed=2000) as fast:
        client = client_for(fast, fast.token)
        run = client.post("/v1/test_run", {"name": "Quick", "inactivity_timeout": 300}).json()["body"]
        deadline = time.monotonic() + 5
        while client.body("/v1/test_run/%d" % run["id"])["state"] != "passed":
            assert time.monotonic() < deadline
        assert fast.contract_violations == []


# The control routes


def test_control_reads_and_clears_the_call_log(fast: Emulator, client: t.Any) -> None:
    client.get(RUN)
    calls = client.get("/_emulator/calls").json()
    assert [(call["method"], call["path"], call["status"]) for call in calls] == [("GET", RUN, 200)]
    assert fast.token not in str(calls)
    assert client.ask("DELETE", "/_emulator/calls").status_code == 200
    assert fast.calls == []


def test_control_switches_faults_on_and_off(fast: Emulator, client: t.Any) -> None:
    reply = client.post("/_emulator/faults", {"kind": "patch", "fields": {"name": None}, "remove": ["recording"]})
    assert reply.status_code == 201
    body = client.body(RUN)
    assert body["name"] is None and "recording" not in body
    client.post("/_emulator/faults", {"kind": "html", "times": None})
    assert [fault["kind"] for fault in client.get("/_emulator/faults").json()] == ["patch", "html"]
    client.ask("DELETE", "/_emulator/faults")
    assert client.get(RUN).status_code == 200


@pytest.mark.parametrize("wrong", [None, [], {"kind": "flood"}, {"no": "kind"}])
def test_control_says_what_is_wrong_with_a_fault(client: t.Any, wrong: t.Any) -> None:
    reply = client.post("/_emulator/faults", wrong)
    assert reply.status_code == 400
    assert reply.json()["error"]


def test_control_adds_runs_without_a_token(fast: Emulator, client_for: t.Any) -> None:
    nobody = client_for(fast)
    added = nobody.post("/_emulator/test_runs", {"name": "Mine", "baseline_count": 7, "remove": ["recording"]})
    assert added.status_code == 201
    seen = client_for(fast, fast.token).body("/v1/test_run/%d" % added.json()["id"])
    assert (seen["name"], seen["baseline_count"], "recording" in seen) == ("Mine", 7, False)


def test_control_lets_baselines_arrive(fast: Emulator, client: t.Any) -> None:
    added = client.post("/_emulator/baselines", {"test_run_id": 4487, "count": 2})
    assert (added.status_code, added.json()["baseline_count"]) == (201, 2)
    assert client.post("/_emulator/baselines", {"test_run_id": 4487}).json()["baseline_count"] == 3
    assert client.body("/v1/test_run/4487")["baseline_count"] == 3


@pytest.mark.parametrize(
    "wrong",
    [{}, {"test_run_id": 1}, {"test_run_id": 4486}, {"test_run_id": 4487, "count": 0}, {"test_run_id": 4487, "count": "x"}],
)
def test_control_says_which_baselines_cannot_arrive(client: t.Any, wrong: t.Dict[str, t.Any]) -> None:
    reply = client.post("/_emulator/baselines", wrong)
    assert reply.status_code == 400
    assert reply.json()["error"]
    assert client.body("/v1/test_run/4487")["baseline_count"] == 0


def test_control_sets_the_pace_of_new_runs(fast: Emulator, client: t.Any) -> None:
    reply = client.post("/_emulator/pace", {"technical_errors": 5, "vulns": []})
    assert (reply.status_code, reply.json()["technical_errors"]) == (200, 5)
    run = client.post("/v1/test_run", {"name": "x", "test_record_id": 4617}).json()["body"]
    client.post("/_emulator/clock", {"advance": 600})
    seen = client.body("/v1/test_run/%d" % run["id"])
    assert (seen["state"], seen["baseline_check_tech_fail_count"], seen["baseline_check_passed_count"]) == ("passed", 5, 0)


@pytest.mark.parametrize("wrong", [[], {"technical_errors": -1}, {"no_such": 1}])
def test_control_says_which_pace_cannot_be(fast: Emulator, client: t.Any, wrong: t.Any) -> None:
    reply = client.post("/_emulator/pace", wrong)
    assert (reply.status_code, bool(reply.json()["error"])) == (400, True)
    assert fast.cloud.pace.technical_errors == 0


def test_control_moves_the_clock(fast: Emulator, client: t.Any) -> None:
    client.post("/_emulator/clock", {"advance": 86401})
    assert client.body(RUN)["recording"] is False


def test_control_counts_and_resets(fast: Emulator, client: t.Any) -> None:
    client.get(RUN)
    client.post(STOP)
    stats = client.get("/_emulator/stats").json()
    assert stats == {"connections": 1, "requests": {"GET": 1, "POST": 1}, "contract_violations": []}
    client.post("/_emulator/reset")
    assert client.get("/_emulator/stats").json()["requests"] == {}
    assert client.body(RUN)["recording"] is True
