# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which proxy the environment names, and how it is logged in to."""

from __future__ import annotations

import base64
import urllib.request

import pytest
import requests

from ansible_collections.wallarm.fast.plugins.module_utils._errors import InvalidInput
from ansible_collections.wallarm.fast.plugins.module_utils._http.proxy import API_PROXY, proxy_for, without_credentials
from ansible_collections.wallarm.fast.plugins.module_utils._http.retry import READ

URL = "https://us1.api.wallarm.com"


def login_of(proxy):
    return base64.b64decode(proxy.authorization.partition("Basic ")[2]).decode() if proxy.authorization else None


PROXIES = [
    ("http://proxy.example.com:3128", "http://proxy.example.com:3128", None),
    ("http://proxy.example.com:3128/", "http://proxy.example.com:3128", None),
    ("HTTP://proxy.example.com", "http://proxy.example.com", None),
    ("https://proxy.example.com:3129", "https://proxy.example.com:3129", None),
    (" http://proxy.example.com:3128\n", "http://proxy.example.com:3128", None),
    ("proxy.example.com:3128", "http://proxy.example.com:3128", None),
    ("http://[::1]:3128", "http://[::1]:3128", None),
    ("http://joe:pass@proxy:3128", "http://proxy:3128", "joe:pass"),
    ("joe:pass@proxy:3128", "http://proxy:3128", "joe:pass"),
    ("http://joe@proxy:3128", "http://proxy:3128", "joe:"),
    ("http://corp\\bob:x@proxy:3128", "http://proxy:3128", "corp\\bob:x"),
    ("http://corp%5Cbob:x@proxy:3128", "http://proxy:3128", "corp\\bob:x"),
    ("http://joe:a#b/c?d@e:f@proxy:3128/", "http://proxy:3128", "joe:a#b/c?d@e:f"),
    ("http://joe:100%@proxy", "http://proxy", "joe:100%"),
    ("http://j%C3%B6rg:gr%C3%BC%C3%9Fe@proxy", "http://proxy", "jörg:grüße"),
    ("http://jörg:grüße@proxy", "http://proxy", "jörg:grüße"),
]


def test_a_proxy_is_taken_apart_as_uri_does():
    for value, url, login in PROXIES:
        proxy = proxy_for(URL, {"HTTPS_PROXY": value})
        assert (proxy.url, login_of(proxy), proxy.variable) == (url, login, "HTTPS_PROXY")
        assert proxy.host == url.partition("//")[2]
        assert proxy.name in ("proxy", "proxy.example.com", "::1")
        assert proxy.authorization is None or proxy.authorization not in repr(proxy)


NO_PROXIES = [
    "http://", "http://[", "http://joe:s3cret@", "http://joe:s3cret", "http://joe:s3#cret", "gopher://joe:s3cret@proxy", "http:proxy:3128",
    "http://joe:s3cret@proxy:0", "http://joe:s3cret@proxy:65536", "http://joe:s3cret@proxy:31x8", "http://joe:s3cret@two words:3128",
    "http://joe:s3cret@proxy\x1b:3128", "corp\\bob:s3cret://x@proxy",
]  # fmt: skip


@pytest.mark.parametrize("variable", ["https_proxy", "ALL_PROXY", API_PROXY])
def test_what_is_no_proxy_is_told_by_its_variable_and_not_shown(variable):
    for value in NO_PROXIES:
        with pytest.raises(InvalidInput, match=f"^{variable} can't be used.*percent-encoded") as failure:
            proxy_for(URL, {variable: value})
        assert "s3cret" not in str(failure.value) and "\x1b" not in str(failure.value)


def test_a_socks_proxy_is_refused_by_name():
    for value in ["socks5h://joe:s3cret@127.0.0.1:9", "SOCKS4://127.0.0.1:9", "socks://x"]:
        with pytest.raises(InvalidInput, match="ALL_PROXY names a SOCKS proxy") as failure:
            proxy_for(URL, {"ALL_PROXY": value})
        assert "s3cret" not in str(failure.value)


P, Q, R = "http://p", "http://q", "http://r"


