# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of listVulnerabilities: where and how a test run's findings were found."""

from __future__ import annotations

import typing as t

from .baselines import attack
from .views import REMOVE, VULN_FIELDS, merged

if t.TYPE_CHECKING:
    from .runs import Run


class Kind(t.NamedTuple):
    """What the emulator says of a type of vulnerability. The words are its own."""

    title: str
    target: str
    payload: str
    description: str
    #: The request header that the payload goes into; "" for the query, the body or the path.
    header: str = ""


KINDS = {
    "sqli": Kind(
        "SQL injection", "database", "' OR '1'='1",
        "The value becomes part of an SQL query as it is, so a client can read or change what is in the database.",
    ),
    "xss": Kind(
        "Cross-site scripting", "client", "<script>alert(1)</script>",
        "The value comes back in a page without being escaped, so a script in it runs in the browser of whoever opens the page.",
    ),
    "info": Kind(
        "Information exposure", "server", "-1e999",
        "The reply to an unexpected value shows details of the server, such as file paths or a stack trace.",
    ),
    "ptrav": Kind(
        "Path traversal", "server", "../../../../etc/passwd",
        "The value is used as the name of a file and may lead out of the folder that it belongs to.",
    ),
    "redir": Kind(
        "Open redirect", "client", "https://attacker.example/",
        "The value decides where the reply sends the browser, and may name any site.",
    ),
    "rce": Kind(
        "Remote code execution", "server", "; id",
        "The value reaches a shell, which runs the commands in it with the rights of the application.",
    ),
    "ssrf": Kind(
        "Server-side request forgery", "server", "http://169.254.169.254/latest/meta-data/",
        "The application fetches the URL that it is given, also from hosts that only it can reach.",
    ),
    "xxe": Kind(
        "XML external entity", "server", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>',
        "The XML parser follows external entities, so a document can have files of the server included.",
    ),
    "auth": Kind(
        "Authentication bypass", "server", "Bearer null",
        "The request is answered in full without valid credentials.", "Authorization",
    ),
    "csrf": Kind(
        "Cross-site request forgery", "client", "https://attacker.example",
        "The request is carried out when it comes from another site. Nothing in it proves that the user meant it.", "Origin",
    ),
    "idor": Kind(
        "Insecure direct object reference", "server", "1002",
        "With the id of somebody else's object in the request, that object is returned. Whose it is isn't checked.",
    ),
    "nosqli": Kind(
        "NoSQL injection", "database", '{"$ne": null}',
        "The value is taken as an operator of the database's query, so conditions can be left out.",
    ),
    "ssti": Kind(
        "Server-side template injection", "server", "{{7*7}}",
        "The value is evaluated as a template on the server: the reply holds the result of the expression.",
    ),
    "ldapi": Kind(
        "LDAP injection", "server", "*)(uid=*",
        "The value becomes part of an LDAP filter as it is, so the filter can be made to fit every entry.",
    ),
    "anomaly": Kind(
        "Anomaly", "server", "A" * 64,
        "The application answers an unusually long value with an error that it gives for no other value.", "User-Agent",
    ),
}  # fmt: skip


class Row(t.NamedTuple):
    """A row, and whether a test has changed it, maybe against the contract."""

    view: dict[str, t.Any]
    changed: bool


def rows(run: Run, now: float) -> list[Row]:
    """The rows of what the run has found by now. A row is made when it is first seen, and stays as it is."""
    run.advance(now)
    found = run.vulns_found
    for index in range(len(run.rows), len(found)):
        run.rows.append(_row(run, index, found[index]))
    return run.rows[: len(found)]


def _row(run: Run, index: int, vuln: t.Mapping[str, t.Any]) -> Row:
    changes = {name: value for name, value in vuln.items() if name not in (*VULN_FIELDS, "row", "remove")}
    changes.update(vuln.get("row", {}), **dict.fromkeys(vuln.get("remove", []), REMOVE))
    kind = KINDS.get(str(vuln.get("type")), KINDS["anomaly"])
    # The first baselines were not tested in full and show nothing; then one finding each, and round again.
    errors = run.pace.technical_errors
    baseline = run.record.baseline(errors + index % max(1, run.record.baseline_count - errors))
    parameter, example = attack(baseline, kind.payload, kind.header)
    made = {
        **{name: vuln[name] for name in ("id", "type", "threat") if name in vuln},
        "wid": "emulator:%s" % vuln.get("id"),
        "clientid": run.clientid,
        "testrun_id": run.id,
        "status": "open",
        "validated": False,
        "hidden": False,
        "target": kind.target,
        "method": baseline.method,
        "domain": baseline.domain,
        "path": baseline.path,
        "parameter": parameter,
        "title": kind.title,
        "description": kind.description,
        "additional": "",
        "exploit_example": example,
        "template": None,
        "template_params": None,
        "detection_method": None,
        "filter": [],
        "ticket_status": None,
        "ticket_history": [],
        "validate_time": None,
        "invalidate_time": None,
        "last_check": None,
        "incidents": None,
    }
    return Row(merged(made, changes), bool(changes))
