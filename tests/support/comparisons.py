"""What the papers of a case say of its form, for tests of what is shown of it."""

from __future__ import annotations

from msgspec.structs import replace

from app.cases.evidence import (
    Comparison,
    FieldEvidence,
    PaperFinding,
    Place,
    Said,
    Unreadable,
)
from app.cases.model import SubApplication
from app.cases.sentence import say
from app.desk import Box, CaseView

AREA_BOX = (0.2, 0.3, 0.4, 0.32)
NAME_BOX = (0.5, 0.1, 0.8, 0.12)


def said(material_id: str, value: str, page: int = 0, box: Box = AREA_BOX) -> Said:
    return Said(value, Place(material_id, page, box))


def agrees(key: str, *where: Said) -> FieldEvidence:
    return FieldEvidence(key=key, agreement="agrees", agreeing=where)


def differs(key: str, *where: Said, agreeing: tuple[Said, ...] = ()) -> FieldEvidence:
    return FieldEvidence(key=key, agreement="differs", differing=where, agreeing=agreeing)


def area_finding(material_id: str, field: str = "area", page: int = 0) -> PaperFinding:
    return PaperFinding(
        id=f"differs:{field}:{material_id}",
        kind="differs",
        text=say("合同写 68 ㎡，申请表写 86 ㎡", "The lease says 68 ㎡, the form 86 ㎡"),
        fault="租赁合同记载的建筑面积为 68 ㎡，与申请表填写的 86 ㎡ 不一致，请核实后更正",
        field=field,
        places=(Place(material_id, page, AREA_BOX),),
    )


def expired_finding(material_id: str) -> PaperFinding:
    return PaperFinding(
        id=f"expired:{material_id}",
        kind="expired",
        text=say("健康证明已于 2025-12-31 过期", "The health certificate expired on 2025-12-31"),
        fault="健康证明已过期，请提交有效期内的健康证明",
        material_id=material_id,
    )


def turned_finding(material_id: str) -> PaperFinding:
    return PaperFinding(
        id=f"upside_down:{material_id}",
        kind="upside_down",
        text=say("“身份证”第 1 页方向不正，可以旋转查看", '"身份证", page 1, is turned'),
        fault="",
        material_id=material_id,
        needs_answer=False,
    )


def compared(view: CaseView, comparison: Comparison) -> CaseView:
    return replace(view, situation=replace(view.situation, comparison=comparison))


def example(case: SubApplication) -> Comparison:
    """The applicant's name agrees, a value of the form does not, another is found nowhere, a page
    cannot be read, and what is last is not read yet."""
    materials = [m for m in case.current_materials() if m.sha256]
    fields = [field for section in case.form for field in section.fields]
    first, last = materials[0], materials[-1]
    return Comparison(
        fields=(
            agrees("applicant.name", said(first.id, case.applicant.name, box=NAME_BOX)),
            differs(fields[0].key, said(first.id, "68")),
            FieldEvidence(key=fields[1].key, agreement="not_found"),
        ),
        findings=(area_finding(first.id, fields[0].key), expired_finding(first.id)),
        unread=(last.id,) if last is not first else (),
        unreadable=(Unreadable(first.id, 0),),
    )
