"""Papers to be drawn into a volume, and a case that has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from app.archive import contents, volume
from app.archive.drawing import Opening
from app.archive.volume import Means, Progress, Volume
from app.cases.model import Clerk, Event, Licence, Material, Notice
from app.machine.paths import RESOURCES
from app.viewer.messages import NotShown, Opened, Picture
from tests.support.examples import MORNING, a_case, a_material

BY = Clerk(id="clerk-01", name="张伟")
A4 = (595.0, 842.0)
TEMPLATES = RESOURCES / "notices"
LICENCE = Licence(
    kind="营业执照", no="3201", holder="某公司", holder_id="9132", valid_from=date(2026, 1, 5)
)
NOTICE = Notice(
    type="approve", title="准予行政许可决定书", no="宁市监许准字〔2026〕7号", provisional=False,
    addressee="某公司", paragraphs=("准予。",), department="南京市市场监督管理局", day=date(2026, 3, 9),
)  # fmt: skip


class DrawnPaper:
    """Of ``pages`` pages, each of a colour of its own; ``unshown`` pages are not shown, and with
    ``reason`` none is."""

    def __init__(self, pages=1, size=A4, reason="", unshown=(), tint=(40, 90, 200), words=()):
        self.pages, self.size, self.reason = pages, size, reason
        self.unshown, self.tint, self.drawn = unshown, tint, 0
        self.words = words

    def open(self):
        return (
            NotShown(self.reason) if self.reason else Opened((self.size,) * self.pages, self.pages)
        )

    def draw(self, page, width, rotation, region):
        self.drawn += 1
        if page in self.unshown:
            return NotShown("broken")
        height = round(width * self.size[1] / self.size[0])
        red, green, blue = self.tint
        return Picture(width, height, bytes((blue, green, red, 255)) * (width * height))


class Records:
    """A spool in memory."""

    def __init__(self) -> None:
        self.records: list[bytes] = []

    def append(self, record: bytes) -> None:
        self.records.append(record)

    def read(self) -> Iterator[bytes]:
        return iter(self.records)


def closed_case(*materials: Material, **changes):
    history = (
        Event(at=MORNING, by=BY, type="accept", text=""),
        Event(at=MORNING, by=BY, type="odd"),
    )
    values = {
        "fields": {"地址": "中山路12号", "堂食": True},
        "history": history,
        "notices": (NOTICE,),
    }
    return a_case(state="delivered", materials=materials, **(values | changes))


def made(case, papers, spool=None, check=lambda: None, tell=lambda _: None, internal=()) -> Volume:
    """The volume of a case whose papers, by name or a notice's title, are these."""

    def open_paper(source):
        name = source.title if isinstance(source, Notice) else source.name
        paper = papers.get(name, DrawnPaper())
        return Opening(paper, False, lambda page: paper.words)

    means = Means(open_paper, spool or Records(), TEMPLATES, check, tell)
    return volume.make_volume(case, contents.entries(case, (), internal), BY, MORNING, means)


def written(case, papers, path: Path, **how) -> Volume:
    """The same, its bytes in a file."""
    whole = made(case, papers, **how)
    with path.open("wb") as file:
        for piece in whole.pieces:
            file.write(piece)
    return whole


ODD = "图纸 <b>#let x</b> ../../etc/passwd"
PAPERS = (
    a_material("平面图", pages=3),
    a_material("租赁合同", pages=2),
    Material(id="l", name="营业执照", form="licence", licence=LICENCE),
    Material(id="o", name="身份证", form="original"),
    a_material("平面图", id="ma-2", round=2, pages=1),
    Material(id="m", name="没有交的"),
    a_material(ODD),
)
__all__ = ["Progress"]
