"""Proposals at the centre: whose feed they come to and leave, who is answered what, and who signs
for a clerk who practises alone."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from app.cases.actions import Action, Propose, RefuseAcceptance
from app.cases.model import SHANGHAI
from app.practice.citizens import Citizens
from app.practice.consequences import carry_out
from app.practice.leads import SIGN_AFTER, Leads
from app.practice.scenes import load_city
from app.practice.world import World
from tests.practice.calls import action, caller
from tests.practice.test_city import quick_city
from tests.support.centres import Centre

REFUSAL = {"ground": "not_competent", "text": "不属本局职权", "competent_authority": "区局"}
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)


def propose(clerk):
    """A refusal of acceptance that stands with the leads; its case as it is then, and its id."""
    case = next(case for case in clerk.cases("received") if case.item.signatures)
    said = {"action": {"type": "refuse_acceptance", "payload": REFUSAL}, "opinion": "请审"}
    asked = action(case.id, "propose", case.revision, payload=said)
    (result,) = clerk.act(asked)
    assert result["outcome"] == "applied", result
    return result["body"], asked["id"]


def about(case, kind, id_, **more):
    return action(case["id"], kind, case["revision"], payload={"proposal_id": id_, **more})


def told(clerk, case):
    """The clerk's last word of a case from the feed: put, drop or nothing."""
    change = clerk.feed()[0].get("sub_application", {}).get(case["id"])
    return (change["op"], change.get("reason", "")) if change else None


def thing_of(clerk, case):
    return clerk.feed()[0].get("one_thing", {}).get(case["one_thing"]["id"], {}).get("op")


def test_a_proposal_is_in_the_feed_of_each_lead_of_its_department_while_it_stands(
    own_centre, zhang, wang
):
    li, liu, qian = (caller(own_centre, name) for name in ("li.wen", "liu.yang", "qian.hui"))
    case, id_ = propose(zhang)
    assert (case["state"], case["proposal"]["id"]) == ("received", id_)
    for lead in (wang, li):
        assert told(lead, case) == ("put", "")
        assert thing_of(lead, case) == "put"  # without which nothing is approved
        assert lead.held("sub_application")[case["id"]]["proposal"]["opinion"] == "请审"
    for other in (liu, qian):
        assert told(other, case) is None
    (done,) = wang.act(about(case, "sign", id_, opinion="同意"))
    assert (done["outcome"], done["body"]["state"]) == ("applied", "refused")
    assert done["body"]["notices"][-1]["provisional"] is False
    for lead in (wang, li):
        assert told(lead, case) == ("drop", "removed")
    assert told(zhang, case) == ("put", "")


def test_a_lead_is_told_of_what_goes_back_or_is_recalled_no_more(zhang, wang):
    case, id_ = propose(zhang)
    (back,) = wang.act(about(case, "send_back", id_, text="请补充"))
    assert (back["outcome"], back["body"]["proposal"]) == ("applied", None)
    assert told(wang, case) == ("drop", "removed")
    case, id_ = propose(zhang)
    assert told(wang, case) == ("put", "")
    (recalled,) = zhang.act(about(case, "recall", id_))
    assert recalled["outcome"] == "applied"
    assert told(wang, case) == ("drop", "removed")


def test_of_two_leads_who_sign_at_once_the_second_is_shown_what_the_first_made_of_it(
    own_centre, zhang, wang
):
    li = caller(own_centre, "li.wen")
    case, id_ = propose(zhang)
    assert wang.act(about(case, "sign", id_))[0]["outcome"] == "applied"
    (late,) = li.act(about(case, "sign", id_))
    assert (late["outcome"], late["body"]["state"]) == ("conflict", "refused")


def test_who_is_no_lead_of_the_department_is_told_nothing_of_its_cases(own_centre, zhang, wang):
    case, id_ = propose(zhang)
    for name in ("liu.yang", "qian.hui"):
        (answer,) = caller(own_centre, name).act(about(case, "sign", id_))
        assert (answer["outcome"], answer.get("body")) == ("gone", None)
    (own,) = zhang.act(about(case, "sign", id_))
    assert (own["outcome"], own["code"]) == ("refused", "lead_needed")
    (other,) = wang.act(action(case["id"], "review", case["revision"]))
    assert (other["outcome"], other["held_by"]["name"]) == ("gone", "张伟")


def test_what_is_not_proposed_is_refused_and_while_it_stands_nothing_else_is_decided(zhang):
    case = next(case for case in zhang.cases("received") if case.item.signatures)
    (bare,) = zhang.act(action(case.id, "refuse_acceptance", case.revision, payload=REFUSAL))
    assert (bare["outcome"], bare["code"]) == ("refused", "signature_needed")
    standing, _ = propose(zhang)
    (accepted,) = zhang.act(action(standing["id"], "accept", standing["revision"]))
    assert (accepted["outcome"], accepted["code"]) == ("refused", "proposed")


