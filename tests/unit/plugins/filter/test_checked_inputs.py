# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a playbook or the role was given: what is used, what is refused, and in which words."""

from __future__ import annotations

import datetime
import os
import pathlib
import typing as t

import pytest
import yaml
from ansible.errors import AnsibleFilterError

from ansible_collections.wallarm.fast.plugins.filter.checked_inputs import checked_inputs
from ansible_collections.wallarm.fast.plugins.filter.input_variables import input_variables
from ansible_collections.wallarm.fast.plugins.module_utils._api.ids import shown_where
from ansible_collections.wallarm.fast.plugins.plugin_utils._inputs import security_test

ROLE = pathlib.Path(__file__).parents[4] / "roles" / "security_test"
ENOUGH = {"fast_test_run_name": "shop", "fast_proxy_url": "http://node:8080", "fast_tests_command": "pytest tests/api"}
PLAYBOOK = ["test_run_name", "proxy_url", "tests_command", "tests_tasks", "quiet_period", "fail_on_threat", "policy_id"]

RULE = {"type": "xss", "reason": "Known"}

AWX = {
    "fast_awx_nodes": "10716", "fast_awx_older_than_minutes": 120, "fast_awx_rrule": "DTSTART:...", "fast_awx_slices": "3",
    "fast_awx_prefix": "Shop ", "fast_awx_organization": 2024, "fast_awx_project": "p", "fast_awx_inventory": "i", "fast_awx_credential": "c",
    "fast_awx_make_credential": "true", "fast_awx_project_scm_url": "https://git.example.com/p.git",
}  # fmt: skip


class Tagged(str):
    """Stands for a subclass of str, as ansible-core from 2.19 on has them."""


def given(**changes: t.Any) -> dict[str, t.Any]:
    return {**ENOUGH, **{f"fast_{name}": value for name, value in changes.items()}}


def checked(**changes: t.Any) -> dict[str, t.Any]:
    return checked_inputs(given(**changes), "security_test")


def test_what_is_given_is_typed_and_the_rest_has_its_defaults():
    found = checked()
    assert found.pop("problems") == []
    assert found.pop("variables")["quiet_period"] == "fast_quiet_period"
    assert found == {
        "test_run_name": "shop", "test_run_id": "", "test_record_id": "", "source_record_name": "",
        "tests_command": ["pytest", "tests/api"], "tests_chdir": "", "tests_tasks": "", "proxy_url": "http://node:8080", "no_proxy": "",
        "client_id": "", "node_id": "", "node_name": "", "build_id": "", "policy_id": "", "policy_name": "", "desc": "", "tags": [], "test_record_name": "",
        "file_extensions_to_exclude": "", "target_uri": "",
        "ready_timeout": 300, "quiet_period": 10, "stop_timeout": 120, "scan_timeout": 3600, "resume_within": 3600, "fail_on_threat": 1,
        "accepted_findings": [],
        "report_dir": os.path.join(os.path.realpath("."), "fast-reports"), "report_types": [],
        "records": True, "tests_file": "", "tests_program": "pytest",
    }  # fmt: skip


# What `omit` in a variable is from ansible-core 2.19 on.
OMIT = type("_OmitType", (), {})()


def taken_for_given(nothing: t.Any, options: t.Iterable[str]) -> list[str]:
    """Those of the options with which the answer is another than without them."""
    found = []
    for option in options:
        without = {name: value for name, value in ENOUGH.items() if name != f"fast_{option}"}
        if checked_inputs({**without, f"fast_{option}": nothing}, "security_test") != checked_inputs(without, "security_test"):
            found.append(option)
    return found


@pytest.mark.parametrize("nothing", [None, "", "  ", "\n", "__omit_place_holder__5f2b", OMIT])
def test_empty_means_not_given(nothing):
    assert taken_for_given(nothing, security_test.KINDS) == []


@pytest.mark.parametrize("nothing", [[], [""], ["", None]], ids=str)
def test_an_empty_list_means_not_given(nothing):
    assert taken_for_given(nothing, ["tests_command", "tags", "report_types"]) == []


