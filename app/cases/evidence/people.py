"""Papers of another person, and numbers of persons that are almost the form's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from app.cases.evidence.comparison import PaperFinding, Said, finding_id
from app.cases.evidence.differences import Differing
from app.cases.evidence.differences import findings as differences
from app.cases.evidence.forms import slots
from app.cases.evidence.papers import Paper
from app.cases.evidence.values import (
    AGREES,
    DIGIT_SLIPS,
    FIRM,
    NAME,
    Slot,
    Value,
    doubtful,
    read,
    sound,
    words_end,
)
from app.cases.evidence.words import PageWords
from app.cases.model import SubApplication
from app.cases.sentence import say

NEARLY = 2  # digits that a number typed or copied wrong differs in


class _Stranger(msgspec.Struct, frozen=True):
    """Whom a paper names as its holder, who is nobody the form names."""

    paper: Paper
    said: Said
    name: str = ""


def strangers(
    case: SubApplication, values: Mapping[str, Value], papers: list[Paper]
) -> Iterator[PaperFinding]:
    """Papers whose holder is neither the applicant, nor who acts for them, nor anybody the form
    names; and where only the number is almost the form's, the difference."""
    found: list[_Stranger] = []
    mistyped: list[Differing] = []
    for paper in papers:
        names, numbers = list(_names(values, paper)), list(_numbers(values, paper, mistyped))
        if any(name is None for name in names):  # somebody the form names holds it
            continue
        found += [*filter(None, names), *numbers]
    yield from differences(case, mistyped)
    yield from _findings(case, found)


def _findings(case: SubApplication, found: list[_Stranger]) -> Iterator[PaperFinding]:
    """One for each other person, with all papers of theirs."""
    of_paper = {s.paper.material.id: s.name for s in found if s.name}
    groups: dict[str, list[_Stranger]] = {}
    for stranger in found:
        name = of_paper.get(stranger.paper.material.id) or stranger.said.value
        groups.setdefault(name, []).append(stranger)
    for name, group in groups.items():
        ids = list(dict.fromkeys(stranger.paper.material.id for stranger in group))
        paper, filled = group[0].paper.material.name, case.applicant.name
        yield PaperFinding(
            id=finding_id("another_person", name, filled, *ids),
            kind="another_person",
            text=say(
                "{paper}是“{name}”的，申请人是“{applicant}”",
                '{paper} is of "{name}", the applicant is "{applicant}"',
                paper=paper,
                name=name,
                applicant=filled,
            ),
            fault=f"《{paper}》的持有人是“{name}”，不是申请人或者申请表所列人员，请提交本人的{paper}。",
            field="applicant.name",
            places=tuple(stranger.said.place for stranger in group),
            material_id=ids[0],
        )


def _names(values: Mapping[str, Value], paper: Paper) -> Iterator[_Stranger | None]:
    """Each holder a paper names; None for one the form names."""
    known = [value for value in values.values() if value.kind in ("name", "text")]
    for words, slot in _slots(paper, "holder"):
        end = words_end(words, slot)
        name = words.text[slot.start : end]
        if any(read(value, words, slot)[0] == AGREES for value in known):
            yield None
        elif _names_somebody(name) and not any(_maybe(name, v.text, words) for v in known):
            place = words.place(slot.start, end)
            yield _Stranger(paper, Said(words.said(slot.start, end), place), name)


def _names_somebody(text: str) -> bool:
    return bool(NAME.fullmatch(text) or (len(text) > 3 and FIRM.search(text)))


def _maybe(name: str, known: str, words: PageWords) -> bool:
    """Whether what stands there may be a known name: cut off by the line's end, or misread."""
    return (len(name) > 3 and known.startswith(name)) or (
        words.recognised and doubtful(name, known)
    )


def _numbers(
    values: Mapping[str, Value], paper: Paper, mistyped: list[Differing]
) -> Iterator[_Stranger]:
    known = {key: value for key, value in values.items() if value.kind == "identity"}
    for words, slot in _slots(paper, "holder.id_number"):
        end = slot.start + 18
        said = words.text[slot.start : end]
        number = said.translate(DIGIT_SLIPS) if words.recognised else said
        if len(number) < 18 or not number[:17].isdigit():
            continue
        if words.recognised and not sound(number):
            continue
        near: dict[str, str] = {}
        for key, value in known.items():
            if 0 < _apart(number, value.text) <= NEARLY:
                near.setdefault(value.text, key)
        for key in near.values():
            mistyped.append(Differing(key, known[key], paper, words, slot.start, end))
        if not near and all(value.text != number for value in known.values()):
            yield _Stranger(paper, Said(words.said(slot.start, end), words.place(slot.start, end)))


def _apart(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def _slots(paper: Paper, field: str) -> Iterator[tuple[PageWords, Slot]]:
    for fact in paper.asked.says:
        for words in paper.pages if fact.field == field else ():
            for slot in slots(fact.form, words):
                yield words, slot
