"""审查记录: verdicts on materials and ticks on points, as far as they have come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec
from msgspec.structs import replace

from app.cases import law
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import OLDER_API
from app.cases.evidence import is_finding_id
from app.cases.model import Clerk, ItemRef, Review, SubApplication, Tick, Verdict
from app.cases.sentence import Sentence, say

VERDICTS = ("pass", "fail", "unclear")


class MaterialVerdict(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """``verdict``: ``pass``, ``fail`` or ``unclear``."""

    id: str
    verdict: str
    remark: str = ""


class ChecklistTick(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """``id`` is a point's of the item, a failing check's, or of a finding of the papers;
    ``remark``: answers the check."""

    id: str
    done: bool
    remark: str = ""


class RecordReview(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``materials``: verdicts; ``checklist``: ticks; each replaces what was recorded for its id."""

    type = "review"
    since = OLDER_API
    actor = "handler"
    while_proposed = "open"
    states = ("received", "reviewing", "special")
    on_the_spot = False
    after_deemed = False
    leads_to = ""
    sends_opinion = False

    materials: tuple[MaterialVerdict, ...] = ()
    checklist: tuple[ChecklistTick, ...] = ()

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> RecordReview:
        return cls()

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return law.article(34, 1) if item.kind == "licence" else None

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return ""

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        found = []
        basis = self.basis(case.item)
        known = {material.id for material in case.materials}
        if any(m.id not in known or m.verdict not in VERDICTS for m in self.materials):
            text = say("只能审查本件的材料", "Only this case's materials are judged")
            found.append(BlockingReason("material_unknown", text, basis, ("materials",)))
        item = situation.item
        if not situation.item_known:
            return found
        points = {point.id for point in item.checklist} | {check.id for check in item.checks}
        if any(t.id not in points and not is_finding_id(t.id) for t in self.checklist):
            text = say("本事项没有这条审查要点", "This item has no such point")
            found.append(BlockingReason("point_unknown", text, basis, ("checklist",)))
        return found

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        materials = case.review.materials | {
            m.id: Verdict(verdict=m.verdict, remark=m.remark) for m in self.materials
        }
        ticks = case.review.checklist | {
            t.id: Tick(done=t.done, remark=t.remark) for t in self.checklist
        }
        return replace(case, review=Review(materials=materials, checklist=ticks))

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> None:
        return None

    def words(self) -> str:
        return ""

    def as_opinion(self) -> str:
        return ""

    def needs_sheet(self) -> bool:
        return False

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        """Only what differs: a review is recorded again and again."""
        held, item = centre.case.review, centre.item
        names = {material.id: material.name for material in centre.case.materials}
        for mine in self.materials:
            name = _named(names.get(mine.id), "不在本件中的材料", "A material that is not here")
            theirs = held.materials.get(mine.id)
            if theirs is None or theirs.verdict != mine.verdict:
                yield Difference(name, "verdict", mine.verdict, theirs.verdict if theirs else "")
            if mine.remark != (theirs.remark if theirs else ""):
                yield Difference(name, "text", mine.remark, theirs.remark if theirs else "")
        points = {point.id: point.text for point in (item.checklist if item else ())}
        points |= {check.id: check.text for check in (item.checks if item else ())}
        for tick in self.checklist:
            if is_finding_id(tick.id):
                name = say("材料与申请表的比对", "The papers against the form")
            else:
                name = _named(points.get(tick.id), "其他审查要点", "Another point of review")
            known = held.checklist.get(tick.id, Tick())
            if tick.done != known.done:
                yield Difference(name, "text", _box(tick.done), _box(known.done))
            if tick.remark != known.remark:
                yield Difference(name, "text", tick.remark, known.remark)


def _named(name: str | None, zh: str, en: str) -> Sentence:
    return say("{n}", "{n}", n=name) if name else say(zh, en)


def _box(done: bool) -> str:
    return "☑" if done else "☐"