VARIABLES = [
    ({}, None),
    ({"HTTP_PROXY": P, "http_proxy": P}, None),
    ({"HTTPS_PROXY": P}, P),
    ({"https_proxy": P, "HTTPS_PROXY": Q}, P),
    ({"https_proxy": "", "HTTPS_PROXY": Q}, None),
    ({"https_proxy": "", "HTTPS_PROXY": Q, "ALL_PROXY": R}, R),
    ({"HTTPS_PROXY": "", "ALL_PROXY": R}, R),
    ({"HTTPS_PROXY": P, "ALL_PROXY": R}, P),
    ({"all_proxy": "", "ALL_PROXY": R}, None),
    ({"all_proxy": Q, "ALL_PROXY": R}, Q),
    ({API_PROXY: P, "https_proxy": Q, "ALL_PROXY": R}, P),
    ({API_PROXY: "", "https_proxy": Q, "ALL_PROXY": R}, None),
    ({API_PROXY: P, "NO_PROXY": "*"}, None),
]


def test_which_variable_counts():
    for environ, url in VARIABLES:
        found = proxy_for(URL, environ)
        assert (found.url if found else None) == url


BYPASSED = [
    ("us1.api.wallarm.com", "wallarm.com", True),
    ("us1.api.wallarm.com", ".wallarm.com", True),
    ("us1.api.wallarm.com", "example.com, US1.API.wallarm.com", True),
    ("us1.api.wallarm.com", "*", True),
    ("us1.api.wallarm.com", "larm.com", False),
    ("us1.api.wallarm.com", "api.wallarm.com.example", False),
    ("us1.api.wallarm.com", "", False),
    ("us1.api.wallarm.com:8443", "us1.api.wallarm.com", True),
    ("us1.api.wallarm.com:8443", "us1.api.wallarm.com:8443", True),
    ("us1.api.wallarm.com:8443", "us1.api.wallarm.com:443", False),
    ("10.1.2.3", "10.1.0.0/16", True),
    ("10.1.2.3:444", "10.1.0.0/16", True),
    ("10.2.2.3", "10.1.0.0/16", False),
    ("10.1.2.3", "10.1.2.3", True),
    ("[fd00::1]:444", "fd00::/8", True),
    ("[fd00::1]:444", "[fd00::1]", True),
    ("us1.api.wallarm.com", "10.0.0.0/8,not/a/network", False),
]


def test_what_no_proxy_lists():
    for host, no_proxy, bypassed in BYPASSED:
        assert (proxy_for(f"https://{host}", {"HTTPS_PROXY": P, "NO_PROXY": no_proxy}) is None) is bypassed


def test_no_proxy_in_small_letters_counts():
    assert proxy_for(URL, {"HTTPS_PROXY": P, "no_proxy": "", "NO_PROXY": "*"}).url == P


def test_plain_http_never_goes_through_a_proxy():
    assert proxy_for("http://127.0.0.1:8080", {"HTTP_PROXY": P, "ALL_PROXY": P, "HTTPS_PROXY": P, API_PROXY: P}) is None


@pytest.mark.parametrize("environ", [{}, {API_PROXY: ""}, {"NO_PROXY": "127.0.0.1"}, {API_PROXY: "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1"}])
def test_the_system_is_never_asked_for_proxies(bench, monkeypatch, environ):
    """On macOS, the functions that ask it end a process that was forked, as Ansible's workers are."""
    for module in (urllib.request, requests.utils, requests.compat):
        for name in ("getproxies", "proxy_bypass", "get_environ_proxies"):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, asked)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert bench.transport().request("GET", "/v1/test_run/4485", READ).status == 200


def asked(*args, **kwargs):
    raise AssertionError("the system was asked")


SHOWN = [
    ("http://proxy.example.com:3128", "proxy.example.com:3128"),
    ("http://proxy.example.com/", "proxy.example.com"),
    ("proxy.example.com:3128", "proxy.example.com:3128"),
    ("HTTP://joe:s3cret@[::1]:3128", "[::1]:3128"),
    ("http://joe:s3/cret@127.0.0.1:9", "127.0.0.1:9"),
    ("http://joe:s3@cret#x?@127.0.0.1:9", "127.0.0.1:9"),
    ("joe:s3cret@127.0.0.1:9", "127.0.0.1:9"),
    ("http://joe:s3cret", "that is set"),
    ("http://joe:s3#cret", "that is set"),
    ("http://[", "that is set"),
    ("", "that is set"),
]


def test_a_proxy_is_named_without_its_credentials():
    for proxy, shown in SHOWN:
        assert without_credentials(proxy) == shown
