# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which environments there are, and what is in them."""

from __future__ import annotations

from . import environments, interpreters
from .cache import REPOSITORY
from .environments import Environment
from .interpreters import Interpreter

# What a checkout's tests need beside ansible-core and what ansible-test installs by itself.
REQUIREMENTS = (REPOSITORY / "tests" / "unit" / "requirements.txt", REPOSITORY / "tests" / "integration" / "requirements.txt")


def for_demo() -> Environment:
    """The newest ansible-core for this Python and what tests/emulator needs; no more, so that a first demo starts soon."""
    return environments.ensure("demo", interpreters.current(), ["ansible-core", "flask", "requests", "trustme"])


def for_bench() -> Environment:
    """The newest ansible-core for this Python, what tests/emulator needs, and what draws the chart."""
    return environments.ensure("bench", interpreters.current(), ["ansible-core", "flask", "matplotlib", "requests", "trustme"])


def for_docs() -> Environment:
    """The newest ansible-core for this Python, and what makes a site of the documentation. requests is for the plugins to be imported."""
    return environments.ensure("docs", interpreters.current(), ["ansible-core", "antsibull-docs", "furo", "myst-parser", "requests", "sphinx"])


def for_tests() -> Environment:
    """The newest ansible-core for this Python, and what the tests need."""
    return environments.ensure("tests", interpreters.current(), ["ansible-core"], REQUIREMENTS)


def for_gates() -> Environment:
    """The linters of `make gates`, and what their findings depend on: Ansible, requests and its types."""
    packages = ["ansible-core", "ansible-lint", "antsibull-changelog", "antsibull-docs", "antsibull-nox", "mypy", "requests", "reuse", "ruff",
                "types-requests"]
    return environments.ensure("gates", interpreters.current(), packages)


def for_importer() -> Environment:
    """What Galaxy and Automation Hub look at an archive with. It asks for versions of its own of what is above."""
    return environments.ensure("importer", interpreters.current(), ["galaxy-importer"])


def for_core(series: str, interpreter: Interpreter, pre_release: bool = False) -> Environment:
    """A given ansible-core and what the tests need."""
    # pip takes a pre-release only if it is told to; --pre would say so of all packages, and a bound that names one of this alone.
    wanted = f"ansible-core=={series}.*,>={series}.0rc1" if pre_release else f"ansible-core=={series}.*"
    return environments.ensure(f"core{series}", interpreter, [wanted], REQUIREMENTS)


def for_target(series: str, interpreter: Interpreter) -> Environment:
    """A Python without ansible-core, as on a managed host. ansible-test pins some packages by core, so each core has its own."""
    return environments.ensure(f"target{series}", interpreter, ["pip"], REQUIREMENTS)


def for_awx() -> Environment:
    """The newest ansible-core for this Python, what AWX runs jobs with, what builds execution environments, and tests/emulator's needs."""
    packages = ["ansible-core", "ansible-builder", "ansible-runner", "flask", "openapi-core", "pytest", "requests", "trustme"]
    return environments.ensure("awx", interpreters.current(), packages)


def for_middleboxes() -> Environment:
    """The newest ansible-core for this Python, and tests/emulator's needs."""
    packages = ["ansible-core", "flask", "openapi-core", "pytest", "requests", "trustme"]
    return environments.ensure("middleboxes", interpreters.current(), packages)
