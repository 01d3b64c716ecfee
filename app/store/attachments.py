"""What an action carries, byte for byte: the notices it serves and the clerk's own evidence.

They are kept until the action is settled, and a week longer where it was sent:
a centre restored from a backup is brought them again. Evidence is kept as long as its case is here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from app.cases.actions import Payload
from app.store.connection import Reader, Writer, as_json

KEPT_AFTER_SENDING = timedelta(days=7)


def attach(db: Writer, payload: Payload, content: bytes) -> Payload:
    """The payload with one more attachment before the others, whose bytes are kept."""
    return msgspec.structs.replace(payload, attachments=(keep(db, content), *payload.attachments))


def keep(db: Writer, content: bytes) -> str:
    """Keeps these bytes; their SHA-256 in hex."""
    sha256 = hashlib.sha256(content).hexdigest()
    db.table("attachments").upsert({"sha256": sha256, "content": content}, pk="sha256")
    return sha256


def contents(db: Reader, digests: Iterable[str]) -> list[tuple[str, bytes]]:
    """Hash and bytes of those of these attachments that are kept here."""
    found = db.rows(
        "select sha256, content from attachments"
        " where sha256 in (select value from json_each(?)) order by sha256",
        (as_json(list(digests)),),
    )
    return [(row["sha256"], row["content"]) for row in found]


def in_pieces(db: Reader, now: datetime) -> list[str]:
    """The hashes of the archives (``Files.keep_pieces``) that actions still carry."""
    return db.column(
        "select a.value from outbox o, json_each(cast(o.payload as text), '$.attachments') a"
        " where o.type = 'archive' and (o.state not in ('sent', 'withdrawn')"
        " or (o.state = 'sent' and o.changed_at > ?))",
        ((now - KEPT_AFTER_SENDING).isoformat(),),
    )


def let_go(db: Writer, now: datetime) -> None:
    """Forgets the attachments no action rests on any more, and evidence that was sent of cases that
    are not here any more."""
    sent_before = ((now - KEPT_AFTER_SENDING).isoformat(),)
    db.execute(
        "delete from evidence where case_id not in (select id from cases) and exists ("
        " select 1 from outbox o, json_each(cast(o.payload as text), '$.attachments') a"
        " where o.case_id = evidence.case_id and a.value = evidence.sha256"
        " and o.state = 'sent' and o.changed_at <= ?)",
        sent_before,
    )
    db.execute(
        "delete from attachments where sha256 not in (select sha256 from evidence)"
        " and sha256 not in ("
        " select a.value from outbox o, json_each(cast(o.payload as text), '$.attachments') a"
        " where o.state not in ('sent', 'withdrawn')"
        " or (o.state = 'sent' and o.changed_at > ?))",
        sent_before,
    )
