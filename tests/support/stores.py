"""A cache with cases, and what a test does to it, without a centre."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from app.cases.actions import Payload
from app.cases.model import Clerk, SubApplication
from app.store import cases, decisions, outbox
from app.store.database import Store, set_meta
from app.store.outbox import Entry
from tests.support.examples import MORNING, a_case

CLERK = Clerk(id="clerk-01", name="张伟")


def opened(path: Path, key: str) -> Store:
    """A cache of the clerk's with one received case."""
    store = Store(path, key)

    def work(db):
        set_meta(db, "clerk", msgspec.json.encode(CLERK).decode())
        return []

    store.write(work).result()
    keep(store, a_case())
    return store


def keep(store: Store, *bodies: SubApplication) -> None:
    said = [cases.prepare_case(body, msgspec.json.encode(body)) for body in bodies]
    store.write(lambda db: cases.put(db, said, MORNING.date())).result()


def decide(
    store: Store,
    *payloads: Payload,
    case_id: str = "sa-000001",
    at: datetime = MORNING,
    delay: float = 0,
) -> None:
    """``delay``: seconds for which they can be taken back."""
    until = at + timedelta(seconds=delay) if delay else None

    def work(db):
        return [
            change
            for payload in payloads
            for change in decisions.decide(db, case_id, payload, at, lambda _: b"print", until)
        ]

    store.write(work).result()


def entries(store: Store, case_id: str = "sa-000001") -> list[Entry]:
    return outbox.of_case(store.reader(), case_id)


def states(store: Store, case_id: str = "sa-000001") -> list[str]:
    return [entry.state for entry in entries(store, case_id)]


def later(minutes: float) -> datetime:
    return MORNING + timedelta(minutes=minutes)


def write(store: Store, work) -> None:
    store.write(lambda db: list(work(db) or [])).result()