USED = [
    ("test_run_name", "2026.10", "2026.10"),
    ("test_run_name", 2026, "2026"),
    ("test_run_name", 2026.5, "2026.5"),
    ("test_run_name", " shop ", "shop"),
    ("test_run_name", datetime.date(2026, 10, 1), "2026-10-01"),
    ("test_run_name", Tagged("{{ 1 + 1 }}"), "{{ 1 + 1 }}"),
    ("desc", 0, "0"),
    ("test_record_id", 4617, "4617"),
    ("test_record_id", "tr_1234", "tr_1234"),
    ("policy_id", " 83 ", "83"),
    ("client_id", 170, "170"),
    ("tests_command", "pytest -k 'a b'", ["pytest", "-k", "a b"]),
    ("tests_command", ["pytest", "-k", "a b", 5], ["pytest", "-k", "a b", "5"]),
    ("tests_command", ["grep", "", "file"], ["grep", "", "file"]),
    ("tags", "nightly", ["nightly"]),
    ("tags", "nightly, shop,", ["nightly", "shop"]),
    ("tags", 17, ["17"]),
    ("tags", ["a,b", "", "2026.10"], ["a,b", "2026.10"]),
    ("report_types", "sqli,xss", ["sqli", "xss"]),
    ("rps", "5", 5),
    ("rps", 1, 1),
    ("rps_per_baseline", 10000, 10000),
    ("inactivity_timeout", 300, 300),
    ("inactivity_timeout", "86400", 86400),
    ("quiet_period", 0, 0),
    ("quiet_period", " 60 ", 60),
    ("ready_timeout", 604800, 604800),
    ("resume_within", "0", 0),
    ("fail_on_threat", "100", 100),
    ("fail_on_threat", 1, 1),
    *[("stop_on_first_fail", value, True) for value in (True, "True", "yes", " on ", "1", 1)],
    *[("skip_duplicated_baselines", value, False) for value in (False, "false", "No", "off", "0", 0)],
    ("proxy_url", "http://127.0.0.1:33751", "http://127.0.0.1:33751"),
    ("proxy_url", "https://node/", "https://node/"),
    ("proxy_url", "http://joe:s3cret@node:8080", "http://joe:s3cret@node:8080"),
    ("proxy_url", "http://[::1]:8080", "http://[::1]:8080"),
    ("report_dir", "reports", "reports"),
    ("fail_on_threat", " Never ", "never"),
    ("accepted_findings", [], []),
    ("accepted_findings", "", []),
    ("accepted_findings", [RULE], [RULE]),
    ("accepted_findings", [{**RULE, "id": 9001, "expires": datetime.date(2026, 12, 31)}], [{**RULE, "id": 9001, "expires": "2026-12-31"}]),
    ("accepted_findings", '[{"type": "xss", "reason": "Known"}]', [RULE]),
    ("accepted_findings", Tagged("[{type: xss, reason: Known, expires: 2026-12-31}]"), [{**RULE, "expires": "2026-12-31"}]),
]  # fmt: skip


def test_a_value_is_used_as_what_it_stands_for():
    for option, value, used in USED:
        found = checked(**{option: value})
        assert found["problems"] == []
        assert found[option] == used
        assert type(found[option]) is type(used)


A_WEEK = "must be a number of seconds from 0 to 604800, a week"
SECONDS = ["ready_timeout", "quiet_period", "stop_timeout", "scan_timeout", "resume_within"]


