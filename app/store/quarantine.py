"""A cache nobody can open just now (另存), set aside whole.

It is not deleted, for unsent decisions may be in it: the old password brings what is unsent into
the clerk's cache of today, or a lead lets it go.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from app.store.changes import Changed
from app.store.connection import Writer
from app.store.database import Store
from app.store.outbox import BACK, UNSENT
from app.store.salvage import numbered, open_sound
from app.store.sealing import SecretPlace

UNFINISHED, ERASED = ".unfinished", ".erased"
Places = Callable[[str], SecretPlace]


class QuarantinedCache(msgspec.Struct, frozen=True):
    """``name`` ends the name of its folder and of its entry in the keyring."""

    cache: Path
    name: str

    @property
    def folder(self) -> Path:
        return self.cache.with_suffix(f".{self.name}")

    @property
    def database(self) -> Path:
        """It may have been another cache's, and have its name."""
        keys = (key.with_suffix(".db") for key in self.folder.glob("*.key"))
        return next(keys, self.folder / self.cache.name)

    @property
    def at(self) -> datetime:
        return datetime.strptime(self.name.removeprefix("aside-")[:14], "%Y%m%d%H%M%S")

    @property
    def key(self) -> Path:
        """The half of its key that is a file."""
        return self.database.with_suffix(".key")


def set_aside(cache: Path, places: Places, now: datetime) -> None:
    """Puts a cache, its files and both halves of its key where they wait."""
    finish(cache, places)
    if parts(cache):
        name = free_name(cache, places, f"aside-{now:%Y%m%d%H%M%S}")
        _unfinished(cache, name).mkdir(mode=0o700)
        finish(cache, places)


def finish(cache: Path, places: Places) -> None:
    """Goes on with what was interrupted. To be called before a cache is opened or begun: a fresh
    one would hide, and at last replace, the one whose setting aside was only begun."""
    for folder in sorted(cache.parent.glob(f"{cache.stem}.aside-*{UNFINISHED}")):
        aside = QuarantinedCache(cache, _name(cache, folder).removesuffix(UNFINISHED))
        if cache.exists() and (folder / cache.name).exists():
            _copy_key(cache, folder)  # earlier versions have let a fresh one begin
        else:
            _move_in(cache, folder, places, aside.name)
        folder.rename(aside.folder)
    for folder in cache.parent.glob(f"{cache.stem}.aside-*{ERASED}"):
        _erase_folder(folder, places(_name(cache, folder).removesuffix(ERASED)))


def caches_aside(cache: Path) -> list[QuarantinedCache]:
    """Those of one clerk, the latest first."""
    found = cache.parent.glob(f"{cache.stem}.aside-*")
    names = [_name(cache, path) for path in found if path.suffix not in (UNFINISHED, ERASED)]
    return [QuarantinedCache(cache, name) for name in sorted(names, reverse=True)]


def free_name(cache: Path, places: Places, stamp: str) -> str:
    """A name that no folder and no entry of the keyring has."""

    def is_free(name: str) -> bool:
        there = (QuarantinedCache(cache, name).folder, _unfinished(cache, name))
        return not any(path.exists() for path in there) and not places(name).read()

    return next(filter(is_free, numbered(stamp)))


def parts(cache: Path) -> list[Path]:
    """The cache's file and what lies beside it."""
    return [p for p in cache.parent.glob(f"{cache.stem}.*") if ".aside-" not in p.name]


def recover_unsent(aside: QuarantinedCache, key: str, store: Store, now: datetime) -> int:
    """What is unsent, and the drafts, into a cache; how many decisions. Cases come by the feed.

    It is opened as any cache is: brought on from an earlier schema, salvaged where it is damaged.
    """
    old, _ = open_sound(aside.database, key, now)
    try:
        entries = _rows(
            old, "outbox", f"state in ({', '.join('?' * len(UNSENT + BACK))})", (*UNSENT, *BACK)
        )
        carried, evidence = _rows(old, "attachments"), _rows(old, "evidence")
        drafts = _rows(old, "drafts")
    finally:
        old.close()

    def work(db: Writer) -> list[Changed]:
        for entry in entries:
            state = "waiting" if entry["state"] in UNSENT else entry["state"]
            db.table("outbox").insert(entry | {"seq": None, "state": state}, ignore=True)
        for content in carried:
            db.table("attachments").insert(content, ignore=True)
        for paper in evidence:
            db.table("evidence").insert(paper, ignore=True)
        for draft in drafts:
            db.table("drafts").insert(draft, ignore=True)  # what is typed today stands
        db.execute("delete from meta where key = 'cursor'")  # so that all is laid on top anew
        return [Changed("outbox"), Changed("draft")]

    store.write(work).result()
    return len(entries)


def discard(aside: QuarantinedCache, places: Places) -> None:
    """Lets it go for good."""
    gone = aside.folder.with_name(aside.folder.name + ERASED)
    aside.folder.rename(gone)
    _erase_folder(gone, places(aside.name))


def _erase_folder(folder: Path, place: SecretPlace) -> None:
    try:
        place.remove()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _name(cache: Path, folder: Path) -> str:
    return folder.name.removeprefix(f"{cache.stem}.")


def _unfinished(cache: Path, name: str) -> Path:
    return cache.with_suffix(f".{name}{UNFINISHED}")


def _move_in(cache: Path, folder: Path, places: Places, name: str) -> None:
    """Each step can be made again; the half of the key is where it waits before it goes."""
    half, waits = places(""), places(name)
    if (secret := half.read()) and not waits.read():
        waits.write(secret)
    for part in parts(cache):
        if not (folder / part.name).exists():
            part.rename(folder / part.name)
    half.remove()


def _copy_key(cache: Path, folder: Path) -> None:
    """A fresh cache begun before the key had moved is sealed by the same one."""
    key, copy = cache.with_suffix(".key"), folder / cache.with_suffix(".key").name
    if key.exists() and not copy.exists():
        unfinished = copy.with_name(copy.name + ".new")
        shutil.copyfile(key, unfinished)
        unfinished.replace(copy)


def _rows(
    old: Store, table: str, where: str = "1", values: tuple[str, ...] = ()
) -> list[dict[str, object]]:
    found = old.reader().rows(f"select * from {table} where {where}", values)
    return [dict(row) for row in found]
