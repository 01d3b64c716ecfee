"""What the clerk has typed into a case and not yet decided on, field by field."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from app.cases.actions import ChecklistTick, MaterialVerdict, Payload, RecordReview
from app.cases.effects import story
from app.cases.model import Item, Review, SubApplication, Tick, Verdict
from app.store.database import Changed

if TYPE_CHECKING:
    from sqlite_utils import Database


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A box the clerk drew on a material's page, and what is the matter there.

    ``page`` counts from 0; ``box``: left, top, right, bottom as fractions of the unturned page.
    """

    material_id: str
    page: int
    box: tuple[float, float, float, float]
    remark: str = ""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """The unsent judgement of one case and when it was last typed; its marks are the clerk's own
    and stay when the rest has been sent."""

    materials: dict[str, Verdict] = {}
    checklist: dict[str, Tick] = {}
    marks: dict[str, Mark] = {}
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
            if id_ in known and review.checklist.get(id_, Tick()) != t
        )
        if not materials and not ticks:
            return None
        return RecordReview(materials=materials, checklist=ticks)


def save(
    db: Database, case_id: str, field: str, value: Verdict | Tick | Mark | str, at: datetime
) -> list[Changed]:
    """Keeps one field: ``opinion``, ``material:<id>``, ``check:<id>`` or ``mark:<id>``; of a
    one-thing, ``message``."""
    db["drafts"].upsert(
        {
            "case_id": case_id,
            "field": field,
            "value": msgspec.json.encode(value).decode(),
            "saved_at": at.isoformat(),
        },
        pk=("case_id", "field"),
    )
    return [Changed("draft", (case_id,))]


def of_case(connection: Any, case_id: str) -> Draft:
    materials: dict[str, Verdict] = {}
    checklist: dict[str, Tick] = {}
    marks: dict[str, Mark] = {}
    opinion, saved = "", None
    for row in connection.execute("select * from drafts where case_id = ?", (case_id,)):
        kind, _, id_ = row["field"].partition(":")
        at = datetime.fromisoformat(row["saved_at"])
        saved = max(saved, at) if saved else at
        if kind == "opinion":
            opinion = msgspec.json.decode(row["value"], type=str)
        elif kind == "material":
            materials[id_] = msgspec.json.decode(row["value"], type=Verdict)
        elif kind == "check":
            checklist[id_] = msgspec.json.decode(row["value"], type=Tick)
        elif kind == "mark":
            marks[id_] = msgspec.json.decode(row["value"], type=Mark)
    return Draft(
        materials=materials, checklist=checklist, marks=marks, opinion=opinion, saved_at=saved
    )


def message(connection: Any, thing_id: str) -> str:
    """What is begun of a message to the other departments of a one-thing."""
    row = connection.execute(
        "select value from drafts where case_id = ? and field = 'message'", (thing_id,)
    ).fetchone()
    return msgspec.json.decode(row[0], type=str) if row else ""


def forget(db: Database, case_id: str, field: str) -> list[Changed]:
    db.execute("delete from drafts where case_id = ? and field = ?", (case_id, field))
    return [Changed("draft", (case_id,))]


def clear(db: Database, case_id: str) -> list[Changed]:
    """Forgets what was judged and written of a case; its marks stay."""
    db.execute("delete from drafts where case_id = ? and field not like 'mark:%'", (case_id,))
    return [Changed("draft", (case_id,))]


def restore(db: Database, case_id: str, payload: Payload, at: datetime) -> list[Changed]:
    """Gives the clerk's words of an action back to the case they were typed in."""
    if isinstance(payload, RecordReview):
        for m in payload.materials:
            save(db, case_id, f"material:{m.id}", Verdict(verdict=m.verdict, remark=m.remark), at)
        for t in payload.checklist:
            save(db, case_id, f"check:{t.id}", Tick(done=t.done, remark=t.remark), at)
    if words := story(payload):
        save(db, case_id, "opinion", words, at)
    return [Changed("draft", (case_id,))]
