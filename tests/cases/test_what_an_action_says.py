"""What an action says of itself: in the history, in the draft it goes back to, in a conflict."""

from datetime import date

import pytest
from msgspec.structs import replace

from app.cases import actions
from app.cases.actions import ACTIONS, CentreSide
from app.cases.model import (
    ArchiveRecord,
    ChecklistPoint,
    CheckRule,
    Clerk,
    Clock,
    Correction,
    Decision,
    DeferredMaterial,
    Delivery,
    DenialGround,
    Evaluation,
    Event,
    Fault,
    GivenCommitment,
    Grant,
    InterestedParties,
    Party,
    Pause,
    Proposal,
    Review,
    Signature,
    Tick,
    Verdict,
)
from tests.support.examples import MORNING, a_case, a_material, an_item

OWED = DeferredMaterial(name="健康证明", by=date(2026, 3, 9))
TWO_FAULTS = (Fault(text="缺签字"), Fault(text="面积不符"))
GROUNDS = (DenialGround(basis="《办法》第九条", text="过近"), DenialGround(basis="《条例》第三条", text="无证"))  # fmt: skip
AREA = actions.CorrectedField(key="area", value=68)
LEASE = actions.ReceivedMaterial(name="租赁合同", sha256="ab", pages=2, answers="correction")
PLAN = actions.ReceivedMaterial(name="平面图", sha256="cd")

NEIGHBOUR = Party(name="王某", how="ems")

# payload: its words in the history, what stands where the opinion is typed once it has come back,
# and whether it says more than the opinion
SAYS = [
    (actions.Accept(), "", "", False),
    (actions.Accept(deferred_materials=(OWED,)), "", "", True),
    (actions.RequestCorrection(faults=TWO_FAULTS), "缺签字；面积不符", "缺签字；面积不符", True),
    (actions.RefuseAcceptance(ground="barred", text="一年内"), "一年内", "一年内", True),
    (actions.BeginSpecial(procedure="testing", expected_days=3, text="水质"), "水质", "", True),
    (actions.EndSpecial(finding="合格"), "合格", "", True),
    (actions.Extend(days=5, reason="案情复杂"), "案情复杂", "", True),
    (actions.Approve(opinion="符合"), "符合", "符合", False),
    (actions.Approve(opinion="符合", conditions="依据《法》，限期"), "符合", "符合", True),
    (actions.Deny(grounds=GROUNDS), "过近；无证", "过近", True),
    (actions.Deny(), "", "", True),
    (actions.Deliver(method="ems", tracking_no="EX1"), "EX1", "", True),
    (actions.CorrectOnTheSpot(fields=(AREA,), text="签名确认"), "签名确认", "", True),
    (actions.ReceiveMaterials(materials=(LEASE, PLAN)), "租赁合同、平面图", "", True),
    (
        actions.ReceiveMaterials(materials=(LEASE,), complete=True),
        "租赁合同；补正材料已经收齐",
        "",
        True,
    ),
    (actions.ReceiveMaterials(complete=True), "补正材料已经收齐", "", True),
    (actions.Withdraw(text="另行安排"), "另行安排", "", True),
    (actions.Terminate(ground="ceased", text="已注销"), "已注销", "已注销", True),
    (actions.RecordReview(), "", "", False),
    (actions.Transfer(to_clerk="c", reason="调岗"), "调岗", "", True),
    (actions.Release(), "", "", False),
    (actions.SendMessage(to_department="wsjk", text="请告知"), "请告知", "", True),
    (actions.ReplyEvaluation(evaluation_id="ev-1", text="谢谢"), "", "", True),
    (actions.ReturnDelivery(reason="拒收"), "拒收", "", True),
    (actions.Approve(opinion="符合", by_commitment=True), "符合", "符合", True),
    (actions.VerifyCommitment(finding=False, text="没有安装"), "没有安装", "", True),
    (actions.InformParties(parties=(NEIGHBOUR,), text="采光"), "王某：采光", "", True),
    (actions.InformParties(text="四周无人"), "没有利害关系人：四周无人", "", True),
    (actions.Rectify(notice_no="7号", text="将“甲”更正为“乙”"), "将“甲”更正为“乙”", "", True),
    (actions.Archive(volume="a" * 64, data="b" * 64), "", "", False),
    (actions.Propose.of(actions.Approve(opinion="符合")), "符合", "符合", False),
    (actions.Propose.of(actions.Deny(grounds=GROUNDS)), "过近；无证", "过近", True),
    (actions.Sign(proposal_id="p", opinion="同意"), "同意", "同意", False),
    (actions.SendBack(proposal_id="p", text="请补充"), "请补充", "", True),
    (actions.Recall(proposal_id="p"), "", "", False),
]


