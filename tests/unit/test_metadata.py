# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is written in two places says the same in both."""

from __future__ import annotations

import pathlib
import re

import yaml

from ansible_collections.wallarm.fast.plugins.module_utils._http import transport as http

ROOT = pathlib.Path(__file__).parents[2]


def load(name: str):
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_the_user_agent_tells_the_collections_version():
    assert load("galaxy.yml")["version"] == http.VERSION


def test_the_readme_names_the_archive_that_is_built():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"dist/wallarm-fast-{load('galaxy.yml')['version']}.tar.gz" in readme


# Connects to no Wallarm cloud, so the group's defaults are none of its options.
WITHOUT_CONNECTION = {"security_report_files"}


def test_the_action_group_holds_every_module_that_connects():
    modules = sorted({path.stem for path in (ROOT / "plugins" / "modules").glob("*.py")} - WITHOUT_CONNECTION)
    assert load("meta/runtime.yml")["action_groups"]["fast"] == modules


def test_every_module_has_its_action_plugin():
    routing = load("meta/runtime.yml")["plugin_routing"]["modules"]
    modules = {path.stem for path in (ROOT / "plugins" / "modules").glob("*.py")}
    assert routing == {name: {"action_plugin": "wallarm.fast.in_process"} for name in modules - WITHOUT_CONNECTION}
    assert {path.stem for path in (ROOT / "plugins" / "action").glob("*.py")} == {*WITHOUT_CONNECTION, "in_process"}


def test_the_execution_environment_names_an_existing_file_of_requirements():
    requirements = load("meta/execution-environment.yml")["dependencies"]["python"]
    assert "requests>=" in (ROOT / requirements).read_text(encoding="utf-8")


def contents() -> list[str]:
    """The names of all that users can call."""
    plugins = [path for kind in ("modules", "filter", "inventory") for path in (ROOT / "plugins" / kind).glob("*.py")]
    return [path.stem for path in [*plugins, *(ROOT / "playbooks").glob("*.yml"), *(ROOT / "roles").iterdir()]]


def test_the_readme_lists_everything():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in contents() if f"`{name}`" not in readme] == []


def test_the_sites_menu_lists_everything():
    pages = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "site").glob("*.md"))
    assert [name for name in contents() if not re.search(rf"/{name}(_\w+)?(>|\.yml)", pages)] == []


def test_everything_has_an_integration_target():
    targets = {path.name for path in (ROOT / "tests" / "integration" / "targets").iterdir()}
    # Tested in tests/awx, with what ansible-test doesn't have.
    targets |= {"awx_setup", "stop_recordings"}
    # A filter that the role or a playbook uses is tested with it.
    tasks = "".join(path.read_text(encoding="utf-8") for folder in ("roles", "playbooks") for path in (ROOT / folder).rglob("*.yml"))
    used = {path.stem for path in (ROOT / "plugins" / "filter").glob("*.py") if f"wallarm.fast.{path.stem}" in tasks}
    assert [name for name in contents() if name not in used and not any(target.endswith(name) for target in targets)] == []


def test_the_matrix_has_every_admitted_ansible_core():
    """So has the README, by the first and the last of them."""
    oldest = re.fullmatch(r">=(2[.]\d+)[.]0", load("meta/runtime.yml")["requires_ansible"])[1]
    series = re.findall(r'^    "(2[.]\d+)": ">=', (ROOT / "noxfile.py").read_text(encoding="utf-8"), re.MULTILINE)
    assert series == [f"2.{minor}" for minor in range(int(oldest[2:]), int(oldest[2:]) + len(series))]
    assert f"ansible-core {oldest} to {series[-1]}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_oldest_python_is_what_ansible_test_is_told():
    oldest = re.search(r'^OLDEST_TARGET = "(.+)"$', (ROOT / "noxfile.py").read_text(encoding="utf-8"), re.MULTILINE)[1]
    assert load("tests/config.yml")["modules"]["python_requires"] == f">={oldest}"


def test_the_page_on_the_api_has_a_row_for_every_route_that_is_described():
    paths = load("docs/api/openapi.yaml")["paths"]
    described = [f"{method.upper()} {path}" for path, item in paths.items() for method in item if method in ("get", "post", "put", "delete")]
    rows = re.findall(r"^\| `((?:GET|POST|PUT|DELETE) \S+)` \|", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(rows) == sorted(described)
