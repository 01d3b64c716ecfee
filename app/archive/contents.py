"""What a case's volume holds, in its order (卷内文件): form, papers by round, notices, internal
form, history, and the digests of all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

import msgspec

from app.archive.events import event_word
from app.cases.law import day_words
from app.cases.model import SHANGHAI, Field, Licence, Material, Notice, SubApplication, civil
from app.cases.notices import content_hash

YES_OR_NO = {True: "是", False: "否"}
SOURCE = {"applicant": "申请人填报", "shared": "共享获取"}
FORM, HISTORY, DIGESTS = "申请表", "办理过程记录", "文件校验值（SHA-256）"
AT_THE_COUNTER = "窗口收取"


class Table(msgspec.Struct, frozen=True, tag_field="kind", tag="table"):
    """``widths`` are shares of the page's width."""

    widths: tuple[float, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Lines(msgspec.Struct, frozen=True, tag_field="kind", tag="lines"):
    """Labels and what stands behind them."""

    rows: tuple[tuple[str, str], ...]


class Words(msgspec.Struct, frozen=True, tag_field="kind", tag="words"):
    lines: tuple[str, ...]


class Counter(msgspec.Struct, frozen=True):
    """A paper that was brought to the counter and kept by the desk (PDF)."""

    name: str
    sha256: str
    size: int
    pages: int


Source = Material | Counter | Notice


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One document. ``no``: 文号; ``author``: 责任者; ``day``: the date it bears, None where none
    is on record. ``source``: whose pages are drawn; without one it is ``parts`` of ours.
    ``sha256``: of the file, or of a notice's words; ``size`` in bytes."""

    title: str
    author: str = ""
    no: str = ""
    day: date | None = None
    source: Source | None = None
    parts: tuple[Table | Lines | Words, ...] = ()
    sha256: str = ""
    size: int = 0
    pages: int = 0  # as they were told, before the file is opened


def entries(
    case: SubApplication, counter: Sequence[Counter], internal: Sequence[Notice]
) -> tuple[Entry, ...]:
    """Of a closed case. ``counter``: what was brought to the counter; ``internal``: the forms by
    which it was signed (审批表), printed as notices are."""
    held = (
        _form(case),
        *(_paper(case, material) for material in _by_round(case.materials)),
        *(_counter(case, paper) for paper in counter),
        *(_notice(notice) for notice in (*case.notices, *internal)),
        _history(case),
    )
    return (*held, _digests(case, held))


def _by_round(materials: Iterable[Material]) -> list[Material]:
    """What was supplied; the rounds one after another, each in the order of the list."""
    return sorted((m for m in materials if m.supplied), key=lambda material: material.round)


def _form(case: SubApplication) -> Entry:
    received = case.clock.received_at
    return Entry(
        title=FORM,
        author=case.applicant.name,
        day=civil(received) if received is not None else None,
        parts=(
            Lines(tuple(_applicant(case))),
            *(
                part
                for section in case.form
                for part in (
                    Words((section.section,)),
                    Table(
                        (3, 6, 3),
                        ("项目", "内容", "来源"),
                        tuple((f.label, said(f), source_words(f)) for f in section.fields),
                    ),
                )
            ),
        ),
    )


def _applicant(case: SubApplication) -> Iterator[tuple[str, str]]:
    applicant, acts_for = case.applicant, case.applicant.representative
    yield "申请人", applicant.name
    yield "证件号码", applicant.id_number
    yield "联系电话", applicant.phone
    yield "地址", applicant.address
    if acts_for is not None:
        known = (acts_for.name, acts_for.id_number, acts_for.phone)
        yield "法定代表人", "，".join(filter(None, known))


def said(field: Field) -> str:
    """A field's value as a person reads it."""
    value = field.value
    if value is None:
        return ""
    return YES_OR_NO[value] if isinstance(value, bool) else str(value)


def source_words(field: Field) -> str:
    """Where a field's value comes from."""
    return "：".join(filter(None, (SOURCE.get(field.source, field.source), field.source_name)))


def _paper(case: SubApplication, material: Material) -> Entry:
    title = material.name if material.round == 1 else f"{material.name}（第{material.round}次提交）"
    if material.sha256:
        return Entry(
            title=title, author=case.applicant.name, source=material, sha256=material.sha256,
            size=material.size, pages=material.pages,
        )  # fmt: skip
    if material.licence is not None:
        licence = material.licence
        return Entry(
            title=title, author=licence.issuer, no=licence.no, day=licence.valid_from,
            parts=(Words(("以电子证照代替纸质材料，证照信息如下：",)), _licence(licence)),
        )  # fmt: skip
    return Entry(title=title, parts=(Words(("申请人在窗口出示原件，未留存电子文件。",)),))


def _licence(licence: Licence) -> Lines:
    days = (licence.valid_from, licence.valid_to)
    return Lines((
        ("证照类型", licence.kind),
        ("证照编号", licence.no),
        ("持证者", licence.holder),
        ("持证者证件号码", licence.holder_id),
        ("颁发机构", licence.issuer),
        ("有效期自", day_words(days[0]) if days[0] else ""),
        ("有效期至", day_words(days[1]) if days[1] else ""),
    ))  # fmt: skip


def _counter(case: SubApplication, paper: Counter) -> Entry:
    return Entry(
        title=f"{paper.name}（{AT_THE_COUNTER}）", source=paper, sha256=paper.sha256,
        size=paper.size, pages=paper.pages,
    )  # fmt: skip


def _notice(notice: Notice) -> Entry:
    return Entry(
        title=notice.title, author=notice.department, no=notice.no, day=notice.day, source=notice,
        sha256=content_hash(notice),
    )  # fmt: skip


def _history(case: SubApplication) -> Entry:
    rows = tuple(
        (moment(event.at), event_word(event.type), event.by.name or event.by.id, event.text)
        for event in case.history
    )
    table = Table((3, 3, 3, 6), ("时间", "事项", "办理人", "内容"), rows)
    return Entry(title=HISTORY, author=_office(case), parts=(table,))


def _digests(case: SubApplication, held: Sequence[Entry]) -> Entry:
    rows = tuple((entry.title, entry.sha256) for entry in held if entry.sha256)
    return Entry(
        title=DIGESTS,
        author=_office(case),
        parts=(
            Words(("材料为原始文件的校验值；文书为其文字内容的校验值，与文书校验码所载一致。",)),
            Table((5, 7), ("文件", "校验值"), rows),
        ),
    )


def moment(at: datetime) -> str:
    """In the centre's civil time."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _office(case: SubApplication) -> str:
    return case.department.full_name or case.department.name
