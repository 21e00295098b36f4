# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One exchange over real HTTPS: what it trusts, where the token goes, and that it always ends."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._errors import NotSent, ReplyLost, ReplyTooLong
from ansible_collections.wallarm.fast.plugins.module_utils._http import adapter as http_adapter
from ansible_collections.wallarm.fast.plugins.module_utils._http import transport as http
from ansible_collections.wallarm.fast.plugins.module_utils._http.proxy import API_PROXY
from ansible_collections.wallarm.fast.plugins.module_utils._http.retry import ACTION, READ
from ansible_collections.wallarm.fast.plugins.module_utils._http.trust import Trust
from ansible_collections.wallarm.fast.tests.unit.plugins.module_utils._http.servers import Listener, Tunnel

PATH = "/v1/test_run/4485"


def test_a_request_carries_the_token_and_says_who_asks(bench):
    reply = bench.transport().request("GET", PATH, READ)
    assert (reply.status, reply.data["body"]["id"]) == (200, 4485)
    (call,) = bench.fast.calls
    assert call.headers["User-Agent"] == f"wallarm.fast/{http.VERSION}"
    assert "gzip" not in call.headers.get("Accept-Encoding", "")


def test_an_action_is_posted_without_a_body(bench):
    bench.transport().request("POST", f"{PATH}/action/stop", ACTION)
    (call,) = bench.fast.calls
    assert (call.headers["Content-Length"], "Content-Type" in call.headers) == ("0", False)


def test_one_adapter_keeps_one_connection(bench):
    adapter = http_adapter.BoundedAdapter(bench.transport().endpoint)
    for _turn in range(5):
        bench.transport(adapter=adapter).request("GET", PATH, READ)
    assert bench.fast.connections == 1


# --- trust ----------------------------------------------------------------------------------------------------------


@pytest.fixture(name="other_bundle")
def other_bundle_fixture(tmp_path):
    """A CA bundle that is valid, but of another CA than the emulator's."""
    trustme = pytest.importorskip("trustme")
    path = tmp_path / "other-ca.pem"
    trustme.CA().cert_pem.write_to_path(str(path))
    return str(path)


def test_not_verifying_wins_over_the_environment(bench, monkeypatch, other_bundle, recwarn):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", other_bundle)
    assert bench.transport(trust=Trust(validate=False)).request("GET", PATH, READ).status == 200
    assert "InsecureRequestWarning" not in [warning.category.__name__ for warning in recwarn.list]


