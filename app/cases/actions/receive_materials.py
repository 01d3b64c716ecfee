"""收取材料: papers handed in at the counter become materials of the case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec
from msgspec.structs import replace

from app.cases import kinds
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import API_VERSION
from app.cases.law import day_words
from app.cases.model import Clerk, ItemRef, Material, Notice, SubApplication, civil
from app.cases.notices import receipt
from app.cases.sentence import Sentence, listed, say

# What a paper is brought for, as the receipt says it.
ANSWERS = {"correction": "补正", "deferred": "容缺补交", "extra": "补充"}
COMPLETE = "补正材料已经收齐"


class ReceivedMaterial(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """``name``: as the item lists it, or its own; ``sha256``: of the attachment that is its file;
    ``size`` in bytes. ``answers``: the open ``correction``, a ``deferred`` material, or ``extra``,
    what nobody had asked for."""

    name: str
    sha256: str
    media_type: str = ""
    size: int = 0
    pages: int = 0
    answers: str = "extra"


class ReceiveMaterials(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``materials``: each one of the attachments; ``complete``: the applicant has brought all that
    the open correction asks for."""

    type = "receive_materials"
    since = API_VERSION
    actor = "handler"
    while_proposed = "open"
    states = ("received", "correcting", "reviewing", "special")
    on_the_spot = False
    after_deemed = False
    leads_to = ""
    sends_opinion = False

    materials: tuple[ReceivedMaterial, ...] = ()
    complete: bool = False

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> ReceiveMaterials:
        return cls(materials=(ReceivedMaterial(name="…", sha256="…"),), attachments=("…",))

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return None

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return kinds.title(item, cls.type, "申请材料接收凭证")

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        correcting = case.state == "correcting" and bool(case.corrections)
        found = []
        if not self.materials and not (self.complete and correcting):
            text = say("请选择收到的材料", "Choose the papers that were brought")
            found.append(BlockingReason("nothing_received", text, None, ("materials",)))
        if not all(material.name.strip() for material in self.materials):
            text = say("请写明材料名称", "Name each paper")
            found.append(BlockingReason("name_missing", text, None, ("materials",)))
        if lacking := [m.name for m in self.materials if m.sha256 not in self.attachments]:
            text = say(
                "{names}没有文件：请重新收取",
                "{names}: there is no file of it, take it in again",
                names=listed(lacking),
            )
            found.append(BlockingReason("file_missing", text, None, ("materials",)))
        held = [material.sha256 for material in case.materials if material.sha256]
        if again := _repeated(self.materials, held):
            text = say("{names}已经收过", "{names}: already here", names=listed(again))
            found.append(BlockingReason("received_before", text, None, ("materials",)))
        if unasked := [m.name for m in self.materials if not _is_asked_for(m, case)]:
            text = say(
                "没有要求申请人补正或者补交{names}",
                "{names}: neither a correction nor a deferral asks for it",
                names=listed(unasked),
            )
            found.append(BlockingReason("answers_nothing", text, None, ("materials",)))
        if self.complete and not correcting:
            text = say("没有正在进行的补正", "No correction is open")
            found.append(BlockingReason("no_correction", text, None, ("complete",)))
        return found

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        added = tuple(_as_material(each, case, situation) for each in self.materials)
        case = replace(case, materials=(*case.materials, *added))
        if not self.complete:
            return case
        *before, asked = case.corrections
        answered = replace(asked, resubmitted_at=at)
        return replace(case, state="received", corrections=(*before, answered))

    def consequences(self) -> Consequences:
        return Consequences(files=tuple(material.sha256 for material in self.materials))

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> Notice:
        """What was handed in, and to whom; it stays with the applicant."""
        return receipt(
            self.type,
            self.title(case.item),
            case,
            at,
            ("办件编号", case.no),
            ("事项", case.item.name),
            ("申请人", case.applicant.name),
            ("收到的材料", "；".join(_described(material) for material in self.materials)),
            *((("补正情况", COMPLETE),) if self.complete else ()),
            ("收件人", by.name),
            ("收件日期", day_words(civil(at))),
        )

    def words(self) -> str:
        said = "、".join(material.name for material in self.materials)
        return "；".join(filter(None, (said, COMPLETE if self.complete else "")))

    def as_opinion(self) -> str:
        return ""

    def needs_sheet(self) -> bool:
        return True

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        papers = centre.case.current_materials()
        mine = "；".join(_described(material) for material in self.materials)
        theirs = "；".join(material.name for material in papers if material.supplied)
        yield Difference.of_text("收到的材料", "Papers brought", mine, theirs)
        answered = [c.resubmitted_at for c in centre.case.corrections if c.resubmitted_at]
        over = f"{civil(answered[-1]):%Y-%m-%d}" if answered else ""
        yield Difference.of_text("补正情况", "Correction", COMPLETE if self.complete else "", over)


def received_id(case: SubApplication, sha256: str) -> str:
    """Of the material that a file handed in becomes, the same at the desk and at its centre."""
    return f"{case.id}-{sha256[:16]}"


def owed(case: SubApplication) -> tuple[str, ...]:
    """The deferred materials (容缺) that have not come yet."""
    here = {material.name for material in case.current_materials() if material.supplied}
    return tuple(each.name for each in case.deferred if each.name not in here)


def _as_material(
    received: ReceivedMaterial, case: SubApplication, situation: Situation
) -> Material:
    """The next round of the material of this name, or the first."""
    before = next((m for m in case.current_materials() if m.name == received.name), None)
    listed_as = next((m for m in situation.item.materials if m.name == received.name), None)
    required = before.required if before else listed_as is not None and listed_as.required
    return Material(
        id=received_id(case, received.sha256),
        name=received.name,
        required=required,
        media_type=received.media_type,
        size=received.size,
        sha256=received.sha256,
        pages=received.pages,
        round=before.round + 1 if before else 1,
    )


def _is_asked_for(received: ReceivedMaterial, case: SubApplication) -> bool:
    if received.answers == "correction":
        return case.state == "correcting"
    if received.answers == "deferred":
        return received.name in owed(case)
    return received.answers in ANSWERS


def _repeated(materials: Iterable[ReceivedMaterial], held: Iterable[str]) -> list[str]:
    """The names of those whose file is here already, or of which one before has file or name."""
    files, names, again = set(held), set[str](), []
    for material in materials:
        if material.sha256 in files or material.name in names:
            again.append(material.name)
        files.add(material.sha256)
        names.add(material.name)
    return again


def _described(material: ReceivedMaterial) -> str:
    pages = f"{material.pages}页，" if material.pages else ""
    return f"{material.name}（{pages}{ANSWERS.get(material.answers, material.answers)}）"