REFUSED = [
    *[("quiet_period", value, f"fast_quiet_period {A_WEEK}, not {shown}.") for value, shown in [
        (-3, "'-3'"), ("-3", "'-3'"), (1.5, "'1.5'"), ("1.5", "'1.5'"), (True, "true"), ("\u0663", r"'\u0663'"), ([5], "'[5]'"),
    ]],
    *[(option, 604801, f"fast_{option} {A_WEEK}, not '604801'.") for option in SECONDS],
    *[("fail_on_threat", value, f"fast_fail_on_threat must be a number from 1 to 100, or never, not '{value}'.")
      for value in (0, 101, "high", "nevermore")],
    *[(option, value, f"fast_{option} must be a number of requests per second from 1, not '{value}'.")
      for option in ("rps", "rps_per_baseline") for value in (0, "many")],
    *[("inactivity_timeout", value, f"fast_inactivity_timeout must be a number of seconds from 300, five minutes, to 86400, a day, not '{value}'.")
      for value in (299, 86401)],
    ("stop_on_first_fail", "maybe", "fast_stop_on_first_fail must be true or false, not 'maybe'."),
    ("skip_duplicated_baselines", 2, "fast_skip_duplicated_baselines must be true or false, not '2'."),
    *[(option, "a b", (f"fast_{option} must be an id as the Console or the API shows it, such as 4485, not 'a b': "
                       f"digits, or letters, digits, '_' and '-', at most 64.{shown_where(option)}"))
      for option in ("test_run_id", "test_record_id", "node_id", "policy_id")],
    ("accepted_findings", {"type": "xss", "reason": "a"}, "fast_accepted_findings must be a list of rules, not \"{'type': 'xss', 'reason': 'a'}\"."),
    ("accepted_findings", 7, "fast_accepted_findings must be a list of rules, not '7'."),
    ("accepted_findings", [RULE, {"type": "xss"}], "Rule 2 of fast_accepted_findings has no reason: say why the finding is accepted."),
    ("accepted_findings", "[{type: xss}]", "Rule 1 of fast_accepted_findings has no reason: say why the finding is accepted."),
    ("client_id", "Wallarm", "fast_client_id must be the number of a client, as the Console shows it, not 'Wallarm'."),
    ("client_id", "-1", "fast_client_id must be the number of a client, as the Console shows it, not '-1'."),
    ("test_run_name", True, "fast_test_run_name must be a text, not true."),
    ("desc", ["a"], "fast_desc must be a text, not \"['a']\"."),
    ("node_name", {"a": 1}, "fast_node_name must be a text, not \"{'a': 1}\"."),
    ("tags", {"a": 1}, "fast_tags must be a text, not \"{'a': 1}\"."),
    ("tags", ["a", ["b"]], "fast_tags must be a text, not \"['b']\"."),
    ("tests_command", ["pytest", {"a": 1}], "fast_tests_command must be a text, not \"{'a': 1}\"."),
    ("tests_command", "pytest -k 'shop", ("fast_tests_command can't be split into the arguments of a command (No closing quotation): "
                                          "\"pytest -k 'shop\".")),
    ("tests_tasks", "none.yml", "Give fast_tests_command or fast_tests_tasks, not both."),
]  # fmt: skip


def test_what_can_not_be_used_is_refused_by_name():
    for option, value, problem in REFUSED:
        assert problem in checked(**{option: value})["problems"]


FILES = [
    # A file's text, its rules, and what is wrong with it.
    ("- {type: xss, reason: Known}\n", [RULE], ""),
    ("---\n- type: xss\n  reason: Known\n  expires: 2026-12-31\n", [{**RULE, "expires": "2026-12-31"}], ""),
    ("- {type: xss, reason: '{{ secret }}'}\n", [{**RULE, "reason": "{{ secret }}"}], ""),
    ("", [], ""),
    ("[]", [], ""),
    ("- {type: xss}\n", [], "Rule 1 of FILE (fast_accepted_findings) has no reason: say why the finding is accepted."),
    ("accepted: []\n", [], "FILE (fast_accepted_findings) must be a list of rules, not \"{'accepted': []}\"."),
    ("- {type: xss, reason: a, expires: 2026-02-30}\n", [], "FILE (fast_accepted_findings) is no YAML: day "),
    ("- {type: xss\n", [], "FILE (fast_accepted_findings) is no YAML: "),
    ("- !!python/object/apply:os.getcwd []\n", [], "FILE (fast_accepted_findings) is no YAML: could not determine a constructor"),
    ("- \udcff\n", [], "The file FILE (fast_accepted_findings) can't be read: 'utf-8' codec"),
]


