# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where requests go, by which way, and what they carry."""

from __future__ import annotations

import dataclasses
import ipaddress
import os
import re
import typing as t
from urllib.parse import urlsplit

from .._errors import InvalidInput
from .._text import shortened
from .proxy import Proxy, proxy_for
from .trust import SYSTEM, Trust

_HOST_NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?\.?")


@dataclasses.dataclass(frozen=True)
class Endpoint:
    """One Wallarm cloud and the token to use there.

    :param base_url: scheme, host and port, without a slash at the end.
    :param host: host and port as shown to users.
    :param token: sent as ``X-WallarmAPI-Token``.
    :param trust: what the server's certificate is verified with.
    :param proxy: the proxy on the way, if there is one.
    """

    base_url: str
    host: str
    token: str = dataclasses.field(repr=False)
    trust: Trust = SYSTEM
    proxy: Proxy | None = None

    @property
    def name(self) -> str:
        """Host name or IP address alone."""
        return urlsplit(self.base_url).hostname or ""


def make_endpoint(api_host: str, api_token: str, trust: Trust = SYSTEM, environ: t.Mapping[str, str] | None = None) -> Endpoint:
    """Check the host, the token and the proxy that the environment names, and return them as an endpoint.

    :param api_host: a bare host, ``host:port`` or a URL of a host; https unless it says otherwise.
    :param environ: the environment; that of this process if it is not given.
    :raises InvalidInput: naming ``api_host``, ``api_token`` or the proxy's variable, never showing a credential.
    """
    scheme, host, port = _split_host(api_host)
    shown = f"[{host}]" if ":" in host else host
    if port is not None:
        shown = f"{shown}:{port}"
    base_url = f"{scheme}://{shown}"
    return Endpoint(base_url, shown, _checked_token(api_token), trust, proxy_for(base_url, os.environ if environ is None else environ))


def _split_host(api_host: str) -> tuple[str, str, int | None]:
    if "@" in api_host:
        raise InvalidInput(
            "api_host holds credentials (user:password@host). They are never used: give the host alone, "
            "and the token as api_token."
        )
    try:
        parts = urlsplit(api_host if "://" in api_host else f"https://{api_host}")
        scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
    except ValueError as exc:
        raise _bad_host(api_host, str(exc)) from None
    if scheme not in ("http", "https"):
        raise _bad_host(api_host, f"the scheme {scheme!r} is not supported; use https")
    if parts.path not in ("", "/") or "?" in api_host or "#" in api_host:
        raise _bad_host(api_host, "it must name a host only, without a path or a query")
    # urlsplit drops line breaks and tabs without a word, so the text itself is looked at.
    if any(character.isspace() or not character.isprintable() for character in api_host):
        raise _bad_host(api_host, "it holds a space or a control character")
    if port == 0 or parts.netloc.endswith(":"):
        raise _bad_host(api_host, "the port is not between 1 and 65535")
    if not (_HOST_NAME.fullmatch(host) or _is_ip_address(host)):
        raise _bad_host(api_host, "that is not a host name or an IP address")
    if scheme == "http" and not _is_loopback(host):
        raise _bad_host(api_host, "plain http would show the token to the network, and is allowed to a loopback "
                                  "address only; use https")
    return scheme, host, port


def _bad_host(api_host: str, reason: str) -> InvalidInput:
    return InvalidInput(
        f"api_host {shortened(api_host)} can't be used: {reason}. "
        "Examples: us1.api.wallarm.com, api.wallarm.com, https://api.wallarm.com:444."
    )


def _is_ip_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return host == "localhost" or (_is_ip_address(host) and ipaddress.ip_address(host).is_loopback)


def _checked_token(token: str) -> str:
    # What an HTTP header can carry, less the space. The form is not checked further: published
    # samples differ in length.
    if not token:
        raise InvalidInput("api_token is required: give it, or set WALLARM_API_TOKEN where the task runs.")
    if not re.fullmatch(r"[\x21-\x7e]+", token):
        raise InvalidInput(
            "api_token holds a line break, a space or another character that can't be part of a token. "
            "Check how it is read: a file often ends in a line break that has to be trimmed."
        )
    return token
