# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Launches what the stand-in holds as AWX would, with the engine that AWX uses."""

from __future__ import annotations

import dataclasses
import itertools
import json
import os
import subprocess
import sys
import typing as t
from pathlib import Path

import ansible_runner
from awx_stand_in import Refused, Store, jobs, rules

# AWX writes an inventory so.
INVENTORY = """#!%s
print(%r)
"""
# What AWX sets for an update of an inventory (main/constants.py). It tells where collections are by the plural of the usual variable,
# which newer Ansible doesn't read; so that is left out here.
UPDATE_ENVIRONMENT = {"ANSIBLE_INVENTORY_UNPARSED_FAILED": "True", "ANSIBLE_INVENTORY_EXPORT": "True"}

Events = list[dict[str, t.Any]]


@dataclasses.dataclass
class Job:
    """What is left of a job."""

    status: str
    artifacts: dict[str, t.Any]
    events: Events
    stdout: str
    environment: dict[str, str]

    def changed(self) -> list[str]:
        """The hosts that it changed something on."""
        return [event["event_data"]["host"] for event in self.events if event.get("event_data", {}).get("res", {}).get("changed")]

    def failures(self) -> list[str]:
        """The messages of the tasks that failed."""
        failed = [event["event_data"]["res"] for event in self.events if event["event"] == "runner_on_failed"]
        return [result.get("msg", "") for result in failed]

    def text(self) -> str:
        """All that AWX keeps of it but for the environment."""
        return self.stdout + json.dumps(self.events) + json.dumps(self.artifacts)


@dataclasses.dataclass
class Workflow:
    """What is left of a workflow job: its jobs by the identifiers of their nodes, one for each slice, and who was told of what."""

    status: str = "successful"
    jobs: dict[str, list[Job]] = dataclasses.field(default_factory=dict)
    told: list[str] = dataclasses.field(default_factory=list)


