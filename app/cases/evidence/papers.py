"""What can be seen of a paper by itself: blank, turned, filed twice or as something else, of
another application, changed after sealing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from statistics import median

import msgspec

from app.cases.evidence.comparison import PaperFinding, Place, Said, finding_id
from app.cases.evidence.forms import slots
from app.cases.evidence.wording import Spot, with_source
from app.cases.evidence.words import PageWords, fold
from app.cases.model import Item, ItemMaterial, Material, SubApplication
from app.cases.paper_text import WHOLE_PAGE, Line, PaperReading
from app.cases.sentence import Sentence, say

DOCUMENT = re.compile(
    r"(?:证明|证书?|执照|许可证?|合同|协议|申请[书表]|登记[书表]|备案[书表]|申报表|报告|承诺书|声明"
    r"|制度|方案|章程|凭证|票据|发票|清单|批准书|通知书|平面图|布局图|图纸|户口簿|委托书)"
)
TITLE_LENGTH = range(4, 25)
HEAD = 200  # folded characters in which a paper says what it is
ALIKE = 0.7  # of two titles, where one was recognised
RAISED = 1.25  # a heading's characters over those of most lines
TOP, MIDDLE = 0.4, 0.12  # of the page: how far down it stands, how far off the middle


class Paper:
    """A filed material, what the item says of its kind, and what was read."""

    def __init__(self, material: Material, asked: ItemMaterial, reading: PaperReading) -> None:
        self.material, self.asked, self.reading = material, asked, reading
        self.pages = [
            PageWords(material.id, number, page)
            for number, page in enumerate(reading.pages)
            if page.lines
        ]

    def whole(self, page: int = 0) -> Place:
        """A page, from 0, as the place of a finding."""
        return Place(self.material.id, page, WHOLE_PAGE)


class Passage(msgspec.Struct, frozen=True):
    """Characters of a page of a paper."""

    paper: Paper
    words: PageWords
    start: int
    end: int

    @property
    def spot(self) -> Spot:
        return self.paper.material, self.words.page

    def said(self) -> Said:
        return Said(self.words.said(self.start, self.end), self.words.place(self.start, self.end))


def findings(case: SubApplication, item: Item, papers: list[Paper]) -> Iterator[PaperFinding]:
    """What needs no value of the form to be seen, files that are there twice first."""
    twice = list(_filed_twice(papers))
    yield from twice
    there_twice = {place.material_id for finding in twice for place in finding.places}
    for paper in papers:
        yield from _blank(paper)
        yield from _turned(paper)
        if paper.material.id not in there_twice:  # one of its two names is wrong anyway
            yield from _something_else(item, paper)
        yield from _another_application(case, paper)
        yield from _changed(paper)


def paper_finding(
    kind: str, paper: Paper, text: Sentence, fault: str, *places: Place, detail: str = ""
) -> PaperFinding:
    """Without a fault it is only told. ``detail``: what distinguishes it from others of its kind
    in the same paper."""
    return PaperFinding(
        id=finding_id(kind, paper.material.id, paper.material.sha256, detail),
        kind=kind,
        text=text,
        fault=fault,
        places=places,
        material_id=paper.material.id,
        needs_answer=bool(fault),
    )


def _filed_twice(papers: list[Paper]) -> Iterator[PaperFinding]:
    """Of files that could be opened."""
    first: dict[str, Paper] = {}
    for paper in (paper for paper in papers if paper.reading.pages):
        digest, name = paper.material.sha256.lower(), paper.material.name
        other = first.setdefault(digest, paper)
        if other.material.name != name:
            before = other.material.name
            text = say(
                "“{other}”与“{paper}”是同一份文件",
                '"{other}" and "{paper}" are the same file',
                paper=name,
                other=before,
            )
            fault = (
                f"“{before}”与“{name}”提交的是同一份文件。其中未包含“{before}”或者“{name}”的，"
                "请补交缺少的一项。"
            )
            yield paper_finding("same_file", paper, text, fault, paper.whole(), other.whole())


def _blank(paper: Paper) -> Iterator[PaperFinding]:
    """Where nothing is on any page: an empty back of a scanned sheet is none."""
    pages, name = paper.reading.pages, paper.material.name
    if pages and all(page.problem == "blank" for page in pages):
        text = say("“{paper}”各页均未显示内容", 'All pages of "{paper}" are blank', paper=name)
        fault = f"作为“{name}”提交的文件各页均未显示内容，请提交完整的“{name}”。"
        yield paper_finding("blank", paper, text, fault, paper.whole())


def _turned(paper: Paper) -> Iterator[PaperFinding]:
    """The clerk can turn it: nothing is missing, and the applicant has nothing to correct."""
    turned = [n for n, page in enumerate(paper.reading.pages) if page.turned % 360]
    if turned:
        text = say(
            "“{paper}”第 {page} 页方向不正，可以旋转查看",
            '"{paper}", page {page}, is turned: turn it to look at it',
            paper=paper.material.name, page="、".join(str(n + 1) for n in turned),
        )  # fmt: skip
        yield paper_finding("upside_down", paper, text, "", *map(paper.whole, turned))


def _something_else(item: Item, paper: Paper) -> Iterator[PaperFinding]:
    """The paper is headed as another of the item's materials is, or as no such paper is."""
    if not paper.pages or paper.pages[0].page or paper.reading.pages[0].turned % 360:
        return
    head = paper.pages[0]
    own = {fold(title) for title in paper.asked.titles}
    if any(_says(head, title) for title in own):
        return
    others = {fold(t) for m in item.materials if m.name != paper.asked.name for t in m.titles}
    for line in _headings(head, others - own, bool(own)):
        if any(_nearly(fold(line.text), title, head) for title in own):
            continue
        name = paper.material.name
        text = say(
            "作为“{paper}”提交的文件，标题为“{title}”",
            'Filed as "{paper}", headed "{title}"',
            paper=name,
            title=line.text.strip(),
        )
        fault = f"{text.zh}。请核实：误交的，请提交“{name}”；该文件可以作为“{name}”的，请予以说明。"
        text, place = with_source(text, head.recognised), Place(paper.material.id, 0, line.box)
        yield paper_finding("another_paper", paper, text, fault, place, detail=fold(line.text))
        return


