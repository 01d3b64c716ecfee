"""What is decided and not delivered, and what was sent and came back."""

from __future__ import annotations

from datetime import date

import msgspec

from app.cases.model import DECIDED_STATES, Event
from app.cases.typed import decode
from app.store.cases import LIGHT
from app.store.connection import Reader, one_of


class PendingDelivery(msgspec.Struct, frozen=True, kw_only=True):
    """A case whose decision has to reach the applicant. ``way``: as they wished, a code of
    ``METHODS``; ``returned``: why it came back, ``""`` where it was never sent. A case that is
    ``delivered`` came back and that is not noted yet."""

    id: str
    no: str
    state: str
    item_name: str
    applicant: str
    way: str
    address: str
    tracking_no: str
    due: date | None
    light: str
    returned: str = ""


_BODY = "cast(coalesce(b.local, b.centre) as text)"
_LAST_OF_ITS_MAIL = (
    f"(select value ->> '$.type' from json_each({_BODY}, '$.history')"
    " where value ->> '$.type' in ('deliver', 'return_delivery', 'mail_returned')"
    " order by key desc limit 1)"
)
_LISTED = (
    f"select c.id, c.no, c.state, c.item_name, c.applicant, c.due, {LIGHT} as light,"
    f" coalesce({_BODY} ->> '$.delivery.wanted', 'counter') as way,"
    f" coalesce({_BODY} ->> '$.delivery.address', '') as address,"
    f" coalesce({_BODY} ->> '$.delivery.tracking_no', '') as tracking_no,"
    f" {_BODY} ->> '$.history' as history"
    " from cases c join bodies b on b.case_id = c.id"
)


def pending(db: Reader, today: date) -> list[PendingDelivery]:
    """All of them, what is due first; mail that came back before what was never sent."""
    found = db.rows(
        f"{_LISTED} where c.state in {one_of(DECIDED_STATES | {'refused'})}"
        f" or (c.state = 'delivered' and {_LAST_OF_ITS_MAIL} = 'mail_returned')"
        " order by c.due is null, c.due, c.row",
        {"today": today.isoformat()},
    )
    listed = [_of(dict(row)) for row in found]
    return sorted(listed, key=lambda each: not each.returned)


def sent(db: Reader, number: str, today: date) -> PendingDelivery | None:
    """What was sent under a tracking number, or in the case of this number; None where nothing
    was."""
    found = db.rows(
        f"{_LISTED} where c.state = 'delivered' and :number <> ''"
        f" and (c.no = :number collate nocase or {_BODY} ->> '$.delivery.tracking_no' = :number)",
        {"today": today.isoformat(), "number": number},
    )
    return next((_of(dict(row)) for row in found), None)


def _of(row: dict[str, object]) -> PendingDelivery:
    history = decode(str(row.pop("history") or "[]"), list[Event])
    returned = ""
    for event in history:
        if event.type in ("return_delivery", "mail_returned"):
            returned = event.text
        elif event.type in ("deliver", "verify_commitment"):
            returned = ""
    due = row.pop("due")
    return PendingDelivery(
        **{key: str(value) for key, value in row.items()},
        due=date.fromisoformat(str(due)) if due else None,
        returned=returned,
    )