@pytest.mark.parametrize("text, rules, problem", FILES)
def test_rules_are_read_from_a_file(tmp_path, monkeypatch, text, rules, problem):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "accepted.yml").write_text(text, encoding="utf-8", errors="surrogateescape")
    for path in ("accepted.yml", str(tmp_path / "accepted.yml")):
        found = checked(accepted_findings=path)
        assert found["accepted_findings"] == rules
        assert [said.replace(str(tmp_path / "accepted.yml"), "FILE")[: len(problem)] for said in found["problems"]] == ([problem] if problem else [])


def test_a_file_of_rules_stands_beside_the_playbook_too(tmp_path):
    (tmp_path / "accepted.yml").write_text("- {type: xss, reason: Known}\n", encoding="utf-8")
    assert checked_inputs(given(accepted_findings="accepted.yml"), "security_test", playbook_dir=str(tmp_path))["accepted_findings"] == [RULE]


def test_a_file_that_is_not_there_is_told_with_where_it_could_be(tmp_path):
    found = checked_inputs(given(accepted_findings="none.yml"), "security_test", playbook_dir=str(tmp_path))
    assert found["problems"] == [
        f"There is no file 'none.yml' (fast_accepted_findings), neither at {os.path.realpath('.')}/none.yml nor at {tmp_path}/none.yml."
    ]
    assert "can't be read: " in checked(accepted_findings=str(tmp_path))["problems"][0]


NO_PROXIES = [
    ("127.0.0.1:33751", "fast_proxy_url must be a URL such as http://127.0.0.1:33751, not '127.0.0.1:33751'."),
    ("fast-node:8080", "fast_proxy_url must be a URL such as http://fast-node:8080, not 'fast-node:8080'."),
    ("joe:s3cret@node:8080", "fast_proxy_url must be a URL such as http://node:8080, not 'node:8080'."),
    ("socks5://joe:s3cret@node:1080", "fast_proxy_url must be a URL such as http://node:1080, not 'node:1080'."),
    ("ftp://node", "fast_proxy_url must be a URL such as http://node, not 'ftp://node'."),
    ("http://joe:s3cret@node:8080/path", "fast_proxy_url must be a URL such as http://fast-node.example.com:8080, not what is given."),
    *[(url, f"fast_proxy_url must be a URL such as http://fast-node.example.com:8080, not '{url}'.") for url in [
        "http://", "http://node/path", "http://node?", "http://node#", "http://node:0", "http://node:", "http://node:65536", "http://no de", "http://[::1",
    ]],
]  # fmt: skip


def test_a_proxy_is_a_url_and_its_password_is_not_shown():
    for url, problem in NO_PROXIES:
        assert checked(proxy_url=url)["problems"] == [problem]


@pytest.mark.parametrize("name", ["test_run_name", "test_run_id"])
def test_a_test_run_is_named_by_one_of_two_options(name):
    without = {"fast_proxy_url": "http://node:8080", "fast_tests_command": "true"}
    assert checked_inputs(without, "security_test")["problems"] == [
        "Give fast_test_run_name, the name of the test run to create or to go on with, or fast_test_run_id."
    ]
    assert checked_inputs({**without, f"fast_{name}": 5}, "security_test")["problems"] == []


def test_all_problems_are_told_at_once_and_in_order():
    assert checked_inputs({"fast_scan_timeout": -3, "fast_rps": 0}, "security_test")["problems"] == [
        "fast_rps must be a number of requests per second from 1, not '0'.",
        f"fast_scan_timeout {A_WEEK}, not '-3'.",
        "Give fast_test_run_name, the name of the test run to create or to go on with, or fast_test_run_id.",
        ("Give fast_tests_command or fast_tests_tasks, which run your tests, or fast_test_record_id or fast_source_record_name, to use what was "
         "recorded before."),
        "Give fast_proxy_url, the URL of the proxy of the FAST node, such as http://fast-node.example.com:8080.",
    ]


