# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Launches what the stand-in holds as AWX would, with the engine that AWX uses."""

from __future__ import annotations

import dataclasses
import itertools
import json
import os
import sys
import typing as t
from pathlib import Path

import ansible_runner
from awx_stand_in import Refused, Store, jobs, rules

# AWX writes an inventory without hosts so.
INVENTORY = """#!%s
print('{"all": {"hosts": []}, "_meta": {"hostvars": {}}}')
""" % sys.executable

Events = list[dict[str, t.Any]]


@dataclasses.dataclass
class Job:
    """What is left of a job."""

    status: str
    artifacts: dict[str, t.Any]
    events: Events
    stdout: str
    environment: dict[str, str]

    def failures(self) -> list[str]:
        """The messages of the tasks that failed."""
        failed = [event["event_data"]["res"] for event in self.events if event["event"] == "runner_on_failed"]
        return [result.get("msg", "") for result in failed]

    def text(self) -> str:
        """All that AWX keeps of it but for the environment."""
        return self.stdout + json.dumps(self.events) + json.dumps(self.artifacts)


@dataclasses.dataclass
class Workflow:
    """What is left of a workflow job: its jobs by the identifiers of their nodes, and who was told of its failure."""

    status: str
    jobs: dict[str, Job]
    told: list[str]


class Controller:
    """Runs jobs in folders of their own below `folder`.

    project      the folder of the project, as its update left it
    environment  variables that all jobs get, as an administrator of AWX can set them
    """

    def __init__(self, store: Store, project: Path, folder: Path, environment: t.Mapping[str, str]) -> None:
        self.store, self.project, self.folder, self.environment = store, project, folder, dict(environment)
        self._numbers = itertools.count(1)

    def launch(self, name: str, answers: t.Mapping[str, t.Any], **how: t.Any) -> Job:
        """Launch a job template with the answers to its survey, as a user does; Refused if they are none. For `how` see `start`."""
        template = self.store.named("job_templates", name)
        problems = rules.answer_problems(template["survey"], answers)
        if problems:
            raise Refused(problems)
        return self.start(template, answers, **how)

    def start(
        self,
        template: dict[str, t.Any],
        given: t.Mapping[str, t.Any],
        cancelled: t.Callable[[], bool] | None = None,
        job_timeout: int = 0,
        check: bool = False,
    ) -> Job:
        """Run a job with these variables. It is ended when `cancelled()` holds, or after `job_timeout` seconds."""
        number = next(self._numbers)
        place = self.folder / ("job-%d" % number)
        (place / "env").mkdir(parents=True)
        (place / "inventory").mkdir()
        (place / "project").symlink_to(self.project)
        script = place / "inventory" / "hosts"
        script.write_text(INVENTORY, encoding="ascii")
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
            envvars={**self.environment, "JOB_ID": str(number), **jobs.environment(self.store, template)},
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
        problems = rules.answer_problems(template["survey"], answers)
        if problems:
            raise Refused(problems)
        variables = jobs.job_variables(template, answers)
        every = self.store.all("workflow_job_template_nodes")
        nodes = {node["id"]: node for node in every if node["workflow_job_template"] == template["id"]}
        followers = {each for node in nodes.values() for listed in node["associated"].values() for each in listed}
        done: dict[str, Job] = {}
        status = "successful"
        waiting: list[tuple[int, dict[str, t.Any]]] = [(each, {}) for each in nodes if each not in followers]
        while waiting:
            node_id, handed_on = waiting.pop(0)
            node = nodes[node_id]
            job = self.start(
                self.store.start_target(node["unified_job_template"])[1], jobs.node_variables(node, handed_on, variables)
            )
            done[node["identifier"]] = job
            good = job.status == "successful"
            followed_by = node["associated"]
            following = followed_by.get("success_nodes" if good else "failure_nodes", []) + followed_by.get("always_nodes", [])
            if not good and not following:
                status = "failed"
            waiting += [(each, {**handed_on, **job.artifacts}) for each in following]
        told = template["associated"].get("notification_templates_error", []) if status == "failed" else []
        return Workflow(status, done, [self.store.get("notification_templates", each)["name"] for each in told])
