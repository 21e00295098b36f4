# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A directory for reports and the files in it, on a real file system."""

from __future__ import annotations

import os
import stat

import pytest

from ansible_collections.wallarm.fast.plugins.plugin_utils._report import files
from ansible_collections.wallarm.fast.plugins.plugin_utils._report.files import CannotWrite, ensure_directory, write_file


def mode(path):
    return stat.S_IMODE(os.lstat(path).st_mode)


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct)
def umask(request):
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.fixture
def forbidden(monkeypatch):
    """A function that takes the right to write from a directory, for root too."""
    allowed, taken = os.access, []

    def access(path, wanted):
        return allowed(path, wanted) and not (os.path.realpath(path) in taken and wanted & os.W_OK)

    monkeypatch.setattr(os, "access", access)
    return lambda path: taken.append(os.path.realpath(path))


def test_a_missing_directory_is_made_with_its_parents(tmp_path, umask):
    wanted = tmp_path / "a" / "b" / "c"
    assert ensure_directory(str(wanted), False) is True
    assert [mode(path) for path in (wanted, wanted.parent, wanted.parent.parent)] == [0o750] * 3
    assert ensure_directory(str(wanted), False) is False


def test_a_relative_directory_is_made_here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert ensure_directory("a/b", False) is True
    assert (tmp_path / "a" / "b").is_dir()


@pytest.mark.parametrize("given", [0o1777, 0o700, 0o2755])
def test_a_directory_that_exists_keeps_its_mode(tmp_path, given):
    os.chmod(tmp_path, given)
    before = os.stat(tmp_path)
    assert ensure_directory(str(tmp_path), False) is False
    after = os.stat(tmp_path)
    assert (stat.S_IMODE(after.st_mode), after.st_uid, after.st_ino) == (given, before.st_uid, before.st_ino)


def test_a_link_to_a_directory_is_one(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert ensure_directory(str(tmp_path / "link"), False) is False
    assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("check_mode", [False, True])
def test_something_else_in_its_place_is_named(tmp_path, check_mode):
    (tmp_path / "file").touch()
    (tmp_path / "dangling").symlink_to("nowhere")
    for name in ("file", "dangling"):
        with pytest.raises(CannotWrite, match=f"/{name} is not a directory, so no reports can be written there. Name another directory, or remove"):
            ensure_directory(str(tmp_path / name), check_mode)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("check_mode", [False, True])
def test_something_else_in_the_place_of_a_parent_is_named(tmp_path, check_mode):
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match=r"The directory .*/file/a/b can't be made \(.*/file is not a directory\). Name another"):
        ensure_directory(str(tmp_path / "file" / "a" / "b"), check_mode)


@pytest.mark.parametrize("check_mode", [False, True])
def test_a_directory_that_can_not_be_written_to_is_named(tmp_path, forbidden, check_mode):
    forbidden(tmp_path)
    with pytest.raises(CannotWrite, match=f"can't write to the directory {tmp_path}. Name another directory, or let that user write to it"):
        ensure_directory(str(tmp_path), check_mode)
    with pytest.raises(CannotWrite, match=rf"The directory {tmp_path}/a/b can't be made \({tmp_path} can't be written to\)"):
        ensure_directory(str(tmp_path / "a" / "b"), check_mode)
    assert list(tmp_path.iterdir()) == []


def test_a_directory_that_can_not_be_entered_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda _path, wanted: wanted == os.W_OK)
    with pytest.raises(CannotWrite, match="can't write to the directory"):
        ensure_directory(str(tmp_path), False)
    with pytest.raises(CannotWrite, match="can't be written to"):
        ensure_directory(str(tmp_path / "a"), False)


def test_an_error_of_the_system_is_told(tmp_path, monkeypatch):
    def mkdir(_path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "mkdir", mkdir)
    with pytest.raises(CannotWrite, match=r"a can't be made \(No space left on device\)"):
        ensure_directory(str(tmp_path / "a"), False)


def test_a_directory_that_another_worker_made_meanwhile_will_do(tmp_path, monkeypatch):
    made = os.mkdir

    def mkdir(path):
        made(path)
        raise FileExistsError(17, "File exists")

    monkeypatch.setattr(os, "mkdir", mkdir)
    assert ensure_directory(str(tmp_path / "a"), False) is True