@pytest.mark.parametrize("quiet, stop, problem", [(119, 120, None), (120, 120, "(120 s)"), (5, 4, "(4 s)"), (0, 1, None), (120, None, "(120 s)")])
def test_the_quiet_period_is_part_of_the_time_for_stopping(quiet, stop, problem):
    expected = [f"fast_quiet_period must be shorter than fast_stop_timeout {problem}, which limits it."] if problem else []
    assert checked(quiet_period=quiet, stop_timeout=stop)["problems"] == expected


def test_what_was_refused_is_not_missed_as_well():
    found = checked(proxy_url="node:8080", tests_command="'", test_run_name=True, quiet_period="x", stop_timeout=1)
    assert [problem.split()[0] for problem in found["problems"]] == [
        "fast_test_run_name", "fast_tests_command", "fast_proxy_url", "fast_quiet_period",
    ]  # fmt: skip


# --- copies -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("more, name", [
    ({}, "Retest of record 4617"),
    ({"fast_policy_id": 83}, "Retest of record 4617 with policy 83"),
    ({"fast_policy_id": ""}, "Retest of record 4617"),
    ({"fast_test_run_name": "mine", "fast_policy_id": 83}, "mine"),
    ({"fast_policy_name": "PCI DSS"}, "Retest of record 4617 with policy PCI DSS"),
    ({"fast_test_run_id": 4490}, ""),
])  # fmt: skip
def test_a_copy_needs_no_more_than_its_record(more, name):
    for option, record in (("fast_test_record_id", 4617), ("fast_source_record_name", "shop 1.4.2")):
        found = checked_inputs({option: record, **more}, "security_test")
        assert (found["problems"], found["test_run_name"], found["records"]) == ([], name.replace("4617", str(record)), False)


@pytest.mark.parametrize("by_id, by_name", [("policy_id", "policy_name"), ("test_record_id", "source_record_name")])
def test_an_id_and_a_name_exclude_each_other(by_id, by_name):
    assert checked(**{by_id: 83, by_name: "PCI"})["problems"] == [f"Give fast_{by_id} or fast_{by_name}, not both."]
    assert checked(**{by_id: 83, by_name: ""})["problems"] == checked(**{by_id: "", by_name: 2026})["problems"] == []


def test_the_playbook_for_copies_needs_a_record():
    def problems(**options):
        return checked_inputs(options, "security_test", ["test_record_id", "source_record_name"], ["test_record_id"])["problems"]

    assert problems(test_record_id="", source_record_name="") == [
        "Give test_record_id, the id of the test record to test with, which a finished recording shows, or source_record_name, its name."
    ]
    assert problems(test_record_id="4617") == problems(source_record_name="shop") == []
    (problem,) = problems(test_record_id="a b")
    assert problem.startswith("test_record_id must be an id")


# --- files and programs ----------------------------------------------------------------------------------------------


def test_the_file_of_tasks_is_looked_for_from_where_ansible_was_started_and_beside_the_playbook(tmp_path, monkeypatch):
    started_in, playbook_dir = tmp_path / "start", tmp_path / "playbooks"
    for directory in (started_in, playbook_dir):
        directory.mkdir()
    monkeypatch.chdir(started_in)
    options = {"fast_test_run_name": "shop", "fast_proxy_url": "http://node", "fast_tests_tasks": "tests.yml"}

    def found():
        return checked_inputs(options, "security_test", playbook_dir=str(playbook_dir))

    problem = f"There is no file tests.yml (fast_tests_tasks), neither as seen from {started_in} nor from {playbook_dir}."
    assert found()["problems"] == [problem]
    (playbook_dir / "tests.yml").mkdir()
    assert found()["problems"] == [problem]
    (playbook_dir / "tests.yml").rmdir()
    (playbook_dir / "tests.yml").touch()
    assert (found()["problems"], found()["tests_file"]) == ([], str(playbook_dir / "tests.yml"))
    (started_in / "tests.yml").touch()
    assert found()["tests_file"] == str(started_in / "tests.yml")
    options["fast_tests_tasks"] = str(playbook_dir / "tests.yml")
    assert found()["tests_file"] == str(playbook_dir / "tests.yml")


