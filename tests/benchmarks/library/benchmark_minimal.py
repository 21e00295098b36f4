# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import os

import requests
from ansible.module_utils.basic import AnsibleModule


def main():
    """Read a test run and stop its recording: the least that a module on `requests` can do."""
    module = AnsibleModule(argument_spec={"test_run_id": {"type": "str", "required": True}})
    url = f"https://{os.environ['WALLARM_API_HOST']}/v1/test_run/{module.params['test_run_id']}"
    session = requests.Session()
    session.verify = os.environ["SSL_CERT_FILE"]
    session.headers["X-WallarmAPI-Token"] = os.environ["WALLARM_API_TOKEN"]
    found = session.get(url, timeout=30)
    found.raise_for_status()
    test_run = found.json()["body"]
    changed = test_run["recording"]
    if changed:
        stopped = session.post(f"{url}/action/stop", timeout=30)
        stopped.raise_for_status()
        test_run = stopped.json()["body"]
    module.exit_json(changed=changed, test_run=test_run)


if __name__ == "__main__":
    main()
