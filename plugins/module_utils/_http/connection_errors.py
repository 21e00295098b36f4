# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a failed exchange means to the user: who is to blame, whether it may pass, and what to do. By what was seen, not by who raised it."""

from __future__ import annotations

import dataclasses
import http.client
import re
import socket
import ssl
import typing as t

from .._errors import NotSent, ReplyLost, ReplyTooLong, ReplyUnusable, Unreachable
from .._text import shortened_line
from .endpoint import Endpoint
from .exchange import Phase
from .proxy import Proxy
from .response import masked
from .retry import passes
from .tls_errors import demands_certificate, tls_trouble

# What a name look-up says of a name that does not exist, or has no address. The last two are not known everywhere.
_NO_SUCH_NAME = {getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA", "EAI_ADDRFAMILY") if hasattr(socket, name)}
_TUNNEL_FAILED = re.compile(r"Tunnel connection failed: (?P<status>[0-9]{3})\s*(?P<words>.*)", re.DOTALL)
_ADDRESSES_SHOWN = 4

if t.TYPE_CHECKING:
    Kind = type[NotSent | ReplyLost]


class AddressesFailed(OSError):
    """None of the addresses of a host could be reached.

    :param failures: each address, and why.
    """

    def __init__(self, failures: list[tuple[str, OSError]]) -> None:
        super().__init__("no address could be reached")
        self.failures = failures


@dataclasses.dataclass(frozen=True)
class Attempt:
    """An exchange that was tried.

    :param endpoint: where to.
    :param request: method and path.
    :param timeout: seconds that it could take.
    :param size: bytes that the reply could have.
    """

    endpoint: Endpoint
    request: str
    timeout: float
    size: int

    @property
    def host(self) -> str:
        """Host and port of the API."""
        return self.endpoint.host

    @property
    def proxy(self) -> Proxy | None:
        """The proxy on the way."""
        return self.endpoint.proxy

    @property
    def way(self) -> str:
        """How it went, as a part of a sentence."""
        return f" through the proxy {self.proxy.host}" if self.proxy else ""

    @property
    def first_stop(self) -> tuple[str, str]:
        """Who is connected to, and what names it."""
        if self.proxy:
            return f"the proxy {self.proxy.host}", self.proxy.variable
        return self.host, "api_host"


def failure_of(attempt: Attempt, phase: Phase, exc: BaseException, over: bool, too_long: bool) -> tuple[Kind, str]:
    """Return which failure an exception means, and its message.

    :param phase: how far the exchange got.
    :param over: whether its deadline had passed.
    :param too_long: whether more bytes came than may.
    """
    causes = list(_causes(exc))
    if too_long:
        return ReplyTooLong, (
            f"The reply of {attempt.host} to {attempt.request} is longer than {attempt.size / 1024 / 1024:g} MiB and was given up. "
            "Check that api_host names a Wallarm API host."
        )
    secure = next((cause for cause in causes if isinstance(cause, ssl.SSLError)), None)
    if secure and (phase is not Phase.REPLY or demands_certificate(secure)) and not over:
        return _tls_failure(attempt, phase, secure)
    if over:
        return _overdue(attempt, phase)
    if phase is Phase.REPLY:
        return _reply_failure(attempt, causes)
    if phase is Phase.PROXY:
        return _proxy_failure(attempt, causes)
    return _connect_failure(attempt, phase, causes)


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


def _tls_failure(attempt: Attempt, phase: Phase, error: ssl.SSLError) -> tuple[Kind, str]:
    trouble = tls_trouble(error)
    to_proxy = phase is Phase.PROXY_TLS and attempt.proxy
    peer, option = attempt.first_stop if to_proxy else (f"{attempt.host}{attempt.way}", "api_host")
    return Unreachable if trouble.lasts else NotSent, (
        f"No secure connection to {peer} could be made: {trouble.words}. {trouble.advice.format(option=option)}"
    )


_WAITED_FOR = {
    Phase.LOOK_UP: "its name was not looked up",
    Phase.CONNECT: "it did not take the connection",
    Phase.PROXY_TLS: "it did not finish the TLS handshake",
    Phase.PROXY: "it did not connect to {host}",
    Phase.TLS: "it did not finish the TLS handshake",
}


def _overdue(attempt: Attempt, phase: Phase) -> tuple[Kind, str]:
    if phase is Phase.REPLY:
        return ReplyLost, (
            f"{attempt.host} did not finish its answer to {attempt.request}{attempt.way} within {attempt.timeout:g} s. Check the network and the "
            "proxy settings, or raise request_timeout."
        )
    peer, option = (attempt.host, "api_host") if phase is Phase.TLS else attempt.first_stop
    return NotSent, (
        f"{attempt.host} could not be reached for {attempt.request}{attempt.way} within {attempt.timeout:g} s: {peer} was waited for, but "
        f"{_WAITED_FOR[phase].format(host=attempt.host)}. Check {option} and the network where the task runs, or raise request_timeout."
    )


def _reply_failure(attempt: Attempt, causes: list[BaseException]) -> tuple[Kind, str]:
    if _of(causes, http.client.BadStatusLine) and not _of(causes, http.client.RemoteDisconnected):
        return ReplyUnusable, (
            f"{attempt.host} did not answer {attempt.request}{attempt.way} by HTTP. Check api_host, the port above all, and the proxy settings."
        )
    if _of(causes, http.client.LineTooLong) or any(str(cause).startswith("got more than") for cause in causes):
        return ReplyUnusable, (
            f"The head of the reply of {attempt.host} to {attempt.request}{attempt.way} is longer than is taken. "
            "Check that api_host names a Wallarm API host."
        )
    words = _words(causes, "the answer could not be read")
    return ReplyLost, f"The connection to {attempt.host}{attempt.way} broke before {attempt.request} was answered ({words})."


def _proxy_failure(attempt: Attempt, causes: list[BaseException]) -> tuple[Kind, str]:
    peer, variable = attempt.first_stop
    refusal = next((found for found in (_TUNNEL_FAILED.match(str(cause)) for cause in causes) if found), None)
    if refusal is None:
        if _of(causes, http.client.BadStatusLine) and not _of(causes, http.client.RemoteDisconnected):
            return Unreachable, f"{_capital(peer)} does not answer as an HTTP proxy does, when asked for {attempt.host}. Check {variable}."
        return NotSent, (
            f"The connection to {peer} broke before it was connected to {attempt.host} ({_words(causes)}). "
            f"Check {variable} and the network where the task runs."
        )
    status, reason = int(refusal["status"]), refusal["words"]
    said = shortened_line(masked(f"{status} {reason}", attempt.endpoint.token))
    no_proxy = f"list {attempt.host} in NO_PROXY if no proxy is needed"
    if status == 407:
        login = "refuses the user name and password" if attempt.proxy and attempt.proxy.authorization else "asks for a user name and a password"
        return Unreachable, (
            f"{_capital(peer)} {login} ({said}). Set {variable} to http://user:password@host:port, with special characters percent-encoded, "
            f"or {no_proxy}."
        )
    if not passes(status):
        return Unreachable, f"{_capital(peer)} refuses to connect to {attempt.host} ({said}). Have it allowed there, check {variable}, or {no_proxy}."
    return NotSent, f"{_capital(peer)} could not connect to {attempt.host} ({said}). Check api_host and {variable}, or {no_proxy}."


def _connect_failure(attempt: Attempt, phase: Phase, causes: list[BaseException]) -> tuple[Kind, str]:
    _peer, option = attempt.first_stop
    unknown = any((isinstance(cause, socket.gaierror) and cause.errno in _NO_SUCH_NAME) or isinstance(cause, UnicodeError) for cause in causes)
    if phase is Phase.LOOK_UP and unknown:
        whose = "the proxy's name" if attempt.proxy else "that name"
        return Unreachable, f"Could not connect to {attempt.host}{attempt.way}: {whose} is unknown ({_words(causes)}). Check {option}."
    who = ": the proxy could not be reached" if attempt.proxy else ""
    return NotSent, (
        f"Could not connect to {attempt.host}{attempt.way}{who} ({_words(causes)}). Check {option}, the network and the proxy settings "
        "(HTTPS_PROXY, NO_PROXY) where the task runs."
    )


def _of(causes: list[BaseException], kind: type[BaseException]) -> bool:
    return any(isinstance(cause, kind) for cause in causes)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _words(causes: list[BaseException], otherwise: str = "for a reason that is not known") -> str:
    """Return the innermost cause in the system's words, or ours. Texts of requests and urllib3 say less, and differ by version."""
    for cause in reversed(causes):
        if isinstance(cause, AddressesFailed):
            return _addresses(cause)
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
        if isinstance(cause, UnicodeError):
            return "it is no host name"
        if isinstance(cause, http.client.RemoteDisconnected):
            return "it was closed without an answer"
        if isinstance(cause, http.client.IncompleteRead):
            return "the answer ended too early"
        if isinstance(cause, ssl.SSLError):
            return tls_trouble(cause).words
    return otherwise


def _addresses(failed: AddressesFailed) -> str:
    """Return what became of each address."""
    words = [f"{address}: {exc.strerror or 'it did not answer in time'}" for address, exc in failed.failures]
    more = len(words) - _ADDRESSES_SHOWN
    return ", ".join(words[:_ADDRESSES_SHOWN]) + (f", and {more} more" if more > 0 else "")