@pytest.mark.parametrize("command, program", [
    ("pytest tests", "pytest"), ("./run.sh", "./run.sh"), ("~/run.sh", ""), ("$HOME/run.sh", ""), (["/opt/a b/run"], "/opt/a b/run"), ("a~b", "a~b"),
])  # fmt: skip
def test_a_program_is_looked_for_unless_the_host_has_yet_to_fill_in_a_part_of_it(command, program):
    assert checked(tests_command=command)["tests_program"] == program


# --- variables --------------------------------------------------------------------------------------------------------


def test_a_playbook_has_variables_without_the_prefix_and_messages_name_them():
    options = {"test_run_name": "shop", "proxy_url": "node", "tests_command": "true", "fast_tags": "nightly", "quiet_period": "", "fail_on_threat": "x"}
    found = checked_inputs(options, "security_test", PLAYBOOK)
    assert found["problems"] == [
        "proxy_url must be a URL such as http://node, not 'node'.",
        "fail_on_threat must be a number from 1 to 100, or never, not 'x'.",
    ]
    assert (found["test_run_name"], found["tags"], found["quiet_period"]) == ("shop", ["nightly"], 10)


@pytest.mark.parametrize("unprefixed, name", [(PLAYBOOK, "test_run_name"), ([], "fast_test_run_name")])
def test_what_is_missing_is_asked_for_by_the_callers_name(unprefixed, name):
    assert checked_inputs({}, "security_test", unprefixed)["problems"][0].startswith(f"Give {name}, ")


def test_a_variable_with_the_prefix_wins_and_one_without_it_is_not_looked_at_uninvited():
    options = {**ENOUGH, "quiet_period": 5, "fast_fail_on_threat": 50, "fail_on_threat": 60}
    found = checked_inputs(options, "security_test", PLAYBOOK)
    assert (found["quiet_period"], found["fail_on_threat"]) == (5, 50)
    assert checked_inputs(options, "security_test")["quiet_period"] == 10
    assert checked_inputs({**options, "fast_fail_on_threat": ""}, "security_test", PLAYBOOK)["fail_on_threat"] == 60


@pytest.mark.parametrize("of", ["security_test", "stop_recording", "stop_forgotten_recordings", "list_recordings", "awx_setup"])
def test_what_is_left_over_of_an_unquoted_value_is_refused(of):
    options = {**ENOUGH, **AWX, "test_run_id": 1, "nodes": 1}
    assert checked_inputs(options, of)["problems"] == []
    assert checked_inputs({**options, "_raw_params": "1.4.2"}, of)["problems"] == [
        ("A value given with -e was cut at a space, and '1.4.2' is left over. "
         """Quote it as JSON, as in -e '{"test_run_name": "shop 1.4.2"}'.""")
    ]


def test_the_variables_that_are_looked_for_are_all_of_them():
    everything = [f"^fast_{name}$" for name in security_test.KINDS]
    assert input_variables("security_test") == [*everything, "^_raw_params$"]
    assert input_variables("security_test", ["proxy_url"]) == [*everything, "^proxy_url$", "^_raw_params$"]
    assert input_variables("stop_recording") == [
        "^test_run_id$", "^test_record_id$", "^recording_name$", "^node_id$", "^node_name$", "^client_id$", "^quiet_period$", "^wait_timeout$",
        "^name$", "^_raw_params$",
    ]  # fmt: skip
    assert input_variables("stop_forgotten_recordings") == ["^nodes$", "^older_than_minutes$", "^_raw_params$"]
    assert input_variables("list_recordings") == ["^nodes$", "^older_than$", "^client_id$", "^_raw_params$"]


@pytest.mark.parametrize("call", [lambda: input_variables("retest"), lambda: checked_inputs({}, "retest"), lambda: checked_inputs([], "security_test")])
def test_a_filter_that_is_called_in_a_wrong_way_says_so(call):
    with pytest.raises(AnsibleFilterError, match="security_test, stop_recording, stop_forgotten_recordings, list_recordings and awx_setup|needs a dictionary"):
        call()


