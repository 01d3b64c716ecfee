"""What a paper says otherwise than the form, as a clerk and an applicant are told it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

import msgspec

from app.cases.evidence.comparison import PaperFinding, Said, finding_id
from app.cases.evidence.papers import Paper
from app.cases.evidence.values import UNIT, Value
from app.cases.evidence.words import PageWords
from app.cases.labels import field_label
from app.cases.model import SubApplication
from app.cases.sentence import Sentence, say

OF_THE_APPLICANT = {
    "applicant.name": say("申请人", "Applicant"),
    "applicant.id_number": say("申请人证件号码", "Applicant's number"),
    "applicant.phone": say("申请人电话", "Applicant's phone"),
    "applicant.address": say("申请人地址", "Applicant's address"),
    "representative.name": say("法定代表人", "Legal representative"),
}


class Differing(msgspec.Struct, frozen=True):
    """The form's value, and where a paper says another for the same field."""

    field: str
    value: Value
    paper: Paper
    words: PageWords
    start: int
    end: int

    @property
    def text(self) -> str:
        """What the paper says, folded."""
        return self.words.text[self.start : self.end]

    def said(self) -> Said:
        return Said(self.words.said(self.start, self.end), self.words.place(self.start, self.end))

    def is_slip(self) -> bool:
        """Whether it was recognised, and is one character away from the form's."""
        return self.words.recognised and apart(self.text, self.value.text) == 1


def apart(one: str, other: str) -> int:
    """In how many characters two texts differ."""
    return sum(a != b for a, b in zip_longest(one, other))


def findings(case: SubApplication, differing: Iterable[Differing]) -> Iterator[PaperFinding]:
    """One for each field and each other value, wherever papers say it."""
    groups: dict[tuple[str, str], list[Differing]] = {}
    for each in differing:
        groups.setdefault((each.field, each.text), []).append(each)
    for (field, said), group in groups.items():
        yield _finding(case, field, said, group)


def _finding(case: SubApplication, field: str, said: str, group: list[Differing]) -> PaperFinding:
    first = group[0]
    ids = list(dict.fromkeys(each.paper.material.id for each in group))
    label = OF_THE_APPLICANT.get(field) or _label(case, field)
    values: dict[str, Sentence | str] = {
        "paper": first.paper.material.name,
        "label": label,
        "said": with_unit(first.said().value, first.value),
        "filled": with_unit(first.value.shown, first.value),
    }
    return PaperFinding(
        id=finding_id("differs", field, first.value.text, said, *ids),
        kind="differs",
        text=Sentence(
            "{paper}写 {said}，申请表的“{label}”写 {filled}",
            '{paper} says {said}, the form says {filled} for "{label}"',
            values,
        ),
        fault=Sentence(
            "《{paper}》所载为“{said}”，与申请表所填“{label}”“{filled}”不一致，请核实后更正申请表"
            "或者重新提交该材料。",
            "{paper}, {said}, {label}, {filled}",
            values,
        ).zh,
        field=field,
        places=tuple(each.said().place for each in group),
        material_id=ids[0],
    )


def _label(case: SubApplication, key: str) -> Sentence:
    field = case.field(key)
    if field is not None and field.label:
        return say("{label}", "{label}", label=UNIT.sub("", field.label))
    return field_label(case, key) or say("一项", "One value")


def with_unit(shown: str, value: Value) -> str:
    """An amount with what it is counted in."""
    if value.amount is None or not value.unit or not shown.replace(".", "").isdigit():
        return shown
    unit = "㎡" if value.unit == "M2" else value.unit
    return f"{shown} {'万' if value.scale > 1 else ''}{unit}"
