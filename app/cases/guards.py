"""What stands in the way of each action in a state that allows it (行政许可法 Art. 26–45)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import msgspec

from app.cases import actions
from app.cases.checks import Situation, missing_materials, run_checks, unanswered
from app.cases.deadlines import correction_deadline
from app.cases.law import article as law
from app.cases.licences import judged
from app.cases.model import Clerk, SubApplication, Tick, Verdict, civil
from app.cases.notices import METHODS, PROCEDURES
from app.cases.sentence import Sentence, listed, say

REFUSAL_GROUNDS = ("no_licence_needed", "not_competent", "not_corrected")
LONGEST_EXTENSION, LONGEST_EXTENSION_JOINT = 10, 15  # working days (Art. 42)
VERDICTS = ("pass", "fail", "unclear")


class Hindrance(msgspec.Struct, frozen=True):
    """Why an action is not lawful now, its article, and the payload fields it rests on."""

    code: str
    text: Sentence
    article: Sentence | None = None
    fields: tuple[str, ...] = ()

    @property
    def sentence(self) -> Sentence:
        """The reason with its article."""
        if self.article is None:
            return self.text
        return say("{why}（{article}）", "{why} ({article})", why=self.text, article=self.article)


def _may_accept(
    case: SubApplication, payload: actions.Accept, by: Clerk, situation: Situation
) -> list[Hindrance]:
    if not situation.item_known:
        text = say(
            "本事项的材料清单尚未同步：请联网后再受理",
            "The item's list of materials is not here yet: accept once it has come",
        )
        return [Hindrance("not_here_yet", text, law(32, 1, 5))]
    found = []
    fields = ("deferred_materials",)
    deferred = {material.name for material in payload.deferred_materials}
    missing = missing_materials(case, situation.item)
    unnamed = [name for name in missing if name not in deferred]
    if unnamed:
        text = say(
            "缺少{names}：请要求补正，或写明容缺受理及补交日期",
            "{names} missing: ask for correction, or accept with deferred materials and a day",
            names=listed(unnamed),
        )
        found.append(Hindrance("materials_missing", text, law(32, 1, 4), fields))
    present = sorted(deferred - set(missing))
    if present:
        text = say("{names}并不缺少", "{names} not missing", names=listed(present))
        found.append(Hindrance("materials_present", text, law(32, 1, 5), fields))
    if any(material.by < situation.today for material in payload.deferred_materials):
        text = say("补交日期不能早于今天", "The day by which it comes cannot be past")
        found.append(Hindrance("day_past", text, law(32), fields))
    return found


def _may_request_correction(
    case: SubApplication, payload: actions.RequestCorrection, by: Clerk, situation: Situation
) -> list[Hindrance]:
    found = []
    article = law(32, 1, 4)
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
    article = law(32, 1)
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
    article = law(45)
    found = []
    if payload.procedure not in PROCEDURES:
        text = say(
            "只有听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审不计入期限",
            "Only the eight procedures of Art. 45 stop the clock",
        )
        found.append(Hindrance("procedure_unknown", text, article, ("procedure",)))
    if payload.expected_days < 1:
        text = say("请写明所需时间", "Say how long it takes")
        found.append(Hindrance("days_missing", text, article, ("expected_days",)))
    return found


def _may_end_special(
    case: SubApplication, payload: actions.EndSpecial, by: Clerk, situation: Situation
) -> list[Hindrance]:
    if payload.finding.strip():
        return []
    text = say("请写明特别程序的结论", "Say what the special procedure found")
    return [Hindrance("finding_missing", text, law(45), ("finding",))]


def _may_extend(
    case: SubApplication, payload: actions.Extend, by: Clerk, situation: Situation
) -> list[Hindrance]:
    joint = "joint" in case.flags
    longest = LONGEST_EXTENSION_JOINT if joint else LONGEST_EXTENSION
    article = law(42, 2) if joint else law(42, 1)
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
    article = law(38, 1)
    found = []
    findings = run_checks(case, situation)
    if not situation.item_known or any(
        f.rule == "depends_on_decided" and f.outcome == "unknown" for f in findings
    ):
        text = say(
            "事项要求或一件事的进展尚未同步：请联网后再准予",
            "The item's rules or the one-thing are not here yet: approve once they have come",
        )
        found.append(Hindrance("not_here_yet", text, article))
    missing = missing_materials(case, situation.item)
    if missing:
        owed = {material.name: material.by for material in case.deferred}
        names = listed([_owed(name, owed.get(name)) for name in missing])
        text = say("还缺{names}，补齐前不能准予", "{names} still missing", names=names)
        found.append(Hindrance("materials_missing", text, article, ("materials",)))
    unjudged = [
        material.name
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
    failing = unanswered(case, findings)
    if failing:
        text = say(
            "自动核验未通过且未说明：{names}",
            "Failing checks without an answer: {names}",
            names=listed([finding.text for finding in failing]),
        )
        fields = tuple(finding.check_id for finding in failing)
        found.append(Hindrance("checks_failing", text, article, fields))
    return found


def _owed(name: str, by: date | None) -> Sentence:
    """A missing material and, where it was deferred, the day by which it comes."""
    if by is None:
        return say("{name}", "{name}", name=name)
    return say("{name}（应于 {by} 前补交）", "{name} (due {by})", name=name, by=by.isoformat())


def _may_deny(
    case: SubApplication, payload: actions.Deny, by: Clerk, situation: Situation
) -> list[Hindrance]:
    if payload.grounds and all(g.basis.strip() and g.text.strip() for g in payload.grounds):
        return []
    text = say("不予许可须说明理由和法律依据", "A denial states its grounds and their legal basis")
    return [Hindrance("grounds_missing", text, law(38, 2), ("grounds",))]


def _may_deliver(
    case: SubApplication, payload: actions.Deliver, by: Clerk, situation: Situation
) -> list[Hindrance]:
    article = law(44)
    if payload.method not in METHODS:
        text = say("请选择送达方式", "Choose how it is delivered")
        return [Hindrance("method_missing", text, article, ("method",))]
    if payload.method == "ems" and not payload.tracking_no.strip():
        text = say("邮寄送达须填写运单号", "Delivery by EMS needs a tracking number")
        return [Hindrance("tracking_missing", text, article, ("tracking_no",))]
    return []


def _may_review(
    case: SubApplication, payload: actions.RecordReview, by: Clerk, situation: Situation
) -> list[Hindrance]:
    found = []
    known = {material.id for material in case.materials}
    if any(m.id not in known or m.verdict not in VERDICTS for m in payload.materials):
        text = say("只能审查本件的材料", "Only this case's materials are judged")
        found.append(Hindrance("material_unknown", text, law(34, 1), ("materials",)))
    item = situation.item
    if not situation.item_known:
        return found
    points = {point.id for point in item.checklist} | {check.id for check in item.checks}
    if any(tick.id not in points for tick in payload.checklist):
        text = say("本事项没有这条审查要点", "This item has no such point")
        found.append(Hindrance("point_unknown", text, law(34, 1), ("checklist",)))
    return found


def _may_transfer(
    case: SubApplication, payload: actions.Transfer, by: Clerk, situation: Situation
) -> list[Hindrance]:
    if (payload.to_clerk or payload.to_department) and payload.reason.strip():
        return []
    text = say("请写明转给谁和理由", "Say to whom and why")
    return [Hindrance("transfer_incomplete", text, None, ("to_clerk", "reason"))]


def _may_send(
    case: SubApplication, payload: actions.SendMessage, by: Clerk, situation: Situation
) -> list[Hindrance]:
    if payload.text.strip() and payload.to_department:
        return []
    return [Hindrance("text_missing", say("请写内容", "Write the message"), None, ("text",))]


def _may_reply(
    case: SubApplication, payload: actions.ReplyEvaluation, by: Clerk, situation: Situation
) -> list[Hindrance]:
    found = []
    rated = {evaluation.id: evaluation for evaluation in situation.evaluations}
    evaluation = rated.get(payload.evaluation_id)
    if evaluation is None:
        text = say("申请人还没有评价", "The applicant has not rated this case")
        found.append(Hindrance("not_rated", text, None, ("evaluation_id",)))
    elif evaluation.reply:
        text = say("已经答复过", "The rating has been answered")
        found.append(Hindrance("replied_before", text))
    if not payload.text.strip():
        found.append(Hindrance("text_missing", say("请写答复", "Write the reply"), None, ("text",)))
    return found


def _judged_fit(case: SubApplication, material_id: str, situation: Situation) -> bool:
    if case.review.materials.get(material_id, Verdict()).verdict == "pass":
        return True
    material = next(m for m in case.materials if m.id == material_id)
    licence = material.licence
    if licence is None:
        return False
    return judged(licence, case.applicant.id_number, situation.today)[0] == "pass"


GUARDS: dict[str, Callable[[SubApplication, Any, Clerk, Situation], Sequence[Hindrance]]] = {
    "accept": _may_accept,
    "request_correction": _may_request_correction,
    "refuse_acceptance": _may_refuse,
    "begin_special": _may_begin_special,
    "end_special": _may_end_special,
    "extend": _may_extend,
    "approve": _may_approve,
    "deny": _may_deny,
    "deliver": _may_deliver,
    "review": _may_review,
    "transfer": _may_transfer,
    "message": _may_send,
    "reply_evaluation": _may_reply,
}
