"""Papers that are valid no longer, or not yet: leases have a term, certificates are valid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from app.cases.evidence.comparison import PaperFinding, finding_id
from app.cases.evidence.forms import slots
from app.cases.evidence.numerals import DAY, day_of
from app.cases.evidence.papers import Paper
from app.cases.evidence.wording import day_in_words, quoted, with_source
from app.cases.evidence.words import PageWords
from app.cases.model import ItemMaterial
from app.cases.sentence import Sentence, say

YEARS = range(1950, 2150)  # any other is misread
LEASE = re.compile("租赁(?:合同|协议|期)|租期|承租人")
Dated = tuple[date, PageWords, int, int]  # a day, and where it stands


def out_of_term(papers: list[Paper], today: date) -> Iterator[PaperFinding]:
    """Of each paper that says until or from when it is valid: both days are within its term."""
    for paper in papers:
        ends, begins = list(_days(paper, "valid_to")), list(_days(paper, "valid_from"))
        judge = _of_lease if _is_lease(paper.asked) else _of_certificate
        yield from judge(paper, ends, begins, today)


def _of_lease(
    paper: Paper, ends: list[Dated], begins: list[Dated], today: date
) -> Iterator[PaperFinding]:
    """A renewed one names several terms."""
    name = paper.material.name
    if ends and (last := max(ends, key=_day))[0] < today:
        text = _say_when(
            name, last, "{paper}载明的租赁期限于{day}届满", "{paper}: the lease ended on {day}"
        )
        fault = (
            f"{text.zh}。已经续租的，请提交续租合同或者继续使用该场所的说明；"
            "未续租的，请提交现使用场所的合法使用材料。"
        )
        yield _finding("expired", paper, last, text, fault)
    if begins and (first := min(begins, key=_day))[0] > today:
        text = _say_when(
            name, first, "{paper}载明的租期自{day}起", "{paper}: the lease begins on {day}"
        )
        yield _finding("not_yet_valid", paper, first, text, "")


def _of_certificate(
    paper: Paper, ends: list[Dated], begins: list[Dated], today: date
) -> Iterator[PaperFinding]:
    name = paper.material.name
    for end in (end for end in ends if end[0] < today):
        text = _say_when(
            name, end, "{paper}载明的有效期至{day}，已经届满", "{paper} was valid until {day}"
        )
        fault = f"{text.zh}，请提交在有效期内的“{name}”。"
        yield _finding("expired", paper, end, text, fault)
    for begin in (begin for begin in begins if begin[0] > today):
        text = _say_when(
            name, begin, "{paper}载明的有效期自{day}起，目前尚未开始",
            "{paper} is valid from {day} only",
        )  # fmt: skip
        fault = f"{text.zh}，请提交现行有效的“{name}”。"
        yield _finding("not_yet_valid", paper, begin, text, fault)


def _is_lease(asked: ItemMaterial) -> bool:
    forms = (fact.form for fact in asked.says)
    return any(map(LEASE.search, (asked.name, *asked.titles, *forms)))


def _say_when(name: str, dated: Dated, zh: str, en: str) -> Sentence:
    return say(zh, en, paper=quoted([name]), day=day_in_words(dated[0]))


def _finding(kind: str, paper: Paper, dated: Dated, text: Sentence, fault: str) -> PaperFinding:
    day, words, start, end = dated
    return PaperFinding(
        id=finding_id(kind, paper.material.id, day.isoformat()),
        kind=kind,
        text=with_source(text, words.recognised),
        fault=fault,
        places=(words.place(start, end),),
        material_id=paper.material.id,
        needs_answer=bool(fault),
    )


def _days(paper: Paper, field: str) -> Iterator[Dated]:
    for fact in paper.asked.says:
        for words in paper.pages if fact.field == field else ():
            for slot in slots(fact.form, words):
                found = DAY.match(words.text, slot.start)
                if found and (day := day_of(found)) and day.year in YEARS:
                    yield day, words, *found.span()


def _day(dated: Dated) -> date:
    return dated[0]
