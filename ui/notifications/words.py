"""What a notification says: what came and of which items, how often; never of whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from app.cases.arrivals import Arrival, ArrivalKind
from ui.language import tr, tr_noop

KINDS: dict[ArrivalKind, str] = {
    "correction": tr_noop("Corrected by the applicant"),
    "paper": tr_noop("New material received"),
    "returned_mail": tr_noop("Returned by the carrier"),
    "overdue": tr_noop("Now overdue"),
    "message": tr_noop("Message from another department"),
    "to_sign": tr_noop("Waits for your signature"),
    "sent_back": tr_noop("Sent back by the lead"),
}
MOST_ITEMS = 3  # on one line


class Notification(msgspec.Struct, frozen=True):
    """Plain texts; ``case_ids`` is what a click on it opens."""

    title: str
    text: str
    case_ids: tuple[str, ...]


def notification_of(came: Sequence[Arrival]) -> Notification:
    """Of at least one. All that came of one kind is one line."""
    ids = tuple(dict.fromkeys(each.case_id for each in came))
    lines = {kind: _items([a for a in came if a.kind == kind]) for kind in KINDS}
    lines = {kind: items for kind, items in lines.items() if items}
    if len(lines) == 1:
        ((kind, items),) = lines.items()
        title = tr(KINDS[kind])
        if len(ids) > 1:
            title = tr("{what}: {n} cases", what=title, n=len(ids))
        return Notification(title, items, ids)
    told = (tr("{what}: {items}", what=tr(KINDS[kind]), items=i) for kind, i in lines.items())
    title = tr("{n} cases need a look", n=len(ids)) if len(ids) > 1 else tr("A case needs a look")
    return Notification(title, "\n".join(told), ids)


def _items(came: Sequence[Arrival]) -> str:
    """Item names, the most frequent first, with how often where that is more than once."""
    counted = Counter(_one_line(each.item) for each in came).most_common()
    named = [name if n == 1 else f"{name} ×{n}" for name, n in counted[:MOST_ITEMS]]
    if len(counted) > MOST_ITEMS:
        named.append("…")
    return tr(", ").join(named)


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
