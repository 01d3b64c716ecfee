"""Colleagues are the clerks whom the cases name, found as a name is typed."""

import pytest

from app.cases.model import Clerk, Department, Event
from app.store import colleagues
from app.store.colleagues import Colleague
from tests.support.examples import MORNING, a_case
from tests.support.stores import CLERK, keep

FANG = Clerk(id="clerk-02", name="王芳")
NA = Clerk(id="clerk-03", name="李娜", window="5号窗", department=Department(code="scjg"))


def event(by, type_="transfer"):
    return Event(at=MORNING, by=by, type=type_)


def seen(store):
    return [colleague.clerk for colleague in colleagues.seen(store.reader(), but=CLERK.id)]


def test_who_acted_on_a_case_or_holds_it_is_a_colleague_and_the_clerk_is_none(store):
    keep(store, a_case(history=(event(FANG), event(CLERK, "accept"))))
    keep(store, a_case(id="sa-2", no="2", assignee=NA))
    assert seen(store) == [NA, FANG]


def test_applicants_departments_and_the_centre_are_no_colleagues(store):
    others = [
        event(Clerk(id="centre", name="中心"), "received"),
        event(Clerk(id="applicant", name="周某某"), "resubmitted"),
        event(Clerk(id="xfjy", name="消防救援支队"), "result_shared"),
    ]
    keep(store, a_case(history=tuple(others)))
    assert seen(store) == []


def test_what_is_said_of_a_colleague_in_one_case_or_another_is_known(store):
    keep(store, a_case(history=(event(NA.signature), event(NA.signature, "accept"))))
    keep(store, a_case(id="sa-2", no="2", assignee=NA))
    assert seen(store) == [NA]


def test_a_colleague_without_a_name_cannot_be_picked(store):
    keep(store, a_case(history=(event(Clerk(id="clerk-09")),)))
    assert seen(store) == []


@pytest.mark.parametrize("typed", ["", "李", "娜", "lina", "LN", "l娜", "5号", "5", " 李 娜 "])
def test_a_colleague_is_found_by_name_sound_first_letters_and_window(typed):
    assert Colleague(NA).fits(typed)


@pytest.mark.parametrize("typed", ["芳", "wf", "6", "clerk-03", "03"])
def test_and_by_nothing_else(typed):
    assert not Colleague(NA).fits(typed)
