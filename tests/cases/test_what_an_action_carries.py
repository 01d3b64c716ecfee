"""What an extension, a deferral and an approval say beside their reasons: who approved it, what the
applicant promised, what is permitted. The tables are written from docs/rules.md, not from the code.
"""

from datetime import date, datetime

import msgspec
import pytest

from app.cases import actions, grants, lifecycle
from app.cases.actions import Action
from app.cases.model import (
    SHANGHAI,
    Applicant,
    Clerk,
    DeferredMaterial,
    Department,
    Grant,
    ItemResult,
)
from app.cases.procedure import Extension, Procedure
from app.cases.typed import decode
from tests.support.examples import MORNING, a_case, a_material, a_situation, an_item
from tests.support.notices import notice_of

LEAD = Clerk(id="clerk-01", name="张伟", roles=("clerk", "lead"))
ACCEPTED, TODAY = MORNING, datetime(2026, 3, 16, 9, 0, tzinfo=SHANGHAI)
DAY = TODAY.date()


def codes(case, payload, today=DAY, item=None) -> set[str]:
    known = a_situation(today, item)
    return {reason.code for reason in lifecycle.blocking_reasons(case, payload, LEAD, known)}


def told(payload, case, at=TODAY) -> str:
    return "".join(notice_of(payload, case, at=at).paragraphs)


# --- extension: by whom approved, and when --------------------------------------------------------


def reviewing(**changes):
    return a_case(state="reviewing", accepted_at=ACCEPTED, **changes)


def extended(by="周敏", on=DAY):
    return actions.Extend(days=10, reason="案情复杂", approved_by=by, approved_on=on)


@pytest.mark.parametrize(
    ("by", "on", "found"),
    [
        ("周敏", date(2026, 3, 16), set()),  # today
        ("周敏", date(2026, 3, 2), set()),  # the day of acceptance
        ("周敏", date(2026, 3, 17), {"approval_day_ahead"}),
        ("周敏", date(2026, 3, 1), {"approval_before_acceptance"}),
        ("", date(2026, 3, 16), {"approver_missing"}),
        ("  ", date(2026, 3, 16), {"approver_missing"}),
        ("周敏", None, {"approval_day_missing"}),
        ("", None, {"approver_missing", "approval_day_missing"}),
    ],
)
def test_an_extension_says_who_approved_it_and_on_which_day(by, on, found):
    assert codes(reviewing(), extended(by, on)) == found


def test_what_an_extension_lacks_of_its_approval_is_named_by_field_and_article():
    known = a_situation(DAY)
    for payload, field in (
        (extended(by=""), "approved_by"),
        (extended(on=None), "approved_on"),
    ):
        (reason,) = lifecycle.blocking_reasons(reviewing(), payload, LEAD, known)
        assert reason.fields == (field,)
        assert "第四十二条第一款" in reason.sentence.zh


def test_the_notice_of_an_extension_says_by_whom_it_was_approved_and_when():
    said = told(extended(" 周敏 ", date(2026, 3, 13)), reviewing())
    assert "经本机关负责人周敏于2026年3月13日批准，办理期限延长10个工作日" in said
    own = Extension(days=10, by="市场监督管理部门负责人", basis="《办法》第二十一条")
    item = msgspec.structs.replace(a_case().item, procedure=Procedure(extension=own))
    said = told(extended(), reviewing(item=item))
    assert "经市场监督管理部门负责人周敏于2026年3月16日批准" in said


def test_an_extension_queued_before_desks_asked_for_the_approval_is_read_and_stands():
    """It was decided lawfully by what the desk asked then; it claims no approval it was not told."""
    old = decode(b'{"days":10,"reason":"\xe6\xa1\x88\xe6\x83\x85"}', actions.Extend)
    assert codes(reviewing(), old) == set()
    assert "经本机关负责人批准，" in told(old, reviewing())
    assert b"approved" not in msgspec.json.encode(old)


def test_what_a_lead_left_empty_is_sent_as_empty_and_judged():
    again = decode(msgspec.json.encode(extended(by="", on=None)), actions.Extend)
    assert codes(reviewing(), again) == {"approver_missing", "approval_day_missing"}


def test_an_extension_is_offered_to_a_lead_before_its_approval_is_filled_in():
    known = a_situation(DAY)
    assert codes(reviewing(), actions.Extend.minimal(reviewing(), known)) == set()


