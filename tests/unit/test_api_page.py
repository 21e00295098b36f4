# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""docs/api.md lists the routes that docs/api/openapi.yaml describes, and says of each whether the client calls it."""

from __future__ import annotations

import pathlib
import re

import yaml

from ansible_collections.wallarm.fast.plugins.module_utils._api.client import FastClient

ROOT = pathlib.Path(__file__).parents[2]
ROWS = dict(re.findall(r"^\| `((?:GET|POST|PUT|DELETE) \S+)` \| (.*?) \|", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.MULTILINE))


def test_every_route_has_a_row():
    paths = yaml.safe_load((ROOT / "docs" / "api" / "openapi.yaml").read_text(encoding="utf-8"))["paths"]
    described = [f"{method.upper()} {path}" for path, item in paths.items() for method in item if method in ("get", "post", "put", "delete")]
    assert sorted(ROWS) == sorted(described)


def test_the_routes_of_the_client_are_the_used_ones():
    docstrings = " ".join(method.__doc__ or "" for method in vars(FastClient).values() if callable(method))
    called = set(re.findall(r"``((?:GET|POST|PUT) /\S+)``", docstrings))
    called.remove("POST /v1/test_run/{id}/action/{action}")
    actions = re.search(r":param action: (.*?)\.", " ".join(docstrings.split()))
    called |= {f"POST /v1/test_run/{{id}}/action/{name}" for name in re.findall(r"``(\w+)``", actions[1])}
    assert {route for route, use in ROWS.items() if not use.startswith("not used")} == called
