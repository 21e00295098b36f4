# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a text of the server becomes as a variable, and as the name of a host."""

from __future__ import annotations

import pytest

from ansible_collections.wallarm.fast.plugins.inventory.test_runs import _as_data, _identity, _usable_name

try:
    from ansible.template import is_trusted_as_template
except ImportError:
    from ansible.utils.unsafe_proxy import AnsibleUnsafe

    def is_trusted_as_template(value: object) -> bool:
        """Before ansible-core 2.19, text is a template unless it is marked."""
        return not isinstance(value, AnsibleUnsafe)


@pytest.mark.parametrize("text, plain", [
    ("Shop", True), ("", True), ("{ }", True), ("}} %} #}", True), ("{{ 7 }}", False), ("{% if %}", False), ("{# x #}", False), ("{{", False),
    ("a {% b", False), ("#jinja2: x", True),
])  # fmt: skip
def test_only_text_that_would_be_a_template_is_marked(text, plain):
    for found in (_as_data(text), _as_data([text])[0], _as_data({"a": [{"b": text}]})["a"][0]["b"]):
        assert (found, is_trusted_as_template(found)) == (text, plain)


def test_other_values_stay_as_they_are():
    values = {"a": 1, "b": 1.5, "c": None, "d": True, "e": [], "f": {}}
    assert _as_data(values) == values


@pytest.mark.parametrize("text, name", [
    ("test_run_4485", "test_run_4485"), ("shop 1.4-2", "shop_1.4-2"), ("{{ x }}", "___x___"), ("a,b:c[1]/d\n", "a_b_c_1__d_"), ("Größe", "Größe"),
])  # fmt: skip
def test_the_name_of_a_host_is_no_pattern_and_no_template(text, name):
    assert _usable_name(text) == name


def test_test_runs_are_told_apart_by_cloud_client_and_id():
    one = {"test_run_api_host": "a", "clientid": 170, "test_run_id": 1, "name": "x"}
    assert _identity(one) == _identity({**one, "clientid": "170", "name": "y"})
    for other in ({"test_run_api_host": "b"}, {"clientid": 171}, {"test_run_id": 2}):
        assert _identity({**one, **other}) != _identity(one)
