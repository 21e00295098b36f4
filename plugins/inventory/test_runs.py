# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: test_runs
short_description: Wallarm FAST test runs as hosts
version_added: 1.0.0
author:
  - wallarm.fast contributors (!UNKNOWN)
description:
  - Makes each test run a host with the name C(test_run_<id>). Its fields, as the API prints them, are the host's variables.
    Those whose names mean something to Ansible are called C(test_run_name) and C(test_run_tags). C(test_run_id) is its id, and
    C(test_run_api_host) the cloud that it was read from.
  - Every host is in the group C(fast_recording) or C(fast_not_recording), in C(fast_state_<state>) and in
    C(fast_node_<node id>). If the server does not say whether a test run is recording, it is in C(fast_recording_unknown)
    instead of the first two; M(wallarm.fast.wallarm_fast_recording) then stops it to be sure.
  - The hosts have C(ansible_connection) set to V(local), so that tasks for a test run are run by the controller.
    C(forks) and C(serial) then say how many test runs are worked on at a time.
  - Variables are plain text, numbers and so on, also in AWX. Only a text of the server's that holds C({{), C({%) or C({#) is marked, so
    that nothing evaluates it.
  - The options may be templates, such as V({{ fast_node }}), with lookups and the extra variables at hand. Those of the constructed
    features, and O(hostnames), are expressions already.
  - The name of the inventory file has to end in C(test_runs.yml), C(test_runs.yaml), C(wallarm_fast.yml) or
    C(wallarm_fast.yaml).
extends_documentation_fragment:
  - ansible.builtin.constructed
  - ansible.builtin.inventory_cache
options:
  plugin:
    description: The name of this plugin.
    type: str
    required: true
    choices: [wallarm.fast.test_runs]
  api_token:
    description:
      - Token of the FAST node, or an API token that may read its test runs. Encrypt it with Ansible Vault if it stands in
        the file.
      - If it is not given or empty, the environment variable is used.
    type: str
    env:
      - name: WALLARM_API_TOKEN
  api_host:
    description:
      - The Wallarm cloud to talk to, as a bare host, C(host:port) or a URL. V(api.wallarm.com) is the EU cloud.
    type: str
    default: us1.api.wallarm.com
    env:
      - name: WALLARM_API_HOST
  client_id:
    description:
      - Number of the client (the account) that the test runs belong to. Without it the server is asked whose the token is,
        which it may not tell for the token of a FAST node.
    type: str
    env:
      - name: WALLARM_API_CLIENT_ID
  validate_certs:
    description: Whether to verify the server's TLS certificate.
    type: bool
    default: true
  ca_path:
    description:
      - Path of a file or directory with the CA certificates to trust in place of the system's store.
      - Without it, the certificates that the environment variables E(REQUESTS_CA_BUNDLE) and E(CURL_CA_BUNDLE) name are trusted too.
    type: path
  request_timeout:
    description: Seconds that one request may take, from looking up the host's name to the last byte of the reply.
    type: float
    default: 30
  retries:
    description: How often to try again after a request failed. Each further try is a warning.
    type: int
    default: 3
  wait_timeout:
    description: Seconds that may be spent on pauses before further tries in all.
    type: int
    default: 60
  name:
    description: Only test runs of exactly this name. All that pass the other filters are read for it.
    type: str
  test_run_state:
    description: Only test runs in this state.
    type: str
    choices: [cloning, running, running_scheduled, pausing, paused, interrupting, interrupted, passed, failed]
  recording:
    description: Only test runs that are recording, or only those that are not.
    type: bool
  node_id:
    description:
      - Only test runs on the FAST node with this id.
      - If none is found, the server is asked whether there is such a node. If there is not, the inventory can't be read.
    type: str
  node_name:
    description:
      - Only test runs on the FAST node of exactly this name. The inventory can't be read if there is none or several, and lists what there is.
      - A token that may not list FAST nodes, as that of a FAST node may not, has the name compared with the one that each test run shows.
        If none is found, a warning says that nobody could tell whether there is such a node.
      - Can't be used together with O(node_id).
    type: str
  policy_id:
    description:
      - Only test runs with the test policy of this id. The server has no filter for it.
      - If none is found, the server is asked whether there is such a policy. If there is not, the inventory can't be read.
    type: str
  policy_name:
    description:
      - Only test runs with the test policy of exactly this name, as for O(node_name).
      - Can't be used together with O(policy_id).
    type: str
  build_id:
    description: Only test runs with this build id.
    type: str
  older_than:
    description:
      - Only test runs that were started at least so many minutes ago, by the clock of the machine that runs Ansible. From 0.
      - A test run of which the server does not say when it was started is never older. A warning names those that are left out for it.
    type: int
  limit:
    description: So many test runs at most, the newest ones.
    type: int
  hostnames:
    description:
      - What hosts are called. Each item is an expression, such as V(name) or V('shop_' ~ id), in which the fields have their own names and
        C(test_run_id) is the id; or a dictionary with such an expression as C(name), a text as C(prefix), and what comes between them as
        C(separator), which is V(_) by default.
      - The first item that gives a name decides, and C(test_run_<id>) where none does. A name that another host or a group has, or that is
        C(localhost), is passed over.
      - Characters other than letters, digits, C(_), C(.) and C(-) become C(_).
      - Ids of two clouds may be the same. Give the inventory file of one of them a C(prefix), so that its test runs are hosts of their own.
        A warning tells of a host that stands for test runs of two clouds or clients.
    type: list
    elements: raw
    default: []
