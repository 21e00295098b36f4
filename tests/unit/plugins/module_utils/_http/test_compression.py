# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Compression that was not asked for is undone, within a size limit."""

from __future__ import annotations

import gzip
import zlib

import pytest

from ansible_collections.wallarm.fast.plugins.module_utils._http.compression import TooLong, decompressed

TEXT = b'{"status": 200}' * 100
RAW = zlib.compressobj(wbits=-15)
DEFLATED = RAW.compress(TEXT) + RAW.flush()


@pytest.mark.parametrize(
    "content, encoding, plain",
    [
        (TEXT, "", TEXT),
        (TEXT, "identity", TEXT),
        (gzip.compress(TEXT), "gzip", TEXT),
        (gzip.compress(TEXT), "GZip , identity", TEXT),
        (gzip.compress(TEXT), "x-gzip", TEXT),
        (zlib.compress(TEXT), "deflate", TEXT),
        (DEFLATED, "deflate", TEXT),
        (gzip.compress(TEXT)[:-20], "gzip", b""),
        (TEXT, "gzip", b""),
        (TEXT, "br", b""),
        (gzip.compress(gzip.compress(TEXT)), "gzip, gzip", b""),
        (b"", "gzip", b""),
    ],
    ids=["none", "identity", "gzip", "spelled otherwise", "x-gzip", "zlib", "deflate alone", "cut", "not so", "unknown", "twice", "empty"],
)
def test_a_body_is_as_it_was_or_empty(content, encoding, plain):
    assert decompressed(content, encoding, len(TEXT)) == plain


@pytest.mark.parametrize("content", [gzip.compress(TEXT), gzip.compress(b"x" * 10_000_000)], ids=["a little", "much"])
def test_a_body_that_is_too_long_is_not_undone(content):
    with pytest.raises(TooLong):
        decompressed(content, "gzip", len(TEXT) - 1)
