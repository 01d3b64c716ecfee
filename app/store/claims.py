"""领件 that was asked for and not answered: asked again, it is the same claim."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import msgspec

from app.cases.typed import decode
from app.store.changes import Changed
from app.store.connection import Reader, Writer, as_json
from app.store.database import meta, set_meta

_KEY = "claim"
SAME_FOR = timedelta(minutes=5)  # after that its cases, if there were any, have long come


class OpenClaim(msgspec.Struct, frozen=True, kw_only=True):
    """``id`` is the claim's idempotency key."""

    id: str
    count: int
    item_codes: tuple[str, ...]
    at: datetime


def open_claim(db: Reader, count: int, item_codes: tuple[str, ...], now: datetime) -> OpenClaim:
    """The claim for this that has had no answer yet; else a new one."""
    text = meta(db, _KEY)
    before = decode(text, OpenClaim) if text else None
    if (
        before is not None
        and (before.count, before.item_codes) == (count, item_codes)
        and abs(now - before.at) < SAME_FOR
    ):
        return before
    return OpenClaim(id=str(uuid.uuid4()), count=count, item_codes=item_codes, at=now)


def keep(db: Writer, claim: OpenClaim) -> list[Changed]:
    set_meta(db, _KEY, as_json(claim))
    return []


def settle(db: Writer) -> list[Changed]:
    """It has been answered."""
    set_meta(db, _KEY, "")
    return []
