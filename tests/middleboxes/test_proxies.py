# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ways through a proxy, what keeps one from going through it, and how its address may be written."""

from __future__ import annotations

import socket

import pytest

from .cases import Case, with_proxy
from .checks import CaseTests
from .place import Place
from .play import Ran


def _unknown(name: str) -> bool:
    """Whether the resolver here says of a name that nobody has it, rather than nothing."""
    try:
        socket.getaddrinfo(name, None)
    except OSError as error:
        return error.errno == socket.EAI_NONAME
    return False


LOOP = {"loop": [4485, 4488, 4486], "options": {"test_run_id": "{{ item }}"}, "calls": "GET POST GET POST GET"}
NOT_THE_API = ["token", "ca_path"]
ENCODE = ["HTTPS_PROXY", "percent"]
PASSWORD = ["sesame|ses.ame|sesäm|ses%"]

CASES = [
    # Through
    Case("a proxy", environment=with_proxy("http://{squid_open}"), as_uri=True, calls="GET POST"),
    Case("a proxy by TLS", environment=with_proxy("https://{squid_tls}"), calls="GET POST"),
    Case("a loop through a proxy", environment=with_proxy("http://{squid_open}"), connections=1, **LOOP),
    Case("a loop through a proxy by TLS", environment=with_proxy("https://{squid_tls}"), connections=1, **LOOP),
    Case("a proxy for this collection alone", environment=with_proxy("http://{nobody}", WALLARM_FAST_API_PROXY="http://{squid_open}"),
         calls="GET POST"),
    Case("https_proxy", environment={"https_proxy": "http://{squid_open}"}, as_uri=True, calls="GET POST"),
    Case("NO_PROXY", environment=with_proxy("http://{nobody}", NO_PROXY="127.0.0.1"), as_uri=True, calls="GET POST"),
    # Not through
    Case("a login is wanted", environment=with_proxy("http://{squid_login}"), fails=["proxy", "407"], never=NOT_THE_API, calls=""),
    Case("a login is refused", environment=with_proxy("http://mallory:guess@{squid_login}"), loop=[4485, 4488],
         options={"test_run_id": "{{ item }}"}, fails=["proxy", "407"], never=[*NOT_THE_API, "guess"], calls=""),
    Case("the proxy forbids it", environment=with_proxy("http://{squid_closed}"), fails=["proxy", "403"], never=NOT_THE_API, calls=""),
    Case("the proxy doesn't find the host", host="api.invalid", environment=with_proxy("http://{squid_open}"),
         fails=["proxy", "50[03]"], never=NOT_THE_API, calls="", again=None, seconds=2.2),
    Case("the proxy's name is unknown", environment=with_proxy("http://proxy.invalid:3128"), fails=["proxy.invalid"], never=NOT_THE_API, calls="",
         skip="" if _unknown("proxy.invalid") else "no resolver here tells that a name is unknown"),
    Case("nobody listens there", environment=with_proxy("http://{nobody}"), fails=["proxy"], never=NOT_THE_API, calls="", again=1, seconds=2.2),
    Case("nobody answers there", environment=with_proxy("http://{silent}"), options={"request_timeout": 1}, fails=["proxy"], never=NOT_THE_API,
         calls="", again=1, seconds=3.4),
    Case("a proxy by TLS with an unknown CA", ca="{cloud_ca}", environment=with_proxy("https://{squid_tls}"), fails=["proxy", "ca_path"], calls=""),
    Case("no TLS up to the proxy", environment=with_proxy("https://{squid_open}"), fails=["proxy"], never=NOT_THE_API, calls=""),
    # Bounded
    Case("nobody answers there by TLS", environment=with_proxy("https://{silent}"), options={"request_timeout": 1, "retries": 0},
         fails=["proxy", "1 s"], never=NOT_THE_API, calls=""),
    *(Case("a slow proxy, %s" % name, environment=with_proxy(url), options={"request_timeout": 2, "retries": 0}, fails=["proxy", "2 s"],
           never=NOT_THE_API, calls="", seconds=2.2)
      for name, url in {
          "inside the tunnel": "http://{squid_slow}",
          "inside the tunnel inside TLS": "https://{squid_slow_tls}",
          "its own handshake": "https://{dripping_proxy}"}.items()),
    # Written
    Case("a login", environment=with_proxy("http://bob:sesame@{squid_login}"), as_uri=True, calls="GET POST"),
    Case("no scheme", environment=with_proxy("{squid_open}"), as_uri=True, calls="GET POST"),
    Case("a login and no scheme", environment=with_proxy("bob:sesame@{squid_login}"), as_uri=True, calls="GET POST"),
    *(Case("%s, percent-encoded" % name, environment=with_proxy("http://%s@{squid_login}" % login), as_uri=True, calls="GET POST")
      for name, login in {
          "a backslash": "corp%5Cbob:sesame", "a hash": "carol:ses%23ame", "a slash": "dave:ses%2Fame",
          "UTF-8": "j%C3%B6rg:ses%C3%A4m%E2%82%AC"}.items()),
    *(Case("%s as it is" % name, environment=with_proxy("http://%s@{squid_login}" % login), as_uri=True, fails=ENCODE, or_works=True, never=PASSWORD)
      for name, login in {"a backslash": "corp\\bob:sesame", "a hash": "carol:ses#ame", "a slash": "dave:ses/ame"}.items()),
]


class TestProxies(CaseTests):
    cases = CASES

    @pytest.mark.parametrize("name, tasks", [("-", 1), ("mallory", 2)])
    def test_a_task_logs_in_once_at_most(self, name: str, tasks: int, way: str, ran: dict[str, Ran], places: dict[str, Place]):
        assert places[way].squid.refused_logins().count(name) == tasks
