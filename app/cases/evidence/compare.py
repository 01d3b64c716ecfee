"""The values of the form, each held against every paper of the round."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from app.cases.evidence.codes import findings as in_codes
from app.cases.evidence.comparison import (
    Agreement,
    Comparison,
    FieldEvidence,
    PaperFinding,
    Said,
    Unreadable,
)
from app.cases.evidence.differences import Differing
from app.cases.evidence.differences import findings as differences
from app.cases.evidence.forms import slots
from app.cases.evidence.labelled import AGREES, DIFFERS, read
from app.cases.evidence.licences import said_by_licences
from app.cases.evidence.papers import Paper
from app.cases.evidence.papers import findings as seen
from app.cases.evidence.people import strangers
from app.cases.evidence.terms import out_of_term
from app.cases.evidence.unlabelled import find
from app.cases.evidence.values import UNIT, Value, field_value, value_of
from app.cases.evidence.words import PageWords
from app.cases.model import Item, ItemMaterial, SubApplication
from app.cases.paper_text import PaperReading

HOLDERS = {"holder": ("name", "text"), "holder.id_number": ("identity",)}
MOST_AGREEING = 20  # places of one value in one paper
MOST_FINDINGS = 30  # of one paper
FORM_NAME = re.compile(r"(?:申请|申报|登记|备案|审批).{0,4}[书表]$")


class _Form:
    """What the form and the applicant's data say, by key."""

    def __init__(self, case: SubApplication) -> None:
        applicant, acting = case.applicant, case.applicant.representative
        told = {
            "applicant.name": value_of(applicant.name),
            "applicant.id_number": value_of(applicant.id_number),
            "applicant.phone": value_of(applicant.phone),
            "applicant.address": value_of(applicant.address),
            "representative.name": value_of(acting.name) if acting else None,
        }
        fields = {f.key: (f, field_value(f)) for s in case.form for f in s.fields}
        self.values = {key: value for key, (_, value) in fields.items() if value is not None}
        self.values |= {key: value for key, value in told.items() if value is not None}
        self.labels = {
            key: tuple({field.label + "{}": 1, UNIT.sub("", field.label) + "{}": 1})
            for key, (field, value) in fields.items()
            if value is not None and field.label
        }
        self.keys: dict[tuple[str, str], list[str]] = {}
        for key, value in self.values.items():
            self.keys.setdefault((value.kind, value.text), []).append(key)

    def expected(self, field: str) -> list[Value]:
        """What may stand where a paper says the field: for the applicant who acts for them too, for
        a holder any name or number of a person."""
        if kinds := HOLDERS.get(field):
            return [value for value in self.values.values() if value.kind in kinds]
        also = ("representative.name",) if field == "applicant.name" else ()
        return [self.values[key] for key in (field, *also) if key in self.values]


class _Agreements:
    """Which papers say a value, and whether a label there says so."""

    def __init__(self, form: _Form) -> None:
        self._form = form
        self.said: dict[str, dict[tuple[str, int, int], Said]] = {key: {} for key in form.values}
        self.labelled: set[tuple[str, str]] = set()  # a material's id and a key
        self._count = Counter[tuple[str, str]]()  # by a material's id and a value's first key

    def add(self, value: Value, words: PageWords, start: int, end: int, label: str = "") -> None:
        if label:
            self.labelled.add((words.material_id, label))
        at, keys = (words.material_id, words.page, start), self._form.keys[value.kind, value.text]
        if at in self.said[keys[0]] or self._count[words.material_id, keys[0]] == MOST_AGREEING:
            return
        self._count[words.material_id, keys[0]] += 1
        said = Said(words.said(start, end), words.place(start, end))
        for key in keys:
            self.said[key][at] = said

    def in_paper(self, value: Value, material_id: str) -> bool:
        """Whether a paper says the value somewhere."""
        keys = self._form.keys[value.kind, value.text]
        return any(id_ == material_id for key in keys for id_, _, _ in self.said[key])

    def of(self, key: str, forms: set[str]) -> tuple[Said, ...]:
        """Other papers before the application form itself; of 是 or 女 only that form, for the same
        label is on papers of somebody else."""
        said = self.said[key].values()
        if self._form.values[key].kind == "word":
            return tuple(s for s in said if s.place.material_id in forms)
        return tuple(sorted(said, key=lambda s: s.place.material_id in forms))


