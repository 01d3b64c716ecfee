"""Notices (文书): what each tells the applicant, and on which article it rests.

The words are data for the templates in ``resources/notices/``; nothing of an
applicant's is ever markup.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from app.cases import actions
from app.cases.actions import Payload
from app.cases.deadlines import DELIVERY_DAYS
from app.cases.law import chinese_date, full_article
from app.cases.model import Clerk, Notice, SubApplication, civil

TITLES = {
    "accept": "受理通知书",
    "request_correction": "补正告知书",
    "refuse_acceptance": "不予受理决定书",
    "begin_special": "特别程序告知书",
    "extend": "延期告知书",
    "approve": "准予行政许可决定书",
    "deny": "不予行政许可决定书",
    "deliver": "送达回证",
}
DEFERRED_TITLE = "容缺受理通知书"
REMEDIES = (
    "如不服本决定，可以自收到本决定书之日起六十日内向本级人民政府申请行政复议，"
    "也可以自收到本决定书之日起六个月内依法向人民法院提起行政诉讼。"
)
PROCEDURES = {
    "hearing": "听证", "tender": "招标", "auction": "拍卖", "inspection": "检验",
    "testing": "检测", "quarantine": "检疫", "appraisal": "鉴定", "expert_review": "专家评审",
}  # fmt: skip
METHODS = {
    "counter": "窗口领取", "ems": "邮寄送达（EMS）", "locker": "自助柜领取",
    "electronic": "电子送达",
}  # fmt: skip


def notice_of(case: SubApplication, payload: Payload, by: Clerk, at: datetime) -> Notice | None:
    """The notice an action serves (行政许可法 Art. 32, 38, 42, 44, 45); None where it serves none.

    ``case`` is as it stands before the action. The number is provisional.
    """
    title = TITLES.get(payload.type)
    if title is None:
        return None
    if isinstance(payload, actions.Accept) and payload.deferred_materials:
        title = DEFERRED_TITLE
    letter = LETTERS.get(payload.type)
    paragraphs: tuple[str, ...] = ()
    if letter is not None:
        paragraphs = (_opening(case), *letter(case, payload))
    return Notice(
        type=payload.type,
        title=title,
        no=f"暂 {case.no}-{len(case.notices) + 1}",
        addressee=case.applicant.name,
        paragraphs=paragraphs,
        rows=() if letter is not None else _receipt(case, payload, by, at),
        department=f"南京市{case.department.name}",
        day=civil(at),
    )


def numbered(notice: Notice, no: str) -> Notice:
    """The notice with the number the centre gave out."""
    return replace(notice, no=no, provisional=False)


def content_hash(notice: Notice) -> str:
    """SHA-256 (hex) of a notice's words: the same for the provisional print and the final one."""
    words = replace(notice, no="", provisional=False)
    return hashlib.sha256(msgspec.json.encode(words, order="deterministic")).hexdigest()


def _opening(case: SubApplication) -> str:
    received = case.clock.received_at
    applied = f"于{chinese_date(civil(received))}" if received is not None else ""
    return f"你（单位）{applied}提出的{case.item.name}申请（办件编号 {case.no}）收悉。"


def _accepted(case: SubApplication, payload: actions.Accept) -> tuple[str, ...]:
    item = case.item
    days = (
        f"本事项法定办理期限为 {item.statutory_days} 个工作日，承诺办理期限为 {item.promised_days} "
        "个工作日，自受理之日起计算；依法需要听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审的，"
        "所需时间不计算在内。"
    )
    if not payload.deferred_materials:
        return (
            "经审查，申请事项属于本机关职权范围，申请材料齐全、符合法定形式。依据"
            f"{full_article(32, 1, 5)}的规定，决定予以受理。",
            days,
        )
    owed = (f"{m.name}（{chinese_date(m.by)}前补交）" for m in payload.deferred_materials)
    return (
        "经审查，申请事项属于本机关职权范围，主要申请材料齐全。依据"
        f"{full_article(32)}和容缺受理的有关规定，决定容缺受理。请按期补交下列材料：",
        *_counted(owed),
        "上述材料补齐之前，本机关不作出准予行政许可的决定。",
        days,
    )


def _to_correct(case: SubApplication, payload: actions.RequestCorrection) -> tuple[str, ...]:
    return (
        "经审查，申请材料不齐全或者不符合法定形式。依据"
        f"{full_article(32, 1, 4)}的规定，现一次告知需要补正的全部内容：",
        *_counted(fault.text for fault in payload.faults),
        f"请自收到本告知书之日起 {payload.by_days} 个工作日内补正。"
        "逾期未补正的，本机关将依法作出不予受理的决定。",
    )