def test_netrc_is_never_read(bench, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login joe password netrc-secret\n", encoding="ascii")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    bench.transport().request("GET", PATH, READ)
    assert "Authorization" not in bench.fast.calls[0].headers


# --- where the token goes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [302, 307])
def test_no_redirect_is_followed(bench, status):
    with Listener(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}") as elsewhere:
        bench.fast.add_fault("redirect", status=status, location=f"http://127.0.0.1:{elsewhere.port}/v1")
        reply = bench.transport().request("GET", PATH, READ)
        assert (reply.status, reply.location) == (status, f"http://127.0.0.1:{elsewhere.port}/v1")
        assert elsewhere.accepted == 0


def test_a_proxy_is_asked_for_a_tunnel_and_sees_no_token(bench, monkeypatch):
    with Listener(b"HTTP/1.1 403 Not here\r\nContent-Length: 0\r\n\r\n") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://joe:s3cret@127.0.0.1:{proxy.port}")
        with pytest.raises(NotSent, match="403 Not here.*HTTPS_PROXY") as failure:
            bench.transport(retries=0).request("GET", PATH, READ)
        assert proxy.received.startswith(f"CONNECT 127.0.0.1:{bench.fast.port} ".encode())
        assert bench.fast.token.encode() not in proxy.received
        assert "s3cret" not in str(failure.value)
    assert bench.sent() == []


def test_a_tunnel_through_a_proxy_is_used(bench, monkeypatch):
    with Tunnel(bench.fast.port) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://joe:s3cret@127.0.0.1:{proxy.port}")
        transport = bench.transport()
        for _turn in range(2):
            assert transport.request("GET", PATH, READ).status == 200
        assert b"Proxy-Authorization: Basic" in proxy.asked
        assert bench.fast.token.encode() not in proxy.asked
        assert (proxy.accepted, bench.fast.connections) == (1, 1)


def test_a_proxy_for_the_api_alone_is_used_instead_of_the_others(bench, monkeypatch):
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with Tunnel(bench.fast.port) as proxy:
        monkeypatch.setenv(API_PROXY, f"http://127.0.0.1:{proxy.port}")
        assert bench.transport().request("GET", PATH, READ).status == 200
        assert proxy.accepted == 1


def test_a_proxy_that_can_not_be_reached_ends_in_advice(bench, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://joe:s3/cret@127.0.0.1:9")
    with pytest.raises(NotSent, match="through the proxy .*HTTPS_PROXY") as failure:
        bench.transport(retries=0).request("GET", PATH, READ)
    assert "cret" not in str(failure.value)


def test_a_proxy_at_an_ipv6_address_is_reached(bench, monkeypatch):
    try:
        proxy = Tunnel(bench.fast.port, "::1")
    except OSError as exc:
        pytest.skip(f"this machine has no IPv6 loopback: {exc}")
    with proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://[::1]:{proxy.port}")
        assert bench.transport().request("GET", PATH, READ).status == 200


def test_plain_http_to_loopback_never_goes_through_a_proxy(bench, monkeypatch):
    with Listener() as proxy, Listener(b'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{"status": 1}') as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        reply = bench.transport(api_host=f"http://127.0.0.1:{server.port}").request("GET", PATH, READ)
        assert (reply.status, proxy.accepted) == (200, 0)


# --- every exchange ends --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault, options",
    [("slow", {"seconds": 5}), ("drip", {"interval": 0.02}), ("drip_headers", {"interval": 0.02}), ("endless", {"interval": 0.02, "block": 10})],
)
def test_a_reply_that_takes_too_long_ends_at_the_deadline(bench, fault, options):
    bench.fast.add_fault(fault, **options)
    started = time.monotonic()
    with pytest.raises(ReplyLost, match=r"did not finish.*within 0.3 s.*request_timeout"):
        bench.transport(request_timeout=0.3, retries=0).request("GET", PATH, READ)
    assert 0.2 < time.monotonic() - started < 2


def test_a_reply_without_end_is_given_up_at_the_size_limit(bench, monkeypatch):
    monkeypatch.setattr(http, "SIZE_LIMIT", 1024 * 1024)
    bench.fast.add_fault("endless")
    with pytest.raises(ReplyTooLong, match="longer than 1 MiB"):
        bench.transport(request_timeout=20).request("GET", PATH, READ)
    assert (len(bench.sent()), bench.warnings) == (1, [])


def test_the_body_of_a_redirect_is_limited_too(bench, monkeypatch):
    monkeypatch.setattr(http, "SIZE_LIMIT", 1024)
    with Listener(b"HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n" + b"x" * 100_000) as server:
        with pytest.raises(ReplyLost, match="longer than"):
            bench.transport(api_host=f"http://127.0.0.1:{server.port}", retries=0).request("GET", PATH, READ)


@pytest.mark.parametrize(
    "head", [b"Transfer-Encoding: chunked\r\n\r\n-1\r\n", b"Transfer-Encoding: chunked\r\n\r\n", b"\r\n", b"X-Endless: "]
)
def test_no_framing_gets_around_the_size_limit(bench, monkeypatch, head):
    monkeypatch.setattr(http, "SIZE_LIMIT", 100_000)
    with Listener(b"HTTP/1.1 200 OK\r\n" + head + b"1" * 1_000_000, hold=True) as server:
        with pytest.raises(ReplyLost, match="longer than|broke before"):
            bench.transport(api_host=f"http://127.0.0.1:{server.port}", retries=0).request("GET", PATH, READ)


def test_a_name_look_up_that_hangs_ends_at_the_deadline(bench, monkeypatch):
    asked = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args: asked.wait(5))
    started = time.monotonic()
    with pytest.raises(NotSent, match="could not be reached.*within 0.3 s"):
        bench.transport(request_timeout=0.3, retries=0).request("GET", PATH, READ)
    assert time.monotonic() - started < 2
    asked.set()


