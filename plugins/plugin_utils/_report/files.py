# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A directory for reports, and files in it, on the machine that this runs on."""

from __future__ import annotations

import os
import stat
import tempfile

DIRECTORY_MODE = 0o750
FILE_MODE = 0o640


class CannotWrite(Exception):
    """No report can be written; the message names the directory and says what to do."""


def ensure_directory(path: str, check_mode: bool) -> bool:
    """Make a directory and its parents where they are missing, and return whether they were. One that exists is left as it is.

    :raises CannotWrite: where there is none and none can be made, or where no file can be made in it.
    """
    if os.path.isdir(path):
        if not os.access(path, os.W_OK | os.X_OK):
            raise CannotWrite(not_writable(path))
        return False
    if os.path.lexists(path):
        raise CannotWrite(no_directory(path))
    _check_parent(path)
    if not check_mode:
        _make(path)
    return True


def write_file(path: str, content: bytes, check_mode: bool) -> bool:
    """Ensure that a file holds ``content``, replacing it atomically. Return whether it was changed.

    :raises CannotWrite: where that is not allowed, or something else than a file is in its place.
    """
    if _holds(path, content):
        return False
    if os.path.isdir(path) and not os.path.islink(path):
        raise CannotWrite(failed(path, "a directory is in its place"))
    if not check_mode:
        try:
            _replace(path, content)
        except OSError as error:
            raise CannotWrite(failed(path, error.strerror or str(error))) from None
    return True


def no_directory(path: str) -> str:
    return f"{path} is not a directory, so no reports can be written there. Name another directory, or remove what is in its place."


def not_writable(path: str) -> str:
    return f"The user that the task runs as can't write to the directory {path}. Name another directory, or let that user write to it."


def not_made(path: str, reason: str) -> str:
    return f"The directory {path} can't be made ({reason}). Name another directory, or make it before, so that the user that the task runs as can write to it."


def failed(path: str, reason: str) -> str:
    return f"The report {path} can't be written ({reason}). Name another directory, or remove what is in its place."


def _make(path: str) -> None:
    try:
        _make_one(os.path.abspath(path))
    except OSError as error:
        raise CannotWrite(not_made(path, error.strerror or str(error))) from None


def _make_one(path: str) -> None:
    if os.path.isdir(path):
        return
    _make_one(os.path.dirname(path))
    try:
        os.mkdir(path)
    except FileExistsError:
        # Another worker may have made it meanwhile. Then it has set the mode too.
        if not os.path.isdir(path):
            raise
    else:
        # Whatever the umask is.
        os.chmod(path, DIRECTORY_MODE)


def _check_parent(path: str) -> None:
    """Say which of the parents is in the way, in check mode too."""
    parent = os.path.dirname(os.path.abspath(path))
    while not os.path.lexists(parent):
        parent = os.path.dirname(parent)
    if not os.path.isdir(parent):
        raise CannotWrite(not_made(path, f"{parent} is not a directory"))
    if not os.access(parent, os.W_OK | os.X_OK):
        raise CannotWrite(not_made(path, f"{parent} can't be written to"))


def _holds(path: str, content: bytes) -> bool:
    """Whether it is a file of our mode that holds exactly this. A link is none, wherever it leads."""
    try:
        found = os.lstat(path)
        if not stat.S_ISREG(found.st_mode) or stat.S_IMODE(found.st_mode) != FILE_MODE:
            return False
        with open(path, "rb") as file:
            return file.read() == content
    except OSError:
        # What can't be read is written anew; if that fails too, it says why.
        return False


def _replace(path: str, content: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(prefix=".fast-", dir=os.path.dirname(path))
    try:
        with open(descriptor, "wb") as file:
            os.fchmod(file.fileno(), FILE_MODE)
            file.write(content)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
