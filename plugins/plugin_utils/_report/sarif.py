# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A report as a SARIF 2.1.0 log, as code scanning of GitHub, GitLab and DefectDojo read it: one result for each finding.

GitHub and DefectDojo read the severity from the rule, not from the result. So there is a rule for each type and threat. GitHub refuses a
log whose place is the address of a web page: a relative one stands for it, made of host and path.
"""

from __future__ import annotations

import hashlib
import json
import re
import typing as t
from urllib.parse import quote

from ansible_collections.wallarm.fast.plugins.module_utils._api.finding import CRITICAL, GREATEST_THREAT, HIGH, MEDIUM, UNKNOWN

from .finding_words import code_of, request_of
from .text import line, lines
from .verdict import UNJUDGED

Report = dict[str, t.Any]
Finding = dict[str, t.Any]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {UNKNOWN: "error", CRITICAL: "error", HIGH: "error", MEDIUM: "warning"}

# What makes a finding the same one in the next test run, which gives it another id.
_IDENTITY = ("type", "method", "domain", "path", "parameter")


def log_of(report: Report) -> dict[str, t.Any]:
    """Return the log, made of JSON's types alone."""
    rules = {_rule_id(finding): _rule(finding) for finding in report["findings"]}
    places = {rule_id: place for place, rule_id in enumerate(rules)}
    seen: dict[str, int] = {}
    results = [_result(finding, places[_rule_id(finding)], _fingerprint(finding, seen)) for finding in report["findings"]]
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report, list(rules.values()), results)]}


def _run(report: Report, rules: list[dict[str, t.Any]], results: list[dict[str, t.Any]]) -> dict[str, t.Any]:
    times = report["times"]
    # A test run that did not get to its end, or tested nothing, is no scan that found nothing.
    invocation: dict[str, t.Any] = {"executionSuccessful": report["verdict"] not in UNJUDGED}
    if times["started"]:
        invocation["startTimeUtc"] = times["started"]
    if times["ended"]:
        invocation["endTimeUtc"] = times["ended"]
    policy = line(report["test_run"].get("policy_name")).replace("/", "_")
    return {
        "tool": {"driver": {"name": "Wallarm FAST", "rules": rules}},
        # What is compared with what: tests by the same policy.
        "automationDetails": {"id": f"wallarm-fast/{policy}/" if policy else "wallarm-fast/"},
        "invocations": [invocation],
        "columnKind": "utf16CodeUnits",
        "results": results,
        "properties": {key: report[key] for key in ("verdict", "reason", "fail_on_threat", "console_url")},
    }


def _rule_id(finding: Finding) -> str:
    threat = line(finding["threat"], "unknown")
    return f"{line(finding['type'])}/{threat}"


def _rule(finding: Finding) -> dict[str, t.Any]:
    name = line(finding["type_name"], "unknown")
    return {
        "id": _rule_id(finding),
        "name": name,
        "shortDescription": {"text": _without_links(name)},
        "fullDescription": {"text": _without_links(f"{name}, found by a security test of Wallarm FAST.")},
        "defaultConfiguration": {"level": _level(finding)},
        "properties": {"tags": sorted({"security", line(finding["type"])}), **_security_severity(finding)},
    }


def _result(finding: Finding, rule_index: int, fingerprint: str) -> dict[str, t.Any]:
    request = request_of(finding)
    location: dict[str, t.Any] = {"physicalLocation": {"artifactLocation": {"uri": _uri(finding)}, "region": {"startLine": 1}}}
    if request:
        location["logicalLocations"] = [{"fullyQualifiedName": request, "kind": "resource"}]
    return {
        "ruleId": _rule_id(finding),
        "ruleIndex": rule_index,
        "level": _level(finding),
        **_rank(finding),
        "message": {"text": _message(finding, request)},
        "locations": [location],
        # The one that GitHub compares, and one of our own name for others.
        "partialFingerprints": {"primaryLocationLineHash": fingerprint, "wallarmFast/v1": fingerprint},
        # All results have them, or none has.
        "suppressions": [{"kind": "external", "status": "accepted", "justification": line(finding["accepted_reason"])}] if finding["accepted"] else [],
        "properties": {"id": finding["id"], "threat": finding["threat"], "severity": finding["severity"], **_security_severity(finding)},
    }


def _message(finding: Finding, request: str) -> str:
    facts = {
        "Request": request,
        "Parameter": line(finding["parameter"]),
        "Description": line(finding["description"]),
        "Example": lines(finding["example"]),
        "Console": line(finding["url"]),
    }
    title = line(finding["title"]) or line(finding["type_name"], "unknown")
    first = f"{title} (threat {line(finding['threat'], 'unknown')}, {code_of(finding, 'no code')})"
    return "\n".join(_without_links(text) for text in (first, *(f"{name}: {text}" for name, text in facts.items() if text)))


def _without_links(text: str) -> str:
    """Return a text whose brackets are escaped if a reader would take some of it for a link.

    SARIF 2.1.0 leaves open how that is done. Its successor escapes brackets, and readers know that from links with brackets in their texts.
    """
    return re.sub(r"[\\\[\]]", r"\\\g<0>", text) if "](" in text else text


def _level(finding: Finding) -> str:
    return _LEVELS.get(finding["severity"], "note")


def _security_severity(finding: Finding) -> dict[str, str]:
    """Return the threat on the scale from 0.1 to 10 that the readers want, as far as it is known."""
    threat = finding["threat"]
    return {} if threat is None else {"security-severity": f"{min(threat, GREATEST_THREAT) / 10:.1f}"}


def _rank(finding: Finding) -> dict[str, float]:
    """Return the threat as GitLab reads it, on the same scale."""
    return {} if finding["threat"] is None else {"rank": float(min(finding["threat"], GREATEST_THREAT))}


def _uri(finding: Finding) -> str:
    """Return a relative URI that no directory is left with, and that has no scheme."""
    places = [*line(finding["domain"]).split("/"), *line(finding["path"]).split("/")]
    kept = [quote(place, safe="") for place in places if place not in ("", ".", "..")]
    return "/".join(kept) or "unknown"


def _fingerprint(finding: Finding, seen: dict[str, int]) -> str:
    """Return what is the same for the same finding of another test run. Several that look alike are told apart by their number."""
    identity = json.dumps([finding[key] for key in _IDENTITY])
    digest = hashlib.sha256(identity.encode()).hexdigest()[:32]
    seen[digest] = seen.get(digest, 0) + 1
    return f"{digest}:{seen[digest]}"
