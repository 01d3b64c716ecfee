"""A case's volume (归档案卷): one PDF/A-2u of a cover, a table of contents and all its documents.

The papers are drawn, whatever they are; what they were is told by their digests, and the files
themselves stay at the centre. One page after another: however long the case is, no more than the
paper that is being drawn is held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import msgspec
from msgspec.structs import replace

from app.archive.contents import Entry, Lines, Source, Words, moment
from app.archive.drawing import Opening, draw_pages
from app.archive.filling import Picture, fill
from app.cases.law import day_words
from app.cases.model import Clerk, SubApplication, civil
from app.printing.typesetting import plain, typeset
from app.viewer.messages import NotShown

TITLE = "政务服务事项归档案卷"
PICTURE = msgspec.msgpack.Decoder(Picture)
RESULTS = {"delivered": "办结", "refused": "不予受理", "terminated": "终止办理"}
DECIDING = ("approve", "deny", "refuse_acceptance", "verify_commitment")  # the last revokes
WHY_NOT = {
    "broken": "文件损坏，或不是可以识别的格式",
    "encrypted": "文件设有密码",
    "too_large": "文件或页面过大",
    "too_heavy": "文件或页面过大",
    "unknown_kind": "文件格式无法识别",
    "died": "打开时处理程序中止",
    "spoilt": "文件内容与登记的校验值不一致",
}


class Spool(Protocol):
    """Where drawn pages wait until all are known."""

    def append(self, record: bytes) -> None: ...
    def read(self) -> Iterator[bytes]: ...


class Progress(msgspec.Struct, frozen=True):
    """``drawn`` pages of about ``pages``: how many a paper has is known once it is opened."""

    drawn: int
    pages: int


class Volume(msgspec.Struct, frozen=True):
    """``pieces``: the file's bytes, to be read once; ``titles`` of what is in it; ``starts``: the
    page on which each begins, counted from 1; ``unopened``: of papers that could not be opened or
    not whole, which their pages say."""

    pieces: Iterator[bytes]
    pages: int
    titles: tuple[str, ...]
    starts: tuple[int, ...]
    unopened: tuple[str, ...]


class _Page(msgspec.Struct, frozen=True):
    """A drawn page without its picture; ``said`` is what stands in its place."""

    width: int = 0
    height: int = 0
    said: str = ""


class Means(msgspec.Struct, frozen=True):
    """What a volume is made with. ``open_paper`` opens what a source's pages are drawn from;
    ``templates`` is the folder of ``volume.typ``; ``check`` raises where it is given up;
    ``tell`` hears how far it is."""

    open_paper: Callable[[Source], Opening]
    spool: Spool
    templates: Path
    check: Callable[[], None]
    tell: Callable[[Progress], None]


def make_volume(
    case: SubApplication, held: Sequence[Entry], by: Clerk, at: datetime, means: Means
) -> Volume:
    """Of what ``contents.entries`` says is in it. Raises what the means do, and NoticeNotMade."""
    telling = _Telling(held, means.tell)
    drawn = [
        tuple(_drawn(entry, means, partial(telling.page, number)))
        for number, entry in enumerate(held)
    ]
    unopened = tuple(
        entry.title for entry, pages in zip(held, drawn, strict=True) if any(p.said for p in pages)
    )
    told = (*map(_with_reason, held, drawn), _note(len(held), unopened, by, at))
    drawn.append(())
    means.check()
    words = plain(_words(case, told, drawn))
    frame = typeset(means.templates / "volume.typ", "volume", words, at)
    starts, pages = _starts_in(frame, len(told))
    pieces = _checked(fill(frame, _placed(starts, drawn, means.spool.read())), means.check)
    return Volume(pieces, pages, tuple(entry.title for entry in told), starts, unopened)


class _Telling:
    """How far the drawing is, where a paper may have other pages than were told."""

    def __init__(self, held: Sequence[Entry], tell: Callable[[Progress], None]) -> None:
        self._expected = [entry.pages for entry in held]
        self._tell, self._drawn = tell, 0

    def page(self, entry: int, number: int) -> None:
        self._drawn += 1
        self._expected[entry] = max(self._expected[entry], number)
        self._tell(Progress(self._drawn, sum(self._expected)))


def _drawn(entry: Entry, means: Means, told: Callable[[int], None]) -> Iterator[_Page]:
    """An entry's pages, their pictures in the spool; none where it is made of words."""
    if entry.source is None:
        return
    opening = means.open_paper(entry.source)
    for number, page in enumerate(draw_pages(opening, means.check), 1):
        if isinstance(page, NotShown):
            yield _Page(said=WHY_NOT.get(page.reason, WHY_NOT["broken"]))
        else:
            means.spool.append(msgspec.msgpack.encode(page))
            yield _Page(page.width, page.height)
        told(number)


