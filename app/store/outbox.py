"""What the clerk decided and the centre has not answered yet.

An entry is a row, never an object in memory. It is ``waiting`` until it is
``sending``; then ``sent``, or back with the clerk as ``conflict``, ``refused``
or ``gone``. Entries of one case go in order; nothing is dropped by itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from app.cases.actions import ACTIONS, Action, Payload
from app.cases.model import Notice, SubApplication
from app.cases.typed import decode
from app.store.changes import Changed
from app.store.connection import Reader, Row, Writer, as_json, one_of, update

UNSENT = ("waiting", "sending")
BACK = ("conflict", "refused", "gone")
STATES = (*UNSENT, *BACK, "sent", "withdrawn")
_UNSETTLED = {*UNSENT, *BACK} - {"gone"}
KEPT_MINE = "kept_mine"  # code of what was sent again on top of the centre's
# Codes of what was not tried yet, so that the clerk can take it back, of a decision and of one kept
# on top, and the code each has once that time is over.
DELAYED, KEPT_DELAYED = "delayed", "kept_mine_delayed"
AFTER_DELAY = f"case code when '{DELAYED}' then '' when '{KEPT_DELAYED}' then '{KEPT_MINE}' end"
DROPPED = "dropped"  # code of what is gone because the feed dropped its case, not by an outcome
_LEADS = tuple(type_ for type_, kind in ACTIONS.items() if kind.actor == "lead")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One action in the outbox; ``base_revision`` or ``after_id`` says what it rests on. ``tries``:
    how often the centre failed on it; ``held_by``: where it is ``gone``, who has its case now, or
    who answered its proposal, and ``code`` is how (``proposals.fate``);
    ``notice_no``: the number out of the reserve that its notice bears; ``asked``: whether it has
    been on its way, so that only the centre knows what became of it."""

    id: str
    case_id: str
    case_no: str
    case_title: str
    payload: Payload
    at: datetime
    base_revision: int | None
    after_id: str | None
    state: str
    not_before: datetime | None
    code: str
    detail: str
    changed_at: datetime
    tries: int
    held_by: str
    notice_no: str = ""
    asked: bool = False

    @property
    def is_unsent(self) -> bool:
        """Whether it is still to be sent, or is just being sent."""
        return self.state in UNSENT

    @property
    def came_back(self) -> bool:
        """Whether it is the clerk's again: in conflict, refused, or gone with its case."""
        return self.state in BACK

    @property
    def words(self) -> str:
        """The clerk's own words in the action."""
        return self.payload.words()

    def must_wait(self, now: datetime) -> bool:
        """Whether the time from which it may go has not come; a clock set back ends the waiting."""
        return self.not_before is not None and self.changed_at <= now < self.not_before

    def is_delayed(self, now: datetime) -> bool:
        """Whether it waits only so that the clerk can take it back."""
        return self.code in (DELAYED, KEPT_DELAYED) and self.must_wait(now)

    @property
    def action(self) -> Action:
        return Action(
            id=self.id,
            sub_application_id=self.case_id,
            at=self.at,
            payload=self.payload,
            notice_no=self.notice_no,
        )


def entries(db: Reader, states: Iterable[str] = (*UNSENT, *BACK)) -> list[Entry]:
    """The entries in these states, oldest first."""
    found = db.rows(
        "select * from outbox where state in (select value from json_each(?)) order by seq",
        (as_json(list(states)),),
    )
    return [_entry(row) for row in found]


def of_case(db: Reader, case_id: str, states: Iterable[str] = STATES) -> list[Entry]:
    """The entries of one case in these states, oldest first."""
    found = db.rows(
        "select * from outbox where case_id = ?"
        " and state in (select value from json_each(?)) order by seq",
        (case_id, as_json(list(states))),
    )
    return [_entry(row) for row in found]


def get(db: Reader, entry_id: str) -> Entry | None:
    row = db.row("select * from outbox where id = ?", (entry_id,))
    return _entry(row) if row else None


def counts(db: Reader) -> tuple[int, int]:
    """How many entries are to be sent, and how many have come back to the clerk."""
    found = db.rows(
        "select state, count(*) as entries from outbox"
        " where state not in ('sent', 'withdrawn') group by state"
    )
    by_state = {row["state"]: row["entries"] for row in found}
    unsent, back = (sum(by_state.get(each, 0) for each in of) for of in (UNSENT, BACK))
    return unsent, back


def decided(db: Reader, case_ids: Sequence[str]) -> int:
    """On how many of these cases the clerk has decided something; a review alone is none."""
    found = db.value(
        "select count(distinct case_id) from outbox where state <> 'withdrawn'"
        " and type not in ('review', 'message')"
        " and case_id in (select value from json_each(?))",
        (as_json(case_ids),),
    )
    return int(found)


