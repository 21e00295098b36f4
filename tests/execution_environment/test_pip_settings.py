# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""pip's settings, as a build gets them."""

from __future__ import annotations

from pathlib import Path

from . import pip_settings

LISTED = r"""
:env:.timeout='5'
download.index-url='https://download.example.com/simple'
global.cache-dir='/home/me/cache'
global.index-url='https://pypi.example.com/simple'
global.timeout='60'
global.trusted-host='one.example.com\ntwo.example.com'
install.index-url='https://install.example.com/simple'
install.user='true'
"""


def test_the_environment_counts_more_than_install_and_that_more_than_global():
    """And what says where packages go to is left out."""
    assert pip_settings.effective(LISTED) == {
        "index-url": "https://install.example.com/simple", "timeout": "5", "trusted-host": "one.example.com\ntwo.example.com",
    }  # fmt: skip


def test_files_are_mounted_and_named_as_they_are_in_the_container(tmp_path: Path):
    for folder in ("index/simple", "with a space"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "ca.pem").touch()
    text, mounts = pip_settings.configuration({
        "cert": f"{tmp_path}/ca.pem",
        "extra-index-url": f"https://pypi.example.com/simple file://{tmp_path}/index/simple/",
        "find-links": f"file://{tmp_path}/with%20a%20space {tmp_path}/none",
    })  # fmt: skip
    assert text.splitlines() == [
        "[global]",
        "cert = /run/pip/cert-0",
        "extra-index-url = https://pypi.example.com/simple",
        "    file:///run/pip/extra-index-url-1/simple",
        "find-links = /run/pip/find-links-0",
        f"    {tmp_path}/none",
    ]
    assert mounts == {
        f"{tmp_path}/ca.pem": "/run/pip/cert-0",
        f"{tmp_path}/index": "/run/pip/extra-index-url-1",
        f"{tmp_path}/with a space": "/run/pip/find-links-0",
    }


def test_without_settings_nothing_is_mounted(tmp_path: Path):
    assert pip_settings.volumes({}, tmp_path) == []
