# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HOME that ansible-test runs in: its caches, and how its pip reaches the packages."""

from __future__ import annotations

import ast
import configparser
import os
import re
import subprocess
from pathlib import Path

from . import cache, surroundings
from .environments import Environment

# ansible-test puts pip into the virtual environments of its sanity tests with a bootstrap script that it downloads from a server of
# its own. It uses a file of the right name in its cache instead, if there is one; this one installs the pip that comes with Python,
# and through it the versions asked for, from whatever index pip is configured for. So no download from a third place is needed.
GET_PIP = """\
import subprocess
import sys

status = subprocess.call([sys.executable, "-m", "ensurepip", "--default-pip"])
wanted = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
if status == 0 and wanted:
    status = subprocess.call([sys.executable, "-m", "pip", "install", "--quiet"] + wanted)
sys.exit(status)
"""


def ensure(environment: Environment, name: str) -> Path:
    """The home called `name` for the ansible-test in `environment`. What it caches (sanity's environments) stays for the next run."""
    home = cache.ensure() / "homes" / name
    _seed_get_pip(environment, home / ".ansible" / "test" / "cache")
    _make_ssh_key(home / ".ansible" / "test")
    _write_pip_configuration(environment, home / ".config" / "pip")
    return home


def _seed_get_pip(environment: Environment, directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for source in environment.path.glob("lib/python*/site-packages/ansible_test/_internal/python_requirements.py"):
        for version in re.findall(r"pip='([0-9.]+)'", source.read_text(encoding="utf-8")):
            (directory / f"get_pip_{version.replace('.', '_')}.py").write_text(GET_PIP, encoding="ascii")


def _make_ssh_key(directory: Path) -> None:
    """Make the key that ansible-test wants of every run and makes if it is missing: two runs at once would be in each other's way."""
    key = directory / "id_rsa"
    if not key.exists():
        subprocess.run(["ssh-keygen", "-m", "PEM", "-q", "-t", "rsa", "-N", "", "-f", str(key)], stdin=subprocess.DEVNULL, check=True)


def _write_pip_configuration(environment: Environment, directory: Path) -> None:
    """Hand the user's pip settings on in a file: ansible-test drops PIP_* and proxy variables, and HOME hides the user's own file."""
    listing = subprocess.run([environment.python, "-m", "pip", "config", "list"], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                             env=surroundings.plain(), check=True).stdout
    settings = configparser.RawConfigParser()
    settings.add_section("global")
    for name, value in re.findall(r"^(\S+?)=('.*'|\".*\")$", listing, re.MULTILINE):
        section, _dot, key = name.rpartition(".")
        section = section.replace(":env:", "global")
        if not settings.has_section(section):
            settings.add_section(section)
        settings.set(section, key, ast.literal_eval(value))
    for key, variables in {"cert": ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"), "proxy": ("HTTPS_PROXY", "https_proxy")}.items():
        value = next((os.environ[variable] for variable in variables if os.environ.get(variable)), None)
        if value and not settings.has_option("global", key):
            settings.set("global", key, value)
    directory.mkdir(parents=True, exist_ok=True)
    # An index's address may hold a password.
    with open(os.open(directory / "pip.conf", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as handle:
        settings.write(handle)
