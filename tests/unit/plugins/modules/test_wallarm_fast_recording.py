# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The module as Ansible runs it: arguments in as JSON, one result out, no traceback."""

from __future__ import annotations

import json
import os
import sys
import uuid

import pytest
from ansible.module_utils import basic
from ansible.module_utils.ansible_release import __version__

from ansible_collections.wallarm.fast.plugins.module_utils import _runner, _secrets
from ansible_collections.wallarm.fast.plugins.module_utils._api.client import FastClient
from ansible_collections.wallarm.fast.plugins.module_utils._argument_spec import endpoint_of
from ansible_collections.wallarm.fast.plugins.module_utils._errors import InvalidInput
from ansible_collections.wallarm.fast.plugins.module_utils._http.adapter import BoundedAdapter
from ansible_collections.wallarm.fast.plugins.module_utils._http.requirements import too_old
from ansible_collections.wallarm.fast.plugins.modules import wallarm_fast_recording

try:
    from ansible.module_utils.secrets import mask_secrets
except ImportError:
    # Before ansible-core 2.22, a result has no secret that Ansible would have to mask.
    mask_secrets = str

# How Ansible has a module show its options since ansible-core 2.21. Those before always do, and don't know this.
SHOW_OPTIONS = {"_ansible_inject_invocation": True} if [int(part) for part in __version__.split(".")[:2]] >= [2, 21] else {}
FAILURE_KEYS = {"http_status", "method", "path", "server_error"}


@pytest.fixture(name="task")
def task_fixture(fast, monkeypatch, capsys):
    """Run the module with the given options and return its result and exit code."""
    monkeypatch.setenv("WALLARM_API_TOKEN", fast.token)
    monkeypatch.setenv("WALLARM_API_HOST", fast.host)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", fast.ca_path)

    def task(check_mode=False, **options):
        arguments = {"ANSIBLE_MODULE_ARGS": {**options, "_ansible_check_mode": check_mode}}
        monkeypatch.setattr(basic, "_ANSIBLE_ARGS", json.dumps(arguments).encode())
        monkeypatch.setattr(basic, "_ANSIBLE_PROFILE", "legacy", raising=False)
        with pytest.raises(SystemExit) as ended:
            wallarm_fast_recording.main()
        result = json.loads(capsys.readouterr().out)
        # Since ansible-core 2.22, a module names the secrets that Ansible doesn't know yet. Ansible takes the key away and masks them.
        assert set(result.pop("_ansible_new_secrets", [])) <= {fast.token, options.get("api_token"), os.environ["WALLARM_API_TOKEN"]}
        assert fast.token not in json.dumps(result)
        return result, ended.value.code

    return task


def test_a_recording_is_stopped_once(task, fast):
    first, code = task(test_run_id="4485")
    assert (first["changed"], first["test_record_id"], code) == (True, 4616, 0)
    second, code = task(test_run_id=4485)
    assert (second["changed"], second["test_record_id"], code) == (False, 4616, 0)
    assert [call.method for call in fast.calls] == ["GET", "POST", "GET"]


def test_check_mode_posts_nothing(task, fast):
    result, _code = task(test_run_id="4485", check_mode=True)
    assert result["changed"] is True
    assert [call.method for call in fast.calls] == ["GET"]


def test_a_failure_carries_what_a_program_needs(task):
    result, code = task(test_run_id="9999")
    assert (result["failed"], result["http_status"], result["method"], result["path"], code) == (
        True, 404, "GET", "/v1/test_run/9999", 1,
    )  # fmt: skip
    assert result["server_error"] == "Not found"
    assert "state" not in result and "test_run" not in result


def test_a_failure_after_the_read_carries_the_run(task, fast):
    fast.add_fault("status", status=403, method="POST")
    result, _code = task(test_run_id="4485")
    assert result["test_run"]["id"] == 4485


def test_every_failure_has_the_same_keys(task):
    for options in ({"test_run_id": ""}, {"test_run_id": "1", "api_host": "http://example.com"}):
        result, _code = task(**options)
        assert set(result) >= FAILURE_KEYS
        assert (result["failed"], result["http_status"]) == (True, None)


def test_retries_are_warnings(task, fast):
    fast.add_fault("status", status=503, headers={"Retry-After": "0"})
    result, _code = task(test_run_id="4485")
    assert "Trying again" in str(result["warnings"])


# --- where the connection comes from --------------------------------------------------------------------------------


def test_options_win_over_the_environment(task, fast, monkeypatch, tmp_path):
    monkeypatch.setenv("WALLARM_API_TOKEN", "from-the-environment")
    monkeypatch.setenv("WALLARM_API_HOST", "127.0.0.1:9")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "gone.pem"))
    result, _code = task(test_run_id="4485", api_token=fast.token, api_host=fast.url, ca_path=fast.ca_path)
    assert result["changed"] is True


@pytest.mark.parametrize("option", ["api_token", "api_host", "ca_path"])
def test_an_empty_option_is_not_given(task, option):
    result, _code = task(test_run_id="4485", **{option: ""})
    assert result["changed"] is True


