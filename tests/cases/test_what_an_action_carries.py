"""What an extension, a deferral and an approval say beside their reasons: who approved it, what the
applicant promised, what is permitted. The tables are written from docs/rules.md, not from the code.
"""

from datetime import date, datetime

import msgspec
import pytest

from app.cases import actions, lifecycle
from app.cases.model import SHANGHAI, Clerk
from app.cases.procedure import Extension, Procedure
from app.cases.typed import decode
from tests.support.examples import MORNING, a_case, a_situation
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