@pytest.mark.parametrize(("payload", "words", "opinion", "sheet"), SAYS)
def test_an_action_says_its_words_and_what_of_them_is_typed_again(payload, words, opinion, sheet):
    assert (payload.words(), payload.as_opinion(), payload.needs_sheet()) == (words, opinion, sheet)


def test_every_action_there_is_says_so():
    assert {payload.type for payload, *_ in SAYS} == set(ACTIONS)


def test_the_clerks_opinion_leaves_with_what_is_decided_and_refused_and_with_nothing_else():
    assert {name for name, kind in ACTIONS.items() if kind.sends_opinion} == {
        "approve",
        "deny",
        "sign",
        "refuse_acceptance",
        "terminate",
    }


# --- in a conflict: what it says beside what the centre holds ----------------------------------------

DECIDED = Decision(outcome="approved", at=MORNING, by=Clerk(id="clerk-02"), opinion="同意",
                   conditions="限两年", grounds=GROUNDS[:1])  # fmt: skip
ASKED = Correction(round=1, requested_at=MORNING, by_days=5, faults=TWO_FAULTS[:1])
SERVED = Delivery(method="counter", tracking_no="EX9", receiver="李某")
ENDED = Pause(from_=date(2026, 3, 3), to=date(2026, 3, 5), procedure="hearing")
RATED = Evaluation(id="ev-1", sub_application_id="sa-000001", stars=3, reply="多谢")
HOLDER = Clerk(id="clerk-02", name="王芳")
PUT_AWAY = ArchiveRecord(at=MORNING, by=HOLDER, volume="ef", data="gh")

HEARD = InterestedParties(
    told_at=MORNING, parties=(Party(name="李某", how="announcement"),), ask_by=date(2026, 3, 9)
)
SIGNED_BY_ANOTHER = Proposal(
    id="p", by=HOLDER, at=MORNING, action=actions.Propose.of(actions.Approve()).action,
    signatures=(Signature(by=Clerk(id="clerk-03"), at=MORNING, opinion="依法办理"),), needed=2,
)  # fmt: skip
SENT_BACK = Event(at=MORNING, by=Clerk(id="clerk-03"), type="send_back", text="请补充")

