"""A lead's team is made of what the feed told, and a hand-over is judged like any action."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from app.cases.actions import Transfer
from app.cases.model import Clerk, Department, ItemRef
from app.cases.team import StaffMember, TeamCase
from app.central.wire import encode
from app.store import catalogue, colleagues, decisions, outbox, team
from app.store.database import set_meta
from app.store.errors import CaseMovedOn, NotLawful
from tests.support.examples import MORNING
from tests.support.stores import write

TODAY = MORNING.date()
SCJG = Department(code="scjg", name="市场监督管理局")
LEAD = Clerk(id="clerk-02", name="王芳", department=SCJG, roles=("clerk", "lead"))
ZHANG = Clerk(id="clerk-01", name="张伟", window="3号窗", department=SCJG)
DAY = timedelta(days=1)


def tell(store, kind, *bodies):
    said = [(body.id, 1, encode(body)) for body in bodies]
    write(store, lambda db: catalogue.put(db, kind, said))


def head(id_, assignee=ZHANG, due=TODAY + 3 * DAY, light="green", state="received"):
    return TeamCase(
        id=id_, no=f"no-{id_}", item=ItemRef(code="food", name="食品"), state=state, revision=4,
        applicant_name="周某某", assignee=assignee and assignee.signature, due=due, light=light,
    )  # fmt: skip


@pytest.fixture
def led(store):
    write(store, lambda db: set_meta(db, "epoch", "e"))
    members = (
        StaffMember(id=ZHANG.id, name=ZHANG.name, window=ZHANG.window, department=SCJG,
                    roles=("clerk",), away_until=TODAY + DAY),
        StaffMember(id=LEAD.id, name=LEAD.name, department=SCJG, roles=LEAD.roles),
    )  # fmt: skip
    tell(store, "colleague", *members)
    return store


def members(store, today=TODAY):
    return {each.member.id: each for each in team.team(store.reader(), today)}


def test_each_clerk_has_their_cases_the_reddest_first_and_what_is_nobody_s_comes_last(led):
    tell(led, "team_case", head("a"), head("b", due=TODAY - DAY), head("c", due=TODAY),
         head("free", None))  # fmt: skip
    found = members(led)
    assert list(found) == [LEAD.id, ZHANG.id, ""]
    assert [case.head.id for case in found[ZHANG.id].cases] == ["b", "c", "a"]
    assert [case.light for case in found[ZHANG.id].cases] == ["red", "amber", "green"]
    load = found[ZHANG.id].load
    assert (load.open, load.due_today, load.overdue) == (3, 1, 1)
    assert found[LEAD.id].cases == ()


def test_a_day_that_passes_needs_no_word_of_the_centre(led):
    tell(led, "team_case", head("a"))
    assert members(led)[ZHANG.id].load.overdue == 0
    assert members(led, TODAY + 4 * DAY)[ZHANG.id].load.overdue == 1


def test_who_holds_a_case_though_of_another_department_is_named(led):
    tell(led, "team_case", head("a", Clerk(id="clerk-09", name="刘洋")))
    assert members(led)["clerk-09"].member.name == "刘洋"


def hand_over(store, case_id="a", to_clerk=LEAD.id, reason="轮岗", by=LEAD):
    payload = Transfer(to_clerk=to_clerk, reason=reason)
    work = lambda db: team.hand_over(db, case_id, payload, by, MORNING, None)  # noqa: E731
    store.write(work).result()


def test_a_colleague_s_case_is_handed_over_by_the_outbox_on_the_revision_that_was_seen(led):
    tell(led, "team_case", head("a"))
    hand_over(led)
    (entry,) = outbox.entries(led.reader())
    assert (entry.case_id, entry.base_revision, entry.payload.to_clerk) == ("a", 4, LEAD.id)
    assert "周某某" in entry.case_title
    assert [case.going_to for case in members(led)[ZHANG.id].cases] == [LEAD.id]


def test_one_that_is_no_lead_hands_no_colleague_s_case_over(led):
    tell(led, "team_case", head("a"))
    with pytest.raises(NotLawful):
        hand_over(led, by=Clerk(id="clerk-03", department=SCJG, roles=("clerk",)))
    assert outbox.entries(led.reader()) == []


def test_what_is_not_said_bars_it_and_so_does_a_state_that_knows_no_transfer(led):
    tell(led, "team_case", head("a"), head("done", state="delivered"))
    with pytest.raises(NotLawful):
        hand_over(led, reason=" ")
    with pytest.raises(NotLawful):
        hand_over(led, "done")


def test_a_case_that_has_left_the_team_is_not_handed_over(led):
    with pytest.raises(CaseMovedOn):
        hand_over(led)


def test_of_a_centre_of_1_0_nothing_is_told(store):
    assert not team.is_told(store.reader())
    assert team.team(store.reader(), TODAY) == []


def test_colleagues_are_those_the_centre_tells_of_with_until_when_they_are_away(led):
    (zhang,) = colleagues.known(led.reader(), LEAD.id, TODAY)
    assert (zhang.clerk.known_as, zhang.away_until) == ("张伟 · 3号窗", TODAY + DAY)
    (back,) = colleagues.known(led.reader(), LEAD.id, date(2026, 4, 1))
    assert back.away_until is None


def come_back(store, state="conflict"):
    """As after another hand was first; the centre has told of the case since."""
    (entry,) = outbox.entries(store.reader())
    write(store, lambda db: outbox.mark_back(db, entry, state, state, "", MORNING))
    tell(store, "team_case", replace(head("a"), revision=7))
    return entry


def test_a_hand_over_that_met_another_hand_goes_again_on_what_the_centre_holds(led):
    sit(led)
    tell(led, "team_case", head("a"))
    hand_over(led)
    entry = come_back(led)
    write(led, lambda db: decisions.resubmit_on_latest(db, entry.id, MORNING, TODAY))
    (again,) = outbox.entries(led.reader())
    assert (again.state, again.base_revision, again.payload) == ("waiting", 7, entry.payload)


def test_it_does_not_go_again_where_the_case_allows_none_any_more(led):
    sit(led)
    tell(led, "team_case", head("a"))
    hand_over(led)
    entry = come_back(led)
    tell(led, "team_case", head("a", state="special"))
    with pytest.raises(NotLawful):
        write(led, lambda db: decisions.resubmit_on_latest(db, entry.id, MORNING, TODAY))


@pytest.mark.parametrize("state", ["conflict", "refused"])
def test_it_is_given_up_and_leaves_no_draft_of_a_case_that_is_not_here(led, state):
    sit(led)
    tell(led, "team_case", head("a"))
    hand_over(led)
    entry = come_back(led, state)
    write(led, lambda db: decisions.take_theirs(db, entry.id, MORNING, TODAY))
    assert outbox.entries(led.reader()) == []
    assert led.reader().value("select count(*) from drafts") == 0


def test_another_hand_over_takes_the_place_of_one_that_came_back(led):
    tell(led, "team_case", head("a"))
    hand_over(led)
    come_back(led)
    hand_over(led, to_clerk=ZHANG.id)
    (entry,) = outbox.entries(led.reader())
    assert (entry.state, entry.base_revision, entry.after_id) == ("waiting", 7, None)


def sit(store):
    write(store, lambda db: set_meta(db, "clerk", encode(LEAD).decode()))
