"""The cases of a clerk: as the centre said them, with the unsent actions on top."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from app.cases import kinds
from app.cases.checks import Situation
from app.cases.counting import deadline
from app.cases.deadlines import case_deadlines, receipt_day
from app.cases.lifecycle import with_deemed_acceptance
from app.cases.model import (
    ADVERSE_STATES,
    CLOSED_STATES,
    DECIDED_STATES,
    OPEN_STATES,
    PAUSED_STATES,
    STATES,
    Applicant,
    Clerk,
    Item,
    ItemRef,
    OneThingRef,
    Section,
    SubApplication,
)
from app.cases.proposals import may_sign
from app.cases.typed import decode, decoder
from app.cases.workdays import WorkCalendar
from app.machine.precedence import give_way
from app.store import arrivals, catalogue, materials
from app.store.acting import acting_clerk
from app.store.changes import Changed
from app.store.connection import Reader, Writer, as_json, one_of, update, upsert_many
from app.store.search import index_text, query


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A case as the list shows it.

    ``due``: of one in a special procedure the day by which that was announced to be over.
    ``waits_for`` and ``result_out`` name what comes before it in its one thing: items undecided,
    results that are out. ``proposed``: the type of what stands with the leads, ``proposed_by`` and
    ``proposal_opinion``: whose it is, and what they said to it.
    """

    id: str
    no: str
    state: str
    handling: str
    item_name: str
    scene_name: str
    applicant: str
    thing_id: str
    received_at: str
    due: date | None
    light: str
    provisional: bool
    resubmitted: bool
    unsent: bool
    attention: bool
    waits_for: str = ""
    result_out: str = ""
    proposed: str = ""
    proposed_by: str = ""
    proposal_opinion: str = ""


class CaseFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What the list shows. ``standing``: ``todo``, ``waiting``, ``closed``, ``to_sign`` (what
    colleagues ask the clerk to sign) or ``""`` for all.

    ``sort``: a column of ``SORTS``; ``""`` is by urgency. ``grouped``: one thing's together.
    ``ids``: these cases only, where there are some.
    """

    standing: str = "todo"
    text: str = ""
    state: str = ""
    light: str = ""
    scene_code: str = ""
    item_code: str = ""
    returned: bool = False
    thing_id: str = ""
    sort: str = ""
    falling: bool = False
    grouped: bool = False
    ids: tuple[str, ...] = ()


PROPOSED, TO_SIGN, SIGNED = "proposed", "to_sign", "signed"
NOT_MINE = f"standing in {one_of((TO_SIGN, SIGNED))}"
_WAITS = "(standing = 'paused' and (due is null or :today < due))"  # for others, and in time
LIGHT = (  # of a row on the day :today
    f"case when standing = 'closed' then 'closed'"
    f" when {_WAITS} or state not in {one_of(STATES)} then 'paused'"
    " when due < :today then 'red' when amber_from <= :today then 'amber'"
    f" when state in {one_of(ADVERSE_STATES)} then 'denied' else 'green' end"
)
_OF_PROPOSAL = {
    column: f"coalesce((select cast(coalesce(local, centre) as text) ->> '$.proposal.{path}'"
    f" from bodies where case_id = id and standing in {one_of((PROPOSED, TO_SIGN))}), '')"
    for column, path in (
        ("proposed", "action.type"), ("proposed_by", "by.name"), ("proposal_opinion", "opinion"),
    )
}  # fmt: skip
_AS_LISTED = ", ".join(
    f"'{column}', {(_OF_PROPOSAL | {'light': LIGHT}).get(column, column)}"
    for column in CaseRow.__struct_fields__
)
_WITH_OTHERS = f"({_WAITS} or standing = '{PROPOSED}')"
_STANDING = {  # what is to do also in a state nobody knows
    "todo": f"(standing in ('running', 'paused') and not {_WAITS})",
    "waiting": f"(standing in ('paused', '{PROPOSED}') and {_WITH_OTHERS})",
    "closed": "(standing = 'closed')",
    "to_sign": f"(standing = '{TO_SIGN}')",
}
_GROUP_URGENCY = (
    "attention desc,"
    f" case when standing = 'closed' or {NOT_MINE} then 4 when {_WITH_OTHERS} then 3"
    f" when state in {one_of(OPEN_STATES)} then 0"
    f" when state in {one_of(DECIDED_STATES)} then 1 else 2 end,"
    f" case {LIGHT} when 'red' then 0 when 'amber' then 1 else 2 end,"
    " waits_for <> '', handling <> 'instant', due"
)
_PLACE_IN_GROUP = "received_at, thing_id, row"
_URGENCY = f"{_GROUP_URGENCY}, {_PLACE_IN_GROUP}"
_GROUPS = (
    "(select standing, attention, state, handling, waits_for, resubmitted, cases,"
    " nullif(due, '') as due, nullif(amber_from, '') as amber_from from case_groups)"
)


SORTS = {
    "due": "due is null, due", "applicant": "applicant", "item_name": "item_name",
    "scene_name": "scene_name", "no": "no", "state": "state", "received_at": "received_at",
}  # fmt: skip


def listed(db: Reader, chosen: CaseFilter, today: date, most: int = -1) -> list[int]:
    """The row numbers of the chosen cases in the chosen order; ``most`` of them or all."""
    where, values = _where(chosen, today)
    if most >= 0 and _is_by_groups(chosen):
        return _first_of_groups(db, where, values, most)
    order = _URGENCY
    if chosen.sort in SORTS:
        way = " desc" if chosen.falling else ""
        order = f"{SORTS[chosen.sort]}{way}, {_URGENCY}"
    chosen_rows = f"select row from cases where {where} order by {order} limit {most:d}"
    if chosen.grouped:
        chosen_rows = (
            "select row from (select row, thing_id, row_number() over"
            f" (order by {order}) as place from cases where {where})"
            f" order by min(place) over (partition by thing_id), place limit {most:d}"
        )
    found = db.value(f"select json_group_array(row) from ({chosen_rows})", values)
    return decode(found, list[int])


def _is_by_groups(chosen: CaseFilter) -> bool:
    """Whether it chooses and orders by what the cases of a group have in common."""
    return not (
        chosen.text.strip() or chosen.scene_code or chosen.item_code or chosen.thing_id
        or chosen.sort or chosen.grouped or chosen.ids
    )  # fmt: skip


def _first_of_groups(db: Reader, where: str, values: dict[str, str], most: int) -> list[int]:
    """Of the groups that come first, as many as hold so many cases, the first cases of each, put in
    order: what is due is judged by today, so that no index has all of it."""
    found = db.value(
        "select json_group_array(row) from (select row from cases where row in ("
        " select first.value from ("
        f"  select *, sum(cases) over (order by {_GROUP_URGENCY}"
        f"   groups between unbounded preceding and 1 preceding) as before from {_GROUPS}"
        f"  where {where}"
        " ) g, json_each(("
        "  select json_group_array(row) from (select row from cases c"
        "   where c.standing = g.standing and c.attention = g.attention and c.state = g.state"
        "   and c.handling = g.handling and c.waits_for = g.waits_for"
        "   and c.resubmitted = g.resubmitted and c.due is g.due and c.amber_from is g.amber_from"
        f"   order by {_PLACE_IN_GROUP} limit {most:d})"
        f" )) first where coalesce(g.before, 0) < {most:d}"
        f") order by {_URGENCY} limit {most:d})",
        values,
    )
    return decode(found, list[int])


def rows(db: Reader, numbers: Sequence[int], today: date) -> list[CaseRow]:
    """The list rows of these row numbers, in their order."""
    return [row for _, row in rows_by_number(db, numbers, today)]


def rows_by_number(db: Reader, numbers: Sequence[int], today: date) -> list[tuple[int, CaseRow]]:
    """The same, each with its number; a number that is not held is left out."""
    found = db.value(
        f"select json_group_object(row, json_object({_AS_LISTED})) from cases"
        " where row in (select value from json_each(:numbers))",
        {"today": today.isoformat(), "numbers": as_json(numbers)},
    )
    held = decoder(dict[int, CaseRow], strict=False).decode(found)
    return [(number, held[number]) for number in numbers if number in held]


def rows_of(db: Reader, case_ids: Sequence[str], today: date) -> list[CaseRow]:
    """The list rows of these cases in their order, of those that are here."""
    numbers = _numbers(db, case_ids)
    return rows(db, [numbers[id_] for id_ in case_ids if id_ in numbers], today)


def number(db: Reader, case_id: str) -> int | None:
    """The row number of a case; None where the clerk does not hold it."""
    return _numbers(db, [case_id]).get(case_id)


def id_of_number(db: Reader, no: str) -> str | None:
    """The id of the case with this number (办件编号), in whatever letters it was scanned."""
    found = db.value("select id from cases where no = ? collate nocase", (no,))
    return None if found is None else str(found)


def counts(db: Reader, today: date) -> dict[str, int]:
    """Live counts: ``todo``, ``due_today``, ``returned``, ``waiting``, ``closed``, ``overdue``,
    ``to_sign``."""
    own = f"standing <> 'closed' and not {NOT_MINE}"
    counted = {
        **_STANDING,
        "due_today": f"{own} and due = :today",
        "overdue": f"{own} and due < :today",
        "returned": "resubmitted and state = 'received'",
        "everything": "1",
    }
    sums = ", ".join(f"sum(({which}) * cases) as {name}" for name, which in counted.items())
    (row,) = db.rows(f"select {sums} from {_GROUPS}", {"today": today.isoformat()})
    return {kind: count or 0 for kind, count in dict(row).items()}


def get(db: Reader, case_id: str) -> SubApplication | None:
    """The case with the clerk's unsent actions applied."""
    found = db.value("select coalesce(local, centre) from bodies where case_id = ?", (case_id,))
    return decode(found, SubApplication) if found else None