def test_an_address_family_that_the_machine_lacks_is_passed_over(bench, monkeypatch):
    alive = (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", bench.fast.port))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args: [(9999, *alive[1:]), alive])
    assert bench.transport().request("GET", PATH, READ).status == 200


def test_a_server_that_says_nothing_ends_at_the_deadline(bench):
    with Listener(hold=True) as server:
        started = time.monotonic()
        with pytest.raises(NotSent, match="within 0.5 s"):
            bench.transport(api_host=f"127.0.0.1:{server.port}", request_timeout=0.5, retries=0).request("GET", PATH, READ)
        assert time.monotonic() - started < 2


def test_a_host_with_dead_addresses_shares_the_deadline_among_them(bench, monkeypatch):
    """Addresses that swallow what they are sent, as behind a firewall: a listener with a full queue does it on loopback."""
    full = socket.create_server(("127.0.0.1", 0), backlog=0)
    port = full.getsockname()[1]
    fillers = []
    for _filler in range(4):
        filler = socket.socket()
        filler.setblocking(False)
        filler.connect_ex(("127.0.0.1", port))
        fillers.append(filler)
    dead = (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port))
    alive = (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", bench.fast.port))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: [dead, dead, dead])
    started = time.monotonic()
    with pytest.raises(NotSent, match="could not be reached.*within 0.3 s"):
        bench.transport(request_timeout=0.3, retries=0).request("GET", PATH, READ)
    assert time.monotonic() - started < 1.2
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: [dead, alive])
    assert bench.transport(request_timeout=1.0, retries=0).request("GET", PATH, READ).status == 200
    for sock in (full, *fillers):
        sock.close()


# --- what the network and the server do to us -----------------------------------------------------------------------


def test_a_host_that_does_not_exist_ends_in_advice(bench):
    with pytest.raises(NotSent, match=r"Could not connect to no-such-host\.invalid: that name is unknown.*Check api_host"):
        bench.transport(api_host="no-such-host.invalid", retries=0).request("GET", PATH, READ)


@pytest.mark.parametrize(
    "fault, options, words",
    [
        ("reset", {}, "broke before"),
        ("lost_reply", {}, "broke before"),
        ("cut", {"honest_length": False}, "broke before|readable JSON"),
        ("cut", {"honest_length": True}, "readable JSON"),
        ("not_json", {}, "readable JSON"),
    ],
)
def test_a_lost_or_unreadable_reply_is_told_from_a_request_never_sent(bench, fault, options, words):
    bench.fast.add_fault(fault, **options)
    with pytest.raises(ReplyLost, match=words) as failure:
        bench.transport().request("POST", f"{PATH}/action/stop", ACTION)
    assert (failure.value.method, failure.value.path) == ("POST", f"{PATH}/action/stop")
    assert bench.sent() == [f"POST {PATH}/action/stop"]


@pytest.mark.parametrize("garbage", [b"\x00\x01garbage\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n{", b""])
def test_a_server_that_does_not_speak_http_ends_in_a_sentence(bench, garbage):
    with Listener(garbage) as server:
        with pytest.raises(ReplyLost):
            bench.transport(api_host=f"http://127.0.0.1:{server.port}", retries=0).request("GET", PATH, READ)


