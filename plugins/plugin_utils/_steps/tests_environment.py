# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The environment that the tests run in, and whether their program is there: read on the host that they run on."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.wallarm.fast.plugins.module_utils._http.proxy import API_PROXY, variable_in

_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
_EXCEPTIONS = (("NO_PROXY", "no_proxy"), ("no_proxy", "NO_PROXY"))


def variables(lines: t.Iterable[str], proxy_url: str, no_proxy: str) -> dict[str, str]:
    """Return the environment variables that lead the tests through the proxy of the FAST node.

    What there was in NO_PROXY stays in it. Without ``no_proxy`` it is not touched.

    :param lines: the proxy variables that were set before, as NAME=value.
    """
    before = dict(line.split("=", 1) for line in lines if "=" in line)
    found = {**dict.fromkeys(_PROXIES, proxy_url), API_PROXY: before.get(variable_in(before), "")}
    if no_proxy:
        for name, other in _EXCEPTIONS:
            known = before.get(name) or before.get(other) or ""
            found[name] = ",".join(part for part in (known.strip().strip(","), no_proxy) if part)
    return found


def problem(result: Mapping[str, t.Any], inputs: Mapping[str, t.Any]) -> str:
    """Return what is wrong with the tests' directory or program, or "".

    :param result: of the task that looked for the program, in that directory.
    :param inputs: ``tests_chdir``, ``tests_program``, and the ``variables`` that they came from.
    """
    directory, program, variable = inputs["tests_chdir"], inputs["tests_program"], inputs["variables"]
    if result.get("rc") == 0:
        return ""
    if directory and "directory" in str(result.get("msg")):
        return f"There is no directory {directory} ({variable['tests_chdir']}) on the host that the tests run on, or it can't be entered."
    if program and result.get("rc") is not None:
        return f"There is no program {program} ({variable['tests_command']}) on the host that the tests run on."
    return f"The host that the tests run on could not be looked at: {result.get('msg') or 'it gave no reason'}"
