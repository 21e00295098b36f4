# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Undo compression that was not asked for, as gateways do it all the same, within a size limit."""

from __future__ import annotations

import zlib

_KNOWN = ("gzip", "x-gzip", "deflate")
# For zlib: a header of gzip or of zlib, whichever is there; and none, as some servers take "deflate".
_HEADERS = (47, -15)


class TooLong(ValueError):
    """What was compressed is longer than is taken."""


def decompressed(content: bytes, encoding: str, limit: int) -> bytes:
    """Return a body as it was before its ``Content-Encoding``, or nothing where it can't be read.

    :param limit: bytes that it may have.
    :raises TooLong: it has more.
    """
    names = [name for name in encoding.replace(" ", "").lower().split(",") if name not in ("", "identity")]
    if not names:
        return content
    if len(names) > 1 or names[0] not in _KNOWN:
        return b""
    for header in _HEADERS:
        inflater = zlib.decompressobj(header)
        try:
            plain = inflater.decompress(content, limit + 1)
        except zlib.error:
            continue
        if len(plain) > limit:
            raise TooLong(f"more than {limit} bytes")
        if inflater.eof:
            return plain
    return b""