def sendable(db: Reader, now: datetime, limit: int) -> list[Entry]:
    """The entries that may go now: none behind one that came back or that must still wait. Of a
    long outbox no more are read than go."""
    held: set[str] = set()
    going: list[Entry] = []
    seq, states = 0, as_json([*UNSENT, *BACK])
    while len(going) < limit:
        found = db.rows(
            "select * from outbox where state in (select value from json_each(?)) and seq > ?"
            " order by seq limit ?",
            (states, seq, limit),
        )
        rows = list(found)
        if not rows:
            break
        seq = rows[-1]["seq"]
        for entry in map(_entry, rows):
            if entry.came_back or entry.must_wait(now):
                held.add(entry.case_id)
            elif entry.case_id not in held:
                going.append(entry)
    return going[:limit]


def mark_sending(db: Writer, ids: Iterable[str], at: datetime) -> list[Changed]:
    """They have waited their time: whatever comes of this try, that time is over."""
    db.execute(
        "update outbox set state = 'sending', asked = 1, not_before = null, changed_at = ?,"
        f" code = coalesce({AFTER_DELAY}, code) where id in (select value from json_each(?))",
        (at.isoformat(), as_json(list(ids))),
    )
    return [Changed("outbox")]


def unmark_sending(db: Writer, at: datetime) -> list[Changed]:
    """What was on its way goes again: its id makes that harmless."""
    db.execute(
        "update outbox set state = 'waiting', changed_at = ? where state = 'sending'",
        (at.isoformat(),),
    )
    return [Changed("outbox")]


def mark_sent(db: Writer, entry: Entry, at: datetime, revision: int | None) -> list[Changed]:
    """``revision`` is the case's after the centre applied the action."""
    change(db, entry.id, at, state="sent", revision=revision)
    return [Changed("outbox")]


def lost_by_restoring(db: Reader, case_id: str, revision: int) -> list[Entry]:
    """The sent actions of a case that a centre now at ``revision`` no longer holds."""
    found = db.rows(
        "select * from outbox where case_id = ? and state = 'sent' and revision > ? order by seq",
        (case_id, revision),
    )
    return [_entry(row) for row in found]


def served(db: Reader, case_id: str, revision: int) -> list[Notice]:
    """The notices served by the actions that a case of this revision has in it, oldest first."""
    found = db.column(
        "select notice from outbox where case_id = ? and state = 'sent' and notice is not null"
        " and coalesce(revision, 0) <= ? order by seq",
        (case_id, revision),
    )
    return [decode(each, Notice) for each in found]


def with_notices(db: Reader, case_ids: Iterable[str]) -> set[str]:
    """Those of these cases on which an action that was sent has served a notice."""
    found = db.column(
        "select distinct case_id from outbox where state = 'sent' and notice is not null"
        " and case_id in (select value from json_each(?))",
        (as_json(list(case_ids)),),
    )
    return set(found)


def sent_since(db: Reader, since: datetime) -> set[str]:
    """The cases that have an action the centre has applied since then."""
    sql = "select distinct case_id from outbox where state = 'sent' and changed_at > ?"
    return set(db.column(sql, (since.isoformat(),)))


def next_due(db: Reader, now: datetime) -> datetime | None:
    """When the first of those that must wait may go; None where none must."""
    times = [e.not_before for e in entries(db, UNSENT) if e.must_wait(now)]
    return min((each for each in times if each is not None), default=None)


def mark_later(
    db: Writer, entry: Entry, until: datetime, at: datetime, tries: int = 0, detail: str = ""
) -> list[Changed]:
    """It waits until then; after so many failed ``tries``, for the reason in ``detail``."""
    change(
        db, entry.id, at, state="waiting", not_before=until.isoformat(), tries=tries, detail=detail
    )
    return [Changed("outbox")]


def delayed_until(db: Reader, now: datetime) -> datetime | None:
    """Until when the decision taken last waits to be taken back; None where it does not."""
    row = db.row(f"select * from outbox where state in {one_of(UNSENT)} order by seq desc limit 1")
    last = _entry(row) if row else None
    return last.not_before if last is not None and last.is_delayed(now) else None


def end_delays(db: Writer) -> list[Changed]:
    """What waits only so that the clerk can take it back need not any more."""
    db.execute(
        f"update outbox set not_before = null, code = {AFTER_DELAY}"
        " where state = 'waiting' and code in (?, ?)",
        (DELAYED, KEPT_DELAYED),
    )
    return [Changed("outbox")]


def try_again_now(db: Writer) -> list[Changed]:
    """What waits because the centre failed on it need not any more; a time it named is kept."""
    db.execute("update outbox set not_before = null where state = 'waiting' and tries > 0")
    return [Changed("outbox")]


def mark_back(
    db: Writer, entry: Entry, state: str, code: str, detail: str, at: datetime, held_by: str = ""
) -> list[Changed]:
    """Gives an entry back to the clerk, with what the centre said."""
    change(db, entry.id, at, state=state, code=code, detail=detail, held_by=held_by)
    return [Changed("outbox")]


