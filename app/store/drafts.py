"""What the clerk has typed into a case and not yet decided on, field by field."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec.structs import replace

from app.cases.actions import (
    ACTIONS,
    ChecklistTick,
    MaterialVerdict,
    Payload,
    RecordReview,
    SendMessage,
)
from app.cases.evidence import is_finding_id
from app.cases.model import Fault, Item, Review, SubApplication, Tick, Verdict
from app.cases.typed import decode
from app.store.changes import Changed
from app.store.connection import Reader, Writer, as_json


class Annotation(msgspec.Struct, frozen=True, kw_only=True):
    """A box the clerk drew on a material's page, and what is the matter there.

    ``page`` counts from 0; ``box``: left, top, right, bottom as fractions of the unturned page.
    """

    material_id: str
    page: int
    box: tuple[float, float, float, float]
    remark: str = ""


class SheetDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What an action's sheet would send as it stands; ``left_out``: the known faults that a
    correction shall not name."""

    kind: str
    body: msgspec.Raw
    left_out: tuple[Fault, ...] = ()

    @classmethod
    def of(cls, payload: Payload, left_out: tuple[Fault, ...] = ()) -> SheetDraft:
        body = msgspec.json.encode(replace(payload, attachments=()))
        return cls(kind=payload.type, body=msgspec.Raw(body), left_out=left_out)

    @property
    def payload(self) -> Payload:
        return decode(self.body, ACTIONS[self.kind])


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """The unsent judgement of one case, the sheets begun for it, and when it was last typed; its
    marks are the clerk's own and stay when the rest has been sent."""

    materials: dict[str, Verdict] = {}
    checklist: dict[str, Tick] = {}
    marks: dict[str, Annotation] = {}
    sheets: dict[str, SheetDraft] = {}
    opinion: str = ""
    saved_at: datetime | None = None

    def over(self, review: Review) -> Review:
        """The recorded review with this draft on top."""
        return Review(
            materials=review.materials | self.materials,
            checklist=review.checklist | self.checklist,
        )

    def to_record(self, case: SubApplication, item: Item) -> RecordReview | None:
        """The ``review`` action that records what differs; None where nothing does.

        What judges a material or a point the case no longer has stays a draft.
        """
        review = case.review
        known = {material.id for material in case.materials}
        known |= {point.id for point in item.checklist} | {check.id for check in item.checks}
        materials = tuple(
            MaterialVerdict(id=id_, verdict=v.verdict, remark=v.remark)
            for id_, v in self.materials.items()
            if id_ in known and review.materials.get(id_, Verdict()) != v
        )
        ticks = tuple(
            ChecklistTick(id=id_, done=t.done, remark=t.remark)
            for id_, t in self.checklist.items()
            if (id_ in known or is_finding_id(id_)) and review.checklist.get(id_, Tick()) != t
        )
        if not materials and not ticks:
            return None
        return RecordReview(materials=materials, checklist=ticks)


Value = Verdict | Tick | Annotation | SheetDraft | str


def save(db: Writer, case_id: str, field: str, value: Value, at: datetime) -> list[Changed]:
    """Keeps one field: ``opinion``, ``material:<id>``, ``check:<id>``, ``mark:<id>`` or
    ``sheet:<action>``; of a one-thing, ``message``."""
    db.table("drafts").upsert(
        {
            "case_id": case_id,
            "field": field,
            "value": as_json(value),
            "saved_at": at.isoformat(),
        },
        pk=("case_id", "field"),
    )
    return [Changed("draft", (case_id,))]


def of_case(db: Reader, case_id: str) -> Draft:
    materials: dict[str, Verdict] = {}
    checklist: dict[str, Tick] = {}
    marks: dict[str, Annotation] = {}
    sheets: dict[str, SheetDraft] = {}
    opinion, saved = "", None
    for row in db.rows("select * from drafts where case_id = ?", (case_id,)):
        kind, _, id_ = row["field"].partition(":")
        at = datetime.fromisoformat(row["saved_at"])
        saved = max(saved, at) if saved else at
        if kind == "opinion":
            opinion = decode(row["value"], str)
        elif kind == "material":
            materials[id_] = decode(row["value"], Verdict)
        elif kind == "check":
            checklist[id_] = decode(row["value"], Tick)
        elif kind == "mark":
            marks[id_] = decode(row["value"], Annotation)
        elif kind == "sheet":
            sheets[id_] = decode(row["value"], SheetDraft)
    return Draft(
        materials=materials,
        checklist=checklist,
        marks=marks,
        sheets=sheets,
        opinion=opinion,
        saved_at=saved,
    )


def message(db: Reader, thing_id: str) -> str:
    """What is begun of a message to the other departments of a one-thing."""
    found = db.value(
        "select value from drafts where case_id = ? and field = 'message'", (thing_id,)
    )
    return decode(found, str) if found else ""


def forget(db: Writer, case_id: str, field: str) -> list[Changed]:
    db.execute("delete from drafts where case_id = ? and field = ?", (case_id, field))
    return [Changed("draft", (case_id,))]


def consume(db: Writer, case: SubApplication, payload: Payload) -> list[Changed]:
    """Takes out of the drafts what an action sends; all else that is typed stays."""
    fields = [(case.id, field) for field in (f"sheet:{payload.type}", *_sent_fields(payload))]
    thing_id = case.one_thing.id
    if isinstance(payload, SendMessage) and message(db, thing_id).strip() == payload.text:
        fields.append((thing_id, "message"))
    db.executemany("delete from drafts where case_id = ? and field = ?", fields)
    return [Changed("draft", (case.id,))]


def give_back(
    db: Writer, case_id: str, thing_id: str, payload: Payload, at: datetime
) -> list[Changed]:
    """Gives back what an action sent to where it was typed; what was typed there since stands."""
    returned: dict[tuple[str, str], Value] = {}
    if isinstance(payload, RecordReview):
        for m in payload.materials:
            returned[case_id, f"material:{m.id}"] = Verdict(verdict=m.verdict, remark=m.remark)
        for t in payload.checklist:
            returned[case_id, f"check:{t.id}"] = Tick(done=t.done, remark=t.remark)
    if payload.needs_sheet():
        returned[case_id, f"sheet:{payload.type}"] = SheetDraft.of(payload)
    if words := payload.as_opinion():
        returned[case_id, "opinion"] = words
    if isinstance(payload, SendMessage) and thing_id:
        returned[thing_id, "message"] = payload.text
    for (holder, field), value in returned.items():
        if not _is_typed(db, holder, field):
            save(db, holder, field, value, at)
    return [Changed("draft", (case_id,))]


def _sent_fields(payload: Payload) -> list[str]:
    if isinstance(payload, RecordReview):
        materials = [f"material:{m.id}" for m in payload.materials]
        return materials + [f"check:{t.id}" for t in payload.checklist]
    return ["opinion"] if payload.sends_opinion else []


def _is_typed(db: Reader, case_id: str, field: str) -> bool:
    found = db.value("select value from drafts where case_id = ? and field = ?", (case_id, field))
    return found not in (None, '""')