def centre_side(db: Reader, case_id: str) -> SubApplication | None:
    """The case as the centre last said it."""
    found = db.value("select centre from bodies where case_id = ?", (case_id,))
    return decode(found, SubApplication) if found else None


def earlier_form(db: Reader, case_id: str) -> tuple[Section, ...]:
    """The form as it was before the applicant's last correction; empty where that is not known."""
    found = db.value("select earlier from bodies where case_id = ?", (case_id,))
    return decode(found, tuple[Section, ...]) if found else ()


def centre_bodies(db: Reader, case_ids: Iterable[str]) -> dict[str, bytes]:
    """The JSON the centre last said of these cases, of those that are here."""
    found = db.rows(
        "select case_id, centre from bodies where case_id in (select value from json_each(?))",
        (as_json(list(case_ids)),),
    )
    return {row["case_id"]: bytes(row["centre"]) for row in found}


def revisions_of(db: Reader, case_ids: Iterable[str]) -> dict[str, int]:
    """The revisions of these cases, of those that are here."""
    found = db.value(
        "select json_group_object(id, revision) from cases"
        " where id in (select value from json_each(?))",
        (as_json(list(case_ids)),),
    )
    return decode(found, dict[str, int])


def revisions(db: Reader) -> dict[str, int]:
    found = db.value("select json_group_object(id, revision) from cases")
    return decode(found, dict[str, int])


class Told(msgspec.Struct, frozen=True, gc=False):
    """A case as the centre said it: its body, the same as JSON, what it is found by, the digest of
    that, and the revision under which the feed has it."""

    case: SubApplication
    raw: bytes
    text: index_text.Indexed
    digest: str
    revision: int


def prepare_case(case: SubApplication, raw: bytes, revision: int | None = None) -> Told:
    """``revision`` where the feed's own is at hand."""
    texts = index_text.case_texts(case)
    digest = hashlib.blake2b(msgspec.json.encode(texts), digest_size=16).hexdigest()
    of_feed = case.revision if revision is None else revision
    return Told(case, raw, index_text.indexed(texts), digest, of_feed)