def compare(
    case: SubApplication, readings: Mapping[str, PaperReading], item: Item, today: date
) -> Comparison:
    """Holds the papers of the round, by the ids of their materials, against the form. Of an item
    that does not describe its papers (``ItemMaterial.says``, ``titles``) only agreement is said."""
    asked = {material.name: material for material in item.materials}
    filed = [material for material in case.current_materials() if material.sha256]
    read_papers = [
        Paper(m, asked.get(m.name, ItemMaterial(name=m.name)), readings[m.id])
        for m in filed
        if m.id in readings
    ]
    form = _Form(case)
    agreements = _Agreements(form)
    for paper in read_papers:
        for words in paper.pages:
            _look_for(form, words, agreements)
    differing = list(_differing(form, read_papers, agreements))
    by_licences = dict.fromkeys(said_by_licences(case, form.values))
    findings: tuple[PaperFinding, ...] = ()
    if any(material.says or material.titles for material in item.materials):
        findings = (
            *differences(case, differing),
            *strangers(case, form.values, read_papers),
            *out_of_term(read_papers, today),
            *seen(case, item, read_papers),
            *in_codes(case, read_papers),
        )
    forms = _application_forms(form, agreements, read_papers)
    return Comparison(
        fields=tuple(
            _evidence(key, agreements.of(key, forms), differing, by_licences) for key in form.values
        ),
        findings=tuple(_bounded({finding.id: finding for finding in findings}.values())),
        unread=tuple(material.id for material in filed if material.id not in readings),
        unreadable=tuple(_unreadable(read_papers)),
        forms=tuple(
            paper.material.id
            for paper in read_papers
            if paper.material.id in forms and FORM_NAME.search(paper.material.name)
        ),
    )


def _bounded(findings: Iterable[PaperFinding]) -> Iterator[PaperFinding]:
    """Of each paper the first, for whoever filed it may have made it say anything."""
    count = Counter[str]()
    for finding in findings:
        count[finding.material_id] += 1
        if count[finding.material_id] <= MOST_FINDINGS:
            yield finding


def _look_for(form: _Form, words: PageWords, agreements: _Agreements) -> None:
    for kind, text in form.keys:
        value = form.values[form.keys[kind, text][0]]
        for start, end in find(value, words):
            agreements.add(value, words, start, end)
    for key, labels in form.labels.items():
        value = form.values[key]
        for slot in (slot for label in labels for slot in slots(label, words)):
            verdict, end = read(value, words, slot)
            if verdict == AGREES:
                agreements.add(value, words, slot.start, end, key)


def _differing(
    form: _Form, read_papers: list[Paper], agreements: _Agreements
) -> Iterator[Differing]:
    """What stands where a form of the item's data says a field stands, and is not the field's. Of a
    recognised paper that also says the field's own value there, a doubtful one is a slip."""
    for paper in read_papers:
        found: list[tuple[Differing, list[Value]]] = []
        for fact in paper.asked.says:
            expected = form.expected(fact.field)
            for words in paper.pages if expected else ():
                for slot in slots(fact.form, words):
                    verdicts = [(*read(value, words, slot), value) for value in expected]
                    agreeing = [(end, v) for verdict, end, v in verdicts if verdict == AGREES]
                    for end, value in agreeing:
                        agreements.add(value, words, slot.start, end)
                    if fact.field in HOLDERS:
                        continue  # people.py
                    if all(verdict == DIFFERS for verdict, _, _ in verdicts):
                        _, end, value = verdicts[0]  # of an applicant before who acts for them
                        at = (paper, words, slot.start, end)
                        found.append((Differing(*at, fact.field, value, fact.form), expected))
        for each, expected in found:
            said = (v for v in expected if agreements.in_paper(v, paper.material.id))
            if not any(map(each.is_slip_of, said)):
                yield each


def _application_forms(form: _Form, agreements: _Agreements, read_papers: list[Paper]) -> set[str]:
    """The ids of the papers that are the form itself: they say half of it under its own labels."""
    ids = [paper.material.id for paper in read_papers]
    return {
        id_
        for id_ in ids
        if 2 * sum((id_, key) in agreements.labelled for key in form.labels) > len(form.labels)
    }


def _evidence(
    key: str,
    in_papers: tuple[Said, ...],
    differing: list[Differing],
    by_licences: Iterable[tuple[str, str, Said]],
) -> FieldEvidence:
    """A licence before the papers: it is the register's own word."""
    of_licences = [(verdict, said) for of, verdict, said in by_licences if of == key]
    agreeing = (*(said for verdict, said in of_licences if verdict == AGREES), *in_papers)
    others = (
        *(said for verdict, said in of_licences if verdict == DIFFERS),
        *(each.said() for each in differing if each.field == key),
    )
    agreement: Agreement = "differs" if others else "agrees" if agreeing else "not_found"
    return FieldEvidence(key=key, agreement=agreement, agreeing=agreeing, differing=others)


def _unreadable(read_papers: list[Paper]) -> Iterator[Unreadable]:
    for paper in read_papers:
        if paper.reading.problem and not paper.reading.pages:
            yield Unreadable(paper.material.id, -1, "not_opened")
        for number, page in enumerate(paper.reading.pages):
            if page.problem == "unreadable" or page.problem == "not_recognised":
                yield Unreadable(paper.material.id, number, page.problem)
