"""The list as it is now, and a package of it, whole, in a folder of this machine."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from app.cases.failure import Failure
from app.update.errors import UpdateNotKept, UpdatePackageWrong, UpdateSourceUnreachable
from app.update.listing import (
    LIST,
    MOST_LIST_BYTES,
    NAMED,
    Package,
    UpdateList,
    read_list,
    signed_list,
)
from app.update.source import PIECE, Source

PART = ".part"
SPARE_BYTES = 2**30  # left to the clerk's work


def fetch_list(source: Source, keys: Sequence[str], folder: Path, now: datetime) -> UpdateList:
    """The list of the source; kept in ``folder``, so that none older is taken again.

    Raises as ``look_at_list`` does, and OSError.
    """
    raw, listed = look_at_list(source, keys, folder, now)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = folder / f"{LIST}.{os.getpid()}.new"
    fresh.write_bytes(raw)
    fresh.replace(folder / LIST)
    return listed


def look_at_list(
    source: Source, keys: Sequence[str], folder: Path, now: datetime
) -> tuple[bytes, UpdateList]:
    """The list of the source, as bytes and read; nothing is changed.

    Raises UpdateSourceUnreachable, UpdateListNotTrusted, UpdateListExpired, UpdateListOlder,
    Cancelled.
    """
    raw = b""
    for _, piece in source.pieces(LIST, 0, MOST_LIST_BYTES):
        raw += piece
        if len(raw) > MOST_LIST_BYTES:
            raise UpdateSourceUnreachable(f"a list over {MOST_LIST_BYTES} bytes")
    kept = kept_list(folder, keys)
    return raw, read_list(raw, keys, now, kept.issued if kept else None)


def kept_list(folder: Path, keys: Sequence[str]) -> UpdateList | None:
    """The one that was taken last, valid any more or not."""
    with contextlib.suppress(OSError, Failure):
        return signed_list((folder / LIST).read_bytes(), keys)
    return None


def fetch_package(source: Source, package: Package, folder: Path) -> Path:
    """Its file, as long and with the hash as listed; goes on after what an earlier try has left.

    Raises UpdateSourceUnreachable, UpdatePackageWrong, UpdateNotKept, Cancelled, OSError.
    """
    whole, part = folder / package.name, folder / (package.name + PART)
    if is_whole(whole, package):
        return whole
    begun = part.stat().st_size if part.exists() else 0
    if begun >= package.size:
        part.unlink()
        begun = 0
    missing = package.size - begun
    if shutil.disk_usage(folder).free < missing + SPARE_BYTES:
        raise UpdateNotKept(f"{missing >> 20} MB + {SPARE_BYTES >> 20} MB")
    with part.open("ab") as file:
        for at, piece in source.pieces(package.name, begun, package.size):
            if at == 0:
                file.truncate(0)
            if at + len(piece) > package.size:
                file.truncate(0)
                raise UpdatePackageWrong("size")
            file.write(piece)
    if part.stat().st_size < package.size:
        raise UpdateSourceUnreachable("cut off")
    if not is_whole(part, package):
        part.unlink()
        raise UpdatePackageWrong("sha256")
    return part.replace(whole)


def is_whole(path: Path, package: Package) -> bool:
    digest = hashlib.sha256()
    try:
        if path.stat().st_size != package.size:
            return False
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                digest.update(piece)
    except FileNotFoundError:
        return False
    return digest.hexdigest() == package.sha256


def keep_only(folder: Path, packages: Iterable[Package]) -> None:
    """Packages of before go, and what has come of them; what is none of ours stays."""
    kept = {package.name for package in packages}
    for path in folder.iterdir():
        name = path.name.removesuffix(PART)
        if re.fullmatch(NAMED, name) and name not in kept:
            path.unlink(missing_ok=True)
