# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""squid: a proxy for CONNECT."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import typing as t
from pathlib import Path

from .box import Box

HELPERS = Path("/usr/lib/squid")
# Who root's squid becomes, as Debian builds it.
USER = "proxy"
#: Names and passwords that its port "login" lets in.
LOGINS = {"bob": "sesame", "corp\\bob": "sesame", "carol": "ses#ame", "dave": "ses/ame", "jörg": "sesäm€"}


class Squid(Box):
    """Its ports are in the template beside this file."""

    program = "squid"
    template = "squid.conf.j2"

    def __init__(self, folder: Path, **facts: t.Any) -> None:
        super().__init__(folder, helpers=HELPERS, **facts)
        # One of the forms that the helper for logins knows.
        lines = ["%s:%s\n" % (name, hashlib.md5(password.encode(), usedforsecurity=False).hexdigest()) for name, password in LOGINS.items()]
        (self.folder / "passwords").write_text("".join(lines), encoding="utf-8")
        made = [str(HELPERS / "security_file_certgen"), "-c", "-s", str(self.folder / "made_certificates"), "-M", "4MB"]
        subprocess.run(made, check=True, capture_output=True)
        if os.geteuid() == 0:
            for path in (self.folder, *self.folder.rglob("*")):
                shutil.chown(path, USER)

    def command(self) -> list[str]:
        return ["-N", "-f", str(self.configuration)]

    def refused_logins(self) -> list[str]:
        """The names that it answered with 407, one for each time; "-" where none was given."""
        lines = (self.folder / "access.log").read_text(encoding="utf-8").splitlines()
        return [name for status, name in (line.split(" ", 1) for line in lines) if status == "407"]
