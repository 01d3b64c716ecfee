"""Papers that are valid no longer, or not yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.cases.evidence.comparison import PaperFinding, Place, finding_id
from app.cases.evidence.forms import slots
from app.cases.evidence.numerals import DAY, day_of
from app.cases.evidence.papers import Paper
from app.cases.sentence import Sentence, say

YEARS = range(1950, 2150)  # any other is misread


def out_of_term(papers: list[Paper], today: date) -> Iterator[PaperFinding]:
    """Of each paper that says until or from when it is valid: both days are within its term."""
    for paper in papers:
        name = paper.material.name
        for day, place in _days(paper, "valid_to"):
            if day < today:
                text = say(
                    "{paper}的有效期到 {day}，已经届满",
                    "{paper} was valid until {day}",
                    paper=name,
                    day=day.isoformat(),
                )
                fault = f"《{name}》的有效期至{_chinese(day)}，已经届满，请提交有效期内的材料。"
                yield _finding("expired", paper, day, place, text, fault)
        for day, place in _days(paper, "valid_from"):
            if day > today:
                text = say(
                    "{paper}自 {day} 起才有效",
                    "{paper} is valid from {day} only",
                    paper=name,
                    day=day.isoformat(),
                )
                fault = f"《{name}》自{_chinese(day)}起生效，尚未生效，请核实后重新提交。"
                yield _finding("not_yet_valid", paper, day, place, text, fault)


def _finding(
    kind: str, paper: Paper, day: date, place: Place, text: Sentence, fault: str
) -> PaperFinding:
    return PaperFinding(
        id=finding_id(kind, paper.material.id, day.isoformat()),
        kind=kind,
        text=text,
        fault=fault,
        places=(place,),
        material_id=paper.material.id,
    )


def _days(paper: Paper, field: str) -> Iterator[tuple[date, Place]]:
    for fact in paper.asked.says:
        for words in paper.pages if fact.field == field else ():
            for slot in slots(fact.form, words):
                found = DAY.match(words.text, slot.start)
                if found and (day := day_of(found)) and day.year in YEARS:
                    yield day, words.place(*found.span())


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