def _refused(case: SubApplication, payload: actions.RefuseAcceptance) -> tuple[str, ...]:
    basis, finding = {
        "no_licence_needed": (full_article(32, 1, 1), "申请事项依法不需要取得行政许可"),
        "not_competent": (full_article(32, 1, 2), "申请事项依法不属于本机关职权范围"),
        "not_corrected": (full_article(32, 1, 4), "申请人逾期未按告知的内容补正申请材料"),
    }.get(payload.ground, (full_article(32), "申请不符合受理条件"))
    where = payload.competent_authority.strip()
    return (
        f"经审查，{finding}。{_ended(payload.text)}依据{basis}的规定，决定不予受理。",
        *((f"请向{where}提出申请。",) if where else ()),
        REMEDIES,
    )


def _special(case: SubApplication, payload: actions.BeginSpecial) -> tuple[str, ...]:
    procedure = PROCEDURES.get(payload.procedure, payload.procedure)
    return (
        f"经审查，作出决定前依法需要进行{procedure}。依据{full_article(45)}的规定，"
        f"{procedure}所需时间不计算在办理期限内，预计为 {payload.expected_days} 个工作日，"
        "自本告知书作出之日起计算。",
        *((_ended(payload.text),) if payload.text.strip() else ()),
    )


def _extended(case: SubApplication, payload: actions.Extend) -> tuple[str, ...]:
    joint = "joint" in case.flags
    basis = full_article(42, 2 if joint else 1)
    head = "本级人民政府负责人" if joint else "本机关负责人"
    return (
        f"因{payload.reason.strip().rstrip('。．.；;')}，本机关不能在办理期限内作出决定。依据{basis}"
        f"的规定，经{head}批准，办理期限延长 {payload.days} 个工作日。",
    )


def _approved(case: SubApplication, payload: actions.Approve) -> tuple[str, ...]:
    conditions = payload.conditions.strip()
    return (
        f"经审查，{_ended(payload.opinion or '申请符合法定条件、标准')}依据"
        f"{full_article(38, 1)}的规定，决定准予行政许可。",
        *((f"本许可附有下列条件：{_ended(conditions)}",) if conditions else ()),
        f"依据{full_article(44)}的规定，本机关将自作出决定之日起 {DELIVERY_DAYS} 个工作日内"
        "向你（单位）颁发、送达行政许可证件。",
    )


def _denied(case: SubApplication, payload: actions.Deny) -> tuple[str, ...]:
    grounds = [f"依据{g.basis.strip()}，{_ended(g.text)}" for g in payload.grounds]
    reasons = grounds if len(grounds) == 1 else list(_counted(grounds))
    return (
        "经审查，申请不符合法定条件、标准，理由如下：",
        *reasons,
        f"依据{full_article(38, 2)}的规定，决定不予行政许可。",
        REMEDIES,
    )


LETTERS: dict[str, Callable[[SubApplication, Any], tuple[str, ...]]] = {
    "accept": _accepted,
    "request_correction": _to_correct,
    "refuse_acceptance": _refused,
    "begin_special": _special,
    "extend": _extended,
    "approve": _approved,
    "deny": _denied,
}


def _receipt(
    case: SubApplication, payload: Payload, by: Clerk, at: datetime
) -> tuple[tuple[str, str], ...]:
    """送达回证: what was delivered, how, to whom and by whom; the receiver signs on paper."""
    if not isinstance(payload, actions.Deliver):
        return ()
    served = [n for n in case.notices if n.type in ("approve", "deny")]
    documents = "；".join(f"{n.title}（{n.no}）" for n in served)
    method = METHODS.get(payload.method, payload.method)
    rows = [
        ("办件编号", case.no),
        ("事项", case.item.name),
        ("受送达人", case.applicant.name),
        ("送达文书", documents or "行政许可决定书"),
        ("送达方式", method),
    ]
    if payload.tracking_no.strip():
        rows.append(("运单号", payload.tracking_no.strip()))
    address = case.delivery.address if case.delivery and payload.method == "ems" else "政务服务大厅"
    return (
        *rows,
        ("送达地点", address or "政务服务大厅"),
        ("收件人", payload.receiver.strip()),
        ("收件人签名", ""),
        ("送达人", by.name),
        ("送达日期", chinese_date(civil(at))),
        ("备注", ""),
    )


def _counted(lines: Iterable[str]) -> Iterable[str]:
    return (f"{n}．{line}" for n, line in enumerate(lines, 1))


def _ended(text: str) -> str:
    """The text with a full stop, whether or not its writer set one; nothing stays nothing."""
    bare = text.strip().rstrip("。．.；;")
    return f"{bare}。" if bare else ""
