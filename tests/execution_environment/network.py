# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A network of nothing but loopback, for this thread and whatever it starts."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import socket
import struct
import typing as t

_CLONE_NEWNET = 0x40000000
_SIOCSIFFLAGS = 0x8914
_IFF_UP = 1


@contextlib.contextmanager
def only_loopback() -> t.Iterator[None]:
    """Be in a new network namespace while a `with` lasts. OSError if that is not allowed."""
    # os.unshare and os.setns are there from Python 3.12 on.
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/thread-self/ns/net", "rb") as former:
        _check(libc.unshare(_CLONE_NEWNET))
        try:
            with socket.socket() as any_socket:
                fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh", b"lo", _IFF_UP))
            yield
        finally:
            _check(libc.setns(former.fileno(), _CLONE_NEWNET))


def _check(result: int) -> None:
    if result:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