def test_compression_that_was_not_asked_for_is_undone_or_refused(bench):
    with Listener(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nxxxxx") as server:
        with pytest.raises(ReplyLost):
            bench.transport(api_host=f"http://127.0.0.1:{server.port}", retries=0).request("GET", PATH, READ)


# --- retries by meaning ---------------------------------------------------------------------------------------------


def test_a_read_is_tried_again(bench):
    bench.fast.add_fault("status", status=502, times=3)
    assert bench.transport().request("GET", PATH, READ).status == 200
    assert bench.clock.slept == [1, 2, 4]
    assert len(bench.warnings) == 3
    assert bench.warnings[0].endswith(f"GET {PATH} with HTTP 502. Trying again in 1 s (1 of 3).")


@pytest.mark.parametrize("fault", ["reset", "lost_reply", "cut", "not_json"])
def test_a_read_whose_reply_was_lost_is_tried_again(bench, fault):
    bench.fast.add_fault(fault, times=2)
    assert bench.transport().request("GET", PATH, READ).status == 200
    assert len(bench.warnings) == 2


def test_an_answer_that_will_not_change_is_not_asked_for_again(bench):
    bench.fast.add_fault("status", status=403)
    assert bench.transport().request("GET", PATH, READ).status == 403
    assert len(bench.sent()) == 1


@pytest.mark.parametrize("status, posts", [(503, 2), (502, 1)])
def test_an_action_is_sent_again_only_if_it_was_not_taken_up(bench, status, posts):
    bench.fast.add_fault("status", status=status)
    bench.transport().request("POST", f"{PATH}/action/stop", ACTION)
    assert len(bench.sent()) == posts


def test_an_action_that_was_never_sent_is_tried_again(bench, monkeypatch):
    real, calls = socket.getaddrinfo, []

    def flaky(*args, **kwargs):
        calls.append(args)
        if len(calls) == 1:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return real(*args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", flaky)
    assert bench.transport().request("POST", f"{PATH}/action/stop", ACTION).status == 201
    assert (len(calls), len(bench.sent()), len(bench.warnings)) == (2, 1, 1)


def test_the_last_answer_is_returned_when_no_try_is_left(bench):
    bench.fast.add_fault("status", status=502, times=None)
    assert bench.transport(retries=2).request("GET", PATH, READ).status == 502
    assert len(bench.sent()) == 3


def test_the_pause_that_the_server_asks_for_is_kept(bench):
    bench.fast.add_fault("status", status=429, headers={"Retry-After": "7"})
    assert bench.transport().request("GET", PATH, READ).status == 200
    assert bench.clock.slept == [7]


@pytest.mark.parametrize("asked", ["0", "Wed, 21 Oct 2015 07:28:00 GMT", "1"])
def test_a_pause_is_never_shorter_than_the_back_off(bench, asked):
    bench.fast.add_fault("status", status=429, headers={"Retry-After": asked}, times=3)
    assert bench.transport().request("GET", PATH, READ).status == 200
    assert bench.clock.slept == [1, 2, 4]


@pytest.mark.parametrize("seconds, words", [(2.32297, "2.3 s"), (7, "7 s"), (1.96, "2 s"), (86399.7, "86400 s"), (1234567, "1234567 s")])
def test_a_pause_is_told_in_tenths_of_a_second_at_most(bench, seconds, words):
    assert bench.transport(bench.deadline(10_000_000)).try_again("It failed.", 1, seconds)
    assert bench.warnings == [f"It failed. Trying again in {words} (1 of 3)."]


def test_a_pause_beyond_the_time_limit_is_not_begun(bench):
    bench.fast.add_fault("status", status=429, headers={"Retry-After": "86400"}, times=None)
    reply = bench.transport().request("GET", PATH, READ)
    assert (reply.status, reply.retry_after) == (429, 86400)
    assert (bench.clock.slept, len(bench.sent())) == ([], 1)


def test_no_try_begins_after_the_time_limit(bench):
    bench.fast.add_fault("status", status=503, headers={"Retry-After": "0"}, times=None)
    limit = bench.deadline(5)
    bench.clock.slept.append(6)
    assert bench.transport(limit, retries=1000).request("GET", PATH, READ).status == 503
    assert len(bench.sent()) == 1


def test_pauses_grow_up_to_ten_seconds_and_end_with_the_limit(bench):
    bench.fast.add_fault("status", status=503, times=None)
    assert bench.transport(bench.deadline(45), retries=5000).request("GET", PATH, READ).status == 503
    assert bench.clock.slept == [1, 2, 4, 8, 10, 10]
