"""What the clerk is told stands in the way: one sentence in each language, and where to put it right."""

from datetime import date

import msgspec
import pytest
from msgspec.structs import replace

from app.cases import actions, lifecycle
from app.cases.actions import ACTIONS
from app.cases.model import (
    ChecklistPoint,
    CheckRule,
    Correction,
    DeferredMaterial,
    Evaluation,
    Fault,
    ItemMaterial,
    ItemRef,
)
from app.cases.procedure import Procedure, SpecialProcedure
from app.cases.sentence import Sentence, say
from tests.support.examples import MORNING, a_case, a_material, a_situation, an_item
from tests.support.notices import BY, notice_of

FAULTS = (Fault(text="缺签字"),)
OWED = DeferredMaterial(name="平面图", by=MORNING.date())
ASKED = Correction(round=1, requested_at=MORNING, by_days=5, by=date(2026, 3, 9))
RATED = Evaluation(id="ev-1", sub_application_id="sa-000001", stars=3, reply="谢谢")
ITEM = an_item(
    materials=(ItemMaterial(name="平面图"), ItemMaterial(name="照片")),
    checklist=(ChecklistPoint(id="c1", text="甲"), ChecklistPoint(id="c2", text="乙")),
    checks=(CheckRule(id="k1", rule="resident_id", params={"field": "id"}),),
)
LICENCE = ItemRef(code="x", name="某事项")
HEARING = Procedure(special=(SpecialProcedure(procedure="hearing"), SpecialProcedure(procedure="expert_review")))  # fmt: skip
REFUSE = actions.RefuseAcceptance
PAPER = actions.ReceivedMaterial(name="平面图", sha256="cd" * 32)


def corrected(key, value):
    return actions.CorrectOnTheSpot(fields=(actions.CorrectedField(key=key, value=value),))


def received(*papers):
    return actions.ReceiveMaterials(materials=papers, attachments=tuple(p.sha256 for p in papers))


