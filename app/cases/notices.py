"""Notices (文书) of a decision: what each says and on which article it rests.

The words are data for the template in ``resources/notices/``; nothing of an
applicant's is ever markup.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from app.cases import actions
from app.cases.actions import Payload
from app.cases.deadlines import DELIVERY_DAYS
from app.cases.model import SubApplication, civil

TITLES = {
    "accept": "受理通知书",
    "request_correction": "补正告知书",
    "refuse_acceptance": "不予受理决定书",
    "approve": "准予行政许可决定书",
    "deny": "不予行政许可决定书",
}
REMEDIES = (
    "如不服本决定，可以自收到本决定书之日起六十日内向本级人民政府申请行政复议，"
    "也可以自收到本决定书之日起六个月内依法向人民法院提起行政诉讼。"
)
DIGITS = "〇一二三四五六七八九"


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """One notice; ``provisional`` while its number has not been given out by the centre."""

    title: str
    no: str
    addressee: str
    paragraphs: tuple[str, ...]
    department: str
    day: str
    provisional: bool = True


def notice_of(case: SubApplication, payload: Payload, at: datetime) -> Notice | None:
    """The notice a decision serves (行政许可法 Art. 32, 38); None where it serves none."""
    title = TITLES.get(payload.type)
    if title is None:
        return None
    item, applied = case.item.name, chinese_date(civil(case.clock.received_at))
    opening = f"你（单位）于{applied}提出的{item}申请（编号 {case.no}）收悉。"
    return Notice(
        title=title,
        no=f"〔{civil(at).year}〕暂 {case.no[-6:]} 号",
        addressee=case.applicant.name,
        paragraphs=(opening, *_body(case, payload)),
        department=f"南京市{case.department.name}",
        day=chinese_date(civil(at)),
    )


def chinese_date(day: date) -> str:
    """A date in Chinese numerals as official documents write it: 二〇二六年十一月二十四日."""
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{_below_hundred(day.month)}月{_below_hundred(day.day)}日"


def _below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")


def _ended(text: str) -> str:
    """The text with a full stop, whether or not its writer set one."""
    return text.strip().rstrip("。．.；;") + "。"


def _body(case: SubApplication, payload: Payload) -> tuple[str, ...]:
    match payload:
        case actions.Accept():
            return (
                "经审查，申请材料齐全、符合法定形式，依据《中华人民共和国行政许可法》第三十二条的规定，"
                "决定予以受理。",
                f"承诺自受理之日起 {case.item.promised_days} 个工作日内作出决定。",
            )
        case actions.RequestCorrection():
            faults = (f"{n}．{fault.text}" for n, fault in enumerate(payload.faults, 1))
            return (
                "经审查，申请材料不齐全或者不符合法定形式。依据《中华人民共和国行政许可法》第三十二条"
                "第一款第四项的规定，现一次告知需要补正的全部内容：",
                *faults,
                f"请自收到本告知书之日起 {payload.by_days} 个工作日内补正。",
            )
        case actions.RefuseAcceptance():
            where = payload.competent_authority
            return (
                f"经审查，{_ended(payload.text)}依据《中华人民共和国行政许可法》第三十二条的规定，决定不予受理。",
                *((f"请向{where}提出申请。",) if where else ()),
                REMEDIES,
            )
        case actions.Approve():
            why = _ended(payload.opinion or "符合法定条件")
            return (
                f"经审查，{why}依据《中华人民共和国行政许可法》第三十八条第一款的规定，"
                "决定准予行政许可。",
                *((payload.conditions,) if payload.conditions else ()),
                f"本机关将在 {DELIVERY_DAYS} 个工作日内向你（单位）颁发、送达行政许可证件。",
            )
        case actions.Deny():
            grounds = "；".join(f"依据{ground.basis}，{ground.text}" for ground in payload.grounds)
            return (
                f"经审查，{_ended(grounds)}依据《中华人民共和国行政许可法》第三十八条第二款的规定，"
                "决定不予行政许可。",
                REMEDIES,
            )
    return ()
