# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The proxy on the way to a host, as the environment names it. The system is never asked: on macOS, that would end a forked worker."""

from __future__ import annotations

import base64
import dataclasses
import ipaddress
import re
import typing as t
from urllib.parse import unquote, urlsplit
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]

from .._errors import InvalidInput

#: The proxy of the API (none, if empty), where HTTPS_PROXY leads through a FAST node: what that records are the user's tests.
API_PROXY = "WALLARM_FAST_API_PROXY"

_PLACE = re.compile(r"(?P<host>[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_.])?|\[[0-9A-Fa-f:.]+\])(:(?P<port>[0-9]{1,5}))?")


@dataclasses.dataclass(frozen=True)
class Proxy:
    """A proxy that is asked for a tunnel.

    :param url: scheme, host and port; never a user name or a password.
    :param authorization: the header's value by which to log in, or None.
    :param variable: the environment variable that names it.
    """

    url: str
    authorization: str | None = dataclasses.field(repr=False)
    variable: str

    @property
    def host(self) -> str:
        """Host and port, as shown to users."""
        return self.url.partition("://")[2]

    @property
    def name(self) -> str:
        """Host name or IP address alone."""
        return urlsplit(self.url).hostname or ""


def proxy_for(base_url: str, environ: t.Mapping[str, str]) -> Proxy | None:
    """Return the proxy that the environment names for a URL, or None.

    :param base_url: scheme, host and port. Plain http goes to a loopback address only, and a proxy would be sent the token in clear.
    :raises InvalidInput: naming the variable; its value, which may hold a password, is never shown.
    """
    host = urlsplit(base_url).netloc
    if not base_url.startswith("https:") or _bypassed(host, environ):
        return None
    variable = variable_in(environ)
    value = environ.get(variable, "").strip()
    return _parsed(value, variable) if value else None


def variable_in(environ: t.Mapping[str, str]) -> str:
    """Return the variable whose value counts. Those in lower case count before the others, also if they are empty, which means none."""
    if API_PROXY in environ:
        return API_PROXY
    https, every = (name if name in environ else name.upper() for name in ("https_proxy", "all_proxy"))
    return https if environ.get(https, "").strip() else every


def _bypassed(host: str, environ: t.Mapping[str, str]) -> bool:
    """Whether NO_PROXY lists a host: by its name, that of a domain it is in, its address or a network that holds it."""
    no_proxy = environ.get("no_proxy", environ.get("NO_PROXY", ""))
    if proxy_bypass_environment(host, {"no": no_proxy}):
        return True
    try:
        address = ipaddress.ip_address(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return False
    return any(address in network for network in map(_network, no_proxy.split(",")) if network)


def _network(entry: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(entry.strip().strip("[]"), strict=False)
    except ValueError:
        return None


def _parsed(value: str, variable: str) -> Proxy:
    """Take a proxy's URL apart, as ``ansible.builtin.uri`` does: what stands before the last @ may hold any character."""
    scheme, found, rest = value.partition("://")
    if not found or "@" in scheme:
        scheme, rest = "http", value
    scheme = scheme.lower()
    if scheme.startswith("socks"):
        raise InvalidInput(
            f"{variable} names a SOCKS proxy, which is not supported. Set HTTPS_PROXY to an HTTP proxy, or NO_PROXY if none is needed."
        )
    login, _at, place = rest.rpartition("@")
    parts = _PLACE.fullmatch(re.split(r"[/?#]", place)[0])
    if scheme not in ("http", "https") or not parts or not 0 < int(parts["port"] or 1) < 65536:
        raise InvalidInput(
            f"{variable} can't be used: it is not the URL of an HTTP proxy. Give it as http://user:password@host:port, with special characters "
            "of user and password percent-encoded, or list the host of the API in NO_PROXY if no proxy is needed."
        )
    return Proxy(f"{scheme}://{parts[0]}", _basic(login) if login else None, variable)


def _basic(login: str) -> str:
    """Return the header's value for ``user:password``, both as they stand in a URL."""
    user, _colon, password = login.partition(":")
    pair = f"{unquote(user)}:{unquote(password)}"
    return f"Basic {base64.b64encode(pair.encode('utf-8', 'surrogateescape')).decode('ascii')}"


def without_credentials(url: str) -> str:
    """Return the host and port of a proxy's URL, which may hold a user name and a password."""
    # A password may hold anything, even what would end it in a URL that is well made.
    place = re.sub(r"^[a-z0-9]+://|/$", "", url.rpartition("@")[2], flags=re.IGNORECASE)
    return place if _PLACE.fullmatch(place) else "that is set"
