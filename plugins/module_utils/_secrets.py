# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keep secrets out of what Ansible shows, in the way of the ansible-core at hand.

Before ansible-core 2.22, a result is rid of its secrets where it is made. Since then Ansible keeps a list of secrets, and masks them in all
that it shows; the result itself, which later tasks can use, is left as it is.
"""

from __future__ import annotations

import typing as t

try:
    from ansible.module_utils.secrets import register_secret as _register_secret
except ImportError:
    from ansible.module_utils.common.parameters import remove_values as _remove_values

    _register_secret = None
else:
    _remove_values = None

#: What a result has in the place of an option that is a secret.
HIDDEN = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER" if _register_secret is None else "$REDACTED$"

#: As AnsibleModule takes it.
ArgumentSpec = dict[str, "dict[str, t.Any]"]


def names(argument_spec: ArgumentSpec) -> list[str]:
    """Return the names of the options that are secrets."""
    return [name for name, option in argument_spec.items() if option.get("no_log")]


def register(secret: str) -> None:
    """Have Ansible mask a secret in all that it shows from now on, where it can (since ansible-core 2.22)."""
    if _register_secret is not None:
        _register_secret(secret)


def removed(result: dict[str, t.Any], secrets: set[str]) -> dict[str, t.Any]:
    """Return what ``AnsibleModule`` makes of a result that may hold these secrets, all of which are registered."""
    if _remove_values is None:
        return result
    return t.cast("dict[str, t.Any]", _remove_values(result, secrets))


def hidden(options: dict[str, t.Any], argument_spec: ArgumentSpec) -> dict[str, t.Any]:
    """Return options with a placeholder for those that are secrets and not empty.

    Since ansible-core 2.22, a result that shows its options has the secrets among them. A play that writes it to a file would write the token.
    """
    return {**options, **{name: HIDDEN for name in names(argument_spec) if options.get(name)}}


def with_options_hidden(result: dict[str, t.Any], argument_spec: ArgumentSpec) -> dict[str, t.Any]:
    """Return a result that shows no option that is a secret."""
    invocation = result.get("invocation")
    if not isinstance(invocation, dict) or not isinstance(invocation.get("module_args"), dict):
        return result
    return {**result, "invocation": {**invocation, "module_args": hidden(invocation["module_args"], argument_spec)}}