# --- every letter: whom to call -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of_item", "of_department", "last"),
    [
        ("68505120", "12345", "联系电话：68505120"),
        ("", "12345", "联系电话：12345"),
        ("68505120", "", "联系电话：68505120"),
    ],
)
def test_a_letter_names_the_items_telephone_or_else_the_departments(of_item, of_department, last):
    item = msgspec.structs.replace(a_case().item, phone=of_item)
    department = Department(code="a", name="某局", phone=of_department)
    case = reviewing(item=item, department=department)
    for payload in (actions.Accept(), extended(), actions.Approve()):
        assert notice_of(payload, case).paragraphs[-1] == last


def test_where_neither_has_a_telephone_none_is_named():
    case = reviewing(department=Department(code="a", name="某局"))
    assert "联系电话" not in told(extended(), case)


def test_a_receipt_of_delivery_names_no_telephone():
    item = msgspec.structs.replace(a_case().item, phone="68505120")
    notice = notice_of(actions.Deliver(method="counter"), a_case(item=item, state="approved"))
    assert "68505120" not in str(notice)


# --- deferral: the applicant's written commitment -------------------------------------------------

SHEET, PRINT = "cd" * 32, "ef" * 32  # hashes of attachments
OWED = DeferredMaterial(name="健康证明", by=date(2026, 3, 20))


def lacking():
    return a_case(received_at=TODAY, materials=(a_material("健康证明", sha256="", size=0),))


def deferring(commitment, *attachments):
    return actions.Accept(
        deferred_materials=(OWED,), written_commitment=commitment, attachments=attachments
    )


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        (deferring(SHEET, SHEET), set()),
        (deferring(SHEET, PRINT, SHEET), set()),  # behind the print of the notice
        (deferring("", PRINT), {"commitment_missing"}),
        (deferring(""), {"commitment_missing"}),
        (deferring(SHEET), {"commitment_missing"}),  # named, and not there any more
        (deferring(SHEET, PRINT), {"commitment_missing"}),
        (deferring(None), set()),  # of a desk of version 1.0
    ],
)
def test_what_is_deferred_goes_with_the_applicants_written_commitment(payload, found):
    assert codes(lacking(), payload) == found


def test_where_nothing_is_deferred_no_commitment_is_asked_for():
    assert codes(a_case(received_at=TODAY), actions.Accept(written_commitment="")) == set()


def test_the_want_of_a_commitment_rests_on_the_citys_rule_and_not_on_the_licensing_law():
    known = a_situation(DAY)
    own = Procedure(deferrable=("健康证明",), bases={"deferral": "《某市容缺受理办法》第三条"})
    case = msgspec.structs.replace(
        lacking(), item=msgspec.structs.replace(a_case().item, procedure=own)
    )
    for held, basis in ((lacking(), ""), (case, "《某市容缺受理办法》第三条")):
        (reason,) = lifecycle.blocking_reasons(held, deferring(""), LEAD, known)
        assert reason.fields == ("written_commitment",)
        assert (str(reason.article.zh) if reason.article else "") == basis


@pytest.mark.parametrize(("kind", "you"), [("person", "你"), ("organisation", "你单位")])
def test_the_notice_names_the_commitment_and_what_follows_if_nothing_comes(kind, you):
    case = msgspec.structs.replace(lacking(), applicant=Applicant(kind=kind, name="某"))
    said = told(deferring(SHEET, SHEET), case)
    assert f"{you}已书面承诺按期补齐。上述材料补齐之前，" in said
    assert "逾期未补齐的，" in said
    assert "承诺按期" not in told(deferring(None), case)
    assert "承诺按期" not in told(actions.Accept(), case)


def test_an_acceptance_queued_before_desks_asked_for_a_commitment_is_read_and_stands():
    old = decode('{"deferred_materials":[{"name":"健康证明","by":"2026-03-20"}]}', actions.Accept)
    assert codes(lacking(), old) == set()
    assert b"commitment" not in msgspec.json.encode(old)


# --- approval: what is permitted ------------------------------------------------------------------

GRANT = Grant(
    scope="热食类食品制售",
    place="鼓楼区湖南路18号",
    no="JY1",
    valid_from=date(2026, 3, 16),
    valid_to=date(2031, 3, 15),
)
GRANTED = actions.Approve(grant=GRANT)
RESULT = ItemResult(
    name="食品经营许可证", kind="食品经营许可证", scope="kinds", place="address", valid_years=5
)
FORM = {"kinds": "热食类食品制售", "address": "鼓楼区湖南路18号"}


