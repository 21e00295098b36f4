# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whom to trust: the CA certificates that a server's own is verified with, as ``ansible.builtin.uri`` has them."""

from __future__ import annotations

import dataclasses
import os
import ssl
import sys
import typing as t

from .._errors import InvalidInput
from .._text import shortened

# Where ansible.builtin.uri looks besides: for certificates put there by hand, and for a store that OpenSSL wasn't told of.
_BY_HAND = "/etc/ansible"
_STORES = {
    "linux": ("/etc/ssl/certs", "/etc/pki/ca-trust/extracted/pem", "/etc/pki/tls/certs"),
    "darwin": ("/usr/local/etc/openssl", "/opt/homebrew/etc/openssl@3"),
    "freebsd": ("/usr/local/share/certs",),
    "openbsd": ("/etc/ssl",),
    "netbsd": ("/etc/openssl/certs",),
    "sunos": ("/opt/local/etc/openssl/certs",),
    "aix": ("/var/ssl/certs", "/opt/freeware/etc/ssl/certs"),
}
# The variables that requests itself takes a CA bundle from.
_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
_ENDINGS = (".pem", ".cer", ".crt")


@dataclasses.dataclass(frozen=True)
class Trust:
    """What a server's certificate is verified with.

    :param validate: whether it is verified at all.
    :param ca_path: a file or directory of the only CA certificates to trust; None for those of the system.
    :param bundles: environment variables and the files or directories that they name, whose CA certificates are trusted besides the system's.
    """

    validate: bool = True
    ca_path: str | None = None
    bundles: tuple[tuple[str, str], ...] = ()


#: By the CA certificates of the system.
SYSTEM = Trust()


def trust_of(validate: bool, ca_path: str | None, environ: t.Mapping[str, str]) -> Trust:
    """Return whom to trust by two options and the environment. Empty means not given."""
    return Trust(validate, ca_path or None, tuple((name, environ[name]) for name in _BUNDLES if environ.get(name)))


def apply_trust(context: ssl.SSLContext, trust: Trust) -> None:
    """Have a new context of a client verify as told.

    The system's store is OpenSSL's, which the environment variables ``SSL_CERT_FILE`` and ``SSL_CERT_DIR`` replace.

    :raises InvalidInput: naming ``ca_path`` or the variable, if it can't be read.
    """
    # As it is from Python 3.10 on.
    context.minimum_version = max(context.minimum_version, ssl.TLSVersion.TLSv1_2)
    if not trust.validate:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return
    if sys.version_info >= (3, 13):
        # As ssl.create_default_context has it, which ansible.builtin.uri uses.
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | ssl.VERIFY_X509_STRICT
    if trust.ca_path is not None:
        _load(context, trust.ca_path, "ca_path")
        return
    store = ssl.get_default_verify_paths()
    context.load_default_certs()
    _add_directory(context, _BY_HAND)
    if not (context.cert_store_stats()["x509_ca"] or _has_store(store)):
        _add_other_store(context)
    for path, variable in {path: variable for variable, path in reversed(trust.bundles)}.items():
        if path != store.cafile:  # reading one takes some 20 ms
            _load(context, path, variable)


def _load(context: ssl.SSLContext, path: str, named_by: str) -> None:
    try:
        if os.path.isdir(path):
            context.load_verify_locations(capath=path)
        else:
            context.load_verify_locations(cafile=path)
    except (OSError, ValueError) as exc:
        reason = "holds no CA certificate" if isinstance(exc, ssl.SSLError) else "does not exist on the host the task runs on, or can't be read there"
        raise InvalidInput(
            f"{named_by} {shortened(path, 4096)} {reason}. It has to be the path of a file there with CA certificates in PEM format."
        ) from None


def _has_store(paths: ssl.DefaultVerifyPaths) -> bool:
    """Whether OpenSSL has a directory of certificates to look up one by one, which its statistics don't count."""
    try:
        return paths.cafile is not None or (paths.capath is not None and bool(os.listdir(paths.capath)))
    except OSError:
        return False


def _add_other_store(context: ssl.SSLContext) -> None:
    """Add the system's store where OpenSSL doesn't look, or else the CA certificates that requests brings."""
    for platform, directories in _STORES.items():
        if sys.platform.startswith(platform):
            for directory in directories:
                _add_directory(context, directory)
    if not context.cert_store_stats()["x509_ca"]:
        from requests.certs import where  # type: ignore[attr-defined]

        context.load_verify_locations(where())


def _add_directory(context: ssl.SSLContext, directory: str) -> None:
    try:
        names = sorted(os.listdir(directory))
    except OSError:
        return
    for name in names:
        if name.endswith(_ENDINGS):
            try:
                context.load_verify_locations(os.path.join(directory, name))
            except OSError:  # ssl.SSLError too: other things may lie there
                continue
