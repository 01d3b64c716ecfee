"""seccomp (Linux 3.5): which calls of the kernel this process may still make.

A list of what is allowed, so that a call nobody thought of, or that a later kernel brings, is
refused. https://docs.kernel.org/userspace-api/seccomp_filter.html
"""

from __future__ import annotations

import ctypes
import errno
import struct

_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_ALLOW, _ERRNO, _KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
_LOAD, _IS, _HAS_BITS, _RETURN = 0x20, 0x15, 0x45, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16

ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# The number on x86-64, and on arm64; None where that machine has no such call.
_CALLS: dict[str, tuple[int | None, int | None]] = {
    "read": (0, 63), "write": (1, 64), "pread64": (17, 67), "lseek": (8, 62), "close": (3, 57),
    "stat": (4, None), "lstat": (6, None), "fstat": (5, 80), "newfstatat": (262, 79),
    "statx": (332, 291), "getdents64": (217, 61),
    "brk": (12, 214), "munmap": (11, 215), "mremap": (25, 216), "madvise": (28, 233),
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132), "alarm": (37, None), "setitimer": (38, 103),
    "futex": (202, 98), "sched_yield": (24, 124), "restart_syscall": (219, 128),
    "nanosleep": (35, 101), "clock_nanosleep": (230, 115),
    "clock_gettime": (228, 113), "gettimeofday": (96, 169),
    "getpid": (39, 172), "gettid": (186, 178), "sysinfo": (99, 179), "getrandom": (318, 278),
    "exit": (60, 93), "exit_group": (231, 94),
}  # fmt: skip
# O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_TMPFILE and O_PATH, the same on both machines.
_OPEN_FOR_MORE_THAN_READING = 0o1 | 0o2 | 0o100 | 0o1000 | 0o20000000 | 0o10000000
_PROT_EXEC = 4
# The numbers, the argument looked at, and the bits that must not be set in it.
_CALLS_WITHOUT: dict[str, tuple[int, int, int, int]] = {
    "openat": (257, 56, 2, _OPEN_FOR_MORE_THAN_READING),
    "mmap": (9, 222, 2, _PROT_EXEC),
    "mprotect": (10, 226, 2, _PROT_EXEC),
}


def restrict_calls(libc: ctypes.CDLL, machine: str) -> bool:
    """Only what parsing needs from now on; every other call answers that there is no such call.

    Whether the kernel and the ``machine`` have it; needs ``no_new_privs``. For this thread and
    those it starts, which then are none.
    """
    if machine not in ARCHITECTURES:
        return False
    raw = program(machine)
    held = ctypes.create_string_buffer(raw, len(raw))
    described = _Program(len(raw) // _INSTRUCTION.size, ctypes.addressof(held))
    return bool(libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(described), 0, 0) == 0)


def program(machine: str) -> bytes:
    """The filter in classic BPF; each instruction is (code, skip if so, skip if not, value)."""
    column = list(ARCHITECTURES).index(machine)
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_IS, 1, 0, ARCHITECTURES[machine]),
        (_RETURN, 0, 0, _KILL_PROCESS),  # another machine's numbers would mean other calls
        (_LOAD, 0, 0, _NUMBER_AT),
    ]
    for numbers in _CALLS.values():
        if (number := numbers[column]) is not None:
            steps += [(_IS, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    for *both, argument, bits in _CALLS_WITHOUT.values():
        steps += [
            (_IS, 0, 4, both[column]),
            (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument),  # the lower half, on these machines
            (_HAS_BITS, 0, 1, bits),
            (_RETURN, 0, 0, _ERRNO | errno.EPERM),
            (_RETURN, 0, 0, _ALLOW),
        ]
    steps.append((_RETURN, 0, 0, _ERRNO | errno.ENOSYS))
    return b"".join(_INSTRUCTION.pack(*step) for step in steps)


_INSTRUCTION = struct.Struct("=HBBI")


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]