requirements:
  - requests >= 2.25.1
  - urllib3 >= 1.26.5
notes:
  - The API filters by O(test_run_state), O(recording), O(node_id) and O(build_id). Every page of its list is read, and the rest is filtered here.
  - A list that was kept in the cache is as old as that. O(older_than) is not looked at again.
seealso:
  - module: wallarm.fast.wallarm_fast_test_run_info
"""

EXAMPLES = r"""
# recordings.test_runs.yml: everything that is recording now.
# The token is read from WALLARM_API_TOKEN, and the client's number from WALLARM_API_CLIENT_ID.
plugin: wallarm.fast.test_runs
recording: true
compose:
  # Minutes since it was started. All fields have their own names here.
  age: (now().timestamp() - start_time) // 60
groups:
  nightly: "'nightly' in tags"
keyed_groups:
  - key: policy_name
    prefix: policy
  # Ansible makes groups of texts, so that a number has to become one.
  - key: policy_id | string
    prefix: policy_id

# eu.test_runs.yml: those of the other cloud. Its test run 4485 is the host eu_4485, and not that of recordings.test_runs.yml.
# plugin: wallarm.fast.test_runs
# api_host: api.wallarm.com
# api_token: "{{ lookup('ansible.builtin.env', 'WALLARM_API_TOKEN_EU') }}"
# hostnames:
#   - name: test_run_id
#     prefix: eu
"""

import hashlib
import json
import re
import typing as t

from ansible import constants as C
from ansible.errors import AnsibleError, AnsibleParserError
from ansible.module_utils.basic import missing_required_lib
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable
from ansible.utils.unsafe_proxy import wrap_var
from ansible.vars.reserved import is_reserved_name

from ansible_collections.wallarm.fast.plugins.module_utils._argument_spec import client_of, deadline_of, endpoint_of, filled
from ansible_collections.wallarm.fast.plugins.module_utils._errors import FastError
from ansible_collections.wallarm.fast.plugins.module_utils._http.requirements import IMPORT_ERROR, TOO_OLD
from ansible_collections.wallarm.fast.plugins.module_utils._secrets import register
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.context import TaskContext
from ansible_collections.wallarm.fast.plugins.module_utils._tasks.test_run_info import find
from ansible_collections.wallarm.fast.plugins.plugin_utils._values import plain_value

try:
    from ansible.template import trust_as_template as _trusted
except ImportError:
    # Before ansible-core 2.19, text is trusted unless it is marked.
    _trusted = str

_FILE_NAMES = tuple(f"{stem}.{ending}" for stem in ("test_runs", "wallarm_fast") for ending in ("yml", "yaml"))

# What decides which test runs there are.
_ASKED = (
    "api_host", "api_token", "client_id", "name", "test_run_state", "recording", "node_id", "node_name", "policy_id", "policy_name", "build_id",
    "older_than", "limit",
)  # fmt: skip

# Options that hold expressions for each test run.
_EXPRESSIONS = ("compose", "groups", "keyed_groups", "hostnames")

# A path would be that of the machine that reads the inventory. AWX keeps what it reads, and other machines run the jobs.
_LOCAL = {"ansible_connection": _trusted("local"), "ansible_python_interpreter": _trusted("{{ ansible_playbook_python }}")}


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    """Lists test runs and makes hosts of them."""

    NAME = "wallarm.fast.test_runs"

    def verify_file(self, path: str) -> bool:
        return super().verify_file(path) and path.endswith(_FILE_NAMES)

    def parse(self, inventory: t.Any, loader: t.Any, path: str, cache: bool = True) -> None:
        super().parse(inventory, loader, path, cache)
        self._read_config_data(path)
        found = self._cached_list(path, cache)
        self._shared: dict[str, list[str]] = {}
        for test_run in found["test_runs"]:
            self._add(test_run, found["api_host"])
        self._warn_of_shared_hosts(path)

    def set_options(self, task_keys: t.Any = None, var_options: t.Any = None, direct: t.Any = None) -> None:
        # Before their types are looked at: a template may give a number or a flag.
        super().set_options(task_keys=task_keys, var_options=var_options, direct=self._evaluated(direct) if direct else direct)

    def _evaluated(self, given: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
        """Return the options of the file with the values of those that are templates."""
        self.templar.available_variables = self._vars
        found = dict(given)
        for name, value in given.items():
            if isinstance(value, str) and name not in _EXPRESSIONS:
                try:
                    found[name] = self.templar.template(value)
                except AnsibleError as failure:
                    raise AnsibleParserError(f"The option {name} can't be evaluated: {failure}") from None
        return found

    def _cached_list(self, path: str, cache: bool) -> dict[str, t.Any]:
        """Return ``test_runs``, and the ``api_host`` that they are of, as they were kept, if they may be used, or as they are."""
        self.load_cache_plugin()
        key, keep = self._cache_key(path), self.get_option("cache")
        if keep and cache and key in self._cache:
            return t.cast("dict[str, t.Any]", self._cache[key])
        found = self._list()
        if keep:
            self._cache[key] = found
        return found

    def _cache_key(self, path: str) -> str:
        """Return a key for this file and all that decides which test runs it stands for: host, token, client and filters."""
        asked = json.dumps([self.get_option(name) for name in _ASKED], default=str)
        return f"{self.get_cache_key(path)}_{hashlib.sha256(asked.encode()).hexdigest()[:16]}"

    def _list(self) -> dict[str, t.Any]:
        if IMPORT_ERROR is not None:
            raise AnsibleParserError(missing_required_lib("requests"))
        if TOO_OLD is not None:
            raise AnsibleParserError(TOO_OLD)
        params = filled(self.get_options())
        try:
            deadline = deadline_of(params)
            endpoint = endpoint_of(params)
            register(endpoint.token)
            client = client_of(params, endpoint, deadline, self.display.warning)
            found = find(TaskContext(client, deadline, self.display.warning), params)
        except FastError as failure:
            raise AnsibleParserError(str(failure)) from None
        return {"api_host": endpoint.host, "test_runs": [test_run.raw for test_run in found]}

    def _add(self, test_run: dict[str, t.Any], api_host: str) -> None:
        # What the server says is data: none of it is a template.
        fields = wrap_var(test_run)
        variables = {**_variables(test_run), "test_run_id": test_run["id"], "test_run_api_host": api_host}
        host = self.inventory.add_host(self._host_name(fields, variables))
        self._set(variables, host)
        for name, value in _LOCAL.items():
            self.inventory.set_variable(host, name, value)
        for group in _groups(test_run):
            self.inventory.add_child(self.inventory.add_group(self._sanitize_group_name(group)), host)
        strict, compose = self.get_option("strict"), self.get_option("compose")
        self._set_composite_vars(compose, fields, host, strict=strict)
        composed = self.inventory.get_host(host).vars
        self._set({name: composed[name] for name in compose or {} if name in composed}, host)
        self._add_host_to_composed_groups(self.get_option("groups"), fields, host, strict=strict)
        self._add_host_to_keyed_groups(self.get_option("keyed_groups"), fields, host, strict=strict)

    def _set(self, variables: dict[str, t.Any], host: str) -> None:
        for name, value in variables.items():
            self.inventory.set_variable(host, name, _as_data(plain_value(value)))

    def _host_name(self, fields: dict[str, t.Any], variables: dict[str, t.Any]) -> str:
        """Return the first of the wanted names that can be had, or the one that every test run has."""
        for wanted in self.get_option("hostnames"):
            name = self._wanted_name(wanted, {**fields, "test_run_id": fields["id"]})
            taken = name in self.inventory.groups or name in C.LOCALHOST
            if name and not taken and self._known(name) in ({}, _identity(variables)):
                return name
        name = _usable_name(f"test_run_{variables['test_run_id']}")
        there = self._known(name)
        if there.get("test_run_api_host", "None") != "None" and there != _identity(variables):
            self._shared.setdefault(f"client {there['clientid']} on {there['test_run_api_host']}", []).append(name)
        return name

    def _warn_of_shared_hosts(self, path: str) -> None:
        """Tell of the hosts that another source had made of another test run."""
        for others, names in self._shared.items():
            more = f" and {len(names) - 1} more" if len(names) > 1 else ""
            self.display.warning(
                f"The host {names[0]}{more} stood for a test run of {others}, and now has the variables of another one, which {path} lists. "
                "Set hostnames in one of the files, so that each is a host of its own."
            )

    def _known(self, name: str) -> dict[str, str]:
        """Return what a host of this name is known to be the test run of, or {} if there is no such host."""
        host = self.inventory.hosts.get(name)
        return _identity(host.vars) if host else {}

    def _wanted_name(self, wanted: t.Any, fields: dict[str, t.Any]) -> str:
        """Return what an item of ``hostnames`` gives, or "" if that is nothing."""
        given = wanted if isinstance(wanted, t.Mapping) else {"name": wanted}
        try:
            value = plain_value(self._compose(given["name"], fields))
        except KeyError:
            raise AnsibleParserError("hostnames: each item is an expression, or a dictionary with an expression as its name.") from None
        except AnsibleError as failure:
            if self.get_option("strict"):
                raise AnsibleParserError(f"hostnames: {given['name']} can't be evaluated: {failure}") from None
            return ""
        if value in (None, "", [], {}):
            return ""
        return _usable_name(f"{given['prefix']}{given.get('separator', '_')}{value}" if given.get("prefix") else str(value))


def _usable_name(text: str) -> str:
    """Return a text as the name of a host: one that patterns can hold, and no template."""
    return re.sub(r"[^\w.-]", "_", text)


def _identity(variables: t.Mapping[str, t.Any]) -> dict[str, str]:
    """Return what tells the test runs of two hosts apart."""
    return {name: str(variables.get(name)) for name in ("test_run_api_host", "clientid", "test_run_id")}


def _as_data(value: t.Any) -> t.Any:
    """Return a plain value with those texts marked that would be templates. Others are as good as text of a file, and are listed as such."""
    if isinstance(value, dict):
        return {key: _as_data(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_data(item) for item in value]
    if not isinstance(value, str):
        return value
    return wrap_var(value) if any(mark in value for mark in ("{{", "{%", "{#")) else _trusted(value)


def _variables(fields: dict[str, t.Any]) -> dict[str, t.Any]:
    """Return the fields that can be variables, other than those that would tell Ansible how to connect."""
    usable = {name: value for name, value in fields.items() if name.isidentifier() and not name.startswith("ansible_")}
    return {f"test_run_{name}" if is_reserved_name(name) else name: value for name, value in usable.items()}


def _groups(test_run: dict[str, t.Any]) -> list[str]:
    said = test_run.get("recording")
    recording = "fast_recording" if said is True else "fast_not_recording" if said is False else "fast_recording_unknown"
    return [recording, f"fast_state_{test_run.get('state')}", f"fast_node_{test_run.get('node_id')}"]
