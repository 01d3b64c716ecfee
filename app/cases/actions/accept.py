"""受理: the application is taken on, where need be with materials still owed (容缺受理)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from msgspec.structs import replace

from app.cases import kinds, law
from app.cases.actions.approve import promisable
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation, missing_materials
from app.cases.contract import OLDER_API
from app.cases.counting import deadline
from app.cases.deadlines import INSTANT_DAYS, receipt_day
from app.cases.model import (
    Clerk,
    DeferredMaterial,
    ItemRef,
    Notice,
    SubApplication,
    civil,
)
from app.cases.notices import last_day, letter, numbered_lines, office, resting_on, you
from app.cases.procedure import PROCEDURES
from app.cases.sentence import Sentence, listed, say

DEFERRED_TITLE = "容缺受理通知书"
COMMITMENT = "容缺受理承诺书"  # what the paper is called on which the applicant promises


class Accept(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``deferred_materials``: what is owed, and by when; empty where nothing is missing.
    ``written_commitment``: the SHA-256 of the attachment on which the applicant promises it; None
    from a desk of version 1.0, which did not ask."""

    type = "accept"
    since = OLDER_API
    actor = "handler"
    while_proposed = "barred"
    states = ("received",)
    on_the_spot = False
    after_deemed = False
    leads_to = "reviewing"
    sends_opinion = False

    deferred_materials: tuple[DeferredMaterial, ...] = ()
    written_commitment: str | None = None

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> Accept:
        return cls(
            deferred_materials=tuple(
                DeferredMaterial(name=name, by=situation.today) for name in lacking(case, situation)
            )
        )

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return kinds.cited(item, "acceptance")

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return kinds.title(item, cls.type, "受理通知书")

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        if not situation.item_known:
            text = say(
                "本事项的材料清单尚未同步：请联网后再受理",
                "The item's list of materials is not here yet: accept once it has come",
            )
            return [BlockingReason("not_here_yet", text, self.basis(case.item))]
        found = []
        fields = ("deferred_materials",)
        deferred = {material.name for material in self.deferred_materials}
        missing = lacking(case, situation)
        basis = self.basis(case.item)
        unnamed = [name for name in missing if name not in deferred]
        if unnamed:
            text = say(
                "缺少{names}：请要求补正，或写明容缺受理及补交日期",
                "{names} missing: ask for correction, or accept with deferred materials and a day",
                names=listed(unnamed),
            )
            why = kinds.cited(case.item, "correction")
            found.append(BlockingReason("materials_missing", text, why, fields))
        deferral = kinds.cited(case.item, "deferral")
        if fixed := [name for name in missing if not kinds.is_deferrable(case.item, name)]:
            text = say(
                "{names}不在可容缺的材料之列",
                "{names}: not among what this item lets come later",
                names=listed(fixed),
            )
            found.append(BlockingReason("not_deferrable", text, deferral, fields))
        present = sorted(deferred - set(missing_materials(case, situation.item)))
        if present:
            text = say("{names}并不缺少", "{names} not missing", names=listed(present))
            found.append(BlockingReason("materials_present", text, basis, fields))
        promise = self.written_commitment
        if deferred and promise is not None and promise not in self.attachments:
            text = say(
                "容缺受理须收取申请人的书面承诺",
                "To accept with deferred materials, take in the applicant's written commitment",
            )
            of_it = ("written_commitment",)
            found.append(BlockingReason("commitment_missing", text, deferral, of_it))
        if any(material.by < situation.today for material in self.deferred_materials):
            text = say("补交日期不能早于今天", "The day by which it comes cannot be past")
            found.append(BlockingReason("day_past", text, None, fields))
        last = self._decided_by(case, situation, situation.today)
        if last is not None and any(material.by > last for material in self.deferred_materials):
            text = say(
                "补交日期不能晚于法定办理期限届满之日（{day}）",
                "It has to come by the statutory day, {day}",
                day=last.isoformat(),
            )
            found.append(BlockingReason("day_too_late", text, None, fields))
        return found

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        flags = case.flags
        if self.deferred_materials and "deferred_materials" not in flags:
            flags = (*flags, "deferred_materials")
        return replace(
            case,
            state=self.leads_to,
            clock=replace(case.clock, accepted_at=at),
            flags=flags,
            deferred=self.deferred_materials,
        )

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> Notice:
        item = case.item
        days = self._until_when(case, situation, at)
        names = [m.name for m in case.current_materials() if m.supplied]
        between = "；" if any("、" in name for name in names) else "、"
        papers = (f"收到的申请材料：{between.join(names)}。",) if names else ()
        us = office(case)
        if not self.deferred_materials:
            resting = resting_on(kinds.citation(item, "acceptance"))
            accepted = (
                f"经审查，申请事项属于{us}职权范围，申请材料齐全、符合法定形式。"
                f"{resting}{us}决定予以受理。"
            )
            told = (accepted, *papers, *_to_be_promised(case, situation), days)
            return letter(self.type, self.title(item), case, at, *told)
        deferral = kinds.citation(item, "deferral") or "本市关于容缺受理"
        return letter(
            self.type,
            DEFERRED_TITLE,
            case,
            at,
            f"经审查，申请事项属于{us}职权范围，主要申请材料齐全、符合法定形式。"
            f"{resting_on(deferral)}{us}决定容缺受理，下列材料可以后补：",
            *numbered_lines(
                f"{material.name}，于{law.day_words(material.by)}前（含当日）补齐"
                for material in self.deferred_materials
            ),
            f"{self._until_then(case)}之前，{us}不作出{kinds.conclusion(item, 'approve')}的决定；"
            f"逾期未补齐的，{us}依据现有材料依法作出决定。",
            *papers,
            days,
        )

    def _until_then(self, case: SubApplication) -> str:
        promised = f"{you(case)}已书面承诺按期补齐。" if self.written_commitment else ""
        return f"{promised}上述材料补齐"

    def _decided_by(self, case: SubApplication, situation: Situation, day: date) -> date | None:
        """The statutory day if it is accepted on this one; None where no text sets a period."""
        item = case.item
        if not item.statutory_days:
            return None
        receipt = receipt_day(case) if item.procedure.counted_from == "receipt" else None
        return deadline(receipt or day, item.statutory_days, situation.calendar).day

    def _until_when(self, case: SubApplication, situation: Situation, at: datetime) -> str:
        item, accepted = case.item, civil(at)
        start = accepted
        if item.instant or item.procedure.counted_from == "receipt":
            start = receipt_day(case) or accepted
        days = INSTANT_DAYS if item.instant else item.promised_days
        calendar = situation.calendar
        promised = deadline(start, days, calendar).day
        said = "本事项为即办件，" if item.instant else ""
        said += "容缺的材料届时已经补齐的，" if self.deferred_materials else ""
        if promised:
            closes = kinds.kind_of(item).closes
            said += f"{office(case)}承诺于{last_day(promised, calendar)}前（含当日）{closes}"
        if statutory := self._decided_by(case, situation, accepted):
            counted = "收到申请" if item.procedure.counted_from == "receipt" else "受理"
            said += (
                f"；法定办理期限为自{counted}之日起{item.statutory_days}个工作日，"
                f"至{last_day(statutory, calendar)}止"
            )
        if special := kinds.special_procedures(item):
            names = "、".join(PROCEDURES.get(code, code) for code in special)
            said += f"。依法需要{names}的，所需时间不计算在期限内"
        return f"{said}。"

    def words(self) -> str:
        return ""

    def as_opinion(self) -> str:
        return ""

    def needs_sheet(self) -> bool:
        return bool(self.deferred_materials)

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        mine, theirs = _owed(self.deferred_materials), _owed(centre.case.deferred)
        yield Difference.of_text("容缺材料", "Deferred materials", mine, theirs)


def lacking(case: SubApplication, situation: Situation) -> list[str]:
    """The names of the materials without which it is not accepted: those that are missing and that
    no commitment (告知承诺) stands in for."""
    promised = promisable(case, situation)
    return [name for name in missing_materials(case, situation.item) if name not in promised]


def _to_be_promised(case: SubApplication, situation: Situation) -> tuple[str, ...]:
    """What was not handed in because a commitment stands in for it."""
    promised = promisable(case, situation)
    names = "、".join(n for n in missing_materials(case, situation.item) if n in promised)
    return (f"没有提交的{names}，可以由{you(case)}作出书面承诺代替。",) if names else ()


def _owed(materials: tuple[DeferredMaterial, ...]) -> str:
    return "；".join(f"{material.name}（{material.by:%Y-%m-%d}）" for material in materials)