def _says(head: PageWords, title: str) -> bool:
    text = head.text[:HEAD]
    if title in text or not head.recognised or len(title) < TITLE_LENGTH[0]:
        return title in text
    spans = (text[at : at + len(title)] for at in range(len(text) - len(title) + 1))
    most = max(1, len(title) // 6)
    return any(sum(a != b for a, b in zip(s, title, strict=True)) <= most for s in spans)


def _nearly(heading: str, title: str, head: PageWords) -> bool:
    """租赁合同 for 房屋租赁合同, or the title misread."""
    alike = SequenceMatcher(None, heading, title, autojunk=False)
    return heading in title or (head.recognised and alike.ratio() > ALIKE)


def _headings(head: PageWords, others: set[str], described: bool) -> Iterator[Line]:
    """By the width of its characters: the height of a box grows where a page lies askew."""
    usual = 0.0
    for line in head.lines:
        title = fold(line.text)
        left, top, right, _ = line.box
        centred = abs((left + right) / 2 - 0.5) < MIDDLE
        if top > TOP or len(title) not in TITLE_LENGTH or not centred:
            continue
        usual = usual or median([other.em for other in head.lines])
        raised = line.em > RAISED * usual
        first = line is head.lines[0]
        if (title in others and (raised or first)) or (
            described and raised and DOCUMENT.search(title[-4:])
        ):
            yield line


def _another_application(case: SubApplication, paper: Paper) -> Iterator[PaperFinding]:
    known = {fold(no) for no in (case.no, case.one_thing.no) if no}
    for words in paper.pages:
        for no, place in numbers_under(paper, words, "application_no"):
            said = fold(no)
            if said in known or (words.recognised and {len(said)} != {*map(len, known)}):
                continue
            name = paper.material.name
            text = say(
                "“{paper}”载明的申请编号为{said}，本次申请为{no}",
                '"{paper}" is of application {said}, this is {no}',
                paper=name,
                said=no,
                no=case.no,
            )
            text = with_source(text, words.recognised)
            fault = (
                f"“{name}”载明的申请编号与本次申请（{case.no}）不一致，"
                f"请核实后提交本次申请的“{name}”。"
            )
            yield paper_finding("another_application", paper, text, fault, place, detail=said)


def numbers_under(paper: Paper, words: PageWords, field: str) -> Iterator[tuple[str, Place]]:
    """The numbers a page says under the labels of such a field, and where."""
    for fact in paper.asked.says:
        for slot in slots(fact.form, words) if fact.field == field else ():
            end = words.until_gap(slot.start, slot.end)
            found = re.compile(r"[0-9A-Z\-]{6,40}").match(words.text, slot.start, end)
            if found:
                yield words.said(*found.span()), words.place(*found.span())


def _changed(paper: Paper) -> Iterator[PaperFinding]:
    for at, signature in enumerate(paper.reading.signatures):
        if signature.unchanged is not False:
            continue
        name = paper.material.name
        parts = "、".join(signature.changed)
        text = say(
            "“{paper}”的签章验证显示，签章后文件内容有变化",
            '"{paper}": its seal shows that it was changed since',
            paper=name,
        )
        if parts:
            text = say("{text}（{parts}）", "{text} ({parts})", text=text, parts=parts)
        fault = (
            f"“{name}”的电子签章验证显示，签章后文件内容发生变化。请提交签章后内容未变动的电子文件；"
            "因格式转换等原因造成的，请予以说明。"
        )
        place = Place(paper.material.id, max(signature.page, 0), signature.box)
        yield paper_finding(
            "changed_after_sealing", paper, text, fault, place, detail=f"{at}{parts}"
        )
