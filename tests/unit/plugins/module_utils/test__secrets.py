# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is done in process with a result that holds a secret is what the ansible-core at hand does with that of a module."""

from __future__ import annotations

import json
import uuid

import pytest
from ansible.module_utils import basic
from ansible.module_utils.ansible_release import __version__

from ansible_collections.wallarm.fast.plugins.module_utils import _secrets

try:
    from ansible.module_utils.secrets import mask_secrets
except ImportError:
    mask_secrets = None

# How Ansible has a module show its options since ansible-core 2.21. Those before always do, and don't know this.
SHOW_OPTIONS = {"_ansible_inject_invocation": True} if [int(part) for part in __version__.split(".")[:2]] >= [2, 21] else {}
SPEC = {"api_token": {"type": "str", "no_log": True}, "name": {"type": "str"}, "retries": {"type": "int", "no_log": False}}


@pytest.fixture(name="secret")
def secret_fixture():
    """A secret that was not registered before: what is registered stays so for the life of the process."""
    return f"secret-{uuid.uuid4()}"


def result_of_a_module(monkeypatch, capsys, secret, **result):
    arguments = {"ANSIBLE_MODULE_ARGS": {"api_token": secret, **SHOW_OPTIONS}}
    monkeypatch.setattr(basic, "_ANSIBLE_ARGS", json.dumps(arguments).encode())
    monkeypatch.setattr(basic, "_ANSIBLE_PROFILE", "legacy", raising=False)
    module = basic.AnsibleModule(argument_spec=SPEC)
    with pytest.raises(SystemExit):
        module.exit_json(**result)
    return json.loads(capsys.readouterr().out)


def test_a_result_is_what_the_module_would_give(monkeypatch, capsys, secret):
    result = {"changed": False, "msg": f"It was {secret}.", "all": secret, "list": [secret, 7, None]}
    from_module = result_of_a_module(monkeypatch, capsys, secret, **result)
    from_module = _secrets.with_options_hidden(from_module, SPEC)
    told = from_module.pop("_ansible_new_secrets", None)
    _secrets.register(secret)
    in_process = _secrets.with_options_hidden({**result, "invocation": {"module_args": {"api_token": secret, "name": None, "retries": None}}}, SPEC)
    assert _secrets.removed(in_process, {secret}) == from_module
    assert from_module["invocation"]["module_args"]["api_token"] == _secrets.HIDDEN
    assert told == (None if mask_secrets is None else [secret])


def test_either_the_secret_is_removed_or_ansible_masks_it(secret):
    _secrets.register(secret)
    text = json.dumps(_secrets.removed({"msg": f"It was {secret}."}, {secret}))
    if mask_secrets is not None:
        assert secret in text
        text = mask_secrets(text)
    assert secret not in text
    assert "It was " in text


def test_what_an_option_is_replaced_by_is_what_ansible_shows(secret):
    _secrets.register(secret)
    shown = _secrets.removed({"option": secret}, {secret})["option"]
    assert (shown if mask_secrets is None else mask_secrets(shown)) == _secrets.HIDDEN


@pytest.mark.parametrize("options, shown", [
    ({"api_token": "x", "name": "x"}, {"api_token": _secrets.HIDDEN, "name": "x"}),
    ({"api_token": ["x"]}, {"api_token": _secrets.HIDDEN}),
    ({"api_token": ""}, {"api_token": ""}),
    ({"api_token": None}, {"api_token": None}),
    ({}, {}),
])
def test_an_option_that_is_a_secret_is_hidden_where_a_result_shows_options(options, shown):
    given = {"msg": "x", "invocation": {"module_args": options, "more": 1}}
    found = _secrets.with_options_hidden(given, SPEC)
    assert found == {"msg": "x", "invocation": {"module_args": shown, "more": 1}}
    assert given["invocation"]["module_args"] is options


@pytest.mark.parametrize("result", [{}, {"invocation": None}, {"invocation": "x"}, {"invocation": {}}, {"invocation": {"module_args": "x"}}])
def test_a_result_that_shows_no_options_stays_as_it_is(result):
    assert _secrets.with_options_hidden(result, SPEC) == result
