"""A cache that lies under another spelling of the centre's address comes under the one of now.

Each spelling had a cache of its own once. Nothing of one is written over: where there are two, the
former one waits beside the other as any that was set aside.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from app.store.quarantine import (
    Places,
    QuarantinedCache,
    caches_aside,
    finish,
    free_name,
    parts,
    set_aside,
)


def relocate(
    former: Path, former_places: Places, cache: Path, places: Places, now: datetime
) -> list[QuarantinedCache]:
    """Interrupted, it goes on when it is called again. Returns what waits beside the cache now."""
    finish(former, former_places)
    if former.exists() and cache.exists():
        set_aside(former, former_places, now)
    elif former.exists():
        _move(former, former_places, cache, places)
    return [_move_aside(left, former_places, cache, places) for left in caches_aside(former)]


def _move(former: Path, former_places: Places, cache: Path, places: Places) -> None:
    """Its file goes last: until then there is no other cache that a part could belong to."""
    if half := former_places("").read():
        places("").write(half)
    for part in sorted(parts(former), key=lambda part: part == former):
        place = cache.with_name(cache.stem + part.name.removeprefix(former.stem))
        if place.is_dir():
            shutil.rmtree(place)
        part.replace(place)
    former_places("").remove()


def _move_aside(
    left: QuarantinedCache, former_places: Places, cache: Path, places: Places
) -> QuarantinedCache:
    half = former_places(left.name).read()
    moved = QuarantinedCache(cache, left.name)
    if moved.folder.exists() or places(left.name).read() not in ("", half):
        moved = QuarantinedCache(cache, free_name(cache, places, left.name))
    if half:
        places(moved.name).write(half)
    left.folder.rename(moved.folder)
    former_places(left.name).remove()
    return moved
