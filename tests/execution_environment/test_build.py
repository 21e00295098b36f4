# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which engine builds the image, with what, and what a failed build tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import build
from .causes import Cause, cause_of

PODMAN = "Error: creating build container: initializing source docker://registry.example.com/base:latest: pinging container registry: no such host"
DOCKER = "ERROR: failed to solve: registry.example.com/base: failed to resolve source metadata for registry.example.com/base: not found"
# As the pip of Python 3.9 says it, and newer ones.
OLD = "ERROR: Could not find a version that satisfies the requirement ansible-core>=2.16 (from versions: 2.11.0, 2.15.13)\n"
NONE = "ERROR: Could not find a version that satisfies the requirement ansible-core>=2.16 (from versions: none)\n"
NO_MATCH = "ERROR: No matching distribution found for ansible-core>=2.16"
UNREACHABLE = "WARNING: Retrying after connection broken by 'NewConnectionError('Failed to establish a new connection')': /simple/ansible-core/\n"
REFUSED = "Could not fetch URL https://pypi.example.com/simple/ansible-core/: SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]'))\n"


@pytest.mark.parametrize("output, sentence, other_engine", [
    (PODMAN, "The base image can't be pulled; EE_BASE=... names another one. Error: creating build container", True),
    (DOCKER, "The base image can't be pulled; EE_BASE=... names another one. ERROR: failed to solve", True),
    ("Error: crun: setrlimit `RLIMIT_NOFILE`: Operation not permitted: OCI permission denied", "The engine can't run containers here: Error: crun", True),
    ("Error: runc: runc create failed: unable to start container process", "The engine can't run containers here: Error: runc", True),
    ("Cannot connect to the Docker daemon at unix:///var/run/docker.sock.", "The engine can't run containers here: Cannot connect", True),
    ("/bin/sh: 1: /usr/bin/dnf: not found", "The base image has no /usr/bin/dnf. PKGMGR=...", False),
    ("/bin/sh: line 1: /usr/bin/dnf: No such file or directory", "The base image has no /usr/bin/dnf. PKGMGR=...", False),
    ("Error: Unable to find a match: python3.12\n/usr/bin/python3.12 is not an executable", "repositories lack the package with Python.", False),
    ("E: Unable to locate package python3.12\n/usr/bin/python3.12 is not an executable", "package with Python. PYPKG=...", False),
    ("E: Unable to locate package python3.12\n" + OLD + NO_MATCH, "Python is too old", False),
    ("Error: Failed to download metadata for repo 'appstream'\n/usr/bin/python3.12 is not an executable", "repositories can't be reached.", False),
    ("/usr/bin/python3.12 is not an executable", "no Python at /usr/bin/python3.12. PYCMD=...", False),
    ("ERROR - pip installation failed for Python /usr/bin/python3", "/usr/bin/python3 has no module ensurepip", False),
    (OLD + NO_MATCH, "Python is too old for ansible-core>=2.16.", False),
    (UNREACHABLE + NONE + NO_MATCH, "The package index can't be reached", False),
    (REFUSED + NONE + NO_MATCH, "pip doesn't trust the certificate of the package index.", False),
    (NONE + NO_MATCH, "The package index has no ansible-core>=2.16 that fits", False),
    (UNREACHABLE + "make: *** [all] Error 2", "The last lines above tell why.", False),
    ("write /var/tmp/buildah: no space left on device", "The disk is full.", False),
    ("Error: building at STEP \"RUN make\": while running runtime: exit status 2", "The last lines above tell why.", False),
])  # fmt: skip
def test_a_failed_build_has_one_cause(output: str, sentence: str, other_engine: bool):
    cause = cause_of(output)
    assert sentence in cause.sentence
    assert cause.other_engine == other_engine


@pytest.mark.parametrize("answers, built, tried", [
    ({"podman": None}, "podman", ["podman"]),
    ({"podman": Cause("No containers.", other_engine=True), "docker": None}, "docker", ["podman", "docker"]),
    ({"podman": Cause("No containers.", other_engine=True), "docker": Cause("No daemon.", other_engine=True)},
     "No image was built.\npodman: No containers.\ndocker: No daemon.", ["podman", "docker"]),
    ({"podman": Cause("Its Python is too old.")}, "No image was built.\npodman: Its Python is too old.", ["podman"]),
])  # fmt: skip
def test_docker_is_tried_where_it_may_do_better(answers: dict[str, Cause | None], built: str, tried: list[str]):
    seen: list[str] = []

    def attempt(engine: str) -> Cause | None:
        seen.append(engine)
        return answers[engine]

    try:
        outcome = build.first_that_builds(attempt)
    except build.BuildFailed as error:
        outcome = str(error)
    assert (outcome, seen) == (built, tried)


def test_what_is_given_is_handed_on_and_what_is_empty_is_not(tmp_path: Path):
    given = {"EE_BASE": "example.com/base:1", "PKGMGR": "/usr/bin/microdnf", "PYPKG": "", "PYCMD": "/usr/bin/python3"}
    command = build.command("docker", tmp_path, given, "localhost/image")
    assert [argument for argument in command if argument.startswith("--build-arg")] == [
        "--build-arg=EE_BASE_IMAGE=example.com/base:1", "--build-arg=PKGMGR=/usr/bin/microdnf", "--build-arg=PYCMD=/usr/bin/python3",
    ]  # fmt: skip
