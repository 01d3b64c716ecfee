"""Notices (文书): how the words of an action become a document, and its number and hash.

The words are data for the templates in ``resources/notices/``; nothing of an applicant's is ever
markup.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

import msgspec
from msgspec.structs import replace

from app.cases.law import chinese_date
from app.cases.model import Notice, SubApplication, civil

REMEDIES = (
    "如不服本决定，可以自收到本决定书之日起六十日内向本级人民政府申请行政复议，"
    "也可以自收到本决定书之日起六个月内依法向人民法院提起行政诉讼。"
)
METHODS = {
    "counter": "窗口领取",
    "ems": "邮寄送达（EMS）",
    "locker": "自助柜领取",
    "electronic": "电子送达",
}


def letter(type_: str, title: str, case: SubApplication, at: datetime, *paragraphs: str) -> Notice:
    """A notice in sentences; its number is provisional."""
    received = case.clock.received_at
    applied = f"于{chinese_date(civil(received))}" if received is not None else ""
    opening = f"你（单位）{applied}提出的{case.item.name}申请（办件编号 {case.no}）收悉。"
    return replace(_blank(type_, title, case, at), paragraphs=(opening, *paragraphs))


def receipt(
    type_: str, title: str, case: SubApplication, at: datetime, *rows: tuple[str, str]
) -> Notice:
    """A notice in labelled rows; its number is provisional."""
    return replace(_blank(type_, title, case, at), rows=rows)


def you(case: SubApplication) -> str:
    """How the applicant is addressed."""
    return "你" if case.applicant.kind == "person" else "你单位"


def remedies(case: SubApplication) -> tuple[str, ...]:
    """Where the decision is contested, as its department's data says; nothing where nobody knows
    and it is no licence."""
    return (REMEDIES,)


def numbered(notice: Notice, no: str) -> Notice:
    """The notice with the number the centre gave out."""
    return replace(notice, no=no, provisional=False)


def content_hash(notice: Notice) -> str:
    """SHA-256 (hex) of a notice's words: the same for the provisional print and the final one."""
    words = replace(notice, no="", provisional=False)
    return hashlib.sha256(msgspec.json.encode(words, order="deterministic")).hexdigest()


def numbered_lines(lines: Iterable[str]) -> Iterable[str]:
    """The lines with 1．, 2．… before them."""
    return (f"{n}．{line}" for n, line in enumerate(lines, 1))


def with_full_stop(text: str) -> str:
    """The text with a full stop, whether or not its writer set one; nothing stays nothing."""
    bare = without_full_stop(text)
    return f"{bare}。" if bare else ""


def without_full_stop(text: str) -> str:
    """The text without the stops at its end."""
    return text.strip().rstrip("。．.；;")


def _blank(type_: str, title: str, case: SubApplication, at: datetime) -> Notice:
    return Notice(
        type=type_,
        title=title,
        no=f"暂 {case.no}-{len(case.notices) + 1}",
        addressee=case.applicant.name,
        department=case.department.full_name or case.department.name,
        day=civil(at),
    )