# state, payload, code: what is said, in Chinese and in English, and the fields it is put right in
TOLD = [
    ("received", actions.Accept(), "materials_missing",
     "缺少平面图、照片：请要求补正，或写明容缺受理及补交日期",
     "平面图, 照片 missing: ask for correction, or accept with deferred materials and a day",
     ("deferred_materials",)),
    ("received", actions.Accept(deferred_materials=(replace(OWED, name="执照"),)), "materials_present",
     "执照并不缺少", "执照 not missing", ("deferred_materials",)),
    ("received", actions.Accept(deferred_materials=(replace(OWED, by=date(2026, 3, 1)),)), "day_past",
     "补交日期不能早于今天", "The day by which it comes cannot be past", ("deferred_materials",)),
    ("received", actions.Accept(deferred_materials=(replace(OWED, by=date(2026, 3, 31)),)), "day_too_late",
     "补交日期不能晚于法定办理期限届满之日（2026-03-30）", "It has to come by the statutory day, 2026-03-30",
     ("deferred_materials",)),
    ("received", actions.RequestCorrection(), "faults_missing",
     "请填写需要补正的内容", "Say what is to be corrected", ("faults",)),
    ("received", actions.RequestCorrection(faults=FAULTS, by_days=61), "days_out_of_range",
     "本系统要求补正期限在 1 至 60 个工作日之间", "This system takes a period of 1 to 60 working days",
     ("by_days",)),
    ("received", REFUSE(ground="x", text="x"), "ground_missing",
     "请选择不予受理的情形", "Choose the ground of refusal", ("ground",)),
    ("received", REFUSE(ground="not_competent", text="x"), "authority_missing",
     "请写明有权受理的行政机关", "Name the competent authority", ("competent_authority",)),
    ("received", REFUSE(ground="barred"), "text_missing", "请写明理由", "Say why", ("text",)),
    ("received", REFUSE(ground="not_corrected", text="x"), "ground_not_open",
     "本件没有告知过补正", "No correction was asked for", ("ground",)),
    ("correcting", REFUSE(ground="barred", text="x"), "ground_not_open",
     "补正期间只能以逾期未补正为由", "While correcting, only for want of correction", ("ground",)),
    ("correcting", REFUSE(ground="not_corrected", text="x"), "period_running",
     "补正期限到 2026-03-09 才届满", "The applicant has until 2026-03-09", ()),
    ("reviewing", REFUSE(ground="barred", text="x"), "ground_not_open",
     "视为受理后，只能以不属于本机关职权范围为由不予受理",
     "Deemed accepted, it is refused only for want of competence", ("ground",)),
    ("received", actions.CorrectOnTheSpot(), "fields_missing",
     "请选择需要更正的内容", "Choose what is put right", ("fields",)),
    ("received", corrected("area", 1), "field_unknown",
     "申请表中没有area", "area: not in the form", ("fields",)),
    ("received", corrected("id", " "), "value_odd",
     "请填写正确的id", "id: fill it in rightly", ("fields",)),
    ("received", corrected("id", "1"), "value_same",
     "id没有改动", "id: nothing is changed", ("fields",)),
    ("received", corrected("id", "2"), "text_missing",
     "请写明申请人如何确认", "Say how the applicant confirmed it", ("text",)),
    ("reviewing", actions.ReceiveMaterials(), "nothing_received",
     "请选择收到的材料", "Choose the papers that were brought", ("materials",)),
    ("reviewing", received(replace(PAPER, name=" ")), "name_missing",
     "请写明材料名称", "Name each paper", ("materials",)),
    ("reviewing", actions.ReceiveMaterials(materials=(PAPER,)), "file_missing",
     "平面图没有文件：请重新收取", "平面图: there is no file of it, take it in again", ("materials",)),
    ("reviewing", received(replace(PAPER, sha256="ab" * 32)), "received_before",
     "平面图已经收过", "平面图: already here", ("materials",)),
    ("reviewing", received(PAPER, replace(PAPER, sha256="ef")), "received_before",
     "平面图已经收过", "平面图: already here", ("materials",)),
    ("reviewing", received(replace(PAPER, answers="correction")), "answers_nothing",
     "没有要求申请人补正或者补交平面图", "平面图: neither a correction nor a deferral asks for it", ("materials",)),
    ("reviewing", received(replace(PAPER, answers="deferred")), "answers_nothing",
     "没有要求申请人补正或者补交平面图", "平面图: neither a correction nor a deferral asks for it", ("materials",)),
    ("reviewing", replace(received(PAPER), complete=True), "no_correction",
     "没有正在进行的补正", "No correction is open", ("complete",)),
    ("reviewing", actions.Withdraw(), "text_missing",
     "请写明申请人如何撤回申请", "Say how the applicant withdrew", ("text",)),
    ("reviewing", actions.Terminate(ground="x", text="x"), "ground_missing",
     "请选择终止办理的情形", "Choose the ground of termination", ("ground",)),
    ("reviewing", actions.Terminate(ground="ceased", text="x"), "basis_missing",
     "请写明终止办理的依据", "Name the text that ends the case", ("basis",)),
    ("reviewing", actions.Terminate(ground="ceased"), "text_missing", "请写明理由", "Say why", ("text",)),
    ("reviewing", actions.Terminate(ground="abandoned", text="x"), "ground_not_open",
     "没有正在进行的补正", "No correction is open", ("ground",)),
    ("correcting", actions.Terminate(ground="abandoned", text="x"), "ground_not_open",
     "本事项逾期未补正的，不予受理：请办理不予受理",
     "Who does not correct this item in time is refused acceptance: refuse it", ("ground",)),
    ("reviewing", actions.BeginSpecial(procedure="tender", expected_days=1), "procedure_unknown",
     "本事项只有听证、专家评审不计入期限", "Only hearing, expert review stop this item's clock", ("procedure",)),
    ("reviewing", actions.BeginSpecial(procedure="hearing", expected_days=0), "days_missing",
     "请写明所需时间", "Say how long it takes", ("expected_days",)),
    ("special", actions.EndSpecial(), "finding_missing",
     "请写明特别程序的结论", "Say what the special procedure found", ("finding",)),
    ("reviewing", actions.Approve(), "materials_missing",
     "还缺平面图、照片，补齐前不能准予", "平面图, 照片 still missing", ("materials",)),
    ("reviewing", actions.Approve(), "materials_not_passed",
     "材料还没有全部审查通过：租赁合同", "Not yet judged fit: 租赁合同", ("materials",)),
    ("reviewing", actions.Approve(), "checklist_open",
     "还有 2 项审查要点未完成", "2 checklist points are open", ("checklist",)),
    ("reviewing", actions.Approve(), "checks_failing",
     "自动核验未通过且未说明：公民身份号码不是 18 位",
     "Failing checks without an answer: Identity number: not 18 characters", ("k1",)),
    ("reviewing", actions.Approve(conditions="不得生食"), "condition_basis_missing",
     "附条件须写明法律依据：《…》第…条", "A condition names the text and article it rests on", ("conditions",)),
    ("reviewing", actions.Deny(), "grounds_missing",
     "须说明理由和法律依据", "A denial states its grounds and their legal basis", ("grounds",)),
    ("approved", actions.Deliver(method="x"), "method_missing",
     "请选择送达方式", "Choose how it is delivered", ("method",)),
    ("denied", actions.Deliver(method="ems", tracking_no=" "), "tracking_missing",
     "本系统要求邮寄送达填写运单号", "This system asks for a tracking number where it goes by EMS",
     ("tracking_no",)),
    ("special", actions.RecordReview(materials=(actions.MaterialVerdict(id="x", verdict="pass"),)),
     "material_unknown", "只能审查本件的材料", "Only this case's materials are judged", ("materials",)),
    ("received", actions.RecordReview(checklist=(actions.ChecklistTick(id="x", done=True),)),
     "point_unknown", "本事项没有这条审查要点", "This item has no such point", ("checklist",)),
    ("received", actions.Transfer(), "transfer_incomplete",
     "请写明转给谁和理由", "Say to whom and why", ("to_clerk", "reason")),
    ("received", actions.SendMessage(to_department="x"), "text_missing",
     "请写内容", "Write the message", ("text",)),
    ("delivered", actions.ReplyEvaluation(evaluation_id="ev-9", text="谢谢"), "not_rated",
     "申请人还没有评价", "The applicant has not rated this case", ("evaluation_id",)),
    ("delivered", actions.ReplyEvaluation(evaluation_id="ev-1", text="谢谢"), "replied_before",
     "已经答复过", "The rating has been answered", ()),
    ("delivered", actions.ReplyEvaluation(evaluation_id="ev-1", text=" "), "text_missing",
     "请写答复", "Write the reply", ("text",)),
    ("delivered", actions.Archive(volume="a" * 64, data="b" * 64, attachments=("a" * 64,)),
     "archive_incomplete", "请先制成归档案卷和数据包", "Make the volume and its data first", ("data",)),
]  # fmt: skip