COMPARED = [
    (actions.Accept(deferred_materials=(OWED,)), {"deferred": (replace(OWED, name="平面图"), OWED)},
     ["容缺材料|Deferred materials|text|健康证明（2026-03-09）|平面图（2026-03-09）；健康证明（2026-03-09）"]),
    (actions.Accept(), {}, ["容缺材料|Deferred materials|text||"]),
    (actions.RequestCorrection(faults=TWO_FAULTS, by_days=15), {"corrections": (ASKED,)},
     ["补正内容|To be corrected|text|缺签字；面积不符|缺签字",
      "补正期限（工作日）|Working days given|text|15|5"]),
    (actions.RequestCorrection(faults=TWO_FAULTS), {},
     ["补正内容|To be corrected|text|缺签字；面积不符|", "补正期限（工作日）|Working days given|text|15|"]),
    (actions.RequestCorrection(), {"corrections": (ASKED, replace(ASKED, round=2, by_days=7))},
     ["补正内容|To be corrected|text||缺签字", "补正期限（工作日）|Working days given|text|15|7"]),
    (actions.RefuseAcceptance(ground="not_competent", text="属区级", competent_authority="区局"),
     {"decision": DECIDED},
     ["不予受理情形|Ground|ground|not_competent|", "主管机关|Competent authority|text|区局|",
      "理由|Reason|text|属区级|同意"]),
    (actions.BeginSpecial(procedure="testing", expected_days=3, text="水质"),
     {"clock": Clock(pauses=(replace(ENDED, procedure="tender"), ENDED))},
     ["特别程序|Special procedure|procedure|testing|hearing", "预计天数|Expected days|text|3|",
      "说明|Explanation|text|水质|"]),
    (actions.BeginSpecial(procedure="testing", expected_days=3), {},
     ["特别程序|Special procedure|procedure|testing|", "预计天数|Expected days|text|3|",
      "说明|Explanation|text||"]),
    (actions.EndSpecial(finding="合格"), {"clock": Clock(pauses=(replace(ENDED, to=None), ENDED))},
     ["程序结论|Finding|text|合格|2026-03-05"]),
    (actions.EndSpecial(finding="合格"), {"clock": Clock(pauses=(replace(ENDED, to=None),))},
     ["程序结论|Finding|text|合格|"]),
    (actions.EndSpecial(finding="合格"), {}, ["程序结论|Finding|text|合格|"]),
    (actions.Extend(days=10, reason="复杂"), {"clock": Clock(extension_days=5)},
     ["延长（工作日）|Working days added|text|10|5", "延期理由|Reason|text|复杂|"]),
    (actions.Extend(days=10, reason="复杂"), {},
     ["延长（工作日）|Working days added|text|10|", "延期理由|Reason|text|复杂|"]),
    (actions.Approve(opinion="符合", conditions="限一年"), {"decision": DECIDED},
     ["意见|Opinion|text|符合|同意", "所附条件|Conditions|text|限一年|限两年",
      "载明事项|What is permitted|text||"]),
    (actions.Approve(opinion="符合"), {},
     ["意见|Opinion|text|符合|", "所附条件|Conditions|text||",
      "载明事项|What is permitted|text||"]),
    (actions.Approve(grant=Grant(scope="热食", no="JY1")), {"grant": Grant(scope="冷食")},
     ["意见|Opinion|text||", "所附条件|Conditions|text||",
      "载明事项|What is permitted|text|范围为热食；编号为JY1|范围为冷食"]),
    (actions.Deny(grounds=GROUNDS, opinion="不符合"), {"decision": DECIDED},
     ["意见|Opinion|text|不符合|同意",
      "不予的依据和理由|Grounds|text|《办法》第九条 过近；《条例》第三条 无证|《办法》第九条 过近"]),
    (actions.Deny(grounds=GROUNDS), {},
     ["意见|Opinion|text||", "不予的依据和理由|Grounds|text|《办法》第九条 过近；《条例》第三条 无证|"]),
    (actions.Deliver(method="ems", tracking_no="EX1", receiver="王某"), {"delivery": SERVED},
     ["送达方式|Delivery|delivery|ems|counter", "运单号|Tracking number|text|EX1|EX9",
      "签收人|Received by|text|王某|李某"]),
    (actions.Deliver(method="ems", tracking_no="EX1"), {},
     ["送达方式|Delivery|delivery|ems|", "运单号|Tracking number|text|EX1|", "签收人|Received by|text||"]),
    (actions.Deliver(method="counter", notice_no="7号"), {},
     ["送达方式|Delivery|delivery|counter|", "运单号|Tracking number|text||", "签收人|Received by|text||",
      "送达文书|Notice|text|7号|"]),
    (actions.Approve(by_commitment=True), {"commitment": GivenCommitment(verify_by=date(2026, 3, 9))},
     ["意见|Opinion|text||", "所附条件|Conditions|text||", "载明事项|What is permitted|text||",
      "决定方式|Decided by|text|告知承诺|告知承诺"]),
    (actions.VerifyCommitment(finding=False, text="没有安装"),
     {"commitment": GivenCommitment(verify_by=date(2026, 3, 9), verified=True)},
     ["核查结论|Finding|text|与承诺不一致|与承诺一致", "核查情况|What was found|text|没有安装|"]),
    (actions.VerifyCommitment(finding=True, text="属实"), {},
     ["核查结论|Finding|text|与承诺一致|", "核查情况|What was found|text|属实|"]),
    (actions.InformParties(parties=(NEIGHBOUR,), text="采光", hearing=True), {"parties": HEARD},
     ["利害关系人|Interested parties|text|王某（邮寄）|李某（公告）", "涉及的利益|What touches them|text|采光|",
      "听证权利|A hearing|text|告知|2026-03-09"]),
    (actions.InformParties(text="无"), {},
     ["利害关系人|Interested parties|text||", "涉及的利益|What touches them|text|无|",
      "听证权利|A hearing|text||"]),
    (actions.Rectify(notice_no="7号", text="将“甲”更正为“乙”"), {},
     ["更正的文书|Notice put right|text|7号|", "更正内容|What is put right|text|将“甲”更正为“乙”|"]),
    (actions.ReturnDelivery(reason="拒收"), {"delivery": SERVED},
     ["退回原因|Why it came back|text|拒收|", "送达方式|Delivery|delivery||counter"]),
    (actions.CorrectOnTheSpot(fields=(AREA,), text="签名确认"), {"fields": {"area": 86}},
     ["area|area|text|68|86", "确认情况|Confirmed|text|签名确认|"]),
    (actions.CorrectOnTheSpot(fields=(AREA,)), {}, ["area|area|text|68|", "确认情况|Confirmed|text||"]),
    (actions.ReceiveMaterials(materials=(LEASE, PLAN), complete=True),
     {"materials": (a_material("执照"), a_material("章程", sha256="")),
      "corrections": (replace(ASKED, resubmitted_at=MORNING),)},
     ["收到的材料|Papers brought|text|租赁合同（2页，补正）；平面图（补充）|执照",
      "补正情况|Correction|text|补正材料已经收齐|2026-03-02"]),
    (actions.ReceiveMaterials(materials=(LEASE,)), {},
     ["收到的材料|Papers brought|text|租赁合同（2页，补正）|", "补正情况|Correction|text||"]),
    (actions.Withdraw(text="另行安排"), {}, ["撤回情况|Withdrawal|text|另行安排|"]),
    (actions.Terminate(ground="ceased", legal_basis="《甲法》第一条", text="已注销"), {"decision": DECIDED},
     ["终止情形|Ground|termination|ceased|", "依据|Legal basis|text|《甲法》第一条|",
      "理由|Reason|text|已注销|同意"]),
    (actions.Transfer(to_clerk="clerk-03", reason="调岗"), {"assignee": HOLDER},
     ["承办人|Handled by|clerk|clerk-03|王芳", "转办理由|Reason|text|调岗|"]),
    (actions.Transfer(to_department="wsjk", reason="调岗"), {"assignee": None},
     ["承办人|Handled by|clerk|wsjk|", "转办理由|Reason|text|调岗|"]),
    (actions.Release(), {}, []),
    (actions.Archive(volume="ab", data="cd"), {},
     ["案卷校验值|Volume's digest|text|ab|", "数据包校验值|Data's digest|text|cd|"]),
    (actions.Archive(volume="ab", data="cd"), {"archive": PUT_AWAY},
     ["案卷校验值|Volume's digest|text|ab|ef", "数据包校验值|Data's digest|text|cd|gh"]),
    (actions.SendMessage(to_department="wsjk", text="请告知"), {}, ["留言|Message|text|请告知|"]),
    (actions.Propose.of(actions.Approve(opinion="符合")), {"decision": DECIDED},
     ["意见|Opinion|text|符合|同意", "所附条件|Conditions|text||限两年",
      "载明事项|What is permitted|text||"]),
    (actions.Sign(proposal_id="p", opinion="同意"), {"proposal": SIGNED_BY_ANOTHER},
     ["签发意见|Lead's opinion|text|同意|依法办理"]),
    (actions.Sign(proposal_id="p", opinion="同意"), {"history": (SENT_BACK,)},
     ["签发意见|Lead's opinion|text|同意|请补充"]),
    (actions.SendBack(proposal_id="p", text="请补充"), {},
     ["退回理由|Why it goes back|text|请补充|"]),
    (actions.Recall(proposal_id="p"), {}, []),
]  # fmt: skip


