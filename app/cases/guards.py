"""What stands in the way of each action in a state that allows it (行政许可法 Art. 26–45)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from app.cases import actions
from app.cases.checks import Situation, missing_materials, run_checks, unanswered
from app.cases.deadlines import correction_deadline
from app.cases.model import Clerk, SubApplication, Tick, Verdict, civil
from app.cases.sentence import Sentence, listed, say

SPECIAL_PROCEDURES = (
    "hearing", "tender", "auction", "inspection", "testing", "quarantine", "appraisal",
    "expert_review",
)  # fmt: skip
REFUSAL_GROUNDS = ("no_licence_needed", "not_competent", "not_corrected")
DELIVERY_METHODS = ("counter", "ems", "locker", "electronic")


class Hindrance(msgspec.Struct, frozen=True):
    """Why an action is not lawful now, its article, and the payload fields it rests on."""

    code: str
    text: Sentence
    article: str = ""
    fields: tuple[str, ...] = ()


def _may_accept(
    case: SubApplication, payload: actions.Accept, by: Clerk, situation: Situation
) -> list[Hindrance]:
    deferred = {material.name for material in payload.deferred_materials}
    missing = [n for n in missing_materials(case, situation.item) if n not in deferred]
    if not missing:
        return []
    text = say(
        "缺少{names}：请要求补正，或写明容缺受理及补交日期",
        "{names} missing: ask for correction, or accept with deferred materials and a day",
        names=listed([say(name, name) for name in missing]),
    )
    return [Hindrance("materials_missing", text, "行政许可法第三十二条", ("deferred_materials",))]


def _may_request_correction(
    case: SubApplication, payload: actions.RequestCorrection, by: Clerk, situation: Situation
) -> list[Hindrance]:
    found = []
    article = "行政许可法第三十二条第一款第四项"
    if case.corrections:
        text = say(
            "补正只能一次告知，本件已于 {day} 告知过",
            "Correction is asked for once; it was asked for on {day}",
            day=civil(case.corrections[0].requested_at).isoformat(),
        )
        found.append(Hindrance("corrected_before", text, article))
    if not payload.faults or not all(fault.text.strip() for fault in payload.faults):
        text = say("请写明需要补正的全部内容", "Name everything that is to be corrected")
        found.append(Hindrance("faults_missing", text, article, ("faults",)))
    if not 1 <= payload.by_days <= 60:
        text = say("补正期限须在 1 至 60 个工作日之间", "The period is 1 to 60 working days")
        found.append(Hindrance("days_out_of_range", text, article, ("by_days",)))
    return found


def _may_refuse(
    case: SubApplication, payload: actions.RefuseAcceptance, by: Clerk, situation: Situation
) -> list[Hindrance]:
    article = "行政许可法第三十二条第一款"
    found = []
    if payload.ground not in REFUSAL_GROUNDS:
        text = say("请选择不予受理的情形", "Choose the ground of refusal")
        found.append(Hindrance("ground_missing", text, article, ("ground",)))
    if payload.ground == "not_competent" and not payload.competent_authority.strip():
        text = say("请写明有权受理的行政机关", "Name the competent authority")
        found.append(Hindrance("authority_missing", text, article, ("competent_authority",)))
    if not payload.text.strip():
        text = say("请写明理由", "Say why")
        found.append(Hindrance("text_missing", text, article, ("text",)))
    if case.state == "correcting" and case.corrections:
        due = correction_deadline(case, situation.calendar, situation.today)
        if payload.ground != "not_corrected":
            text = say(
                "补正期间只能以逾期未补正为由", "While correcting, only for want of correction"
            )
            found.append(Hindrance("ground_not_open", text, article, ("ground",)))
        elif due.day is not None and situation.today <= due.day:
            text = say(
                "补正期限到 {day} 才届满",
                "The applicant has until {day}",
                day=due.day.isoformat(),
            )
            found.append(Hindrance("period_running", text, article))
    elif payload.ground == "not_corrected" and not case.corrections:
        text = say("本件没有告知过补正", "No correction was asked for")
        found.append(Hindrance("ground_not_open", text, article, ("ground",)))
    return found


def _may_begin_special(
    case: SubApplication, payload: actions.BeginSpecial, by: Clerk, situation: Situation
) -> list[Hindrance]:
    article = "行政许可法第四十五条"
    found = []
    if payload.procedure not in SPECIAL_PROCEDURES:
        text = say(
            "只有听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审不计入期限",
            "Only the eight procedures of Art. 45 stop the clock",
        )
        found.append(Hindrance("procedure_unknown", text, article, ("procedure",)))
    if payload.expected_days < 1:
        text = say("请写明所需时间", "Say how long it takes")
        found.append(Hindrance("days_missing", text, article, ("expected_days",)))
    return found


def _may_extend(
    case: SubApplication, payload: actions.Extend, by: Clerk, situation: Situation
) -> list[Hindrance]:
    joint = (
        situation.thing is not None
        and len(
            {
                s.department.code
                for s in situation.thing.sub_applications
                if s.item.kind == "licence"
            }
        )
        > 1
        and "joint" in case.flags
    )
    longest = 15 if joint else 10
    article = "行政许可法第二十六条" if joint else "行政许可法第四十二条"
    found = []
    if "lead" not in by.roles:
        text = say("延期须经负责人批准，请由负责人办理", "An extension needs a lead's approval")
        found.append(Hindrance("lead_needed", text, article))
    if case.clock.extension_days:
        text = say("只能延期一次", "A case is extended once")
        found.append(Hindrance("extended_before", text, article))
    if not 1 <= payload.days <= longest:
        text = say("最多延长 {n} 个工作日", "At most {n} working days", n=longest)
        found.append(Hindrance("days_out_of_range", text, article, ("days",)))
    if not payload.reason.strip():
        text = say("请写明延期理由", "Give the reason")
        found.append(Hindrance("reason_missing", text, article, ("reason",)))
    return found


def _may_approve(
    case: SubApplication, payload: actions.Approve, by: Clerk, situation: Situation
) -> list[Hindrance]:
    article = "行政许可法第三十八条"
    found = []
    missing = missing_materials(case, situation.item)
    if missing:
        names = listed([say(name, name) for name in missing])
        text = say("还缺{names}", "{names} still missing", names=names)
        found.append(Hindrance("materials_missing", text, article, ("materials",)))
    unjudged = [
        say(material.name, material.name)
        for material in case.current_materials()
        if material.required and material.supplied and not _judged_fit(case, material.id, situation)
    ]
    if unjudged:
        text = say(
            "材料还没有全部审查通过：{names}",
            "Not yet judged fit: {names}",
            names=listed(unjudged),
        )
        found.append(Hindrance("materials_not_passed", text, article, ("materials",)))
    undone = [
        point.text
        for point in situation.item.checklist
        if not case.review.checklist.get(point.id, Tick()).done
    ]
    if undone:
        text = say("还有 {n} 项审查要点未完成", "{n} checklist points are open", n=len(undone))
        found.append(Hindrance("checklist_open", text, article, ("checklist",)))
    failing = unanswered(case, run_checks(case, situation))
    if failing:
        text = say(
            "自动核验未通过且未说明：{names}",
            "Failing checks without an answer: {names}",
            names=listed([finding.text for finding in failing]),
        )
        fields = tuple(finding.check_id for finding in failing)
        found.append(Hindrance("checks_failing", text, article, fields))
    return found


def _may_deny(
    case: SubApplication, payload: actions.Deny, by: Clerk, situation: Situation
) -> list[Hindrance]:
    if payload.grounds and all(g.basis.strip() and g.text.strip() for g in payload.grounds):
        return []
    text = say("不予许可须说明理由和法律依据", "A denial states its grounds and their legal basis")
    return [Hindrance("grounds_missing", text, "行政许可法第三十八条第二款", ("grounds",))]


def _may_deliver(
    case: SubApplication, payload: actions.Deliver, by: Clerk, situation: Situation
) -> list[Hindrance]:
    article = "行政许可法第四十四条"
    if payload.method not in DELIVERY_METHODS:
        text = say("请选择送达方式", "Choose how it is delivered")
        return [Hindrance("method_missing", text, article, ("method",))]
    if payload.method == "ems" and not payload.tracking_no.strip():
        text = say("邮寄送达须填写运单号", "Delivery by EMS needs a tracking number")
        return [Hindrance("tracking_missing", text, article, ("tracking_no",))]
    return []


def _may_transfer(
    case: SubApplication, payload: actions.Transfer, by: Clerk, situation: Situation
) -> list[Hindrance]:
    if (payload.to_clerk or payload.to_department) and payload.reason.strip():
        return []
    text = say("请写明转给谁和理由", "Say to whom and why")
    return [Hindrance("transfer_incomplete", text, "", ("to_clerk", "reason"))]


def _may_send(
    case: SubApplication, payload: actions.SendMessage, by: Clerk, situation: Situation
) -> list[Hindrance]:
    if payload.text.strip() and payload.to_department:
        return []
    return [Hindrance("text_missing", say("请写内容", "Write the message"), "", ("text",))]


def _judged_fit(case: SubApplication, material_id: str, situation: Situation) -> bool:
    if case.review.materials.get(material_id, Verdict()).verdict == "pass":
        return True
    material = next(m for m in case.materials if m.id == material_id)
    licence = material.licence
    return (
        licence is not None
        and licence.status == "valid"
        and licence.holder_id == case.applicant.id_number
        and (licence.valid_to is None or licence.valid_to >= situation.today)
    )


GUARDS: dict[str, Callable[[SubApplication, Any, Clerk, Situation], Sequence[Hindrance]]] = {
    "accept": _may_accept,
    "request_correction": _may_request_correction,
    "refuse_acceptance": _may_refuse,
    "begin_special": _may_begin_special,
    "extend": _may_extend,
    "approve": _may_approve,
    "deny": _may_deny,
    "deliver": _may_deliver,
    "transfer": _may_transfer,
    "message": _may_send,
}
