# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reports on test runs, and what a browser or a CI server reads in them."""

from __future__ import annotations

import html.parser
import xml.etree.ElementTree as ET

import pytest

from ansible_collections.wallarm.fast.plugins.plugin_utils._report import junit, page, security_report
from ansible_collections.wallarm.fast.plugins.plugin_utils._report.accepted import rules_of

# A test run of the API with everything in it that the reports show.
RUN = {
    "id": 4490,
    "test_record_id": 4620,
    "test_record_name": "Shop record",
    "name": "Shop 1.4",
    "desc": "Every night",
    "state": "passed",
    "simple_state": "passed",
    "recording": False,
    "node_id": 10716,
    "node_name": "fast-node-1",
    "policy_id": 7,
    "policy_name": "Default policy",
    "start_time": 1790000000,
    "end_time": 1790000300,
    "domains": ["shop.example.com"],
    "tags": ["nightly"],
    "vulns": [],
    "baseline_count": 10,
    "baseline_check_passed_count": 10,
    "baseline_check_tech_fail_count": 0,
    "finished_checks_count": 120,
    "total_checks_count": 150,
    "sended_requests_count": 3410,
}


@pytest.fixture
def make_report():
    """Return a function that reports on RUN with some of its fields set to other values; `...` leaves one out."""

    def make(limit=60, checks=("sqli", "xss", "xxe"), console_url="https://us1.my.wallarm.com/testing/testruns/4490",
             generated_at="2026-10-05T12:00:00Z", details=None, accepted=(), **fields):
        run = {name: value for name, value in {**RUN, **fields}.items() if value is not ...}
        tested = None if checks is None else list(checks)
        return security_report.build(run, limit, tested, console_url, generated_at, details, rules_of(list(accepted), "accepted"))

    return make


class Page(html.parser.HTMLParser):
    """The elements of a page in their order, each as ``(tag, attributes, text)``; the text has that of the elements inside it."""

    EMPTY = ("meta", "rect", "line", "circle", "path", "br", "img", "link", "input", "base")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements, self._open = [], []
        self.feed(text)
        self.close()
        assert not self._open, "elements that are not closed"

    def handle_starttag(self, tag, attrs):
        element = [tag, dict(attrs), ""]
        self.elements.append(element)
        if tag not in self.EMPTY:
            self._open.append(element)

    def handle_endtag(self, tag):
        if tag not in self.EMPTY:
            assert self._open.pop()[0] == tag

    def handle_data(self, data):
        for element in self._open:
            element[2] += data

    def all(self, tag, **attributes):
        """Return the elements of a tag that have these attributes; ``class_`` is the attribute class."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return [element for element in self.elements if element[0] == tag and wanted.items() <= element[1].items()]

    def texts(self, tag, **attributes):
        return [" ".join(element[2].split()) for element in self.all(tag, **attributes)]

    @property
    def shape(self):
        """Every element and attribute, without texts and values."""
        return [(tag, tuple(attributes)) for tag, attributes, _text in self.elements]


@pytest.fixture
def read_page():
    """Return a function that renders a report as HTML and reads it."""
    return lambda report: Page(page.render(report))


@pytest.fixture
def read_junit():
    """Return a function that renders a report as JUnit XML and reads it."""
    return lambda report: ET.fromstring(junit.render(report).encode())