def lines(payload, item=None, evaluations=(), **held):
    """``label|label|kind|mine|theirs`` of each line."""
    centre = CentreSide(a_case(**held), item, evaluations)
    return [
        "|".join((d.label.zh, d.label.en, d.kind, d.mine, d.theirs))
        for d in payload.compare(centre)
    ]


@pytest.mark.parametrize(("payload", "held", "expected"), COMPARED)
def test_what_was_said_here_stands_beside_what_the_centre_holds(payload, held, expected):
    assert lines(payload, **held) == expected


@pytest.mark.parametrize(
    ("evaluations", "theirs"),
    [((RATED,), "多谢"), ((replace(RATED, reply=None),), ""), ((replace(RATED, id="ev-2"),), ""), ((), "")],
)  # fmt: skip
def test_an_answer_to_a_rating_stands_beside_the_one_the_centre_has(evaluations, theirs):
    reply = actions.ReplyEvaluation(evaluation_id="ev-1", text="谢谢")
    assert lines(reply, evaluations=evaluations) == [f"回复|Reply|text|谢谢|{theirs}"]


def verdict(id_, said, remark=""):
    return actions.MaterialVerdict(id=id_, verdict=said, remark=remark)


def tick(id_, done, remark=""):
    return actions.ChecklistTick(id=id_, done=done, remark=remark)


