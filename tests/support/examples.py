"""Bodies and actions the tests are written with."""

from __future__ import annotations

from datetime import date, datetime

from app.cases.actions import RequestCorrection, SendMessage
from app.cases.checks import Situation
from app.cases.model import (
    SHANGHAI,
    Applicant,
    ChecklistPoint,
    CheckRule,
    Clerk,
    Clock,
    Department,
    Fault,
    Field,
    Item,
    ItemMaterial,
    ItemRef,
    Material,
    OneThing,
    OneThingRef,
    Scene,
    Section,
    Sibling,
    SubApplication,
)
from app.cases.workdays import WorkCalendar

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
ASKED = RequestCorrection(faults=(Fault(text="缺签字"),))
TOLD = SendMessage(to_department="wsjk", text="请告知进展")


def a_case(
    state: str = "received",
    received_at: datetime = MORNING,
    accepted_at: datetime | None = None,
    promised_days: int = 7,
    handling: str = "promised",
    fields: dict[str, object] | None = None,
    materials: tuple[Material, ...] = (),
    **changes: object,
) -> SubApplication:
    section = Section(
        section="经营场所",
        fields=tuple(Field(key=k, label=k, value=v) for k, v in (fields or {}).items()),
    )
    values: dict[str, object] = {
        "id": "sa-000001",
        "no": "320104-20260302-000001",
        "revision": 1,
        "one_thing": OneThingRef(id="ot-1", no="ot", scene=Scene(code="s", name="开办快餐店")),
        "item": ItemRef(
            code="food", name="食品经营许可证核发", handling=handling, promised_days=promised_days
        ),
        "department": Department(
            code="scjg", name="市场监督管理局", full_name="南京市市场监督管理局"
        ),
        "assignee": Clerk(id="clerk-01", name="张伟"),
        "state": state,
        "applicant": Applicant(name="南京某某餐饮有限公司", id_number="91320104MA1XXXXXX1"),
        "form": (section,),
        "materials": materials,
        "clock": Clock(received_at=received_at, accepted_at=accepted_at),
    }
    return SubApplication(**(values | changes))


def an_item(
    checks: tuple[CheckRule, ...] = (),
    checklist: tuple[ChecklistPoint, ...] = (),
    materials: tuple[ItemMaterial, ...] = (),
    handling: str = "promised",
) -> Item:
    return Item(
        code="food",
        name="食品经营许可证核发",
        handling=handling,
        checks=checks,
        checklist=checklist,
        materials=materials,
    )


def a_situation(today: date, item: Item | None = None, **changes: object) -> Situation:
    return Situation(
        today=today, item=item or an_item(), calendar=WorkCalendar.packaged(), **changes
    )


def a_material(name: str = "租赁合同", **changes: object) -> Material:
    values: dict[str, object] = {"id": f"ma-{name}", "name": name, "sha256": "ab" * 32, "size": 9}
    return Material(**(values | changes))


def a_thing(state: str) -> OneThing:
    """The case's one-thing: a sibling in ``state`` that it waits for."""
    case = a_case()
    sibling = Sibling(id="sa-2", item=case.item, department=case.department, state=state)
    own = Sibling(
        id=case.id,
        item=case.item,
        department=case.department,
        state="reviewing",
        depends_on=("sa-2",),
    )
    return OneThing(
        id="ot-1", no="ot", scene=Scene(code="s", name="n"), applicant=case.applicant, revision=1,
        received_at=MORNING, sub_applications=(sibling, own),
    )  # fmt: skip
