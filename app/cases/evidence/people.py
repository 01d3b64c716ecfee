"""Papers of another person, and numbers of persons that are almost the form's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from app.cases.evidence.comparison import PaperFinding, Said, finding_id
from app.cases.evidence.differences import Differing, apart
from app.cases.evidence.differences import findings as differences
from app.cases.evidence.forms import Slot, slots
from app.cases.evidence.labelled import AGREES, doubtful, read, words_end
from app.cases.evidence.papers import Paper
from app.cases.evidence.values import DIGIT_SLIPS, FIRM, NAME, Value, sound
from app.cases.evidence.words import PageWords
from app.cases.model import SubApplication
from app.cases.sentence import say

OWN_NAMES = ("applicant.name", "representative.name")
NEARLY = 2  # digits that a number typed or copied wrong differs in


class _Holder(msgspec.Struct, frozen=True):
    """The name or the number by which a paper says whose it is; ``known``: the form has it;
    ``slip``: it was recognised, and is one character off a name the form has."""

    paper: Paper
    said: Said
    text: str
    known: bool
    slip: bool = False


def strangers(
    case: SubApplication, values: Mapping[str, Value], papers: list[Paper]
) -> Iterator[PaperFinding]:
    """Papers whose holder is neither the applicant, nor who acts for them, nor anybody the form
    names; and where only the number is almost the form's, the difference."""
    own = {v.text for key in OWN_NAMES if (v := values.get(key)) is not None}
    found: list[_Holder] = []
    mistyped: list[Differing] = []
    for paper in papers:
        names, numbers = list(_names(values, paper)), list(_numbers(values, paper, mistyped))
        named = {name.text for name in names if name.known}
        numbered = any(number.known for number in numbers)
        if not named:
            found += [n for n in names if not (n.slip and numbered)]
        if not named or named & own:  # of others the form does not say the number
            found += [number for number in numbers if not number.known]
    yield from differences(case, mistyped)
    yield from _findings(case, found)


def _findings(case: SubApplication, found: list[_Holder]) -> Iterator[PaperFinding]:
    """One for each other person, with all papers of theirs."""
    of_paper: dict[str, str] = {}
    groups: dict[str, list[_Holder]] = {}
    for holder in found:  # of each paper names come first
        name = of_paper.setdefault(holder.paper.material.id, holder.said.value)
        groups.setdefault(name, []).append(holder)
    for name, group in groups.items():
        ids = list(dict.fromkeys(holder.paper.material.id for holder in group))
        paper, filled = group[0].paper.material.name, case.applicant.name
        yield PaperFinding(
            id=finding_id("another_person", group[0].text, filled, *ids),
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
            places=tuple(holder.said.place for holder in group),
            material_id=ids[0],
        )


def _names(values: Mapping[str, Value], paper: Paper) -> Iterator[_Holder]:
    """Each holder a paper names, but for what may be a name the form has."""
    known = [value for value in values.values() if value.kind in ("name", "text")]
    for words, slot in _slots(paper, "holder"):
        verdicts = [(read(value, words, slot), value.text) for value in known]
        agreeing = [(end, text) for (verdict, end), text in verdicts if verdict == AGREES]
        end = agreeing[0][0] if agreeing else words_end(words, slot)
        text = agreeing[0][1] if agreeing else words.text[slot.start : end]
        said = Said(words.said(slot.start, end), words.place(slot.start, end))
        if agreeing or (
            _names_somebody(text) and not any(_maybe(text, v.text, words) for v in known)
        ):
            slip = words.recognised and any(apart(text, v.text) == 1 for v in known)
            yield _Holder(paper, said, text, bool(agreeing), slip)


def _names_somebody(text: str) -> bool:
    return bool(NAME.fullmatch(text) or (len(text) > 3 and FIRM.search(text)))


def _maybe(name: str, known: str, words: PageWords) -> bool:
    """Whether what stands there may be a known name: cut off by the line's end, or misread."""
    return (len(name) > 3 and known.startswith(name)) or (
        words.recognised and doubtful(name, known)
    )


def _numbers(
    values: Mapping[str, Value], paper: Paper, mistyped: list[Differing]
) -> Iterator[_Holder]:
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
            if 0 < apart(number, value.text) <= NEARLY:
                near.setdefault(value.text, key)
        for key in near.values():
            mistyped.append(Differing(key, known[key], paper, words, slot.start, end))
        told = Said(words.said(slot.start, end), words.place(slot.start, end))
        ours = bool(near) or any(value.text == number for value in known.values())
        yield _Holder(paper, told, number, ours)


def _slots(paper: Paper, field: str) -> Iterator[tuple[PageWords, Slot]]:
    for fact in paper.asked.says:
        for words in paper.pages if fact.field == field else ():
            for slot in slots(fact.form, words):
                yield words, slot