def test_the_role_documents_what_is_read_and_lets_an_empty_answer_through():
    options = yaml.safe_load((ROLE / "meta" / "argument_specs.yml").read_text(encoding="utf-8"))["argument_specs"]["main"]["options"]
    assert set(options) == {f"fast_{name}" for name in security_test.KINDS}
    # Ansible checks the types at the role's start, and would refuse "" for these.
    assert {option["type"] for option in options.values()} & {"int", "float", "bool", "dict"} == set()
    assert not [name for name, option in options.items() if option.get("required")]


# --- the playbooks that stop recordings -----------------------------------------------------------------------------


@pytest.mark.parametrize("options, used", [
    ({"test_run_id": 4485}, ("4485", 0, 60)),
    ({"test_run_id": "4485", "quiet_period": "", "wait_timeout": None}, ("4485", 0, 60)),
    ({"test_run_id": "4485", "quiet_period": "70"}, ("4485", 70, 130)),
    ({"test_run_id": "4485", "quiet_period": 5, "wait_timeout": 0}, ("4485", 5, 0)),
])  # fmt: skip
def test_a_recording_is_stopped_within_a_time_that_fits_the_quiet_period(options, used):
    found = checked_inputs(options, "stop_recording")
    assert ((found["test_run_id"], found["quiet_period"], found["wait_timeout"]), found["problems"]) == (used, [])


WAYS = "Give exactly one of test_run_id, test_record_id and recording_name, which say whose recording to stop: "


@pytest.mark.parametrize("options, problems", [
    ({"quiet_period": "soon"}, [
        f"quiet_period {A_WEEK}, not 'soon'.",
        WAYS + "none is given. The id of a test run is the number at the end of its address in the Console: FAST, Test runs.",
    ]),
    ({"test_run_id": "4485", "recording_name": "shop"}, [WAYS + "test_run_id and recording_name are given."]),
    ({"test_run_id": "4485", "name": "shop"}, [WAYS + "test_run_id and name are given."]),
    ({"test_record_id": "4616", "recording_name": "shop"}, [WAYS + "test_record_id and recording_name are given."]),
    ({"recording_name": "shop", "client_id": "acme"}, ["client_id must be the number of a client, as the Console shows it, not 'acme'."]),
])  # fmt: skip
def test_stopping_a_recording_needs_one_way_to_name_it_and_numbers(options, problems):
    assert checked_inputs(options, "stop_recording")["problems"] == problems
    assert len(checked_inputs({"test_run_id": "a b"}, "stop_recording")["problems"]) == 1


HANDED_ON = {"test_run_id": 4485, "test_record_id": 4616, "node_id": 10716}


@pytest.mark.parametrize("options, used", [
    ({"test_record_id": " 4616 ", "test_run_id": None}, {"test_record_id": "4616"}),
    ({"name": "shop"}, {"recording_name": "shop"}),
    ({"name": "other", "recording_name": "shop"}, {"recording_name": "shop"}),
    ({"recording_name": 2026, "node_id": 10716, "node_name": "n", "client_id": "170"},
     {"recording_name": "2026", "node_id": "10716", "node_name": "n", "client_id": "170"}),
    # The ids of a test run and its record come together from an earlier node of a workflow, and a node may be meant for a later one.
    (HANDED_ON, {"test_run_id": "4485"}),
    ({**HANDED_ON, "test_run_id": None}, {"test_record_id": "4616"}),
])  # fmt: skip
def test_a_recording_is_named_in_one_way(options, used):
    found = checked_inputs(options, "stop_recording")
    named = ("test_run_id", "test_record_id", "recording_name", "node_id", "node_name", "client_id")
    assert ({name: found[name] for name in named if found[name]}, found["problems"]) == (used, [])


@pytest.mark.parametrize("options, used", [
    ({"nodes": 10716}, (["10716"], 120)),
    ({"nodes": "10716, fast-node-2,"}, (["10716", "fast-node-2"], 120)),
    ({"nodes": [10716, "a, b"], "older_than_minutes": ""}, (["10716", "a, b"], 120)),
    ({"nodes": "a", "older_than_minutes": "0"}, (["a"], 0)),
    ({"nodes": " all "}, (["all"], 120)),
    ({"nodes": "a", "older_than_minutes": 525600}, (["a"], 525600)),
])  # fmt: skip
def test_forgotten_recordings_are_those_of_some_nodes(options, used):
    found = checked_inputs(options, "stop_forgotten_recordings")
    assert ((found["nodes"], found["older_than_minutes"]), found["problems"]) == (used, [])