def reasons(state, payload, **changes):
    """What stands in the way, by code, of a case with a lease and a wrong identity number."""
    today, known = MORNING.date(), changes.pop("known", {})
    item = replace(LICENCE, procedure=HEARING) if isinstance(payload, actions.BeginSpecial) else LICENCE  # fmt: skip
    corrections = (ASKED,) if state == "correcting" else ()
    values = {"item": item, "state": state, "fields": {"id": "1"}, "materials": (a_material(),),
              "corrections": corrections, "accepted_at": MORNING}  # fmt: skip
    case = a_case(**(values | changes))
    if isinstance(payload, REFUSE) and state == "reviewing":
        case = replace(case, clock=replace(case.clock, deemed_accepted=True))
    situation = a_situation(today, **({"item": ITEM, "evaluations": (RATED,)} | known))
    found = lifecycle.blocking_reasons(case, payload, BY, situation)
    return {reason.code: reason for reason in found}


@pytest.mark.parametrize(("state", "payload", "code", "zh", "en", "fields"), TOLD)
def test_the_clerk_is_told_what_stands_in_the_way_and_where_it_is_put_right(
    state, payload, code, zh, en, fields
):
    found = reasons(state, payload)[code]
    assert (found.text.zh, found.text.en, found.fields) == (zh, en, fields)


def test_every_field_a_reason_points_at_is_one_of_the_payload():
    for _, payload, code, *_, fields in TOLD:
        known = {"materials", "checklist", "k1"} if payload.type == "approve" else set()
        assert set(fields) <= {*type(payload).__struct_encode_fields__, *known}, code
        assert payload.type in ACTIONS


def test_an_item_that_knows_no_special_procedure_says_that_a_visit_is_none():
    begin = actions.BeginSpecial(procedure="hearing", expected_days=0)
    found = reasons("reviewing", begin, item=replace(LICENCE, kind="filing"))
    assert found.keys() == {"procedure_unknown"}  # and nothing else is asked
    assert found["procedure_unknown"].text.zh == (
        "本事项没有不计入期限的特别程序；现场核查、公示照常计算期限"
    )


@pytest.mark.parametrize(
    ("payload", "state", "zh"),
    [
        (actions.Accept(), "received", "本事项的材料清单尚未同步：请联网后再受理"),
        (actions.Approve(), "reviewing", "事项要求或一件事的进展尚未同步：请联网后再准予"),
    ],
)
def test_what_has_not_come_is_waited_for_and_said(payload, state, zh):
    found = reasons(state, payload, known={"item_known": False})
    assert found["not_here_yet"].text.zh == zh
    assert "not_here_yet" not in reasons(state, payload)


def test_what_was_deferred_is_named_with_its_day_and_what_was_not_without():
    found = reasons("reviewing", actions.Approve(), deferred=(OWED,))
    assert found["materials_missing"].text.zh == (
        "还缺平面图（应于 2026-03-02 前补交）、照片，补齐前不能准予"
    )
    assert found["materials_missing"].text.en == "平面图 (due 2026-03-02), 照片 still missing"


def test_what_the_item_does_not_let_come_later_is_named():
    item = replace(LICENCE, procedure=Procedure(deferrable=("照片",)))
    found = reasons("received", actions.Accept(), item=item)["not_deferrable"]
    assert found.text.zh == "平面图不在可容缺的材料之列"
    assert (found.article, found.fields) == (None, ("deferred_materials",))


@pytest.mark.parametrize(
    ("method", "said"),
    [("counter", "窗口领取"), ("ems", "邮寄送达（EMS）"), ("locker", "自助柜领取"),
     ("electronic", "电子送达")],
)  # fmt: skip
def test_a_decision_is_delivered_in_one_of_four_ways_and_the_receipt_says_which(method, said):
    deliver = actions.Deliver(method=method, tracking_no="EX1")
    assert reasons("approved", deliver) == {}
    assert dict(notice_of(deliver, a_case()).rows)["送达方式"] == said


def test_a_sentence_within_one_is_still_one_after_it_was_kept():
    said = say("“{label}”不一致", '"{label}" differs', label=say("面积", "Floor area"))
    kept = msgspec.msgpack.decode(msgspec.msgpack.encode(said), type=Sentence)
    assert (kept.zh, kept.en) == ("“面积”不一致", '"Floor area" differs')