def item_with(result):
    return msgspec.structs.replace(an_item(), result=result)


def applied_for(result, today=DAY, **fields):
    known = a_situation(today, item_with(result))
    return grants.in_form(reviewing(fields=fields), known)


def test_an_approval_says_what_is_permitted_where_and_until_when():
    said = notice_of(actions.Approve(grant=GRANT), reviewing(), at=TODAY).paragraphs
    decided = next(n for n, words in enumerate(said) if "决定准予行政许可" in words)
    assert said[decided + 1] == (
        "载明事项：范围为热食类食品制售；地点为鼓楼区湖南路18号；编号为JY1；"
        "有效期自2026年3月16日起至2031年3月15日止。"
    )


@pytest.mark.parametrize(
    ("grant", "said"),
    [
        (Grant(scope="零售。"), "载明事项：范围为零售。"),
        (Grant(place=" 湖南路 "), "载明事项：地点为湖南路。"),
        (Grant(valid_to=date(2026, 3, 16)), "载明事项：有效期至2026年3月16日止。"),
        (Grant(valid_from=date(2026, 3, 16)), "载明事项：有效期自2026年3月16日起。"),
    ],
)
def test_what_an_approval_leaves_out_its_notice_does_not_claim(grant, said):
    assert said in notice_of(actions.Approve(grant=grant), reviewing()).paragraphs


@pytest.mark.parametrize("grant", [None, Grant()])
def test_an_approval_that_permits_nothing_in_particular_says_nothing_of_it(grant):
    assert "载明" not in told(actions.Approve(grant=grant), reviewing())


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "found"),
    [
        (None, None, set()),
        (None, DAY, set()),  # today alone
        (DAY, DAY, set()),
        (None, date(2026, 3, 15), {"validity_too_short"}),
        (date(2026, 3, 20), date(2026, 3, 19), {"validity_too_short"}),
        (date(2026, 3, 1), date(2026, 3, 10), {"validity_too_short"}),  # over already
    ],
)
def test_nothing_is_permitted_for_a_time_that_is_over_before_it_begins(valid_from, valid_to, found):
    grant = Grant(valid_from=valid_from, valid_to=valid_to)
    assert codes(reviewing(), actions.Approve(grant=grant)) == found


def test_what_is_permitted_stays_with_the_case():
    case, known = reviewing(), a_situation(DAY)
    action = Action(id="a", sub_application_id=case.id, at=TODAY, payload=GRANTED)
    assert lifecycle.apply(case, action, LEAD, known).grant == GRANT


def test_an_approval_permits_what_was_applied_for_as_the_items_result_bears_it():
    assert applied_for(RESULT, **FORM) == msgspec.structs.replace(GRANT, no="")
    only_place = ItemResult(name="证", place="address")
    assert applied_for(only_place, **FORM) == Grant(place="鼓楼区湖南路18号")
    assert applied_for(RESULT).scope == ""  # the form says nothing: nothing is made up


@pytest.mark.parametrize(("years", "last"), [(-1, None), (10**30, date(2126, 3, 15))])
def test_years_nobody_means_bring_no_desk_down(years, last):
    result = msgspec.structs.replace(RESULT, valid_years=years)
    assert applied_for(result).valid_to == last


@pytest.mark.parametrize("result", [None, ItemResult(name="食品经营许可证", kind="食品经营许可证")])
def test_where_the_items_result_bears_nothing_of_it_nothing_is_asked(result):
    assert applied_for(result, **FORM) is None


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 3, 16), date(2031, 3, 15)),
        (date(2028, 2, 29), date(2033, 2, 28)),
        (date(2027, 3, 1), date(2032, 2, 29)),
    ],
)
def test_five_years_end_on_the_eve_of_their_day(today, last):
    assert applied_for(RESULT, today).valid_to == last


def test_an_approval_queued_before_desks_said_what_is_permitted_is_read_and_stands():
    old = decode(b'{"opinion":"x"}', actions.Approve)
    assert codes(reviewing(), old) == set()
    assert b"grant" not in msgspec.json.encode(old)
    assert decode(msgspec.json.encode(GRANTED), actions.Approve) == GRANTED