def put(db: Writer, said: Iterable[Told], today: date) -> list[Changed]:
    """Keeps what the centre says of cases."""
    latest = {each.case.id: each for each in said}
    if not latest:
        return []
    calendar, clerk = catalogue.calendar(db), acting_clerk(db)
    columns = []
    for each in latest.values():
        give_way()
        of_feed = {"revision": each.revision, "text_digest": each.digest}
        columns.append(_columns(each.case, calendar, today, clerk) | of_feed)
    came = arrivals.note_cases(db, {id_: each.case for id_, each in latest.items()})
    _keep_earlier_forms(db, latest)
    bodies = [{"case_id": id_, "centre": each.raw, "local": None} for id_, each in latest.items()]
    indexed = _indexed(db, latest)
    upsert_many(db, "cases", "id", columns, settled=("applicant_key", "item_code"))
    _set_applicants(db, latest)
    upsert_many(db, "bodies", "case_id", bodies)
    _index_text(db, [each for id_, each in latest.items() if id_ not in indexed])
    materials.index(db, [each.case for each in latest.values()])
    return [Changed("case", tuple(latest)), *came]


def _keep_earlier_forms(db: Writer, latest: dict[str, Told]) -> None:
    """Keeps the form as it was before the applicant corrected it, when the corrected one comes."""
    corrected = [
        id_ for id_, e in latest.items() if any(c.resubmitted_at for c in e.case.corrections)
    ]
    if corrected:
        db.execute(
            "update bodies set earlier = cast(cast(centre as text) ->> '$.form' as blob)"
            " where case_id in (select value from json_each(?))"
            " and cast(centre as text) ->> '$.corrections[#-1].resubmitted_at' is null",
            (as_json(corrected),),
        )


def _set_applicants(db: Writer, latest: dict[str, Told]) -> None:
    """Whose case it is and of which item is indexed, and all but never changes."""
    said = {id_: (e.case.applicant.id_number, e.case.item.code) for id_, e in latest.items()}
    db.execute(
        "update cases set applicant_key = s.value ->> 0, item_code = s.value ->> 1"
        " from json_each(?) s where cases.id = s.key"
        " and (applicant_key, item_code) <> (s.value ->> 0, s.value ->> 1)",
        (as_json(said),),
    )


def _indexed(db: Reader, latest: dict[str, Told]) -> set[str]:
    """The ids whose text is in the index as it is now."""
    digests = {id_: each.digest for id_, each in latest.items()}
    found = db.value(
        "select json_group_array(c.id) from json_each(?) s join cases c on c.id = s.key"
        " where c.text_digest = s.value",
        (as_json(digests),),
    )
    return set(decode(found, list[str]))


def _index_text(db: Writer, said: list[Told]) -> None:
    """Writes what these cases are found by."""
    numbers = _numbers(db, [each.case.id for each in said])
    query.write(db, TEXT, {numbers[each.case.id]: each.text for each in said})


def index(db: Writer, said: list[Told]) -> None:
    """Writes what these cases are found by, and remembers that it is written."""
    _index_text(db, said)
    db.execute(
        "update cases set text_digest = s.value from json_each(?) s where cases.id = s.key",
        (as_json({each.case.id: each.digest for each in said}),),
    )


class _Named(msgspec.Struct, frozen=True):
    """The part of a body in which its names are."""

    applicant: Applicant
    item: ItemRef
    one_thing: OneThingRef


def _names_of(db: Reader, numbers: list[int]) -> dict[int, index_text.Texts]:
    found = db.rows(
        "select c.row, b.centre from cases c join bodies b on b.case_id = c.id"
        " where c.row in (select value from json_each(?))",
        (as_json(numbers),),
    )
    named = {row["row"]: decode(row["centre"], _Named) for row in found}
    return {number: index_text.names_of(each) for number, each in named.items()}


TEXT = query.Index("case", _names_of)


def drop(db: Writer, ids: Iterable[str]) -> list[Changed]:
    """Forgets cases that are no longer the clerk's, and what was said of their one-things where no
    other case of those is here."""
    gone = list(ids)
    things = db.column(
        "select thing_id from cases where id in (select value from json_each(?))",
        (as_json(gone),),
    )
    for id_, number in _numbers(db, gone).items():
        query.forget(db, TEXT, number)
        db.execute("delete from cases where row = ?", (number,))
        db.execute("delete from bodies where case_id = ?", (id_,))
        db.execute("delete from comparisons where case_id = ?", (id_,))
    materials.forget(db, gone)
    orphans = catalogue.empty_orphans(db, things)
    return [Changed("case", tuple(gone)), *orphans] if gone else []


