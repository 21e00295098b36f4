# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the role security_test: their kinds, and the rules that hold between them. Their defaults stand in the role's argument_specs.yml."""

from __future__ import annotations

import functools
import os
import pathlib
import typing as t
from collections.abc import Mapping

import yaml

from ansible_collections.wallarm.fast.plugins.module_utils._errors import InvalidInput

from . import accepted_findings, kinds
from .reading import Inputs, Option, read

PREFIX = "fast_"

KINDS: dict[str, kinds.Kind] = {
    "test_run_name": kinds.text,
    "test_run_id": kinds.identifier,
    "test_record_id": kinds.identifier,
    "source_record_name": kinds.text,
    "tests_command": kinds.command,
    "tests_chdir": kinds.text,
    "tests_tasks": kinds.text,
    "proxy_url": kinds.proxy_url,
    "no_proxy": kinds.text,
    "client_id": kinds.client_number,
    "node_id": kinds.identifier,
    "node_name": kinds.text,
    "build_id": kinds.text,
    "policy_id": kinds.identifier,
    "policy_name": kinds.text,
    "desc": kinds.text,
    "tags": kinds.names,
    "test_record_name": kinds.text,
    "rps": kinds.rate,
    "rps_per_baseline": kinds.rate,
    "inactivity_timeout": kinds.inactivity,
    "stop_on_first_fail": kinds.flag,
    "skip_duplicated_baselines": kinds.flag,
    "file_extensions_to_exclude": kinds.text,
    "target_uri": kinds.text,
    "ready_timeout": kinds.seconds,
    "quiet_period": kinds.seconds,
    "stop_timeout": kinds.seconds,
    "scan_timeout": kinds.seconds,
    "resume_within": kinds.seconds,
    "fail_on_threat": kinds.threat_limit,
    "accepted_findings": accepted_findings.rules_or_file,
    "report_dir": kinds.text,
    "report_types": kinds.names,
}

# What the modules take as "not given".
_EMPTY: dict[kinds.Kind, t.Any] = {kinds.command: [], kinds.names: [], accepted_findings.rules_or_file: []}
_EMPTY.update(dict.fromkeys([kinds.text, kinds.identifier, kinds.client_number, kinds.proxy_url], ""))

# What an option names by its id, and another by its name.
_BY_ID_OR_NAME = (("test_record_id", "source_record_name"), ("policy_id", "policy_name"))

_ARGUMENT_SPECS = pathlib.Path(__file__).parents[3] / "roles" / "security_test" / "meta" / "argument_specs.yml"


@functools.cache
def options() -> tuple[Option, ...]:
    """Return the options of the role. Their defaults are those that its documentation shows."""
    specs = yaml.load(_ARGUMENT_SPECS.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    documented = specs["argument_specs"]["main"]["options"]
    return tuple(Option(name, kind, documented[PREFIX + name].get("default", _EMPTY.get(kind))) for name, kind in KINDS.items())


def check(given: Mapping[str, t.Any], unprefixed: t.Collection[str], required: t.Collection[str], directories: t.Sequence[str]) -> dict[str, t.Any]:
    """Return the values of all options, and what is wrong with them. An option of a number or flag that was not given is left out.

    :param given: values by the names of the variables.
    :param unprefixed: options whose value may stand in a variable without ``fast_``.
    :param required: options that have to be given.
    :param directories: where a relative ``tests_tasks`` or ``accepted_findings`` may start. The first is where Ansible was started.
    :returns: also ``records``, ``tests_file`` (the path of ``tests_tasks``), ``tests_program`` (what to look for on the host that the
        tests run on), ``variables`` (their names by option) and ``problems``, a list of sentences.
    """
    inputs = read(options(), given, PREFIX, unprefixed)
    values = inputs.values
    values["records"] = not inputs.has("test_record_id", "source_record_name")
    values["test_run_name"] = values["test_run_name"] or _name_of_a_copy(values)
    values["report_dir"] = values["report_dir"] or os.path.join(directories[0], "fast-reports")
    values["tests_file"] = next((path for path in _places(values["tests_tasks"], directories) if os.path.isfile(path)), "")
    values["tests_program"] = _program(values["tests_command"])
    if isinstance(values["accepted_findings"], str):
        values["accepted_findings"] = _rules_in_file(inputs, directories)
    inputs.problems += [*_missing(inputs, required), *_contradictions(inputs, directories)]
    return inputs.result()


def _name_of_a_copy(values: dict[str, t.Any]) -> str:
    record, policy = (values[by_id] or values[by_name] for by_id, by_name in _BY_ID_OR_NAME)
    if not record or values["test_run_id"]:
        return ""
    return f"Retest of record {record} with policy {policy}" if policy else f"Retest of record {record}"


def _program(arguments: list[str]) -> str:
    """Return the program of a command, or "" where the host has yet to fill in a variable or a home directory."""
    program = arguments[0] if arguments else ""
    return "" if "$" in program or program.startswith("~") else program


def _places(path: str, directories: t.Sequence[str]) -> list[str]:
    return [os.path.join(directory, os.path.expanduser(path)) for directory in directories] if path else []


def _rules_in_file(inputs: Inputs, directories: t.Sequence[str]) -> list[dict[str, t.Any]]:
    path, variable = inputs.values["accepted_findings"], inputs.variables["accepted_findings"]
    try:
        return accepted_findings.read_file(path, _places(path, directories), variable)
    except InvalidInput as problem:
        inputs.problems.append(str(problem))
        return []


def _missing(inputs: Inputs, required: t.Collection[str]) -> t.Iterator[str]:
    name = inputs.variables
    if not inputs.values["records"]:
        return
    if "test_record_id" in required:
        yield (
            f"Give {name['test_record_id']}, the id of the test record to test with, which a finished recording shows, "
            f"or {name['source_record_name']}, its name."
        )
        return
    if not inputs.has("test_run_name", "test_run_id"):
        yield f"Give {name['test_run_name']}, the name of the test run to create or to go on with, or {name['test_run_id']}."
    if not inputs.has("tests_command", "tests_tasks"):
        yield (
            f"Give {name['tests_command']} or {name['tests_tasks']}, which run your tests, "
            f"or {name['test_record_id']} or {name['source_record_name']}, to use what was recorded before."
        )
    if not inputs.has("proxy_url"):
        yield f"Give {name['proxy_url']}, the URL of the proxy of the FAST node, such as http://fast-node.example.com:8080."


def _contradictions(inputs: Inputs, directories: t.Sequence[str]) -> t.Iterator[str]:
    name, values = inputs.variables, inputs.values
    if inputs.has("tests_command") and inputs.has("tests_tasks"):
        yield f"Give {name['tests_command']} or {name['tests_tasks']}, not both."
    for by_id, by_name in _BY_ID_OR_NAME:
        if inputs.has(by_id) and inputs.has(by_name):
            yield f"Give {name[by_id]} or {name[by_name]}, not both."
    if not inputs.refused & {"quiet_period", "stop_timeout"} and values["quiet_period"] >= values["stop_timeout"]:
        yield f"{name['quiet_period']} must be shorter than {name['stop_timeout']} ({values['stop_timeout']} s), which limits it."
    if values["tests_tasks"] and not values["tests_file"]:
        seen = " nor from ".join(dict.fromkeys(directories))
        yield f"There is no file {values['tests_tasks']} ({name['tests_tasks']}), neither as seen from {seen}."
