"""The whole of a one-thing: who waits for whom, its lights, the joint deadline."""

from datetime import date, timedelta

import pytest

from app.cases import one_thing
from app.cases.model import Applicant, Department, ItemRef, OneThing, Scene, Sibling
from app.cases.workdays import WorkCalendar
from tests.support.examples import MORNING

CALENDAR = WorkCalendar.packaged()
TODAY = date(2026, 11, 24)


def sibling(id_, *needs, state="received", due=None, days=10) -> Sibling:
    return Sibling(id=id_, item=ItemRef(code=id_, name=id_, promised_days=days), state=state,
                   department=Department(code="d", name="部门"), depends_on=needs, due=due)  # fmt: skip


def thing(*siblings) -> OneThing:
    return OneThing(id="ot", no="1", scene=Scene(code="s", name="开办"), revision=1,
                    applicant=Applicant(name="甲"), received_at=MORNING,
                    sub_applications=siblings)  # fmt: skip


def test_a_sub_application_waits_for_what_is_not_decided_yet():
    licence, tax = sibling("licence", state="reviewing"), sibling("tax", "licence")
    assert [s.id for s in one_thing.awaited(thing(licence, tax), tax)] == ["licence"]
    decided = sibling("licence", state="approved")
    assert one_thing.awaited(thing(decided, tax), tax) == ()


def test_what_comes_after_more_stands_further_on():
    whole = thing(sibling("social", "house"), sibling("birth"), sibling("house", "birth"))
    assert one_thing.steps(whole) == {"birth": 0, "house": 1, "social": 2}


def test_a_circle_in_what_the_centre_says_does_not_hang():
    whole = thing(sibling("a", "b"), sibling("b", "a"), sibling("c", "nobody"))
    steps = one_thing.steps(whole)
    assert steps.keys() == {"a", "b", "c"}
    assert steps["c"] == 0


@pytest.mark.parametrize(
    ("state", "due", "light"),
    [
        ("reviewing", TODAY - timedelta(days=1), "red"),
        ("reviewing", TODAY, "amber"),
        ("reviewing", TODAY + timedelta(days=1), "amber"),
        ("reviewing", TODAY + timedelta(days=3), "green"),
        ("reviewing", None, "green"),
        ("special", TODAY - timedelta(days=1), "paused"),
        ("delivered", TODAY - timedelta(days=1), "closed"),
        ("terminated", None, "closed"),
        ("denied", None, "denied"),
        ("denied", TODAY + timedelta(days=3), "denied"),
        ("denied", TODAY - timedelta(days=1), "red"),
    ],
)
def test_a_sibling_s_light_is_read_from_its_state_and_due_day(state, due, light):
    assert one_thing.light(sibling("x", state=state, due=due), CALENDAR, TODAY) == light


def test_departments_that_decide_together_have_forty_five_working_days():
    joint = one_thing.joint_deadline(thing(sibling("x")), CALENDAR, TODAY)
    assert joint.days == 45
    counted = [step for step in joint.explain() if step.counts]
    assert len(counted) == 45
    assert counted[-1].day == joint.day


def test_what_was_denied_is_waited_for_still_as_the_check_says():
    denied, tax = sibling("licence", state="denied"), sibling("tax", "licence")
    assert [s.id for s in one_thing.awaited(thing(denied, tax), tax)] == ["licence"]
