# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What OpenSSL's numbers and names mean; the same is asked of real servers in test_trust.py."""

from __future__ import annotations

import ssl

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._http.tls_errors import demands_certificate, tls_trouble


def trouble(kind=ssl.SSLError, **attributes):
    error = kind("x")
    for name, value in attributes.items():
        setattr(error, name, value)
    return tls_trouble(error)


@pytest.mark.parametrize(
    "codes, words, of_ca",
    [
        ((2, 18, 19, 20, 21, 27), "a CA that is not trusted here", True),
        ((9,), "is not valid yet", False),
        ((10,), "has expired", False),
        ((23,), "was revoked", False),
        ((62, 64), "is for another name", False),
        ((3,), "can't be verified", False),
    ],
)
def test_a_refused_certificate(codes, words, of_ca):
    for code in codes:
        found = trouble(ssl.SSLCertVerificationError, verify_code=code, verify_message="in OpenSSL's words")
        assert words in found.words and found.words.endswith("(in OpenSSL's words)")
        assert ("ca_path" in found.advice, found.lasts) == (of_ca, True)


def test_a_certificate_error_made_by_urllib3_is_about_the_name():
    assert tls_trouble(ssl.SSLCertVerificationError("hostname 'x' doesn't match 'y'")).words == "its certificate is for another name"


@pytest.mark.parametrize(
    "reasons, words, lasts",
    [
        (("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE"), "does not speak TLS", True),
        (("UNSUPPORTED_PROTOCOL", "TLSV1_ALERT_PROTOCOL_VERSION", "NO_PROTOCOLS_AVAILABLE", "WRONG_SSL_VERSION"), "no version of TLS", True),
        (("LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED",), "no version of TLS", True),
        (("TLSV13_ALERT_CERTIFICATE_REQUIRED",), "demands a client certificate", True),
        (("SSLV3_ALERT_HANDSHAKE_FAILURE", "TLSV1_ALERT_INSUFFICIENT_SECURITY"), "refused the handshake", True),
        (("TLSV1_UNRECOGNIZED_NAME", "TLSV1_ALERT_UNRECOGNIZED_NAME"), "does not serve that name", True),
        (("DH_KEY_TOO_SMALL",), "the handshake failed", True),
        (("UNEXPECTED_EOF_WHILE_READING",), "closed during the handshake", False),
        (("TLSV1_ALERT_INTERNAL_ERROR",), "failed during the handshake", False),
        (("SSLV3_ALERT_BAD_RECORD_MAC",), "arrived spoiled", False),
    ],
)
def test_a_failed_handshake(reasons, words, lasts):
    for reason in reasons:
        found = trouble(reason=reason)
        assert words in found.words and found.words.endswith(f"({reason})")
        assert ("ca_path" in found.advice, found.lasts) == (False, lasts)


def test_a_handshake_that_failed_without_a_reason_or_was_cut():
    assert trouble().words == "the handshake failed"
    for kind in (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError):
        assert (trouble(kind).words, trouble(kind).lasts) == ("the connection was closed during the handshake", False)


def test_a_client_certificate_that_is_demanded_after_the_handshake():
    error = ssl.SSLError("x")
    assert not demands_certificate(error)
    error.reason = "TLSV13_ALERT_CERTIFICATE_REQUIRED"
    assert demands_certificate(error)
