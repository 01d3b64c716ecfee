"""What can be seen of a paper by itself: blank, turned, filed twice or as something else, of
another application, with a code that says something else, changed after sealing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from statistics import median

from app.cases.evidence.comparison import PaperFinding, Place, finding_id
from app.cases.evidence.forms import slots
from app.cases.evidence.values import sound
from app.cases.evidence.words import PageWords, fold
from app.cases.model import Item, ItemMaterial, Material, SubApplication
from app.cases.paper_text import Line, PageReading, PaperReading
from app.cases.sentence import Sentence, say

WHOLE_PAGE = (0.0, 0.0, 1.0, 1.0)
DOCUMENT = re.compile(
    r"(?:证明|证书?|执照|许可证?|合同|协议|申请[书表]|登记[书表]|备案[书表]|申报表|报告|承诺书|声明"
    r"|制度|方案|章程|凭证|票据|发票|清单|批准书|通知书|平面图|布局图|图纸|户口簿|委托书)"
)
TITLE_LENGTH = range(4, 25)
HEAD = 200  # folded characters in which a paper says what it is
ALIKE = 0.7  # of two titles, where one was recognised
RAISED = 1.25  # a heading's characters over those of most lines
TOP, MIDDLE = 0.4, 0.12  # of the page: how far down it stands, how far off the middle
CODE_NUMBER = re.compile(r"[0-9A-Z]{8,40}")


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
        return Place(self.material.id, page, WHOLE_PAGE)


def findings(case: SubApplication, item: Item, papers: list[Paper]) -> Iterator[PaperFinding]:
    twice = list(_filed_twice(papers))
    yield from twice
    there_twice = {place.material_id for finding in twice for place in finding.places}
    for paper in papers:
        yield from _blank(paper)
        yield from _turned(paper)
        if paper.material.id not in there_twice:  # one of its two names is wrong anyway
            yield from _something_else(item, paper)
        yield from _another_application(case, paper)
        yield from _codes(case, paper)
        yield from _changed(paper)


def _finding(
    kind: str, paper: Paper, text: Sentence, fault: str, *places: Place, told: str = ""
) -> PaperFinding:
    return PaperFinding(
        id=finding_id(kind, paper.material.id, paper.material.sha256, told),
        kind=kind,
        text=text,
        fault=fault,
        places=places,
        material_id=paper.material.id,
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
                "{paper}与{other}是同一份文件",
                "{paper} and {other} are the same file",
                paper=name,
                other=before,
            )
            fault = f"《{name}》与《{before}》提交了同一份文件，请分别提交。"
            yield _finding("same_file", paper, text, fault, paper.whole(), other.whole())


def _blank(paper: Paper) -> Iterator[PaperFinding]:
    """Where nothing is on any page: an empty back of a scanned sheet is none."""
    pages, name = paper.reading.pages, paper.material.name
    if pages and all(page.problem == "blank" for page in pages):
        text = say("{paper}是空白页", "{paper} is blank", paper=name)
        fault = f"《{name}》是空白页，请重新提交。"
        yield _finding("blank", paper, text, fault, paper.whole())


def _turned(paper: Paper) -> Iterator[PaperFinding]:
    turned = [n for n, page in enumerate(paper.reading.pages) if page.turned % 360]
    if turned:
        name = paper.material.name
        text = say(
            "{paper}第 {page} 页方向不正", "{paper}, page {page}, is turned",
            paper=name, page="、".join(str(n + 1) for n in turned),
        )  # fmt: skip
        fault = f"《{name}》上下颠倒或者横置，请重新提交方向正确的文件。"
        yield _finding("upside_down", paper, text, fault, *map(paper.whole, turned))


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
            "作为“{paper}”提交的文件，标题是“{title}”",
            'Filed as "{paper}", headed "{title}"',
            paper=name,
            title=line.text.strip(),
        )
        fault = f"作为“{name}”提交的文件标题是“{line.text.strip()}”，请提交{name}。"
        place = Place(paper.material.id, 0, line.box)
        yield _finding("another_paper", paper, text, fault, place, told=fold(line.text))
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
        for no, place in _said_of(paper, words, "application_no"):
            said = fold(no)
            if said in known or (words.recognised and {len(said)} != {*map(len, known)}):
                continue
            name = paper.material.name
            text = say(
                "{paper}的申请编号是 {said}，本件是 {no}",
                "{paper} is of application {said}, this is {no}",
                paper=name,
                said=no,
                no=case.no,
            )
            fault = f"《{name}》的申请编号是{no}，不是本件，请提交本次申请的材料。"
            yield _finding("another_application", paper, text, fault, place, told=said)


def _said_of(paper: Paper, words: PageWords, field: str) -> Iterator[tuple[str, Place]]:
    """The numbers a page says under a label."""
    for fact in paper.asked.says:
        for slot in slots(fact.form, words) if fact.field == field else ():
            end = words.until_gap(slot.start, slot.end)
            found = re.compile(r"[0-9A-Z\-]{6,40}").match(words.text, slot.start, end)
            if found:
                yield words.said(*found.span()), words.place(*found.span())


def _codes(case: SubApplication, paper: Paper) -> Iterator[PaperFinding]:
    """A number in a code that is another than the paper's own, or another person's or firm's."""
    printed = {
        fold(no): place for words in paper.pages for no, place in _said_of(paper, words, "paper_no")
    }
    known = _numbers_of(case) | set(printed)
    for number, page in enumerate(paper.reading.pages):
        for code in page.codes:
            tokens = CODE_NUMBER.findall(code.text.upper().replace("-", ""))
            numbers = [token for token in tokens if not token.isalpha()]
            if any(n in known or _misread(n, printed, page) for n in numbers):
                continue
            alike = [n for n in numbers if any(len(n) == len(p) for p in printed)]
            other = [n for n in numbers if len(n) == 18 and sound(n)]
            for said in (alike or other)[:1]:
                name, own = paper.material.name, next(iter(printed), "") or case.applicant.id_number
                text = say(
                    "{paper}的二维码写 {said}，纸面写 {own}" if alike
                    else "{paper}的二维码写 {said}，申请表没有这个号码",
                    "{paper}: its code says {said}, its words {own}" if alike
                    else "{paper}: its code says {said}, which the form does not",
                    paper=name, said=said, own=own,
                )  # fmt: skip
                fault = (
                    f"《{name}》的二维码所载号码{said}与材料或者申请表不一致，请核实后重新提交。"
                )
                place = Place(paper.material.id, number, code.box)
                places = (place, *printed.values()) if alike else (place,)
                yield _finding("code_differs", paper, text, fault, *places, told=said)


