"""Papers that are valid no longer, or not yet: leases have a term, certificates are valid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from app.cases.evidence.comparison import PaperFinding, finding_id
from app.cases.evidence.forms import slots
from app.cases.evidence.numerals import DAY, day_of
from app.cases.evidence.papers import Paper, Passage
from app.cases.evidence.wording import day_in_words, papers_at, with_source
from app.cases.model import ItemMaterial
from app.cases.sentence import Sentence, say

YEARS = range(1950, 2150)  # any other is misread
LEASE = re.compile("租赁(?:合同|协议|期)|租期|承租人")


class _DayPassage(Passage, frozen=True):
    """A day, and where it stands."""

    day: date


def out_of_term(papers: list[Paper], today: date) -> Iterator[PaperFinding]:
    """Of each paper that says until or from when it is valid: both days are within its term."""
    for paper in papers:
        ends, begins = list(_days(paper, "valid_to")), list(_days(paper, "valid_from"))
        judge = _of_lease if _is_lease(paper.asked) else _of_certificate
        yield from judge(paper, ends, begins, today)


def _of_lease(
    paper: Paper, ends: list[_DayPassage], begins: list[_DayPassage], today: date
) -> Iterator[PaperFinding]:
    """A renewed one names several terms."""
    last, first = list(_by_day(ends).values())[-1:], list(_by_day(begins).values())[:1]
    for dated in (dated for dated in last if dated[0].day < today):
        text = say(
            "{paper}载明的租赁期限于{day}届满", "{paper}: the lease ended on {day}", **_of(dated)
        )
        fault = (
            f"{text.zh}。已经续租的，请提交续租合同或者继续使用该场所的说明；"
            "未续租的，请提交现使用场所的合法使用材料。"
        )
        yield _finding("expired", dated, text, fault)
    for dated in (dated for dated in first if dated[0].day > today):
        text = say("{paper}载明的租期自{day}起", "{paper}: the lease begins on {day}", **_of(dated))
        yield _finding("not_yet_valid", dated, text, "")


def _of_certificate(
    paper: Paper, ends: list[_DayPassage], begins: list[_DayPassage], today: date
) -> Iterator[PaperFinding]:
    name = paper.material.name
    for dated in (dated for day, dated in _by_day(ends).items() if day < today):
        text = say(
            "{paper}载明的有效期至{day}，已经届满", "{paper} was valid until {day}", **_of(dated)
        )
        yield _finding("expired", dated, text, f"{text.zh}，请提交在有效期内的“{name}”。")
    for dated in (dated for day, dated in _by_day(begins).items() if day > today):
        text = say(
            "{paper}载明的有效期自{day}起，目前尚未开始",
            "{paper} is valid from {day} only",
            **_of(dated),
        )
        yield _finding("not_yet_valid", dated, text, f"{text.zh}，请提交现行有效的“{name}”。")


def _is_lease(asked: ItemMaterial) -> bool:
    forms = (fact.form for fact in asked.says)
    return any(map(LEASE.search, (asked.name, *asked.titles, *forms)))


def _by_day(dated: list[_DayPassage]) -> dict[date, list[_DayPassage]]:
    """Earlier days first."""
    return {
        day: [each for each in dated if each.day == day]
        for day in sorted({each.day for each in dated})
    }


def _of(dated: list[_DayPassage]) -> dict[str, Sentence]:
    """What the sentences above name: the papers, and the day they have."""
    return {"paper": papers_at([each.spot for each in dated]), "day": day_in_words(dated[0].day)}


def _finding(kind: str, dated: list[_DayPassage], text: Sentence, fault: str) -> PaperFinding:
    material_id = dated[0].paper.material.id
    return PaperFinding(
        id=finding_id(kind, material_id, dated[0].day.isoformat()),
        kind=kind,
        text=with_source(text, any(each.words.recognised for each in dated)),
        fault=fault,
        places=tuple(each.said().place for each in dated),
        material_id=material_id,
        needs_answer=bool(fault),
    )


def _days(paper: Paper, field: str) -> Iterator[_DayPassage]:
    for fact in paper.asked.says:
        for words in paper.pages if fact.field == field else ():
            for slot in slots(fact.form, words):
                found = DAY.match(words.text, slot.start)
                if found and (day := day_of(found)) and day.year in YEARS:
                    yield _DayPassage(paper, words, *found.span(), day)
