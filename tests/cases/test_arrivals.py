"""What came to a clerk, told from a body before and after."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from app.cases.arrivals import Arrival, KnownCase, arrivals_of_case, arrivals_of_thing
from app.cases.model import Clerk, Correction, Department, Event, Message
from tests.support.examples import MORNING, a_case, a_material, a_thing

ASKED = Correction(round=1, requested_at=MORNING, by_days=5)
ANSWERED = replace(ASKED, resubmitted_at=MORNING + timedelta(days=1))
ASKED_AGAIN = replace(ASKED, round=2)
SENT_BACK = Event(at=MORNING, by=Clerk(id="applicant"), type="mail_returned", text="拒收")
US = Department(code="scjg", name="市场监督管理局")
PAPER, LATER = a_material(id="m-1"), a_material(id="m-2", name="身份证明", round=2)
PROMISED = replace(LATER, sha256="", licence=None, form="upload")


@pytest.mark.parametrize(
    ("before", "now", "kinds"),
    [
        ({}, {}, []),
        ({"corrections": (ASKED,)}, {"corrections": (ASKED,)}, []),
        ({"corrections": (ASKED,)}, {"corrections": (ANSWERED,)}, ["correction"]),
        ({}, {"corrections": (ANSWERED,)}, ["correction"]),  # asked and answered between two pulls
        ({"corrections": (ANSWERED,)}, {"corrections": (ANSWERED,)}, []),
        ({"corrections": (ANSWERED,)}, {"corrections": (ANSWERED, ASKED_AGAIN)}, []),
        ({"corrections": (ANSWERED,)}, {"corrections": (ASKED,)}, []),  # the centre was restored
        ({"materials": (PAPER,)}, {"materials": (PAPER,)}, []),
        ({"materials": (PAPER,)}, {"materials": (PAPER, LATER)}, ["paper"]),
        ({"materials": (PAPER,)}, {"materials": (PAPER, PROMISED)}, []),
        ({"materials": (PROMISED,)}, {"materials": (LATER,)}, ["paper"]),
        ({"materials": (PAPER, LATER)}, {"materials": (PAPER,)}, []),
        ({}, {"history": (SENT_BACK,)}, ["returned_mail"]),
        ({"history": (SENT_BACK,)}, {"history": (SENT_BACK,)}, []),
        (  # what came with the correction is the correction
            {"corrections": (ASKED,), "materials": (PAPER,)},
            {"corrections": (ANSWERED,), "materials": (PAPER, LATER)},
            ["correction"],
        ),
    ],
)
def test_an_answered_correction_or_else_a_new_paper_is_what_came(before, now, kinds):
    case = a_case(**now)
    told = arrivals_of_case(KnownCase(**before), case)
    assert [each.kind for each in told] == kinds
    assert all((each.case_id, each.item) == (case.id, case.item.name) for each in told)


def message(from_="wsjk", to="scjg", text="请告知进展") -> Message:
    return Message(at=MORNING, from_=from_, to_department=to, text=text)


@pytest.mark.parametrize(
    ("before", "now", "tells"),
    [
        ([], [], False),
        ([], [message()], True),
        ([], [message(to="")], True),
        ([], [message(from_="卫生健康委员会", to="市场监督管理局")], True),
        ([], [message(from_="scjg", to="wsjk")], False),  # our own
        ([], [message(from_="市场监督管理局", to="")], False),
        ([], [message(to="xfjy")], False),  # between two others
        ([message()], [message()], False),
        ([message()], [message(), message(text="已办结")], True),
        ([message()], [], False),
    ],
)
def test_a_new_message_to_us_is_told_on_our_case_of_the_one_thing(before, now, tells):
    thing = a_thing("reviewing")
    own = thing.sub_applications[-1]
    thing = replace(thing, sub_applications=(*thing.sub_applications[:-1], replace(own, mine=True)))
    told = arrivals_of_thing(
        replace(thing, messages=tuple(before)), replace(thing, messages=tuple(now)), US
    )
    assert told == ((Arrival(kind="message", case_id=own.id, item=own.item.name),) if tells else ())


def test_it_is_told_on_a_case_that_is_open_if_there_is_one():
    thing = a_thing("reviewing")
    closed, open_ = (
        replace(each, mine=True, state=state)
        for each, state in zip(thing.sub_applications, ("delivered", "reviewing"), strict=True)
    )
    for siblings, told_on in (((closed, open_), open_), ((closed,), closed)):
        before = replace(thing, sub_applications=siblings)
        (told,) = arrivals_of_thing(before, replace(before, messages=(message(),)), US)
        assert told.case_id == told_on.id


def test_a_message_on_a_one_thing_without_a_case_of_ours_tells_nothing():
    thing = a_thing("reviewing")
    others = tuple(replace(each, mine=False) for each in thing.sub_applications)
    thing = replace(thing, sub_applications=others)
    assert arrivals_of_thing(thing, replace(thing, messages=(message(),)), US) == ()


def test_nothing_told_has_a_name_a_number_or_an_address_in_it():
    assert set(Arrival.__struct_fields__) == {"kind", "case_id", "item"}
