# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Why an exchange failed, in words that hold no secret."""

from __future__ import annotations

import re
import socket
import ssl
import typing as t

# What a name look-up says of a name that does not exist. The second is not known everywhere.
_NO_SUCH_NAME = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))


def _causes(exc: BaseException) -> t.Iterator[BaseException]:
    """Yield an exception and what is behind it, as requests and urllib3 nest them, outermost first."""
    pending, seen = [exc], set()
    while pending:
        current = pending.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        behind = [current.__cause__, current.__context__, getattr(current, "reason", None), *current.args]
        pending.extend(item for item in behind if isinstance(item, BaseException))


def tls_reason(exc: BaseException) -> str | None:
    """Return why TLS refused the connection, or None if something else went wrong."""
    for cause in _causes(exc):
        if isinstance(cause, ssl.SSLCertVerificationError):
            # urllib3 1.26 makes one of its own for a wrong host name, without this attribute.
            return getattr(cause, "verify_message", None) or "the certificate is not valid for this host"
        if isinstance(cause, ssl.SSLError):
            return getattr(cause, "reason", None) or "the TLS connection failed"
    return "the CA bundle does not exist" if _no_bundle(exc) else None


def distrusted(exc: BaseException) -> bool:
    """Whether it is the certificate that TLS refused the connection for, or what it is verified with."""
    return _no_bundle(exc) or any(_unverified(cause) for cause in _causes(exc))


def _unverified(cause: BaseException) -> bool:
    # X509 is what reads the CA bundle.
    return isinstance(cause, ssl.SSLCertVerificationError) or (isinstance(cause, ssl.SSLError) and getattr(cause, "library", None) == "X509")


def misdirected(exc: BaseException) -> bool:
    """Whether there is no such host, or the proxy doesn't let one through: it would be so again."""
    return any(_no_such_place(cause) for cause in _causes(exc))


def _no_such_place(cause: BaseException) -> bool:
    if isinstance(cause, socket.gaierror):
        return cause.errno in _NO_SUCH_NAME
    return isinstance(cause, UnicodeError) or str(cause).startswith("Tunnel connection failed: 4")


def _no_bundle(exc: BaseException) -> bool:
    # requests says this of a bundle that isn't there, as a bare OSError.
    return "CA certificate bundle" in str(exc)


def reason(exc: BaseException) -> str:
    """Return the innermost cause in the system's words.

    Texts of requests and urllib3 are left out, since they may hold a proxy's URL with its password. What a proxy
    answered to CONNECT is http.client's text and holds only the proxy's status line.
    """
    causes = list(_causes(exc))
    for cause in reversed(causes):
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
        if str(cause).startswith("Tunnel connection failed:"):
            return "".join(character for character in str(cause) if character.isprintable())
    return type(causes[-1]).__name__


def without_credentials(proxy: str) -> str:
    """Return the host and port of a proxy's URL, which may hold a user name and a password."""
    # A password may hold anything, even what would end it in a URL that is well made.
    place = re.sub(r"^[a-z0-9]+://|/$", "", proxy.rpartition("@")[2], flags=re.IGNORECASE)
    return place if re.fullmatch(r"[A-Za-z0-9._-]+(:[0-9]+)?|\[[0-9A-Fa-f:.]+\](:[0-9]+)?", place) else "that is set"