def show(
    db: Writer,
    case_id: str,
    local: SubApplication | None,
    said: SubApplication,
    unsent: bool,
    attention: bool,
    today: date,
) -> list[Changed]:
    """Sets what the list and the review show of a case: ``local``, else what the centre said."""
    columns = _columns(local or said, catalogue.calendar(db), today, acting_clerk(db)) | {
        "unsent": int(unsent),
        "attention": int(attention),
    }
    body = msgspec.json.encode(local) if local is not None else None
    update(db, "bodies", "case_id", case_id, {"local": body})
    update(db, "cases", "id", case_id, columns)
    return [Changed("case", (case_id,))]


def past_acceptance(db: Reader, today: date) -> list[str]:
    """Cases still shown as received though by now they are deemed accepted."""
    return db.column(
        "select id from cases where state = 'received' and accept_by < ?", (today.isoformat(),)
    )


def _where(chosen: CaseFilter, today: date) -> tuple[str, dict[str, str]]:
    terms = ["1"]
    values = {"today": today.isoformat()}
    if chosen.standing:
        standing = _STANDING[chosen.standing]
        terms.append(f"+{standing}" if chosen.ids else standing)  # an id finds its case sooner
    if chosen.light:
        in_time = f" or {LIGHT} = 'denied'" if chosen.light == "green" else ""
        terms.append(f"({LIGHT} = :light{in_time})")
        values["light"] = chosen.light
    if chosen.returned:
        terms.append("resubmitted and state = 'received'")
    for column in ("state", "scene_code", "item_code", "thing_id"):
        if value := getattr(chosen, column):
            terms.append(f"{column} = :{column}")
            values[column] = value
    if chosen.ids:
        terms.append("id in (select value from json_each(:ids))")
        values["ids"] = as_json(chosen.ids)
    if chosen.text.strip():
        found, values["query"] = query.holding(TEXT, chosen.text)
        terms.append(f"row in ({found})")
    return " and ".join(terms), values


def _columns(
    said: SubApplication, calendar: WorkCalendar, today: date, clerk: Clerk
) -> dict[str, str | int | bytes | None]:
    case = with_deemed_acceptance(
        said, Situation(today=today, item=Item(code="", name=""), calendar=calendar)
    )
    found = case_deadlines(case, calendar, today)
    next_, standing = found.next, "running"
    if case.state in CLOSED_STATES and found.verify is None:
        standing = "closed"
    elif case.state in PAUSED_STATES:
        next_, standing = found.special, "paused"
    if case.proposal is not None:
        standing = PROPOSED
    if clerk.id and case.assignee is not None and case.assignee.id != clerk.id:
        standing = TO_SIGN if may_sign(case, clerk) else SIGNED
    accept_by = None
    receipt, received_at = receipt_day(case), case.clock.received_at
    if case.state == "received" and receipt is not None and kinds.deems_acceptance(case.item):
        accept_by = deadline(receipt, kinds.acceptance_days(case.item), calendar).day
    return {
        "id": case.id,
        "no": case.no,
        "state": case.state,
        "handling": case.item.handling,
        "item_code": case.item.code,
        "item_name": case.item.name,
        "thing_id": case.one_thing.id,
        "scene_code": case.one_thing.scene.code,
        "scene_name": case.one_thing.scene.name,
        "applicant": case.applicant.name,
        "applicant_key": case.applicant.id_number,
        "received_at": received_at.isoformat() if received_at is not None else "",
        "accept_by": accept_by.isoformat() if accept_by else None,
        "due": next_.day.isoformat() if next_ and next_.day else None,
        "amber_from": next_.amber_from.isoformat() if next_ and next_.amber_from else None,
        "standing": standing,
        "provisional": int(next_.provisional) if next_ else 0,
        "resubmitted": int(any(c.resubmitted_at for c in case.corrections)),
    }


def _numbers(db: Reader, ids: Iterable[str]) -> dict[str, int]:
    found = db.value(
        "select json_group_object(id, row) from cases where id in (select value from json_each(?))",
        (as_json(list(ids)),),
    )
    return decode(found, dict[str, int])
