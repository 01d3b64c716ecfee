"""A conflict shows both sides field by field, whatever the action was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import msgspec
import pytest

from app.cases import actions
from app.cases.actions import ACTIONS, CentreSide
from app.cases.model import (
    SHANGHAI,
    CheckRule,
    Clerk,
    Clock,
    Correction,
    Decision,
    DeferredMaterial,
    Delivery,
    DenialGround,
    Evaluation,
    Fault,
    Party,
    Pause,
    Review,
    Tick,
    Verdict,
)
from app.sync.conflicts import differences
from tests.support.examples import a_case, an_item

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=SHANGHAI)
OTHER = Clerk(id="clerk-02", name="王芳")
FILLED = [
    actions.Accept(deferred_materials=(DeferredMaterial(name="租约", by=date(2026, 3, 9)),)),
    actions.RequestCorrection(faults=(Fault(text="缺签字"), Fault(text="面积不符")), by_days=10),
    actions.RefuseAcceptance(
        ground="not_competent", text="不属本机关", competent_authority="区卫健委"
    ),
    actions.BeginSpecial(procedure="expert_review", expected_days=12, text="请专家"),
    actions.EndSpecial(finding="专家意见合格"),
    actions.Extend(days=10, reason="案情复杂"),
    actions.Approve(opinion="准予", conditions="限堂食"),
    actions.Deny(grounds=(DenialGround(basis="第三十八条", text="不符"),), opinion="不予"),
    actions.Deliver(method="ems", tracking_no="EA123456789CN", receiver="李某"),
    actions.CorrectOnTheSpot(
        fields=(actions.CorrectedField(key="area", value=68),), text="签名确认"
    ),
    actions.ReceiveMaterials(
        materials=(actions.ReceivedMaterial(name="平面图", sha256="ab" * 32, pages=2),)
    ),
    actions.Withdraw(text="另行安排"),
    actions.Terminate(ground="ceased", legal_basis="《甲法》第一条", text="已注销"),
    actions.RecordReview(
        materials=(actions.MaterialVerdict(id="m1", verdict="fail", remark="看不清"),),
        checklist=(actions.ChecklistTick(id="c1", done=True, remark="已到场"),),
    ),
    actions.Transfer(reason="休假", to_clerk="clerk-03"),
    actions.SendMessage(to_department="wsjk", text="请告知"),
    actions.ReplyEvaluation(evaluation_id="e1", text="谢谢"),
    actions.ReturnDelivery(reason="拒收"),
    actions.VerifyCommitment(finding=False, text="没有安装"),
    actions.InformParties(parties=(Party(name="邻居"),), text="采光"),
    actions.Rectify(notice_no="7号", text="将“甲”更正为“乙”"),
    actions.Archive(volume="a" * 64, data="b" * 64),
    actions.Propose.of(actions.Approve(opinion="准予", conditions="限堂食")),
    actions.Sign(proposal_id="p1", opinion="同意"),
    actions.SendBack(proposal_id="p1", text="请补充核查情况"),
]
ADDRESSES = {
    "id",
    "proposal_id",
    "evaluation_id",
    "to_department",
    "type",
    "done",
    "sha256",
    "media_type",
    "size",
    "answers",
    "key",
}
CENTRE = a_case(
    state="denied", accepted_at=NOW, assignee=OTHER,
    decision=Decision(outcome="denied", at=NOW, by=OTHER, opinion="别处的意见",
                      conditions="别处的条件", grounds=(DenialGround(basis="甲", text="乙"),)),
    delivery=Delivery(method="counter", tracking_no="T1", receiver="周某"),
    corrections=(Correction(round=1, requested_at=NOW, by_days=15, faults=(Fault(text="别处"),)),),
    deferred=(DeferredMaterial(name="章程", by=date(2026, 3, 10)),),
    review=Review(materials={"m1": Verdict(verdict="pass")}, checklist={"c1": Tick(done=False)}),
)  # fmt: skip


def words(said: object, name: str = "") -> Iterator[str]:
    if isinstance(said, dict):
        for key, value in said.items():
            yield from words(value, key)
    elif isinstance(said, list | tuple):
        for value in said:
            yield from words(value, name)
    elif said is not None and not isinstance(said, bool) and name not in ADDRESSES:
        yield str(said)


def test_every_kind_of_action_that_says_something_is_compared():
    assert {payload.type for payload in FILLED} == set(ACTIONS) - {"release", "recall"}


@pytest.mark.parametrize("payload", FILLED, ids=lambda payload: payload.type)
def test_all_the_clerk_said_stands_on_their_side(payload):
    rated = [Evaluation(id="e1", sub_application_id=CENTRE.id, stars=3, at=NOW, reply="已回复")]
    lines = differences(payload, CentreSide(CENTRE, None, rated))
    mine = "\n".join(line.mine for line in lines)
    for word in words(msgspec.json.decode(msgspec.json.encode(payload))):
        assert word in mine
    assert all(line.label.zh and line.label.en for line in lines)


@pytest.mark.parametrize(
    ("kind", "theirs"),
    [
        ("accept", "章程（2026-03-10）"), ("request_correction", "别处"), ("approve", "别处的条件"),
        ("deny", "甲 乙"), ("deliver", "T1"), ("transfer", "王芳"), ("review", "pass"),
        ("reply_evaluation", "已回复"), ("begin_special", "denied"),
    ],
)  # fmt: skip
def test_beside_it_stands_what_the_centre_holds(kind, theirs):
    payload = next(payload for payload in FILLED if payload.type == kind)
    rated = [Evaluation(id="e1", sub_application_id=CENTRE.id, stars=3, at=NOW, reply="已回复")]
    assert theirs in [line.theirs for line in differences(payload, CentreSide(CENTRE, None, rated))]


def test_an_answered_check_is_named_as_the_item_names_it_and_no_id_stands_for_a_word():
    item = an_item(checks=(CheckRule(id="area_7", rule="same_value", text="面积"),))
    review = actions.RecordReview(
        materials=(actions.MaterialVerdict(id="ma_9", verdict="fail"),),
        checklist=tuple(
            actions.ChecklistTick(id=id_, done=True, remark="已核") for id_ in ("area_7", "gone_8")
        ),
    )
    labels = [line.label for line in differences(review, CentreSide(CENTRE, item))]
    assert "面积" in [label.zh for label in labels]
    assert not any("_" in label.zh + label.en for label in labels)


def test_beside_a_finding_stands_the_day_the_latest_procedure_ended():
    pauses = (
        Pause(from_=date(2026, 3, 2), to=date(2026, 3, 4), procedure="hearing"),
        Pause(from_=date(2026, 3, 9), to=date(2026, 3, 11), procedure="inspection"),
    )
    centre = a_case(state="reviewing", clock=Clock(received_at=NOW, accepted_at=NOW, pauses=pauses))
    lines = differences(actions.EndSpecial(finding="合格"), CentreSide(centre, an_item()))
    assert [line.theirs for line in lines if line.mine == "合格"] == ["2026-03-11"]
