# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a test run ended with and whatever texts it has, the files are valid."""

from __future__ import annotations

import copy
import json

import pytest

from ansible_collections.wallarm.fast.plugins.plugin_utils._report import formats
from ansible_collections.wallarm.fast.tests.unit.plugins.plugin_utils._report.test_every_ending import TABLE
from ansible_collections.wallarm.fast.tests.unit.plugins.plugin_utils._report.test_hostile_text import FIELDS, HOSTILE, fields_with

# What to report on. No file is named for something else than an id.
ENDINGS = {name: {"limit": limit, **fields} for name, (limit, fields, _expected) in TABLE.items() if fields.get("id", "") is not None}
TEXTS = {f"{name} in {field}": fields_with(field, text) for field in FIELDS if field != "id" for name, (text, _shown) in HOSTILE.items()}

FINDING = {
    "id": 9001, "type": "sqli", "threat": 80, "status": "open", "method": "GET", "domain": "shop.example.com", "path": "/products",
    "parameter": "GET_search_value", "title": "In the search", "description": "As it is", "example": "curl x",
}  # fmt: skip
DETAILS = {
    "all details": {"details": [FINDING]},
    "accepted for a time": {"details": [FINDING], "accepted": [{"type": "sqli", "reason": "Known", "expires": "2026-12-31"}]},
    "a type as SARIF's own tag": {"details": [{**FINDING, "type": "security"}]},
}
CASES = {**ENDINGS, **DETAILS, **TEXTS}


@pytest.fixture
def written(make_report, tmp_path):
    """Return a function that writes the files of a report, and returns their paths by what they end with."""

    def write(fields):
        for name, content in formats.files_of(make_report(**fields)).items():
            (tmp_path / name).write_bytes(content)
        return {path.suffix: path for path in tmp_path.iterdir()}

    return write


@pytest.mark.parametrize("fields", CASES.values(), ids=CASES)
def test_the_files_are_valid(written, sarif_schema, junit_schemas, fields):
    files = written(fields)
    sarif_schema.validate(json.loads(files[".sarif"].read_bytes()))
    for schema in junit_schemas:
        schema.validate(files[".xml"])


@pytest.mark.parametrize("change", [
    lambda run: run.update(unknown=1), lambda run: run.pop("tool"), lambda run: run["results"][0].update(level="fatal"),
    lambda run: run["results"][0].update(ruleIndex=-2), lambda run: run["results"][0]["message"].clear(),
    lambda run: run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"].update(uri="a b"),
    lambda run: run["invocations"][0].update(startTimeUtc="yesterday"),
])  # fmt: skip
def test_the_schema_of_sarif_refuses_what_is_wrong(written, sarif_schema, change):
    log = json.loads(written(DETAILS["all details"])[".sarif"].read_bytes())
    wrong = copy.deepcopy(log)
    change(wrong["runs"][0])
    assert sarif_schema.is_valid(log)
    assert not sarif_schema.is_valid(wrong)


@pytest.mark.parametrize("right, wrong", [
    ("<testsuite ", '<testsuite unknown="1" '), ('tests="', 'test="'), ("</properties>", "<note/></properties>"), ("</testcase>", "<note/></testcase>"),
])  # fmt: skip
def test_the_schemas_of_junit_refuse_what_is_wrong(written, junit_schemas, right, wrong):
    text = written(DETAILS["all details"])[".xml"].read_text(encoding="utf-8")
    assert right in text
    for schema in junit_schemas:
        assert schema.is_valid(text)
        assert not schema.is_valid(text.replace(right, wrong))
