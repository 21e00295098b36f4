# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Hosts and tokens: which are taken, which are refused, and that no credential is shown."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._errors import InvalidInput
from ansible_collections.wallarm.fast.plugins.module_utils._http.endpoint import Endpoint, make_endpoint
from ansible_collections.wallarm.fast.plugins.module_utils._http.trust import Trust
from ansible_collections.wallarm.fast.plugins.module_utils._text import shortened

TOKEN = "endpoint-TOKEN"


HOSTS = [
    ("us1.api.wallarm.com", "https://us1.api.wallarm.com", "us1.api.wallarm.com"),
    ("https://api.wallarm.com", "https://api.wallarm.com", "api.wallarm.com"),
    ("https://api.wallarm.com/", "https://api.wallarm.com", "api.wallarm.com"),
    ("HTTPS://API.Wallarm.com", "https://api.wallarm.com", "api.wallarm.com"),
    ("api.wallarm.com:444", "https://api.wallarm.com:444", "api.wallarm.com:444"),
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080", "127.0.0.1:8080"),
    ("http://127.9.8.7", "http://127.9.8.7", "127.9.8.7"),
    ("http://localhost:80", "http://localhost:80", "localhost:80"),
    ("http://[::1]:8443/", "http://[::1]:8443", "[::1]:8443"),
    ("[2001:db8::1]", "https://[2001:db8::1]", "[2001:db8::1]"),
    ("10.0.0.1", "https://10.0.0.1", "10.0.0.1"),
    ("fast_proxy", "https://fast_proxy", "fast_proxy"),
]


def test_a_host_may_be_bare_or_a_url():
    for given, base_url, shown in HOSTS:
        endpoint = make_endpoint(given, TOKEN)
        assert (endpoint.base_url, endpoint.host) == (base_url, shown)


REFUSED = [
    ("http://us1.api.wallarm.com", "loopback"),
    ("http://10.0.0.1", "loopback"),
    ("http://localhost.example.com", "loopback"),
    ("http://127.0.0.1.example.com", "loopback"),
    ("http://2130706433", "loopback"),
    ("ftp://us1.api.wallarm.com", "'ftp' is not supported"),
    ("file:///etc/passwd", "'file' is not supported"),
    ("https://us1.api.wallarm.com/v1", "without a path"),
    ("us1.api.wallarm.com/v1", "without a path"),
    ("us1.api.wallarm.com?x=1", "without a path"),
    ("us1.api.wallarm.com?", "without a path"),
    ("us1.api.wallarm.com#", "without a path"),
    ("us1.api.wallarm.com\n", "a space or a control character"),
    ("us1.api.\twallarm.com", "a space or a control character"),
    ("us1 api", "a space or a control character"),
    ("https://", "not a host name"),
    ("https://.", "not a host name"),
    ("-x.example.com", "not a host name"),
    ("api.wallarm.com\\evil.example", "not a host name"),
    ("ex\u00e4mple.com", "not a host name"),
    ("%2e%2e", "not a host name"),
    ("api.wallarm.com:0", "port"),
    ("api.wallarm.com:", "port"),
    ("api.wallarm.com:65536", "Port"),
    ("api.wallarm.com:44a", "Port"),
    ("[::1", "IPv6"),
]


def test_a_host_that_can_not_be_used_is_refused_with_the_reason():
    for given, reason in REFUSED:
        with pytest.raises(InvalidInput, match="api_host") as failure:
            make_endpoint(given, TOKEN)
        assert reason in str(failure.value)


def test_credentials_in_the_host_are_refused_and_not_shown():
    for given in ["https://joe:s3cret@us1.api.wallarm.com", "joe:s3cret@host", "http://s3cret@127.0.0.1"]:
        with pytest.raises(InvalidInput, match="api_host") as failure:
            make_endpoint(given, TOKEN)
        assert "s3cret" not in str(failure.value)


def test_a_token_that_no_header_can_carry_is_refused_and_not_shown():
    for token in ["", "two words", "line\n", "line\r\nX-Other: 1", "tab\t", "caf\u00e9", "nul\0"]:
        with pytest.raises(InvalidInput, match="api_token") as failure:
            make_endpoint("us1.api.wallarm.com", token)
        assert not token or token not in str(failure.value)


def test_the_form_of_a_token_is_not_judged():
    for token in ["a", "abc+/=0123", "x" * 500]:
        assert make_endpoint("us1.api.wallarm.com", token).token == token


def test_certificates_are_verified_unless_told_otherwise():
    assert make_endpoint("us1.api.wallarm.com", TOKEN).trust.validate is True
    assert Endpoint("https://us1.api.wallarm.com", "us1.api.wallarm.com", TOKEN).trust.validate is True
    assert make_endpoint("us1.api.wallarm.com", TOKEN, Trust(ca_path="/ca.pem")).trust == Trust(True, "/ca.pem")


def test_the_proxy_is_that_of_the_environment():
    environ = {"HTTPS_PROXY": "http://joe:s3cret@proxy:3128"}
    endpoint = make_endpoint("us1.api.wallarm.com", TOKEN, environ=environ)
    assert (endpoint.proxy.url, "s3cret" in repr(endpoint)) == ("http://proxy:3128", False)
    assert make_endpoint("http://127.0.0.1", TOKEN, environ=environ).proxy is None


def test_an_endpoint_does_not_show_its_token():
    assert TOKEN not in repr(make_endpoint("us1.api.wallarm.com", TOKEN))


def test_a_long_value_is_cut_and_escaped_before_it_is_shown():
    assert shortened("a\n" + "x" * 10_000) == "'a\\n" + "x" * 78 + "...'"
