"""Notices (文书): how the words of an action become a document, and its number and hash.

The words are data for the templates in ``resources/notices/``; nothing of an applicant's is ever
markup.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date, datetime

import msgspec
from msgspec.structs import replace

from app.cases import law
from app.cases.kinds import KINDS, kind_of
from app.cases.law import day_words
from app.cases.model import Notice, SubApplication, civil
from app.cases.workdays import WorkCalendar

UNNUMBERED = "待编号"
ANY_AUTHORITY = "有管辖权的行政复议机关"
ANY_COURT = "有管辖权的人民法院"
COPIES = "本文书一式两份，一份交申请人，一份存档。"
KEPT = frozenset({"accept"})  # of these a second copy is signed for and stays in the file
SAID_ALREADY = re.compile(r"\A\s*经(审查|审核|检查|核查|查)[，,：:]\s*")
STOPS = "。．.；;，,、"
METHODS = {
    "counter": "窗口领取",
    "ems": "邮寄送达（EMS）",
    "locker": "自助柜领取",
    "electronic": "电子送达",
}


def letter(type_: str, title: str, case: SubApplication, at: datetime, *paragraphs: str) -> Notice:
    """A notice in sentences that answers the applicant: what was applied for, then as a plain
    one."""
    return plain_letter(type_, title, case, at, _opening(case), *paragraphs)


def plain_letter(
    type_: str, title: str, case: SubApplication, at: datetime, *paragraphs: str
) -> Notice:
    """A notice in sentences: the paragraphs, and whom to call: the item's telephone, else its
    department's. Its number is for the centre to give out."""
    return replace(
        _blank(type_, title, case, at),
        no=UNNUMBERED,
        provisional=True,
        paragraphs=(*paragraphs, *_copies(type_), *_contact(case)),
    )


def receipt(
    type_: str, title: str, case: SubApplication, at: datetime, *rows: tuple[str, str]
) -> Notice:
    """A notice in labelled rows, which has no number of its own."""
    return replace(_blank(type_, title, case, at), rows=rows)


def you(case: SubApplication) -> str:
    """How the applicant is addressed."""
    return "你" if case.applicant.kind == "person" else "你单位"


def office(case: SubApplication) -> str:
    """What the department calls itself: an institution that is no organ of the state is a 中心."""
    name = case.department.full_name or case.department.name
    return "本中心" if name.endswith("中心") else "本机关"


def resting_on(*citations: str) -> str:
    """Citations as the beginning of a sentence; ``""`` where no text says it."""
    cited = law.joined(citations)
    return f"依据{cited}的规定，" if cited else ""


def remedies(case: SubApplication) -> tuple[str, ...]:
    """Where and until when it is contested (行政复议法 Art. 20, 行政诉讼法 Art. 46): before whom,
    its department's data says. Where that says nothing, a public service claims no remedy."""
    authority, court = case.department.reconsideration, case.department.court
    if not authority and not court and kind_of(case.item) is KINDS["public_service"]:
        return ()
    return (
        "如不服本决定，可以自收到本文书之日起60日内"
        f"{'' if authority else '依法'}向{authority or ANY_AUTHORITY}申请行政复议，"
        f"也可以自收到本文书之日起6个月内依法向{court or ANY_COURT}提起行政诉讼。",
    )


def last_day(day: date, calendar: WorkCalendar) -> str:
    """The last day of a period, in words that say where a holiday not yet published can move it."""
    provisional = "" if calendar.published(day.year) else "（放假安排公布前暂定）"
    return f"{day_words(day)}{provisional}"


def numbered(notice: Notice, no: str) -> Notice:
    """The notice with the number the centre gave out."""
    return replace(notice, no=no, provisional=False)


def content_hash(notice: Notice) -> str:
    """SHA-256 (hex) of a notice's words: the same for the provisional print and the final one."""
    words = msgspec.json.encode(numbered(notice, ""), order="deterministic")
    return hashlib.sha256(words).hexdigest()


def numbered_lines(lines: Iterable[str]) -> Iterable[str]:
    """The lines with 1．, 2．… before them, each ended by a full stop."""
    return (f"{n}．{with_full_stop(line)}" for n, line in enumerate(lines, 1))


def with_full_stop(text: str) -> str:
    """The text with a full stop, whether or not its writer set one; nothing stays nothing."""
    bare = without_full_stop(text)
    return f"{bare}。" if bare and bare[-1] not in "？！" else bare


def without_full_stop(text: str) -> str:
    """The text without the stops at its end."""
    return text.strip().rstrip(STOPS)


def finding(text: str) -> str:
    """What a clerk found, with a full stop and without the 经审查 that the notice says itself."""
    return with_full_stop(SAID_ALREADY.sub("", text, count=1))


def _opening(case: SubApplication) -> str:
    received = case.clock.received_at
    applied = f"于{day_words(civil(received))}" if received is not None else ""
    asked = case.item.name
    asked += "" if asked.endswith(("申请", "申报")) else "申请"
    return f"{you(case)}{applied}提出的{asked}（办件编号：{case.no}）收悉。"


def _copies(type_: str) -> tuple[str, ...]:
    return (COPIES,) if type_ in KEPT else ()


def _contact(case: SubApplication) -> tuple[str, ...]:
    phone = case.item.phone or case.department.phone
    return (f"联系电话：{phone}",) if phone else ()


def _blank(type_: str, title: str, case: SubApplication, at: datetime) -> Notice:
    return Notice(
        type=type_,
        title=title,
        no="",
        provisional=False,
        addressee=case.applicant.name,
        department=case.department.full_name or case.department.name,
        day=civil(at),
    )