def test_a_recall_can_be_queued_behind_the_proposal_it_takes_back(zhang):
    case = next(case for case in zhang.cases("received") if case.item.signatures)
    said = {"action": {"type": "refuse_acceptance", "payload": REFUSAL}}
    asked = action(case.id, "propose", case.revision, payload=said)
    behind = action(case.id, "recall", after=asked["id"], payload={"proposal_id": asked["id"]})
    assert [r["outcome"] for r in zhang.act(asked, behind)] == ["applied", "applied"]


def test_a_centre_of_1_0_has_nothing_signed():
    centre = Centre("--speed", "0", "--cases", "60", "--seed", "3", "--api", "1.0")
    try:
        zhang = caller(centre, "zhang.wei")
        case = next(case for case in zhang.cases("received") if case.item.kind == "licence")
        (done,) = zhang.act(action(case.id, "refuse_acceptance", case.revision, payload=REFUSAL))
        assert (done["outcome"], done["body"]["state"]) == ("applied", "refused")
    finally:
        centre.close()


# --- a clerk who is alone in practice -------------------------------------------------------------


@pytest.fixture
def world(tmp_path):
    ledger = quick_city(tmp_path / "city.sqlite", seed=3, cases=60, now=NOW)
    yield World(ledger, lambda: NOW)
    ledger.close()


class Always:
    """A chance that falls one way."""

    def __init__(self, value):
        self.value = value

    def random(self):
        return self.value

    def choice(self, of):
        return of[0]

    def getrandbits(self, bits):
        return 7


class Last(Always):
    def choice(self, of):
        return of[-1]


def standing(world, of="xfjy"):
    """A case of a department, none of a lead's own, on which something was proposed just now."""
    own = {clerk.id for clerk in world.clerks.values() if "lead" not in clerk.roles}
    case = next(
        case
        for case in world.cases.values()
        if case.department.code == of and case.state == "received"
        and case.assignee and case.assignee.id in own
    )  # fmt: skip
    signed = replace(case.item, signatures={"refuse_acceptance": 1})
    case = world.put_case(replace(case, item=signed, revision=case.revision + 1))
    proposal = Propose.of(
        RefuseAcceptance(ground="not_competent", text="不属本局职权", competent_authority="区局")
    )
    handler = world.clerks[case.assignee.id]
    asked = Action(id="p", sub_application_id=case.id, at=NOW, payload=proposal)
    return carry_out(world, case, asked, handler)


def test_a_lead_who_is_away_answers_what_has_stood_its_time(world):
    case = standing(world)
    leads = Leads(world, 1.0, Always(0.9))
    leads.sign_what_waits(set(), NOW + timedelta(minutes=4))
    assert world.cases[case.id].proposal is not None
    leads.sign_what_waits(set(), NOW + SIGN_AFTER)
    done = world.cases[case.id]
    assert (done.state, done.proposal, done.history[-2].text) == ("refused", None, "同意")


def test_who_is_away_signs_nothing_where_another_is_here(world):
    case = standing(world, of="scjg")
    away = next(c for c in world.clerks.values() if c.name == "李文")
    assert world.team.is_away(away, NOW.date()) and away in world.signers(case)
    Leads(world, 1.0, Last(0.9)).sign_what_waits(set(), NOW + SIGN_AFTER)
    assert world.cases[case.id].history[-2].by.name == "王芳"


def test_now_and_then_it_comes_back_with_words(world):
    case = standing(world)
    Leads(world, 1.0, Always(0.0)).sign_what_waits(set(), NOW + SIGN_AFTER)
    back = world.cases[case.id]
    assert (back.state, back.proposal, back.history[-1].type) == ("received", None, "send_back")
    assert back.history[-1].text


def test_where_a_lead_who_may_sign_is_signed_in_it_is_left_to_them(world):
    case = standing(world)
    lead = world.signers(case)[0]
    Leads(world, 1.0, Always(0.9)).sign_what_waits({lead.id}, NOW + SIGN_AFTER)
    assert world.cases[case.id].proposal is not None
    handler = {case.assignee.id}
    Leads(world, 1.0, Always(0.9)).sign_what_waits(handler, NOW + SIGN_AFTER)
    assert world.cases[case.id].proposal is None


def test_a_department_works_on_while_only_a_lead_who_holds_no_cases_is_there(world):
    """A lead who practises alone would have nothing to sign where their department rested."""
    lead = next(c for c in world.clerks.values() if c.name == "李文")
    ours = [case for case in world.cases.values() if case.department.code == "scjg"]
    citizens = Citizens(world, load_city(), 120.0, 3)
    for _ in range(60):
        citizens.simulate_tick({lead.id})
    handlers = {case.assignee.id for case in ours if case.assignee}
    acted = [world.cases[c.id].history[-1].by.id for c in ours if world.cases[c.id] != c]
    assert set(acted) & handlers
