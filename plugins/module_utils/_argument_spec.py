# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The connection options that every module shares, and what is made of them."""

from __future__ import annotations

import os
import typing as t

from ansible.module_utils.common.parameters import env_fallback
from ansible.module_utils.errors import AnsibleFallbackNotFound

from ._api.client import FastClient
from ._deadline import Deadline
from ._errors import InvalidInput
from ._http.adapter import BoundedAdapter
from ._http.endpoint import Endpoint, make_endpoint
from ._http.transport import Transport
from ._http.trust import trust_of

_DEFAULT_HOST = "us1.api.wallarm.com"

# Seconds; what is meant to last longer was mistyped.
_LONGEST = 7 * 86400

_ENVIRONMENT = {
    "api_token": ["WALLARM_API_TOKEN"],
    "api_host": ["WALLARM_API_HOST"],
    "client_id": ["WALLARM_API_CLIENT_ID"],
}


def _fallback(*names: str) -> str:
    """Return the first of the environment variables that isn't empty.

    AWX sets the variable of an optional credential field to "", which means not given.
    """
    return t.cast("str", env_fallback(*[name for name in names if os.environ.get(name)]))


def with_connection(**options: dict[str, t.Any]) -> dict[str, dict[str, t.Any]]:
    """Return an argument spec of the given options and those of the connection."""
    return dict(
        options,
        # Required, which the words of _http/endpoint.py say: Ansible's own don't name the environment variable.
        api_token=dict(type="str", no_log=True, fallback=(_fallback, _ENVIRONMENT["api_token"])),
        api_host=dict(type="str", default=_DEFAULT_HOST, fallback=(_fallback, _ENVIRONMENT["api_host"])),
        validate_certs=dict(type="bool", default=True),
        ca_path=dict(type="path"),
        request_timeout=dict(type="float", default=30.0),
        retries=dict(type="int", default=3),
    )


def with_account(**options: dict[str, t.Any]) -> dict[str, dict[str, t.Any]]:
    """Return an argument spec as above with the option that listing test runs takes in addition."""
    return with_connection(**options, client_id=dict(type="str", fallback=(_fallback, _ENVIRONMENT["client_id"])))


def filled(params: dict[str, t.Any]) -> dict[str, t.Any]:
    """Return the options with the environment's values for those that are empty, which means not given.

    Ansible itself looks at the environment only for options that are absent.
    """
    found = dict(params)
    for option, names in _ENVIRONMENT.items():
        if option in found and not found[option]:
            try:
                found[option] = _fallback(*names)
            except AnsibleFallbackNotFound:
                pass
    return found


def deadline_of(params: dict[str, t.Any]) -> Deadline:
    """Return the end of the task's waiting time, which begins to run.

    :raises InvalidInput: naming ``wait_timeout``.
    """
    if not 0 <= params["wait_timeout"] <= _LONGEST:
        raise InvalidInput(f"wait_timeout must be a number of seconds from 0 to {_LONGEST}, a week.")
    return Deadline(params["wait_timeout"])


def endpoint_of(params: dict[str, t.Any]) -> Endpoint:
    """Return where the options say to go.

    :param params: the options, filled.
    :raises InvalidInput: naming the option that can't be used.
    """
    trust = trust_of(params["validate_certs"], params["ca_path"], os.environ)
    return make_endpoint(params["api_host"] or _DEFAULT_HOST, params["api_token"] or "", trust)


def client_of(
    params: dict[str, t.Any],
    endpoint: Endpoint,
    deadline: Deadline,
    warn: t.Callable[[str], None],
    adapter: BoundedAdapter | None = None,
) -> FastClient:
    """Return a client for the endpoint that keeps to the options' time-out and number of retries."""
    request_timeout, retries = params["request_timeout"], params["retries"]
    if not 0 < request_timeout <= _LONGEST:
        raise InvalidInput(f"request_timeout must be a number of seconds above 0 and at most {_LONGEST}, a week.")
    if retries < 0:
        raise InvalidInput("retries can't be negative; 0 means a single try.")
    return FastClient(Transport(endpoint, deadline, request_timeout, retries, warn, adapter))