ITEM = an_item(
    checklist=(ChecklistPoint(id="c1", text="三区分设"),),
    checks=(CheckRule(id="k1", rule="phone", text="电话"),),
)
HELD = Review(
    materials={"ma-租赁合同": Verdict(verdict="pass", remark="已核")},
    checklist={"c1": Tick(done=True, remark="看过")},
)


@pytest.mark.parametrize(
    ("mine", "expected"),
    [
        (verdict("ma-租赁合同", "pass", "已核"), []),
        (verdict("ma-租赁合同", "fail", "已核"), ["租赁合同|租赁合同|verdict|fail|pass"]),
        (verdict("ma-租赁合同", "pass", "再核"), ["租赁合同|租赁合同|text|再核|已核"]),
        (verdict("ma-平面图", "unclear"), ["平面图|平面图|verdict|unclear|"]),
        (verdict("ma-平面图", "pass", "新"), ["平面图|平面图|verdict|pass|", "平面图|平面图|text|新|"]),
        (verdict("ma-9", "pass"), ["不在本件中的材料|A material that is not here|verdict|pass|"]),
        (tick("c1", True, "看过"), []),
        (tick("c1", False, "看过"), ["三区分设|三区分设|text|☐|☑"]),
        (tick("c1", True, "再看"), ["三区分设|三区分设|text|再看|看过"]),
        (tick("k1", True), ["电话|电话|text|☑|☐"]),
        (tick("k1", False), []),
        (tick("c9", True), ["其他审查要点|Another point of review|text|☑|☐"]),
    ],
)  # fmt: skip
def test_of_a_review_only_what_differs_is_shown(mine, expected):
    is_verdict = isinstance(mine, actions.MaterialVerdict)
    mine = {"materials": (mine,)} if is_verdict else {"checklist": (mine,)}
    papers = (a_material(), a_material("平面图"))
    review = actions.RecordReview(**mine)
    assert lines(review, ITEM, materials=papers, review=HELD) == expected


def test_without_the_items_rules_a_point_is_called_another_one():
    review = actions.RecordReview(checklist=(tick("c1", True), tick("k1", True)))
    other = "其他审查要点|Another point of review|text|☑|☐"
    assert lines(review) == [other, other]