@pytest.mark.parametrize("minutes", ["soon", -1, 1.5])
def test_forgotten_recordings_need_nodes_and_a_whole_number(minutes):
    assert checked_inputs({"nodes": " ", "older_than_minutes": minutes}, "stop_forgotten_recordings")["problems"] == [
        f"older_than_minutes must be a whole number of minutes, not '{minutes}'.",
        "Give nodes, the ids or names of the FAST nodes to look at, as a list or separated by commas, or all for every node.",
    ]


ALL_AND_MORE = "nodes must be all, which means every FAST node, or ids and names, not both."


@pytest.mark.parametrize("of", ["stop_forgotten_recordings", "list_recordings"])
def test_all_nodes_are_not_some(of):
    assert checked_inputs({"nodes": "10716, all"}, of)["problems"] == [ALL_AND_MORE]
    assert checked_inputs({"nodes": ["all"]}, of)["problems"] == []


@pytest.mark.parametrize("options, used", [
    ({}, ([], None, "")),
    ({"nodes": "", "older_than": "", "client_id": ""}, ([], None, "")),
    ({"nodes": "10716,two", "older_than": "0", "client_id": 170}, (["10716", "two"], 0, "170")),
])  # fmt: skip
def test_recordings_are_listed_of_all_nodes_or_of_some(options, used):
    found = checked_inputs(options, "list_recordings")
    assert ((found["nodes"], found.get("older_than"), found["client_id"]), found["problems"]) == (used, [])


def test_recordings_are_not_listed_by_what_can_not_be_used():
    assert checked_inputs({"older_than": "soon", "client_id": "acme"}, "list_recordings")["problems"] == [
        "older_than must be a whole number of minutes, not 'soon'.",
        "client_id must be the number of a client, as the Console shows it, not 'acme'.",
    ]


def test_what_awx_is_set_up_with_keeps_its_blanks():
    found = checked_inputs(AWX, "awx_setup")
    assert (found["problems"], found["prefix"], found["organization"], found["slices"]) == ([], "Shop ", "2024", 3)
    assert (found["make_credential"], found["makes"]) == (True, ["project"])


@pytest.mark.parametrize("changed, problem", [
    ({"nodes": ""}, "Give fast_awx_nodes"),
    ({"older_than_minutes": "soon"}, "fast_awx_older_than_minutes must be a number of minutes from 1 to 525600, a year, not 'soon'."),
    ({"older_than_minutes": 0}, "from 1 to 525600"),
    ({"slices": 0}, "fast_awx_slices must be a number from 1, not '0'."),
    ({"rrule": ""}, "fast_awx_rrule must not be empty."),
    ({"organization": None}, "fast_awx_organization must not be empty."),
    ({"organization": "Default "}, "must not begin or end with a blank"),
    ({"prefix": " Shop "}, "fast_awx_prefix must not begin with a blank"),
    ({"prefix": "  "}, "fast_awx_prefix must not begin with a blank"),
    ({"prefix": "C++ "}, "must not have ++ in it"),
    ({"project": "12"}, "must not be a number"),
    ({"credential": 12}, "must not be a number"),
    ({"notification": ["mail"]}, "fast_awx_notification must be a text"),
    ({"make_credential": "perhaps"}, "must be true or false"),
    ({"execution_environment_image": "registry.example.com/ee"}, "Give fast_awx_execution_environment, a name"),
])  # fmt: skip
def test_what_awx_or_its_modules_would_take_otherwise_is_refused(changed, problem):
    (found,) = checked_inputs({**AWX, **{f"fast_awx_{name}": value for name, value in changed.items()}}, "awx_setup")["problems"]
    assert problem in found