def case_gone(db: Writer, case_id: str, at: datetime, held_by: str = "") -> list[Changed]:
    """The clerk no longer holds a case, as the feed has it: nothing of it is sent any more.

    What has been on its way may be why, and what a lead answered to a proposal may have come too
    late, also where it was in conflict: what became of these the centre is asked.
    """
    for entry in of_case(db, case_id, ("conflict",)):
        if entry.payload.actor == "lead":
            renew_id(db, entry, at)
    db.execute(
        "update outbox set state = 'gone', code = ?, held_by = ?, changed_at = ?"
        " where case_id = ? and (state in ('conflict', 'refused')"
        f" or state = 'waiting' and not asked and type not in {one_of(_LEADS)})",
        (DROPPED, held_by, at.isoformat(), case_id),
    )
    return [Changed("outbox")]


def case_back(db: Writer, case_id: str, at: datetime) -> list[Changed]:
    """The clerk holds a case again: what was not sent goes now, for its revision says whether it
    still fits; what the centre took for gone is the clerk's to decide anew. What a lead answered
    to a proposal that is gone stays so."""
    db.execute(
        "update outbox set state = case code when ? then 'waiting' else 'conflict' end,"
        " code = '', held_by = '', not_before = null, changed_at = ?"
        f" where case_id = ? and state = 'gone' and type not in {one_of(_LEADS)}",
        (DROPPED, at.isoformat(), case_id),
    )
    return [Changed("outbox")]


def renew_id(db: Writer, entry: Entry, at: datetime) -> list[Changed]:
    """Sends an action anew whose id the centre has used up on an outcome that was none."""
    fresh = str(uuid.uuid4())
    change(db, entry.id, at, id=fresh, state="waiting", asked=0)
    update(db, "outbox", "after_id", entry.id, {"after_id": fresh})
    return [Changed("outbox")]


def cases_in(db: Reader, states: Iterable[str]) -> set[str]:
    """The cases that have something in one of these states."""
    found = db.column(
        "select distinct case_id from outbox where state in (select value from json_each(?))",
        (as_json(list(states)),),
    )
    return set(found)


def standing_of(db: Reader, case_id: str) -> tuple[bool, bool]:
    """Whether a case has something to send, and whether something of it came back."""
    states = set(db.column("select state from outbox where case_id = ?", (case_id,)))
    return not states.isdisjoint(UNSENT), not states.isdisjoint(BACK)


def last_unsent(db: Reader, case_id: str) -> Entry | None:
    row = db.row(
        "select * from outbox where case_id = ?"
        f" and state in {one_of(_UNSETTLED)} order by seq desc limit 1",
        (case_id,),
    )
    return _entry(row) if row else None


def insert(
    db: Writer,
    case: SubApplication,
    action: Action,
    base_revision: int,
    after_id: str | None,
    not_before: datetime | None = None,
    notice: Notice | None = None,
) -> None:
    """Queues an action behind another, or on the centre's ``base_revision``; until ``not_before``
    it waits, so that the clerk can take it back. ``notice``: the one it serves."""
    db.table("outbox").insert(
        {
            "id": action.id,
            "case_id": case.id,
            "case_no": case.no,
            "case_title": f"{case.item.name} · {case.applicant.name}",
            "type": action.payload.type,
            "payload": msgspec.json.encode(action.payload),
            "at": action.at.isoformat(),
            "base_revision": None if after_id else base_revision,
            "after_id": after_id,
            "not_before": not_before.isoformat() if not_before else None,
            "code": DELAYED if not_before else "",
            "changed_at": action.at.isoformat(),
            "notice": msgspec.json.encode(notice) if notice is not None else None,
        }
    )


def change(db: Writer, entry_id: str, at: datetime, **columns: str | int | None) -> None:
    update(db, "outbox", "id", entry_id, {**columns, "changed_at": at.isoformat()})


def _entry(row: Row) -> Entry:
    return Entry(
        id=row["id"],
        case_id=row["case_id"],
        case_no=row["case_no"],
        case_title=row["case_title"],
        payload=decode(row["payload"], ACTIONS[row["type"]]),
        at=datetime.fromisoformat(row["at"]),
        base_revision=row["base_revision"],
        after_id=row["after_id"],
        state=row["state"],
        not_before=datetime.fromisoformat(row["not_before"]) if row["not_before"] else None,
        code=row["code"],
        detail=row["detail"],
        changed_at=datetime.fromisoformat(row["changed_at"]),
        tries=row["tries"],
        held_by=row["held_by"],
        notice_no=_reserved_number(row["notice"]),
        asked=bool(row["asked"]),
    )


def _reserved_number(notice: bytes | None) -> str:
    """That of a notice that had one as it was queued; ``""`` where the centre gives it out."""
    served = decode(notice, Notice) if notice is not None else None
    return served.no if served is not None and not served.provisional else ""
