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
    Those whose names mean something to Ansible are called C(test_run_name) and C(test_run_tags). C(test_run_id) is its id.
  - Every host is in the group C(fast_recording) or C(fast_not_recording), in C(fast_state_<state>) and in
    C(fast_node_<node id>). If the server does not say whether a test run is recording, it is in C(fast_recording_unknown)
    instead of the first two; M(wallarm.fast.wallarm_fast_recording) then stops it to be sure.
  - The hosts have C(ansible_connection) set to V(local), so that tasks for a test run are run by the controller.
    C(forks) and C(serial) then say how many test runs are worked on at a time.
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
requirements:
  - requests >= 2.25.1
  - urllib3 >= 1.26.5
notes:
  - The filters are passed to the API, other than O(name) and O(limit). Every page of its list is read.
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
"""

import hashlib
import json
import sys
import typing as t

from ansible.errors import AnsibleParserError
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

_FILE_NAMES = tuple(f"{stem}.{ending}" for stem in ("test_runs", "wallarm_fast") for ending in ("yml", "yaml"))

# What decides which test runs there are.
_ASKED = (
    "api_host", "api_token", "client_id", "name", "test_run_state", "recording", "node_id", "node_name", "policy_id", "policy_name", "build_id",
    "older_than", "limit",
)  # fmt: skip


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    """Lists test runs and makes hosts of them."""

    NAME = "wallarm.fast.test_runs"

    def verify_file(self, path: str) -> bool:
        return super().verify_file(path) and path.endswith(_FILE_NAMES)

    def parse(self, inventory: t.Any, loader: t.Any, path: str, cache: bool = True) -> None:
        super().parse(inventory, loader, path, cache)
        self._read_config_data(path)
        for test_run in self._cached_test_runs(path, cache):
            self._add(test_run)

    def _cached_test_runs(self, path: str, cache: bool) -> list[dict[str, t.Any]]:
        """Return the test runs as they were kept, if they may be used, or as they are."""
        self.load_cache_plugin()
        key, keep = self._cache_key(path), self.get_option("cache")
        if keep and cache and key in self._cache:
            return t.cast("list[dict[str, t.Any]]", self._cache[key])
        found = self._test_runs()
        if keep:
            self._cache[key] = found
        return found

    def _cache_key(self, path: str) -> str:
        """Return a key for this file and all that decides which test runs it stands for: host, token, client and filters."""
        asked = json.dumps([self.get_option(name) for name in _ASKED], default=str)
        return f"{self.get_cache_key(path)}_{hashlib.sha256(asked.encode()).hexdigest()[:16]}"

    def _test_runs(self) -> list[dict[str, t.Any]]:
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
            return [test_run.raw for test_run in find(TaskContext(client, deadline, self.display.warning), params)]
        except FastError as failure:
            raise AnsibleParserError(str(failure)) from None

    def _add(self, test_run: dict[str, t.Any]) -> None:
        # What the server says is data: none of it is a template.
        fields = wrap_var(test_run)
        host = self.inventory.add_host(f"test_run_{test_run['id']}")
        own = {"test_run_id": fields["id"], "ansible_connection": "local", "ansible_python_interpreter": sys.executable}
        for name, value in {**_variables(fields), **own}.items():
            self.inventory.set_variable(host, name, value)
        for group in _groups(test_run):
            self.inventory.add_child(self.inventory.add_group(self._sanitize_group_name(group)), host)
        strict = self.get_option("strict")
        self._set_composite_vars(self.get_option("compose"), fields, host, strict=strict)
        self._add_host_to_composed_groups(self.get_option("groups"), fields, host, strict=strict)
        self._add_host_to_keyed_groups(self.get_option("keyed_groups"), fields, host, strict=strict)


def _variables(fields: dict[str, t.Any]) -> dict[str, t.Any]:
    """Return the fields that can be variables, other than those that would tell Ansible how to connect."""
    usable = {name: value for name, value in fields.items() if name.isidentifier() and not name.startswith("ansible_")}
    return {f"test_run_{name}" if is_reserved_name(name) else name: value for name, value in usable.items()}


def _groups(test_run: dict[str, t.Any]) -> list[str]:
    said = test_run.get("recording")
    recording = "fast_recording" if said is True else "fast_not_recording" if said is False else "fast_recording_unknown"
    return [recording, f"fast_state_{test_run.get('state')}", f"fast_node_{test_run.get('node_id')}"]
