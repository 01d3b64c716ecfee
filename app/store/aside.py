"""A cache nobody can open just now (另存), set aside whole.

It is not deleted, for unsent decisions may be in it: the old password brings what is unsent into
the clerk's cache of today, or a lead lets it go.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from app.store.database import Changed, Store, connect
from app.store.outbox import BACK, UNSENT
from app.store.vault import SecretPlace, Vault

if TYPE_CHECKING:
    from sqlite_utils import Database

UNFINISHED = ".unfinished"
Places = Callable[[str], SecretPlace]


class Aside(msgspec.Struct, frozen=True):
    """``name`` ends the name of its folder and of its entry in the keyring."""

    cache: Path
    name: str

    @property
    def folder(self) -> Path:
        return self.cache.with_suffix(f".{self.name}")

    @property
    def at(self) -> datetime:
        return datetime.strptime(self.name.removeprefix("aside-"), "%Y%m%d%H%M%S")

    def vault(self, places: Places) -> Vault:
        return Vault(self.folder / self.cache.with_suffix(".key").name, places(self.name))


def set_aside(cache: Path, places: Places, now: datetime) -> Aside:
    """Puts a cache, its files and both halves of its key where they wait. Interrupted, it goes on
    where it was."""
    begun = sorted(cache.parent.glob(f"{cache.stem}.aside-*{UNFINISHED}"))
    name = f"aside-{now:%Y%m%d%H%M%S}"
    if begun:
        name = begun[0].name.removeprefix(f"{cache.stem}.").removesuffix(UNFINISHED)
    aside = Aside(cache, name)
    if half := places("").read():
        places(name).write(half)
    unfinished = aside.folder.with_name(aside.folder.name + UNFINISHED)
    unfinished.mkdir(mode=0o700, exist_ok=True)
    for part in cache.parent.glob(f"{cache.stem}.*"):
        if ".aside-" not in part.name:
            part.rename(unfinished / part.name)
    unfinished.rename(aside.folder)
    places("").remove()
    return aside


def asides(cache: Path) -> list[Aside]:
    """Those of one clerk, the latest first."""
    found = cache.parent.glob(f"{cache.stem}.aside-*")
    names = (path.name.removeprefix(f"{cache.stem}.") for path in found)
    return [Aside(cache, n) for n in sorted(names, reverse=True) if not n.endswith(UNFINISHED)]


def bring_back(aside: Aside, key: str, store: Store) -> int:
    """What is unsent, and the drafts, into a cache; how many decisions. Cases come by the feed."""
    old = connect(aside.folder / aside.cache.name, key)
    try:
        entries = _rows(old, "outbox", f"state in ({', '.join('?' * len(UNSENT + BACK))})",
                        (*UNSENT, *BACK))  # fmt: skip
        notices, drafts = _rows(old, "attachments"), _rows(old, "drafts")
    finally:
        old.close()

    def work(db: Database) -> list[Changed]:
        for entry in entries:
            state = "waiting" if entry["state"] in UNSENT else entry["state"]
            db["outbox"].insert(entry | {"seq": None, "state": state}, ignore=True)
        for notice in notices:
            db["attachments"].insert(notice, ignore=True)
        for draft in drafts:
            db["drafts"].insert(draft, ignore=True)  # what is typed today stands
        db.execute("delete from meta where key = 'cursor'")  # so that all is laid on top anew
        return [Changed("outbox"), Changed("draft")]

    store.write(work).result()
    return len(entries)


def erase(aside: Aside, places: Places) -> None:
    """Lets it go for good."""
    places(aside.name).remove()
    shutil.rmtree(aside.folder, ignore_errors=True)


def _rows(
    connection: Any, table: str, where: str = "1", values: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    found = connection.execute(f"select * from {table} where {where}", values)  # noqa: S608
    return [dict(row) for row in found]