def test_an_empty_token_variable_is_not_given(task, monkeypatch):
    monkeypatch.setenv("WALLARM_API_TOKEN", "")
    for options in ({}, {"api_token": ""}):
        result, _code = task(test_run_id="4485", **options)
        assert result["msg"] == "api_token is required: give it, or set WALLARM_API_TOKEN where the task runs."
        assert set(result) >= FAILURE_KEYS


def test_an_empty_host_variable_means_the_default(task, monkeypatch):
    monkeypatch.setenv("WALLARM_API_HOST", "")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    result, _code = task(test_run_id="4485", retries=0)
    assert "us1.api.wallarm.com" in result["msg"]


def test_the_second_variable_of_a_bundle_is_looked_at_when_the_first_is_empty(task, fast, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "")
    monkeypatch.setenv("CURL_CA_BUNDLE", fast.ca_path)
    assert task(test_run_id="4485")[0]["changed"] is True


def test_a_bundle_that_does_not_exist_is_named(task, fast, tmp_path):
    result, _code = task(test_run_id="4485", ca_path=str(tmp_path / "gone.pem"))
    assert "gone.pem' does not exist" in result["msg"]
    assert fast.calls == []


def test_a_bundle_whose_name_holds_a_nul_is_refused():
    """Asked of the layer itself: some ansible-core refuse such an option on their own, with other words."""
    with pytest.raises(InvalidInput, match="ca_path"):
        BoundedAdapter(endpoint_of({"validate_certs": True, "ca_path": "a\0b", "api_host": "", "api_token": "x"}))


def test_without_verification_no_bundle_is_needed(task, tmp_path):
    result, _code = task(test_run_id="4485", validate_certs=False, ca_path=str(tmp_path / "gone.pem"))
    assert result["changed"] is True


@pytest.mark.parametrize(
    "options, words",
    [
        ({"request_timeout": 0}, "request_timeout"),
        ({"request_timeout": "nan"}, "request_timeout"),
        ({"request_timeout": "inf"}, "request_timeout"),
        ({"request_timeout": "soon"}, "request_timeout"),
        ({"request_timeout": "1e308"}, "request_timeout"),
        ({"wait_timeout": 10**400}, "wait_timeout"),
        ({"retries": -1}, "retries"),
        ({"state": "started"}, "state"),
        ({"test_run_id": "44\n85"}, "test_run_id"),
        ({"test_run_id": None}, "test_run_id"),
        ({"api_token": "two\nlines"}, "api_token"),
        ({"api_host": "https://joe:pw@127.0.0.1"}, "api_host"),
        ({"recording": False}, "recording"),
    ],
)
def test_bad_input_is_refused_by_name_before_any_request(task, fast, options, words):
    result, code = task(**{"test_run_id": "4485", **options})
    assert words in result["msg"]
    assert (result["failed"], code) == (True, 1)
    assert fast.calls == []


def test_a_token_echoed_by_the_server_does_not_leave_the_module(task, fast):
    fast.add_fault("echo_token", where="field")
    result, _code = task(test_run_id="4485")
    assert "********" in result["server_error"]


@pytest.mark.parametrize("test_run_id", ["4485", "9999"])
def test_options_that_a_result_shows_are_without_the_token(task, fast, test_run_id):
    result, _code = task(test_run_id=test_run_id, api_token=fast.token, **SHOW_OPTIONS)
    assert result["invocation"]["module_args"]["api_token"] == _secrets.HIDDEN
    assert result["invocation"]["module_args"]["test_run_id"] == test_run_id


def test_a_token_that_the_environment_has_for_an_empty_option_is_a_secret_too(task, monkeypatch):
    token = f"from-the-environment-{uuid.uuid4()}"
    monkeypatch.setenv("WALLARM_API_TOKEN", token)
    monkeypatch.setattr(wallarm_fast_recording, "run", lambda context, params: {"words": f"It was {token}."})
    result, _code = task(test_run_id="4485", api_token="")
    assert "It was " in result["words"]
    assert token not in mask_secrets(result["words"])


def test_a_defect_ends_in_a_sentence_that_holds_no_secret(task, monkeypatch, fast):
    def broken(context, params):
        raise KeyError(fast.token)

    monkeypatch.setattr(wallarm_fast_recording, "run", broken)
    result, code = task(test_run_id="4485")
    assert result["msg"].startswith("An unexpected KeyError ended the task (")
    assert "_runner.py, line " in result["msg"] and "please report it" in result["msg"]
    assert (result["failed"], code) == (True, 1)
    assert set(result) >= FAILURE_KEYS
    assert "Traceback" not in str(result)


def test_a_defect_below_is_shown_with_its_place(task, monkeypatch):
    monkeypatch.setattr(FastClient, "get_test_run", lambda self, test_run_id: [])
    result, _code = task(test_run_id="4485")
    assert "(models.py, line " in result["msg"]


def test_a_missing_requests_library_is_named(task, monkeypatch):
    monkeypatch.setattr(_runner, "IMPORT_ERROR", "the reason")
    result, _code = task(test_run_id="4485")
    assert "requests" in result["msg"] and sys.executable in result["msg"]


def test_libraries_that_are_too_old_are_named(task, monkeypatch):
    monkeypatch.setattr(_runner, "TOO_OLD", too_old("2.20.0", "1.24.3"))
    result, _code = task(test_run_id="4485")
    assert result["msg"].startswith("requests 2.20.0 with urllib3 1.24.3 is too old")
