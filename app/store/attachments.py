"""What an action carries: the notices it serves, byte for byte.

They are kept until the action is settled, and a week longer where it was sent:
a centre restored from a backup is brought them again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from app.cases.actions import Payload

if TYPE_CHECKING:
    from sqlite_utils import Database

KEPT_AFTER_SENDING = timedelta(days=7)


def attach(db: Database, payload: Payload, content: bytes) -> Payload:
    """The payload with one more attachment, whose bytes are kept."""
    sha256 = hashlib.sha256(content).hexdigest()
    db["attachments"].upsert({"sha256": sha256, "content": content}, pk="sha256")
    return msgspec.structs.replace(payload, attachments=(*payload.attachments, sha256))


def contents(connection: Any, digests: Iterable[str]) -> list[tuple[str, bytes]]:
    """Hash and bytes of those of these attachments that are kept here."""
    marks = msgspec.json.encode(list(digests)).decode()
    found = connection.execute(
        "select sha256, content from attachments"
        " where sha256 in (select value from json_each(?)) order by sha256",
        (marks,),
    )
    return [(row[0], row[1]) for row in found]


def let_go(db: Database, now: datetime) -> None:
    """Forgets the attachments no action rests on any more."""
    db.execute(
        "delete from attachments where sha256 not in ("
        " select a.value from outbox o, json_each(cast(o.payload as text), '$.attachments') a"
        " where o.state not in ('sent', 'withdrawn')"
        " or (o.state = 'sent' and o.changed_at > ?))",
        ((now - KEPT_AFTER_SENDING).isoformat(),),
    )
