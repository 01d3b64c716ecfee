"""Whether anybody but the machine's administrator may change a file.

On POSIX the file and its folder are root's and nobody else's to write. On Windows they are the
Administrators', SYSTEM's or TrustedInstaller's; the folder may let users add files, as ProgramData
does, but not delete or take over what is there.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec

ROOT = 0
ADMINISTRATORS = {
    "S-1-5-18": "SYSTEM",
    "S-1-5-32-544": "Administrators",
    "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464": "TrustedInstaller",
}
# winnt.h: DELETE, WRITE_DAC, WRITE_OWNER, GENERIC_ALL, GENERIC_WRITE
_TAKES_OVER = 0x0001_0000 | 0x0004_0000 | 0x0008_0000 | 0x1000_0000 | 0x4000_0000
# FILE_WRITE_DATA, FILE_APPEND_DATA, FILE_WRITE_EA, FILE_WRITE_ATTRIBUTES
CHANGES_FILE = _TAKES_OVER | 0x0002 | 0x0004 | 0x0010 | 0x0100
CHANGES_FOLDER = _TAKES_OVER | 0x0040  # FILE_DELETE_CHILD
_DENIES = {1, 6, 10, 12}  # the types of entry that take rights away
_FOR_CHILDREN_ONLY = 0x08  # INHERIT_ONLY_ACE


class Entry(msgspec.Struct, frozen=True):
    """One of an access list: its type, its flags, the rights, and whose they are."""

    kind: int
    flags: int
    mask: int
    sid: str


class Rights(msgspec.Struct, frozen=True):
    """Who owns a file, and its access list; without one everybody may do everything."""

    owner: str
    entries: tuple[Entry, ...] | None


def strangers(path: Path) -> str:
    """Who else may change this file, in a word or two; empty where nobody. Raises OSError."""
    real = Path(os.path.realpath(path, strict=True))
    if sys.platform == "win32":
        return windows_strangers(_rights(real), CHANGES_FILE) or windows_strangers(
            _rights(real.parent), CHANGES_FOLDER
        )
    return posix_strangers((real, real.parent, path.parent), ROOT)


def posix_strangers(paths: Iterable[Path], administrator: int) -> str:
    """The first path that is not the ``administrator``'s (a uid) or that others may write; ``""``
    for none."""
    for path in paths:
        found = path.stat()
        if found.st_uid != administrator:
            return f"{path.name}: uid {found.st_uid}"
        if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            return f"{path.name}: mode {stat.S_IMODE(found.st_mode):o}"
    return ""


def windows_strangers(rights: Rights, dangerous: int) -> str:
    """The SIDs that own the file or have one of the ``dangerous`` rights; ``""`` for none."""
    if rights.owner not in ADMINISTRATORS:
        return rights.owner
    if rights.entries is None:
        return "everybody"
    others = [
        entry.sid
        for entry in rights.entries
        if entry.kind not in _DENIES
        and not entry.flags & _FOR_CHILDREN_ONLY
        and entry.mask & dangerous
        and entry.sid not in ADMINISTRATORS
    ]
    return ", ".join(dict.fromkeys(others))


def _rights(path: Path) -> Rights:
    import win32security as security

    asked = security.OWNER_SECURITY_INFORMATION | security.DACL_SECURITY_INFORMATION
    found = security.GetNamedSecurityInfo(str(path), security.SE_FILE_OBJECT, asked)
    owner = security.ConvertSidToStringSid(found.GetSecurityDescriptorOwner())
    listed = found.GetSecurityDescriptorDacl()
    if listed is None:
        return Rights(owner, None)
    aces = [listed.GetAce(at) for at in range(listed.GetAceCount())]
    return Rights(
        owner,
        tuple(
            Entry(ace[0][0], ace[0][1], ace[1], security.ConvertSidToStringSid(ace[-1]))
            for ace in aces
        ),
    )
