# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a build failed, read from what ansible-builder, the engine, the package manager and pip print."""

from __future__ import annotations

import dataclasses
import re


@dataclasses.dataclass(frozen=True)
class Cause:
    """What to tell the user, and whether another engine may do better."""

    sentence: str
    other_engine: bool = False


# The first row that fits counts, so what explains more comes first. {0} is what the pattern's group found.
_ROWS: tuple[tuple[str, Cause], ...] = (
    (r"no space left on device", Cause("The disk is full.")),
    (r"(OCI runtime .*|.*\b(?:crun|runc): .*|.*(?:newuidmap|setrlimit).*|.*[Cc]annot connect to (?:the Docker daemon|Podman).*)",
     Cause("The engine can't run containers here: {0}", other_engine=True)),
    (r"(.*(?:initializing source docker://|pull access denied|manifest unknown|did not resolve to an alias|failed to resolve source metadata).*)",
     Cause("The base image can't be pulled; EE_BASE=... names another one. {0}", other_engine=True)),
    (r"line \d+: (/\S+): No such file or directory|sh: \d+: (/\S+): not found",
     Cause("The base image has no {0}. PKGMGR=... names its package manager, such as /usr/bin/apt-get.")),
    # A build goes on without the package, and fails only if the base image has no such Python either.
    (r"(.*(?:Unable to find a match|No match for argument|Unable to locate package).*)(?s:.*)is not an executable",
     Cause("The base image's repositories lack the package with Python. PYPKG=... names it, PYCMD=... where its Python is. {0}")),
    (r"(.*(?:Failed to download metadata|Cannot download repomd|Could not resolve '|Couldn't resolve host).*)(?s:.*)is not an executable",
     Cause("The base image's package repositories can't be reached. {0}")),
    (r"(/\S+) is not an executable", Cause("The base image has no Python at {0}. PYCMD=... says where it is, PYPKG=... which package has it.")),
    (r"ERROR - pip installation failed for Python (\S+)",
     Cause("{0} has no module ensurepip, which ansible-builder installs pip with. The base image needs it.")),
    (r"satisfies the requirement (ansible-core\S*) \(from versions: (?!none)",
     Cause("The base image's Python is too old for {0}. PYPKG=... names a package with a newer one, PYCMD=... where it is.")),
    # pip tries again, so what it met on the way counts only if it gave up.
    (r"(?:CERTIFICATE_VERIFY_FAILED|certificate verify failed)(?s:.*)(?:No matching distribution|due to an OSError)",
     Cause("pip doesn't trust the certificate of the package index. Its setting `cert` names a file with the CA.")),
    (r"(?:NewConnectionError|NameResolutionError|ConnectTimeoutError|ProxyError)(?s:.*)(?:No matching distribution|due to an OSError)",
     Cause("The package index can't be reached, and a build needs one. `pip config set global.index-url ...` names another.")),
    (r"No matching distribution found for (\S+)", Cause("The package index has no {0} that fits the base image's Python, or doesn't answer.")),
)  # fmt: skip


def cause_of(output: str) -> Cause:
    """The cause of a failed build that printed this."""
    for pattern, cause in _ROWS:
        if found := re.search(pattern, output):
            what = next((group.strip() for group in found.groups() if group), "")
            return dataclasses.replace(cause, sentence=cause.sentence.format(what).strip())
    return Cause("The last lines above tell why.")
