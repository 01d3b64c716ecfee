"""受理: the application is taken on, where need be with materials still owed (容缺受理)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from app.cases import law
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation, missing_materials
from app.cases.model import Clerk, DeferredMaterial, Notice, SubApplication
from app.cases.notices import letter, numbered_lines
from app.cases.sentence import listed, say

DEFERRED_TITLE = "容缺受理通知书"


class Accept(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``deferred_materials``: what is owed, and by when; empty where nothing is missing."""

    type = "accept"
    states = ("received",)
    on_the_spot = False
    leads_to = "reviewing"
    article = law.article(32, 1, 5)
    serves = "受理通知书"
    sends_opinion = False

    deferred_materials: tuple[DeferredMaterial, ...] = ()

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> Accept:
        return cls(
            deferred_materials=tuple(
                DeferredMaterial(name=name, by=situation.today)
                for name in missing_materials(case, situation.item)
            )
        )

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        if not situation.item_known:
            text = say(
                "本事项的材料清单尚未同步：请联网后再受理",
                "The item's list of materials is not here yet: accept once it has come",
            )
            return [BlockingReason("not_here_yet", text, self.article)]
        found = []
        fields = ("deferred_materials",)
        deferred = {material.name for material in self.deferred_materials}
        missing = missing_materials(case, situation.item)
        unnamed = [name for name in missing if name not in deferred]
        if unnamed:
            text = say(
                "缺少{names}：请要求补正，或写明容缺受理及补交日期",
                "{names} missing: ask for correction, or accept with deferred materials and a day",
                names=listed(unnamed),
            )
            found.append(BlockingReason("materials_missing", text, law.article(32, 1, 4), fields))
        present = sorted(deferred - set(missing))
        if present:
            text = say("{names}并不缺少", "{names} not missing", names=listed(present))
            found.append(BlockingReason("materials_present", text, self.article, fields))
        if any(material.by < situation.today for material in self.deferred_materials):
            text = say("补交日期不能早于今天", "The day by which it comes cannot be past")
            found.append(BlockingReason("day_past", text, law.article(32), fields))
        return found

    def effect(self, case: SubApplication, by: Clerk, at: datetime) -> SubApplication:
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

    def notice(self, case: SubApplication, by: Clerk, at: datetime) -> Notice:
        item = case.item
        days = (
            f"本事项法定办理期限为 {item.statutory_days} 个工作日，"
            f"承诺办理期限为 {item.promised_days} 个工作日，自受理之日起计算；"
            "依法需要听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审的，所需时间不计算在内。"
        )
        if not self.deferred_materials:
            accepted = (
                "经审查，申请事项属于本机关职权范围，申请材料齐全、符合法定形式。依据"
                f"{law.full_article(32, 1, 5)}的规定，决定予以受理。"
            )
            return letter(self.type, self.serves, case, at, accepted, days)
        return letter(
            self.type,
            DEFERRED_TITLE,
            case,
            at,
            "经审查，申请事项属于本机关职权范围，主要申请材料齐全。依据"
            f"{law.full_article(32)}和容缺受理的有关规定，决定容缺受理。请按期补交下列材料：",
            *numbered_lines(
                f"{material.name}（{law.chinese_date(material.by)}前补交）"
                for material in self.deferred_materials
            ),
            "上述材料补齐之前，本机关不作出准予行政许可的决定。",
            days,
        )

    def words(self) -> str:
        return ""

    def as_opinion(self) -> str:
        return ""

    def needs_sheet(self) -> bool:
        return bool(self.deferred_materials)

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        mine, theirs = _owed(self.deferred_materials), _owed(centre.case.deferred)
        yield Difference.of_text("容缺材料", "Deferred materials", mine, theirs)


def _owed(materials: tuple[DeferredMaterial, ...]) -> str:
    return "；".join(f"{material.name}（{material.by:%Y-%m-%d}）" for material in materials)