def test_a_file_that_appeared_meanwhile_will_not(tmp_path, monkeypatch):
    def mkdir(path):
        open(path, "w").close()
        raise FileExistsError(17, "File exists")

    monkeypatch.setattr(os, "mkdir", mkdir)
    with pytest.raises(CannotWrite, match=r"\(File exists\)"):
        ensure_directory(str(tmp_path / "a"), False)


def test_check_mode_makes_no_directory(tmp_path):
    assert ensure_directory(str(tmp_path / "a" / "b"), True) is True
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_written_once(tmp_path, umask):
    path = tmp_path / "fast-1.json"
    assert write_file(str(path), b"one", False) is True
    assert (path.read_bytes(), mode(path)) == (b"one", 0o640)
    number = path.stat().st_ino
    assert write_file(str(path), b"one", False) is False
    assert path.stat().st_ino == number
    assert list(tmp_path.iterdir()) == [path]


def test_other_contents_are_replaced(tmp_path):
    path = tmp_path / "fast-1.json"
    path.write_bytes(b"one")
    with open(path, "rb") as reader:
        assert write_file(str(path), b"two", False) is True
        # Whoever reads the old file reads all of it.
        assert reader.read() == b"one"
    assert (path.read_bytes(), mode(path)) == (b"two", 0o640)


def test_another_mode_is_replaced(tmp_path):
    path = tmp_path / "fast-1.json"
    path.write_bytes(b"one")
    path.chmod(0o666)
    assert write_file(str(path), b"one", False) is True
    assert mode(path) == 0o640


@pytest.mark.parametrize("content", [b"one", b"two"])
def test_a_link_is_replaced_and_not_followed(tmp_path, content):
    target, path = tmp_path / "target", tmp_path / "fast-1.json"
    target.write_bytes(b"one")
    target.chmod(0o640)
    path.symlink_to(target)
    assert write_file(str(path), content, False) is True
    assert (path.is_symlink(), path.read_bytes(), target.read_bytes()) == (False, content, b"one")


def test_a_link_to_a_directory_is_replaced_too(tmp_path):
    (tmp_path / "fast-1.json").symlink_to(tmp_path)
    assert write_file(str(tmp_path / "fast-1.json"), b"one", False) is True
    assert (tmp_path / "fast-1.json").read_bytes() == b"one"


@pytest.mark.parametrize("check_mode", [False, True])
def test_a_directory_in_its_place_is_named(tmp_path, check_mode):
    (tmp_path / "fast-1.json").mkdir()
    with pytest.raises(CannotWrite, match=r"The report .*/fast-1.json can't be written \(a directory is in its place\). Name another directory, or remove"):
        write_file(str(tmp_path / "fast-1.json"), b"one", check_mode)


def test_check_mode_writes_no_file(tmp_path):
    path = tmp_path / "fast-1.json"
    assert write_file(str(path), b"one", True) is True
    assert list(tmp_path.iterdir()) == []
    write_file(str(path), b"one", False)
    assert write_file(str(path), b"one", True) is False
    assert write_file(str(path), b"two", True) is True
    assert path.read_bytes() == b"one"


def test_what_failed_leaves_nothing_behind(tmp_path, monkeypatch):
    def replace(_source, _target):
        raise PermissionError(1, "Operation not permitted")

    (tmp_path / "fast-1.json").write_bytes(b"one")
    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(CannotWrite, match=r"The report .*/fast-1.json can't be written \(Operation not permitted\)"):
        write_file(str(tmp_path / "fast-1.json"), b"two", False)
    assert [path.name for path in tmp_path.iterdir()] == ["fast-1.json"]
    assert (tmp_path / "fast-1.json").read_bytes() == b"one"


def test_a_file_that_can_not_be_read_is_written_anew(tmp_path, monkeypatch):
    path = tmp_path / "fast-1.json"
    write_file(str(path), b"one", False)

    def refuse(*_arguments):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(os, "lstat", refuse)
        assert write_file(str(path), b"one", True) is True


def test_an_error_without_words_is_told_all_the_same(tmp_path, monkeypatch):
    def replace(_source, _target):
        raise OSError("odd")

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(CannotWrite, match=r"\(odd\)"):
        write_file(str(tmp_path / "fast-1.json"), b"two", False)


def test_modes_are_those_that_are_documented():
    assert (files.DIRECTORY_MODE, files.FILE_MODE) == (0o750, 0o640)
