# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a failed TLS handshake means, by what OpenSSL says: the numbers of its verification errors and the names of its reasons."""

from __future__ import annotations

import ssl
import typing as t


class TlsTrouble(t.NamedTuple):
    """Why TLS made no connection.

    :param words: what is wrong, as a clause.
    :param advice: what to do, as sentences; ``{option}`` stands for what names the other side.
    :param lasts: whether it would be so again.
    """

    words: str
    advice: str
    lasts: bool = True


_UNKNOWN_CA = TlsTrouble(
    "its certificate comes from a CA that is not trusted here",
    "If that is a private CA, or the CA of a proxy that opens TLS connections, give its certificate as ca_path; if ca_path is given, "
    "check that it holds that CA.",
)
_EXPIRED = TlsTrouble("its certificate has expired", "Have the certificate renewed, and check the clock of the machine that the task runs on.")
_NOT_YET_VALID = TlsTrouble("its certificate is not valid yet", "Check the clock of the machine that the task runs on.")
_REVOKED = TlsTrouble("its certificate was revoked", "Have the certificate renewed.")
_OTHER_NAME = TlsTrouble(
    "its certificate is for another name", "Check {option}: it must be a name that the certificate holds. Something else may answer in its place."
)
_REFUSED = TlsTrouble("its certificate can't be verified", "Have the certificate mended, and check {option}.")

# Of OpenSSL, X509_V_ERR_...
_BY_CODE = {
    2: _UNKNOWN_CA,  # unable to get issuer certificate
    9: _NOT_YET_VALID,
    10: _EXPIRED,
    18: _UNKNOWN_CA,  # self-signed certificate
    19: _UNKNOWN_CA,  # self-signed certificate in certificate chain
    20: _UNKNOWN_CA,  # unable to get local issuer certificate
    21: _UNKNOWN_CA,  # unable to verify the first certificate
    23: _REVOKED,
    27: _UNKNOWN_CA,  # certificate not trusted
    62: _OTHER_NAME,
    64: _OTHER_NAME,  # IP address mismatch
}

_NO_TLS = TlsTrouble("it does not speak TLS", "Check {option}, the port above all: something that does not speak TLS answers there.")
_OTHER_VERSION = TlsTrouble("it offers no version of TLS that is safe", "The server has to offer TLS 1.2 or newer. Check {option}.")
_CLIENT_CERTIFICATE = TlsTrouble(
    "it demands a client certificate",
    "The Wallarm API demands none, and none is sent: a gateway answers in its place. Check {option}, and ask whoever runs the gateway.",
)
_NO_AGREEMENT = TlsTrouble(
    "it refused the handshake", "It may demand a client certificate, which is not sent, or share no cipher with this machine. Check {option}."
)
_UNKNOWN_NAME = TlsTrouble("it does not serve that name", "Check {option}: it must be a name that the server is set up for.")
_BROKEN = TlsTrouble("the connection was closed during the handshake", "Check {option} and the network where the task runs.", lasts=False)

_BY_REASON = {
    "WRONG_VERSION_NUMBER": _NO_TLS,
    "HTTP_REQUEST": _NO_TLS,
    "UNKNOWN_PROTOCOL": _NO_TLS,
    "PACKET_LENGTH_TOO_LONG": _NO_TLS,
    "RECORD_LAYER_FAILURE": _NO_TLS,
    "UNSUPPORTED_PROTOCOL": _OTHER_VERSION,
    "TLSV1_ALERT_PROTOCOL_VERSION": _OTHER_VERSION,
    "NO_PROTOCOLS_AVAILABLE": _OTHER_VERSION,
    "WRONG_SSL_VERSION": _OTHER_VERSION,
    "LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED": _OTHER_VERSION,
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": _CLIENT_CERTIFICATE,
    "SSLV3_ALERT_HANDSHAKE_FAILURE": _NO_AGREEMENT,
    "TLSV1_ALERT_INSUFFICIENT_SECURITY": _NO_AGREEMENT,
    "TLSV1_UNRECOGNIZED_NAME": _UNKNOWN_NAME,
    "TLSV1_ALERT_UNRECOGNIZED_NAME": _UNKNOWN_NAME,
    "UNEXPECTED_EOF_WHILE_READING": _BROKEN,
    "TLSV1_ALERT_INTERNAL_ERROR": _BROKEN._replace(words="it failed during the handshake"),
    "SSLV3_ALERT_BAD_RECORD_MAC": _BROKEN._replace(words="what it was sent arrived spoiled"),
}


def tls_trouble(error: ssl.SSLError) -> TlsTrouble:
    """Return why TLS made no connection."""
    if isinstance(error, ssl.SSLCertVerificationError):
        # One that urllib3 makes itself is about the name, and has no number.
        code = getattr(error, "verify_code", 62)
        trouble = _BY_CODE.get(code, _REFUSED)
        said = getattr(error, "verify_message", "")
        return trouble._replace(words=f"{trouble.words} ({said})") if said else trouble
    if isinstance(error, (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)):
        return _BROKEN
    reason = getattr(error, "reason", None) or ""
    found = _BY_REASON.get(reason, TlsTrouble("the handshake failed", "Check {option}, and the TLS settings of the server."))
    return found._replace(words=f"{found.words} ({reason})") if reason else found


def demands_certificate(error: ssl.SSLError) -> bool:
    """Whether the server demands a client certificate. By TLS 1.3 it says so only after the request left, which it then did not read."""
    return getattr(error, "reason", None) == "TLSV13_ALERT_CERTIFICATE_REQUIRED"
