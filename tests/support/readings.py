"""What was read of papers, made here for a lease, an identity card and a certificate."""

from __future__ import annotations

from app.cases.model import Applicant, Field, Item, ItemMaterial, Material, PaperFact, Section
from app.cases.paper_text import Box, Code, Line, PageReading, PaperReading, Signature
from tests.support.examples import a_case, an_item

LEASE = ItemMaterial(
    name="租赁合同",
    titles=("房屋租赁合同",),
    says=tuple(
        PaperFact(field=field, form=form)
        for field, form in (
            ("applicant.name", "承租人（乙方）：{}"),
            ("applicant.name", "乙方（签名）：{}"),
            ("landlord", "出租人（甲方）：{}"),
            ("address", "甲方将位于{}的房屋"),
            ("area", "建筑面积{}平方米"),
            ("rent", "月租金为人民币{}元"),
            ("valid_from", "租期自{}起"),
            ("valid_to", "起至{}止"),
        )
    ),
)
CARD = ItemMaterial(
    name="身份证",
    says=(
        PaperFact(field="holder", form="姓名{}"),
        PaperFact(field="holder.id_number", form="公民身份号码{}"),
    ),
)
CERTIFICATE = ItemMaterial(
    name="健康证明",
    titles=("健康证明",),
    says=(
        PaperFact(field="holder", form="{}公民身份号码"),
        PaperFact(field="application_no", form="申请编号：{}"),
        PaperFact(field="paper_no", form="证书编号{}"),
        PaperFact(field="valid_to", form="有效期至{}"),
    ),
)
ITEM = an_item(materials=(LEASE, CARD, CERTIFICATE))
ZHANG = Applicant(
    kind="person",
    name="张晓明",
    id_type="resident_id",
    id_number="32010219900307451X",
    phone="13912345678",
    address="南京市鼓楼区中山北路120号",
)


def field(key: str, label: str, value: object, type: str = "text") -> Field:
    return Field(key=key, label=label, type=type, value=value)


def filed(*materials: str, fields: tuple[Field, ...] = (), applicant: Applicant = ZHANG, **changes):
    """A case with a file for each of these materials, ``m1``, ``m2``, … by their ids."""
    papers = tuple(
        Material(id=f"m{n}", name=name, sha256=f"{n:064x}") for n, name in enumerate(materials, 1)
    )
    return a_case(
        applicant=applicant,
        form=(Section(section="申请", fields=fields),),
        materials=papers,
        **changes,
    )


def page(
    *lines: str, recognised: bool = False, codes: tuple[Code, ...] = (), **changes
) -> PageReading:
    """Its lines from the top, the first a heading: in the middle, its characters twice as wide."""
    placed = tuple(
        Line(text, _box(n, len(text) / 50 if n else len(text) / 25)) for n, text in enumerate(lines)
    )
    source = "recognised" if recognised else "text"
    return PageReading(**{"lines": placed, "codes": codes, "source": source, **changes})


def _box(line: int, width: float) -> Box:
    top = 0.1 + line / 40
    left = 0.1 if line else 0.5 - width / 2
    return left, top, left + width, top + 0.02


def paper(*pages: PageReading, signatures: tuple[Signature, ...] = ()) -> PaperReading:
    return PaperReading(engine="test", pages=pages, signatures=signatures)


def item_of(*materials: ItemMaterial) -> Item:
    return an_item(materials=materials)
