# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is who among the middleboxes: certificate authorities, and certificates that are in order or not."""

from __future__ import annotations

import datetime
import subprocess
from pathlib import Path

import trustme


def write(folder: Path, cloud_ca: Path) -> None:
    """Write them into `folder`, as PEM.

    cloud_ca.pem    the CA of the emulated cloud
    ca.pem          the CA of the middleboxes
    trusted.pem     both of these
    store           a directory with ca.pem, as OpenSSL looks for it in SSL_CERT_DIR
    good.pem        a certificate of the latter, with its key, for 127.0.0.1 and localhost
    expired.pem     one that ended yesterday
    other_name.pem  one of another host
    bump_ca.pem     the CA of a proxy that opens TLS; bump.pem has its key too
    """
    authority = trustme.CA(organization_name="Middleboxes")
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    (folder / "cloud_ca.pem").write_bytes(cloud_ca.read_bytes())
    (folder / "trusted.pem").write_bytes(cloud_ca.read_bytes() + authority.cert_pem.bytes())
    store = folder / "store"
    store.mkdir()
    authority.cert_pem.write_to_path(str(store / "ca.pem"))
    subprocess.run(["openssl", "rehash", str(store)], check=True)
    now = datetime.datetime.now(datetime.timezone.utc)
    expired = {"not_before": now - datetime.timedelta(days=30), "not_after": now - datetime.timedelta(days=1)}
    for name, certificate in {
        "good": authority.issue_cert("127.0.0.1", "localhost"),
        "expired": authority.issue_cert("127.0.0.1", "localhost", **expired),
        "other_name": authority.issue_cert("api.example.com"),
    }.items():
        certificate.private_key_and_cert_chain_pem.write_to_path(str(folder / f"{name}.pem"))
    opening = trustme.CA(organization_name="Proxy that opens TLS")
    opening.cert_pem.write_to_path(str(folder / "bump_ca.pem"))
    (folder / "bump.pem").write_bytes(opening.private_key_pem.bytes() + opening.cert_pem.bytes())
