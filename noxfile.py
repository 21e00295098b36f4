# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The sessions of antsibull-nox, by the settings in antsibull-nox.toml, and those of this file.

`make gates` runs the former; `nox` by itself does too.
"""

from __future__ import annotations

import antsibull_nox
import nox

antsibull_nox.load_antsibull_nox_toml()


@nox.session(default=False)
def mutants(session: nox.Session) -> None:
    """Change the code that decides in small ways, and see whether unit tests notice: nox -s mutants -- --sample 40 _tasks"""
    session.install("ansible-core", "cosmic-ray", "psutil", "pytest", "-r", "tests/unit/requirements.txt")
    session.run("python", "tests/mutants.py", *session.posargs, env={"TMPDIR": session.create_tmp()})


if __name__ == "__main__":
    nox.main()
