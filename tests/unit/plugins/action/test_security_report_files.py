# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the action plugin decides: which way it writes, and what it returns. Both ways are run by the integration target of this name."""

from __future__ import annotations

import types

import pytest
import yaml
from ansible.errors import AnsibleActionFail
from ansible.parsing.dataloader import DataLoader
from ansible.playbook.task import Task

from ansible_collections.wallarm.fast.plugins.action import security_report_files as plugin
from ansible_collections.wallarm.fast.plugins.modules.security_report_files import DOCUMENTATION
from ansible_collections.wallarm.fast.plugins.plugin_utils._report import security_report

REPORT = security_report.build({"id": 4490, "state": "passed"}, 60, ["xss"], None, "2026-10-05T12:00:00Z")
VARIABLES = {"ansible_python_interpreter": "/usr/bin/python3"}
NAMES = ["fast-4490.json", "fast-4490.xml", "fast-4490.html", "fast-4490.sarif"]


@pytest.fixture
def run(monkeypatch):
    """Return a function that runs the action with options; Ansible's own modules are replaced by ones that note what they are asked."""
    asked = []

    def stat(_action, path, task_vars):
        assert task_vars == VARIABLES
        asked.append(("directory", path))
        return f"/expanded{path}", path == "/missing"

    def write(_action, path, content, task_vars):
        assert task_vars == VARIABLES
        asked.append((path, content))
        return path.endswith("xml")

    monkeypatch.setattr(plugin.remote, "ensure_directory", stat)
    monkeypatch.setattr(plugin.remote, "write_file", write)

    def run_action(transport="local", become=None, check_mode=False, **options):
        task = Task()
        task.args, task.check_mode, task.async_val = options, check_mode, 0
        shell = types.SimpleNamespace(tmpdir=None)
        connection = types.SimpleNamespace(transport=transport, become=become, _shell=shell, always_pipeline_modules=False)
        context = types.SimpleNamespace(check_mode=check_mode)
        action = plugin.ActionModule(task, connection, context, DataLoader(), None, None)
        action._load_name = "wallarm.fast.security_report_files"
        monkeypatch.setattr(action, "_remove_tmp_path", lambda _path, force=False: None)
        return action.run(task_vars=VARIABLES), asked

    return run_action


@pytest.mark.parametrize("transport", ["local", "ansible.builtin.local"])
def test_on_this_machine_files_are_written_in_process(run, tmp_path, transport):
    result, asked = run(transport, directory=str(tmp_path / "a"), report=REPORT)
    assert (result["changed"], asked) == (True, [])
    assert result["paths"] == [str(tmp_path / "a" / name) for name in NAMES]
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == sorted(NAMES)
    assert run(transport, directory=str(tmp_path / "a"), report=REPORT)[0]["changed"] is False


def test_one_file_that_differs_is_a_change(run, tmp_path):
    run(directory=str(tmp_path), report=REPORT)
    for name in NAMES:
        (tmp_path / name).write_bytes(b"")
        assert run(directory=str(tmp_path), report=REPORT)[0]["changed"] is True
        assert (tmp_path / name).read_bytes() != b""


def test_without_a_report_there_is_a_directory_and_no_file(run, tmp_path):
    result, _asked = run(directory=str(tmp_path / "a"))
    assert (result["changed"], result["paths"]) == (True, [])
    assert list((tmp_path / "a").iterdir()) == []
    assert run(directory=str(tmp_path / "a"), report=None)[0]["changed"] is False


def test_check_mode_writes_nothing(run, tmp_path):
    result, _asked = run(directory=str(tmp_path / "a"), report=REPORT, check_mode=True)
    assert (result["changed"], len(result["paths"])) == (True, 4)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("transport, become", [("ssh", None), ("ssh", object()), ("local", object()), ("ansible.builtin.local", object())])
def test_elsewhere_and_as_another_user_ansibles_modules_write(run, transport, become):
    result, asked = run(transport, become, directory="/there", report=REPORT)
    assert [name for name, *_rest in asked] == ["directory", *(f"/expanded/there/{name}" for name in NAMES)]
    assert result["paths"] == [f"/expanded/there/{name}" for name in NAMES]
    assert result["changed"] is True


def test_a_directory_that_was_made_elsewhere_is_a_change(run):
    assert run("ssh", directory="/missing")[0]["changed"] is True
    assert run("ssh", directory="/there")[0]["changed"] is False


def test_in_check_mode_nothing_is_written_to_a_directory_that_is_not_there(run):
    result, asked = run("ssh", directory="/missing", report=REPORT, check_mode=True)
    assert (result["changed"], asked) == (True, [("directory", "/missing")])


def test_in_check_mode_files_of_a_directory_that_is_there_are_compared(run):
    assert len(run("ssh", directory="/there", report=REPORT, check_mode=True)[1]) == 5


def test_a_new_directory_gets_its_files(run):
    assert len(run("ssh", directory="/missing", report=REPORT)[1]) == 5


def test_a_home_directory_is_that_of_the_other_side(run, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert run("ssh", directory="~/reports")[1] == [("directory", "~/reports")]
    run("local", directory="~/reports")
    assert (tmp_path / "reports").is_dir()


@pytest.mark.parametrize("options, message", [
    ({}, "missing required arguments: directory"),
    ({"directory": ""}, "directory is empty; name the directory for the reports."),
    ({"directory": "/there", "report": "text"}, "dict"),
    ({"directory": "/there", "reprot": REPORT}, "reprot"),
    ({"directory": "/there", "report": {}}, "report must be what the filter wallarm.fast.security_report returns."),
    ({"directory": "/there", "report": {**REPORT, "test_run": {"id": "../x"}}}, "can't be part of a file's name"),
])  # fmt: skip
def test_what_cannot_be_used_is_refused(run, options, message):
    with pytest.raises(AnsibleActionFail, match=message):
        run("ssh", **options)


def test_a_directory_that_can_not_be_used_fails_the_task(run, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(AnsibleActionFail, match="/file is not a directory, so no reports can be written there"):
        run(directory=str(tmp_path / "file"))


def test_the_documentation_has_the_options():
    options = yaml.safe_load(DOCUMENTATION)["options"]
    assert {name: {key: option[key] for key in ("type", "required") if key in option} for name, option in options.items()} == plugin.ARGUMENT_SPEC
