"""The whole of a one-thing: who waits for whom, its lights, the joint deadline."""

from datetime import date, datetime, timedelta

import pytest
from msgspec.structs import replace

from app.cases import one_thing
from app.cases.model import Applicant, Department, ItemRef, OneThing, Pause, Scene, Sibling
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
    three = thing(sibling("a", "b"), sibling("b", "c"), sibling("c", "a"))
    assert one_thing.steps(three).keys() == {"a", "b", "c"}


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


def part(id_, accepted="", *pauses, kind="licence") -> Sibling:
    """Accepted on a day, with ``(from, to)`` of its special procedures."""
    return replace(
        sibling(id_),
        item=ItemRef(code=id_, kind=kind),
        accepted_at=datetime.fromisoformat(f"{accepted}T09:00+08:00") if accepted else None,
        pauses=tuple(
            Pause(from_=date.fromisoformat(a), to=date.fromisoformat(b) if b else None)
            for a, b in pauses
        ),
    )


def joint(*parts, today="2026-03-02", **changes):
    return one_thing.joint_deadline(
        replace(thing(*parts), **changes), CALENDAR, date.fromisoformat(today)
    )


# From 2026-03-02: March 3–6, 9–13, 16–20, 23–27, 30, 31 are 21; April 1–3, 7–10, 13–17, 20–24, 27–30
# are 21 (42; 4–6 off for Qingming); May 6–8 are 3 (45; 1–5 off).
FORTY_FIVE_FROM_2_MARCH = date(2026, 5, 8)


def test_departments_that_decide_together_have_forty_five_working_days_from_acceptance():
    found = joint(part("a", "2026-03-02"))
    assert (found.start, found.days, found.day) == (date(2026, 3, 2), 45, FORTY_FIVE_FROM_2_MARCH)


def test_before_any_part_is_accepted_the_joint_deadline_does_not_run():
    assert joint(part("a"), part("b")) is None


def test_the_joint_deadline_begins_with_the_part_that_was_accepted_last():
    found = joint(part("a", "2026-02-25"), part("b", "2026-03-02"), part("c"))
    assert found.day == FORTY_FIVE_FROM_2_MARCH


def test_only_licences_are_decided_together():
    assert joint(part("tax", "2026-03-02", kind="confirmation")) is None
    found = joint(part("a", "2026-03-02"), part("tax", "2026-03-09", kind="filing"))
    assert found.start == date(2026, 3, 2)


def test_a_special_procedure_of_any_part_stands_outside_the_joint_deadline():
    # 6 and 9 March do not count, 8 May becomes the 43rd; 9 May (worked) and 11 May are two more
    paused = part("b", "2026-02-25", ("2026-03-06", "2026-03-10"))
    assert joint(part("a", "2026-03-02"), paused).day == date(2026, 5, 11)
    found = joint(part("a", "2026-03-02", ("2026-03-06", "")), today="2026-03-12")
    assert (found.day, found.paused, found.counted) == (None, True, 3)


@pytest.mark.parametrize(
    ("more", "last"),
    [
        # 9 May (worked), 11–15, 18–22, 25–28 are 15 more
        (15, "2026-05-28"),
        (16, "2026-05-28"),  # fifteen are the most the law allows
        (1, "2026-05-09"),
    ],
)
def test_the_government_may_lengthen_the_joint_deadline_by_fifteen_days(more, last):
    found = joint(part("a", "2026-03-02"), extension_days=more)
    assert found.day == date.fromisoformat(last)


def test_what_was_denied_is_waited_for_still_as_the_check_says():
    denied, tax = sibling("licence", state="denied"), sibling("tax", "licence")
    assert [s.id for s in one_thing.awaited(thing(denied, tax), tax)] == ["licence"]