class Controller:
    """Runs jobs in folders of their own below `folder`.

    project      the folder of the project, as its update left it
    environment  variables that all jobs get, as an administrator of AWX can set them
    """

    def __init__(self, store: Store, project: Path, folder: Path, environment: t.Mapping[str, str]) -> None:
        self.store, self.project, self.folder, self.environment = store, project, folder, dict(environment)
        self._numbers = itertools.count(1)
        #: The variables of each host, by the ids of inventories.
        self.hosts: dict[int, dict[str, t.Any]] = {}

    def launch(self, name: str, answers: t.Mapping[str, t.Any], **how: t.Any) -> Job:
        """Launch a job template with the answers to its survey, as a user does. Other variables are ignored; Refused for answers that are none.

        For `how` see `start`.
        """
        template = self.store.named("job_templates", name)
        given, errors = rules.accepted(template, answers)
        if "variables_needed_to_start" in errors:
            raise Refused(errors)
        return self.start(template, given, **how)

    def update_inventory(self, source: dict[str, t.Any]) -> str:
        """Update an inventory from a file of the project, and return the job's status."""
        variables = json.loads(source["source_vars"])
        path = self.project / source["source_path"]
        command = ["ansible-inventory", "--list", "--export", "-i", str(path), "--playbook-dir", str(path.parent)]
        # Where the project's collections are in an execution environment.
        there = {name: value.replace("/runner/requirements_collections", self.environment["ANSIBLE_COLLECTIONS_PATH"]) for name, value in variables.items()}
        plain = {name: value for name, value in self.environment.items() if name != "ANSIBLE_COLLECTIONS_PATH"}
        environment = {**os.environ, **plain, **UPDATE_ENVIRONMENT, **there, **jobs.environment(self.store, [source["credential"]])}
        listed = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if listed.returncode:
            return "failed"
        found = json.loads(listed.stdout)
        groups = [group.get("hosts", []) for name, group in found.items() if name != "_meta"]
        names = {name for group in groups for name in group}
        self.hosts[source["inventory"]] = {name: found["_meta"]["hostvars"].get(name, {}) for name in sorted(names)}
        return "successful"

    def start_slices(self, template: dict[str, t.Any], given: t.Mapping[str, t.Any]) -> list[Job]:
        """Run a job, or one for each slice of the inventory. There are no more of them than hosts."""
        count = min(template.get("job_slice_count", 1), len(self.hosts.get(template["inventory"], {})))
        return [self.start(template, given, part=(number, count)) for number in range(count)] if count > 1 else [self.start(template, given)]

    def start(
        self,
        template: dict[str, t.Any],
        given: t.Mapping[str, t.Any],
        cancelled: t.Callable[[], bool] | None = None,
        job_timeout: int = 0,
        check: bool = False,
        part: tuple[int, int] = (0, 1),
    ) -> Job:
        """Run a job with these variables. It is ended when `cancelled()` holds, or after `job_timeout` seconds.

        Of the inventory it gets the hosts of one part, from 0, of so many: in the order of their names each n-th.
        """
        number = next(self._numbers)
        place = self.folder / ("job-%d" % number)
        (place / "env").mkdir(parents=True)
        (place / "inventory").mkdir()
        (place / "project").symlink_to(self.project)
        script = place / "inventory" / "hosts"
        every = self.hosts.get(template["inventory"], {})
        hosts = {name: every[name] for name in sorted(every)[part[0]::part[1]]}
        shown = json.dumps({"all": {"hosts": list(hosts)}, "_meta": {"hostvars": hosts}})
        script.write_text(INVENTORY % (sys.executable, shown), encoding="utf-8")
        script.chmod(0o700)
        variables = {"awx_job_id": number, "awx_job_template_name": template["name"], **jobs.job_variables(template, given)}
        text = jobs.as_yaml(variables, jobs.own_variables(template))
        (place / "env" / "extravars").write_text(text, encoding="utf-8")
        seen: dict[str, str] = {}

        def remember(status: t.Mapping[str, t.Any], **_more: t.Any) -> None:
            seen.update(status.get("env", {}))

        done = ansible_runner.run(
            private_data_dir=str(place),
            ident=str(number),
            playbook=template["playbook"],
            envvars={**self.environment, "JOB_ID": str(number), **jobs.environment(self.store, template["associated"].get("credentials", []))},
            settings={"job_timeout": job_timeout, "suppress_ansible_output": True},
            cmdline="--check" if check else None,
            cancel_callback=cancelled or (lambda: False),
            status_handler=remember,
        )
        events = list(done.events)
        stats = [event["event_data"] for event in events if event["event"] == "playbook_on_stats"]
        artifacts = stats[-1].get("artifact_data", {}) if stats else {}
        environment = {name: value for name, value in seen.items() if os.environ.get(name) != value}
        return Job(done.status, artifacts, events, done.stdout.read(), environment)

    def launch_workflow(self, name: str, answers: t.Mapping[str, t.Any]) -> Workflow:
        """Launch a workflow with the answers to its survey, and follow its nodes to the end."""
        template = self.store.named("workflow_job_templates", name)
        variables, errors = rules.accepted(template, answers)
        if errors:
            raise Refused(errors)
        variables = jobs.job_variables(template, variables)
        every = self.store.all("workflow_job_template_nodes")
        nodes = {node["id"]: node for node in every if node["workflow_job_template"] == template["id"]}
        followers = {each for node in nodes.values() for listed in node["associated"].values() for each in listed}
        done = Workflow()
        waiting: list[tuple[int, dict[str, t.Any]]] = [(each, {}) for each in nodes if each not in followers]
        while waiting:
            node_id, handed_on = waiting.pop(0)
            node = nodes[node_id]
            kind, target = self.store.referred("unified_job_template", node["unified_job_template"])
            if kind == "inventory_sources":
                found, good = [], self.update_inventory(target) == "successful"
            else:
                found = self.start_slices(target, jobs.node_variables(node, handed_on, variables))
                good = all(job.status == "successful" for job in found)
                done.told += [who for job in found if job.status != "successful" for who in self._told(target)]
            done.jobs[node["identifier"]] = found
            followed_by = node["associated"]
            following = followed_by.get("success_nodes" if good else "failure_nodes", []) + followed_by.get("always_nodes", [])
            if not good and not following:
                done.status = "failed"
            artifacts = {name: value for job in found for name, value in job.artifacts.items()}
            waiting += [(each, {**handed_on, **artifacts}) for each in following]
        done.told += self._told(template) if done.status == "failed" else []
        return done

    def _told(self, template: dict[str, t.Any]) -> list[str]:
        """Whom AWX tells of a failure of this one."""
        listed = template["associated"].get("notification_templates_error", [])
        return [self.store.get("notification_templates", each)["name"] for each in listed]
