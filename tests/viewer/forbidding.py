"""A machine whose kernel lacks something, for one command:
``python -m tests.viewer.forbidding landlock,namespaces,seccomp COMMAND…``.

A seccomp filter answers as such a kernel does, and stays over ``execve``.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys

LIBC = ctypes.CDLL(None, use_errno=True)
ARM = platform.machine() == "aarch64"
LANDLOCK, UNSHARE, PRCTL = (444, 445, 446), 97 if ARM else 272, 167 if ARM else 157
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP = 38, 22
LOAD, IS, RETURN = 0x20, 0x15, 0x06
ALLOW, ERRNO = 0x7FFF0000, 0x00050000


def forbid(what: set[str]) -> None:
    steps = [(LOAD, 0, 0, 0)]
    if "landlock" in what:
        for number in LANDLOCK:
            steps += [(IS, 0, 1, number), (RETURN, 0, 0, ERRNO | errno.ENOSYS)]
    if "namespaces" in what:
        steps += [(IS, 0, 1, UNSHARE), (RETURN, 0, 0, ERRNO | errno.EPERM)]
    if "seccomp" in what:
        steps += [
            (IS, 0, 3, PRCTL),
            (LOAD, 0, 0, 16),
            (IS, 0, 1, PR_SET_SECCOMP),
            (RETURN, 0, 0, ERRNO | errno.EINVAL),
        ]
    steps.append((RETURN, 0, 0, ALLOW))
    program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *s) for s in steps))
    described = struct.pack("@HP", len(steps), ctypes.addressof(program))
    LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if LIBC.prctl(PR_SET_SECCOMP, 2, described, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "this kernel has no seccomp to forbid with")


if __name__ == "__main__":
    forbid(set(sys.argv[1].split(",")))
    os.execvp(sys.argv[2], sys.argv[2:])
