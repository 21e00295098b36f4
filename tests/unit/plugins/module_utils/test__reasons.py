# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Why an exchange failed: the system's words, and none that hold a secret."""

from __future__ import annotations

import ssl

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._reasons import reason, tls_reason, without_credentials


def test_a_certificate_error_made_by_urllib3_has_a_reason_too():
    assert tls_reason(ssl.SSLCertVerificationError("hostname doesn't match")) == "the certificate is not valid for this host"


def test_what_is_not_about_tls_has_no_reason_of_tls():
    assert tls_reason(ConnectionRefusedError(111, "Connection refused")) is None


def test_the_innermost_cause_is_told():
    try:
        try:
            raise ConnectionRefusedError(111, "Connection refused")
        except OSError as exc:
            raise ValueError("http://joe:s3cret@proxy") from exc
    except ValueError as exc:
        assert reason(exc) == "Connection refused"


def test_a_cause_without_the_systems_words_is_told_by_its_kind():
    assert reason(ValueError("http://joe:s3cret@proxy")) == "ValueError"


def test_what_a_proxy_answers_is_made_printable():
    assert reason(OSError("Tunnel connection failed: 403 \x1b[31mNo")) == "Tunnel connection failed: 403 [31mNo"


@pytest.mark.parametrize(
    "proxy, shown",
    [
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
    ],
)
def test_a_proxy_is_named_without_its_credentials(proxy, shown):
    assert without_credentials(proxy) == shown
