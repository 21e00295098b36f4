# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the sessions keep what they build, and the environment that they run in."""

from __future__ import annotations

import ast
import configparser
import contextlib
import fcntl
import hashlib
import io
import os
import re
import subprocess
import sys
import typing as t
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]

# Settings of the user's shell that would change what is tested: another Python's paths, another git repository, Ansible's
# own configuration, coverage of something else, and a real cloud's address and token, which no test may ever use.
DROPPED = ("ANSIBLE_", "COVERAGE_", "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "PYTEST_", "PYTHON", "VIRTUAL_ENV", "WALLARM_")

# ansible-test puts pip into virtual environments with a script that it downloads from a server of its own, unless its cache holds a file
# of the right name. This one installs the pip that comes with Python, and through it the versions asked for, from the index that pip knows.
GET_PIP = """\
import subprocess
import sys

status = subprocess.call([sys.executable, "-m", "ensurepip", "--default-pip"])
wanted = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
if status == 0 and wanted:
    status = subprocess.call([sys.executable, "-m", "pip", "install", "--quiet"] + wanted)
sys.exit(status)
"""
# The versions in these names: of ansible-core 2.16 and 2.17, of 2.18 and 2.19, and since 2.20.
GET_PIP_NAMES = ("get_pip_23_1_2.py", "get_pip_24_2.py", "get_pip_25_2.py")


def place() -> Path:
    """The directory for everything that is built: .nox, or one elsewhere if the checkout's path has a space, which ansible-test can't bear."""
    usual = REPOSITORY / ".nox"
    if not re.search(r"\s", str(usual)):
        return usual
    return Path("/var/tmp") / f"wallarm-fast-{os.getuid()}-{hashlib.sha256(bytes(REPOSITORY)).hexdigest()[:10]}"


def prepare() -> Path:
    """Make the place and a HOME in it, and have this process and all that it starts run there. Returns the place."""
    directory = place()
    directory.mkdir(mode=0o700, exist_ok=True)
    if directory.is_symlink() or directory.stat().st_uid != os.getuid():
        sys.exit(f"{directory} belongs to somebody else. Move the checkout to a path without spaces.")
    for name in [name for name in os.environ if name.startswith(DROPPED)]:
        del os.environ[name]
    os.environ["PATH"] = os.pathsep.join(_path())
    with _locked(directory):
        home = _home(directory / "home")
    os.environ["HOME"] = str(home)
    return directory


def _path() -> list[str]:
    """PATH with the Pythons of pyenv in the place of its shims, which are there for versions that don't run, too."""
    found = [name for name in os.environ.get("PATH", os.defpath).split(os.pathsep) if Path(name).name != "shims"]
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    own = Path(sys.executable).resolve().parent
    return [*found, *(str(path) for path in sorted(root.glob("versions/3.*/bin"), key=lambda path: path != own))]


def _home(home: Path) -> Path:
    """A HOME that holds nothing but what ansible-test needs, and the user's settings of pip."""
    test = home / ".ansible" / "test"
    for name in GET_PIP_NAMES:
        _write(test / "cache" / name, GET_PIP)
    if not (test / "id_rsa").exists():  # ansible-test makes one for itself, and two at once are in each other's way
        subprocess.run(["ssh-keygen", "-m", "PEM", "-q", "-t", "rsa", "-N", "", "-f", str(test / "id_rsa")], stdin=subprocess.DEVNULL, check=True)
    _write(home / ".config" / "pip" / "pip.conf", _pip_settings())
    return home


def _pip_settings() -> str:
    """The user's settings of pip as a file: ansible-test drops PIP_* and the variables of proxies, and HOME hides the user's own file."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    listed, cache = (subprocess.run([*pip, *words], capture_output=True, text=True, check=False).stdout for words in (["config", "list"], ["cache", "dir"]))
    settings = configparser.RawConfigParser()
    settings["global"] = {"cache-dir": cache.strip()} if cache.strip() else {}
    for name, value in re.findall(r"^(\S+?)=('.*'|\".*\")$", listed, re.MULTILINE):
        section, _dot, key = name.rpartition(".")
        section = section.replace(":env:", "global")
        if not settings.has_section(section):
            settings.add_section(section)
        settings.set(section, key, ast.literal_eval(value))
    for key, variables in {"cert": ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"), "proxy": ("HTTPS_PROXY", "https_proxy")}.items():
        value = next((os.environ[variable] for variable in variables if os.environ.get(variable)), None)
        if value and not settings.has_option("global", key):
            settings.set("global", key, value)
    text = io.StringIO()
    settings.write(text)
    return text.getvalue()


def _write(path: Path, text: str) -> None:
    """Write a file that others may be reading, for its owner alone: the address of a package index may hold a password."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text(text, encoding="utf-8")
    part.replace(path)


@contextlib.contextmanager
def _locked(directory: Path) -> t.Iterator[None]:
    """One at a time: `make test` starts several."""
    with open(directory / "lock", "w", encoding="ascii") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    print(place())
