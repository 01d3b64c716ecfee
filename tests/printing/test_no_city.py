"""A print names no city but the one that the centre's data names."""

from pathlib import Path

import pytest

from app.cases import actions
from app.cases.actions.refuse_acceptance import GROUNDS
from app.cases.model import Applicant, Clerk, Clock, Delivery, DenialGround, Department, Fault
from app.printing import notice as printing
from tests.support.examples import MORNING, a_case, a_situation

ROOT = Path(printing.__file__).parents[2]
PLACES = (
    "南京", "江苏", "苏州", "北京", "上海", "天津", "重庆", "广州", "深圳", "浙江", "杭州", "武汉", "成都",
    "西安", "宁市监", "320104",
)  # fmt: skip
PRINTED_FROM = ("app/cases", "app/printing", "app/desk", "resources/notices")
BY = Clerk(id="clerk-01", name="张伟", roles=("clerk", "lead"))
SOMEWHERE = Department(
    code="x", name="某局", full_name="某市某局", prefix="某监", reconsideration="某市人民政府",
    court="某区人民法院", phone="0000-1234",
)  # fmt: skip


def served():
    yield actions.Accept()
    yield actions.RequestCorrection(faults=(Fault(text="缺签字"),))
    for ground in GROUNDS:
        yield actions.RefuseAcceptance(ground=ground, text="理由", competent_authority="某局")
    yield actions.BeginSpecial(procedure="hearing", expected_days=5, text="", body="某局")
    yield actions.Extend(days=3, reason="理由", approved_by="负责人")
    yield actions.Approve(opinion="准予", conditions="条件")
    yield actions.Deny(grounds=(DenialGround(basis="《某法》第一条", text="理由"),), opinion="不予")
    yield actions.Deliver(method="counter", receiver="某人")


@pytest.mark.parametrize("payload", [*served()], ids=lambda said: said.type)
@pytest.mark.parametrize("department", [SOMEWHERE, Department(code="x", name="某局")])
def test_no_notice_names_a_place_of_its_own(payload, department):
    case = a_case(
        no="1", state=payload.states[0], department=department, delivery=Delivery(address="某路"),
        applicant=Applicant(name="某人"), clock=Clock(received_at=MORNING, accepted_at=MORNING),
    )  # fmt: skip
    notice = payload.notice(case, BY, a_situation(MORNING.date()), MORNING)
    said = "\n".join(
        [notice.title, notice.department, notice.no, *notice.paragraphs, *map("".join, notice.rows)]
    )
    assert [place for place in PLACES if place in said] == []


def test_nothing_a_print_is_made_of_names_one():
    files = [
        path for folder in PRINTED_FROM for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".typ")
    ]  # fmt: skip
    assert len(files) > 30
    named = {
        f"{path.relative_to(ROOT)}: {place}"
        for path in files
        for place in PLACES
        if place in path.read_text("utf-8")
    }
    assert named == set()