def _misread(number: str, printed: Iterable[str], page: PageReading) -> bool:
    """Whether recognised print is one character off a code, which is never misread itself."""
    return page.source == "recognised" and any(
        len(number) == len(p) and sum(a != b for a, b in zip(number, p, strict=True)) == 1
        for p in printed
    )


def _numbers_of(case: SubApplication) -> set[str]:
    """Numbers that a code on a paper of the case may say."""
    applicant, acting = case.applicant, case.applicant.representative
    told = [applicant.id_number, acting.id_number if acting else "", case.no, case.one_thing.no]
    told += [str(field.value) for section in case.form for field in section.fields]
    for material in case.current_materials():
        if material.licence is not None:
            told += [material.licence.no, material.licence.holder_id]
    return {fold(number).replace("-", "") for number in told if number}


def _changed(paper: Paper) -> Iterator[PaperFinding]:
    for at, signature in enumerate(paper.reading.signatures):
        if signature.unchanged is not False:
            continue
        name = paper.material.name
        parts = "、".join(signature.changed)
        text = say(
            "{paper}盖章或者签名后有改动", "{paper} was changed after it was sealed or signed",
            paper=name,
        )  # fmt: skip
        fault = f"《{name}》在盖章或者签名后有改动，请提交未经改动的原件。"
        place = Place(paper.material.id, max(signature.page, 0), signature.box)
        yield _finding("changed_after_sealing", paper, text, fault, place, told=f"{at}{parts}")