def _placed(
    starts: Sequence[int], drawn: Sequence[Sequence[_Page]], pictures: Iterator[bytes]
) -> Iterator[tuple[int, Picture]]:
    """Each picture with its page of the volume, counted from 0."""
    for start, pages in zip(starts, drawn, strict=True):
        for number, page in enumerate(pages, start - 1):
            if page.width:
                yield number, PICTURE.decode(next(pictures))


def _with_reason(entry: Entry, pages: Sequence[_Page]) -> Entry:
    """A paper of which nothing was drawn says why, in words."""
    if not pages or any(page.width for page in pages):
        return entry
    lines = (f"本件材料无法打开：{pages[0].said}。", "原始文件存于中心，可按下列校验值核对。")
    file = Lines((("校验值（SHA-256）", entry.sha256), ("文件大小", f"{entry.size}字节")))
    return replace(entry, parts=(Words(lines), file))


def _note(count: int, unopened: Sequence[str], by: Clerk, at: datetime) -> Entry:
    """卷内备考表: how the volume is, who made it and when; who checks it writes their name."""
    rows = (
        ("卷内文件", f"{count}件"),
        ("无法打开或未能全部显示的材料", "；".join(unopened) or "无"),
        ("立卷人", by.name or by.id),
        ("立卷时间", moment(at)),
        ("检查人", ""),
        ("说明", ""),
    )
    return Entry(title="卷内备考表", parts=(Lines(rows),))


def _words(
    case: SubApplication, told: Sequence[Entry], drawn: Sequence[Sequence[_Page]]
) -> dict[str, Any]:
    return {
        "title": TITLE,
        "no": case.no,
        "department": case.department.full_name or case.department.name,
        "cover": _cover(case),
        "entries": [
            {
                "at": number,
                "title": entry.title,
                "author": entry.author,
                "no": entry.no,
                "day": f"{entry.day:%Y%m%d}" if entry.day is not None else "",
                "note": "未能全部显示" if any(page.said for page in pages) else "",
                "parts": [] if _is_drawn(pages) else msgspec.to_builtins(entry.parts),
                "pages": [
                    {"wide": page.width > page.height, "said": page.said} for page in pages
                ] if _is_drawn(pages) else [],
            }
            for number, (entry, pages) in enumerate(zip(told, drawn, strict=True), 1)
        ],
    }  # fmt: skip


def _is_drawn(pages: Sequence[_Page]) -> bool:
    return any(page.width for page in pages)


def _cover(case: SubApplication) -> list[tuple[str, str]]:
    received, delivered = case.clock.received_at, case.clock.delivered_at
    decided = [n for n in case.notices if n.type in DECIDING]
    result = "，".join(filter(None, (RESULTS.get(case.state), *(n.title for n in decided[-1:]))))
    return [
        ("办件编号", case.no),
        ("事项名称", case.item.name),
        ("申请人", case.applicant.name),
        ("一件事", case.one_thing.scene.name),
        ("收件日期", day_words(civil(received)) if received is not None else ""),
        ("办结日期", day_words(civil(delivered)) if delivered is not None else ""),
        ("办理结果", result or case.state),
        ("承办人", case.assignee.name if case.assignee is not None else ""),
        ("档号", ""),
        ("保管期限", ""),
    ]


def _starts_in(frame: bytes, entries: int) -> tuple[tuple[int, ...], int]:
    """On which page, from 1, each entry begins, by the outline that Typst made of their titles; and
    how many pages there are. Behind the contents' own title stands one for each."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(frame)
    try:
        at = [title.get_dest().get_index() + 1 for title in document.get_toc()][-entries:]
        return tuple(at), len(document)
    finally:
        document.close()


def _checked(pieces: Iterable[bytes], check: Callable[[], None]) -> Iterator[bytes]:
    for piece in pieces:
        check()
        yield piece
