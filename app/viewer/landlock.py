"""Landlock (Linux 5.13): what of the file system this process may still reach.

https://docs.kernel.org/userspace-api/landlock.html
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable

# The calls have these numbers on every machine.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_CREATE_RULESET_VERSION, _RULE_PATH_BENEATH = 1, 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
# From a version of the interface on: how many rights there are, each a bit, from the lowest.
_FILE_RIGHTS = ((5, 16), (3, 15), (2, 14), (1, 13))
_TCP_RIGHTS = ((4, 2),)  # bind, connect
_SCOPES = ((6, 2),)  # abstract sockets and signals beyond this process


def restrict_files(libc: ctypes.CDLL, readable: Iterable[str]) -> bool:
    """Only ``readable`` folders can be read from now on; nothing else, and nothing written.

    Where the kernel's version has them, TCP, abstract sockets and signals to others go as well.
    Whether the kernel has Landlock; needs ``no_new_privs``.
    """
    version = _version(libc)
    if version < 1:
        return False
    handled = struct.pack(
        "=QQQ", *(_rights(table, version) for table in (_FILE_RIGHTS, _TCP_RIGHTS, _SCOPES))
    )
    ruleset = libc.syscall(_CREATE_RULESET, handled, ctypes.c_size_t(len(handled)), 0)
    if ruleset < 0:
        return False
    try:
        for folder in readable:
            _allow_reading(libc, ruleset, folder)
        return bool(libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def is_offered() -> bool:
    """Whether this system has it."""
    return sys.platform == "linux" and _version(ctypes.CDLL(None, use_errno=True)) >= 1


def _version(libc: ctypes.CDLL) -> int:
    """Of the interface, from 1; below where there is none."""
    found: int = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _CREATE_RULESET_VERSION)
    return found


def _rights(table: Iterable[tuple[int, int]], version: int) -> int:
    """All rights that this version of the interface knows, the latest versions first in a table."""
    return next(((1 << count) - 1 for since, count in table if version >= since), 0)


def _allow_reading(libc: ctypes.CDLL, ruleset: int, folder: str) -> None:
    try:
        place = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # a machine without it has nothing to read there
    try:
        rule = struct.pack("=Qi", _READ_FILE | _READ_DIR, place)
        libc.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(place)
