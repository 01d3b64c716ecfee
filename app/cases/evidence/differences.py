"""What a paper says otherwise than the form, as a clerk and an applicant are told it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest

from app.cases.evidence.comparison import PaperFinding, finding_id
from app.cases.evidence.numerals import UNITS
from app.cases.evidence.papers import Passage
from app.cases.evidence.values import DIGIT_SLIPS, UNIT, Value
from app.cases.evidence.wording import Spot, each_of, papers_at, with_source
from app.cases.evidence.words import fold
from app.cases.labels import field_label
from app.cases.model import Field, SubApplication
from app.cases.sentence import Sentence, listed, say

OF_THE_APPLICANT = {
    "applicant.name": say("申请人", "Applicant"),
    "applicant.phone": say("申请人电话", "Applicant's phone"),
    "applicant.address": say("申请人地址", "Applicant's address"),
    "representative.name": say("法定代表人", "Legal representative"),
}
IDENTITY = say("公民身份号码", "identity number")
PHONE = say("联系电话", "phone")
ID_TYPES = {
    "resident_id": IDENTITY,
    "uscc": say("统一社会信用代码", "unified social credit code"),
    "passport": say("护照号码", "passport number"),
}
OF_PERSONS = {"id_number": IDENTITY, "phone": PHONE, "applicant.phone": PHONE}  # sound or not
SOME_NUMBER = say("证件号码", "number")
MOST_PLACES = 4  # of two numbers, that are told one by one


class Differing(Passage, frozen=True):
    """The form's value, and where a paper says another for the same field, in which words
    (``PaperFact.form``)."""

    field: str
    value: Value
    form: str

    @property
    def text(self) -> str:
        """What the paper says, folded."""
        return self.words.text[self.start : self.end]

    def label(self) -> str:
        """What stands before it on the paper, where that ends in a colon."""
        before = self.form.partition("{}")[0]
        return before[:-1] if before.endswith(("：", ":")) else ""

    def in_its_words(self) -> str:
        """“出租人（甲方）：王芳”, 建筑面积68平方米: the paper's own words and unit."""
        before, _, after = self.form.partition("{}")
        said = self.said().value
        if self.value.amount is not None:
            if fold(after) in UNITS:
                return before + said.removesuffix(after) + after
            return f"“{before}{said}”"
        return f"“{before}{said}”" if self.label() else f"“{said}”"

    def is_slip_of(self, value: Value) -> bool:
        """Whether it was recognised, and is one character away from this."""
        return self.words.recognised and apart(self.text, value.text) == 1


def apart(one: str, other: str) -> int:
    """In how many characters two texts differ."""
    return len(_places_apart(one, other))


def label_of(case: SubApplication, key: str) -> Sentence:
    """What a value of the form or of the applicant is called, without its unit."""
    field = case.field(key)
    if field is not None and field.label:
        return say("{label}", "{label}", label=UNIT.sub("", field.label))
    if key == "applicant.id_number":
        return ID_TYPES.get(case.applicant.id_type, SOME_NUMBER)
    return OF_THE_APPLICANT.get(key) or field_label(case, key) or say("一项", "One value")


def findings(case: SubApplication, differing: Iterable[Differing]) -> Iterator[PaperFinding]:
    """One for each field and each other value, wherever papers say it."""
    groups: dict[tuple[str, str], list[Differing]] = {}
    for each in differing:
        groups.setdefault((each.field, each.text), []).append(each)
    for (field, said), group in groups.items():
        yield _finding(case, field, said, group)


def _finding(case: SubApplication, field: str, said: str, group: list[Differing]) -> PaperFinding:
    value = group[0].value
    ids = list(dict.fromkeys(each.paper.material.id for each in group))
    if number := _number_of_a_person(case, field, value):
        text, fault = _number_differs(case, field, number, group)
    elif field == "applicant.name":
        text, fault = _another_than_the_applicant(case, group)
    else:
        text, fault = _value_differs(case, field, group)
    if (shared := case.field(field)) is not None and shared.source == "shared":
        text, fault = _ask_the_source(text, shared), ""
    return PaperFinding(
        id=finding_id("differs", field, value.text, said, *ids),
        kind="differs",
        text=with_source(text, any(each.words.recognised for each in group)),
        fault=fault,
        field=field,
        places=tuple(each.said().place for each in group),
        material_id=ids[0],
    )


def _value_differs(
    case: SubApplication, field: str, group: list[Differing]
) -> tuple[Sentence, str]:
    text = say(
        "{said}，申请表“{label}”为{filled}",
        '{said}, the form has {filled} for "{label}"',
        said=_in_their_words(group),
        label=label_of(case, field),
        filled=_filled(group[0].value),
    )
    return text, (
        f"{text.zh}。请核实：申请表有误的，请更正；材料提交有误的，请提交正确的材料；"
        "两者均无误的，请予以说明。"
    )


def _another_than_the_applicant(
    case: SubApplication, group: list[Differing]
) -> tuple[Sentence, str]:
    """A tenant who is not the applicant may be meant: it is asked how they stand to each other."""
    acting, by_label = case.applicant.representative, _together(group, Differing.label)
    where = [_where(label, spots) for label, spots in by_label.items()]
    all_spots = [spot for spots in by_label.values() for spot in spots]
    applicant = say("“{name}”", '"{name}"', name=case.applicant.name)
    if acting is not None and acting.name:
        applicant = say(
            "{applicant}（法定代表人“{acting}”）", '{applicant} (acting: "{acting}")',
            applicant=applicant, acting=acting.name,
        )  # fmt: skip
    text = say(
        "{where}{each}为“{said}”，申请人为{applicant}",
        '{where}{each}: "{said}", the applicant is {applicant}',
        where=listed(where), each=each_of(all_spots), said=group[0].said().value,
        applicant=applicant,
    )  # fmt: skip
    papers, each = papers_at(_spots(group)), each_of(_spots(group))
    return text, (
        f"{papers.zh}所载名称（姓名）{each.zh}与申请人不一致。请核实：填写或者提交有误的，予以更正或者"
        "另行提交；无误的，请说明双方关系，可以附相应材料。"
    )


def _number_differs(
    case: SubApplication, field: str, number: Sentence, group: list[Differing]
) -> tuple[Sentence, str]:
    """By the places that differ: masked, two numbers look the same, and whole they are not told."""
    applicants = {fold(case.applicant.id_number), fold(case.applicant.phone).replace("-", "")}
    whose = say("申请表“{label}”", 'the form\'s "{label}"', label=label_of(case, field))
    if group[0].value.text in applicants:
        whose = say("申请表中申请人的{number}", "the applicant's {number}", number=number)
    text = say(
        "{papers}所载{number}{each}与{whose}不一致（{places}）",
        "{papers}: the {number}{each} differs from {whose} ({places})",
        papers=papers_at(_spots(group)), each=each_of(_spots(group)), number=number,
        whose=whose, places=_places(group[0]),
    )  # fmt: skip
    return text, f"{text.zh}，请核对后更正有误的一处。"


def _ask_the_source(text: Sentence, field: Field) -> Sentence:
    return say(
        "{text}。该项由{source}共享取得，请先向来源核对",
        "{text}. The form's value was shared by {source}: ask there first",
        text=text,
        source=field.source_name or say("其他部门", "another department"),
    )


def _where(label: str, spots: list[Spot]) -> Sentence:
    papers = papers_at(spots)
    if not label:
        return say("{papers}所载名称（姓名）", "{papers}, the name", papers=papers)
    return say("{papers}的“{label}”", '{papers}, "{label}"', papers=papers, label=label)


def _in_their_words(group: list[Differing]) -> Sentence:
    return listed([
        say("{papers}{each}载明{words}", "{papers}{each} says {words}",
            papers=papers_at(spots), each=each_of(spots), words=words)
        for words, spots in _together(group, Differing.in_its_words).items()
    ])  # fmt: skip


def _together(
    group: list[Differing], words_of: Callable[[Differing], str]
) -> dict[str, list[Spot]]:
    """Where it stands by the words it stands in: of each paper, those it uses first."""
    first: dict[str, str] = {}
    found: dict[str, list[Spot]] = {}
    for each in group:
        words = words_of(each)
        if first.setdefault(each.paper.material.id, words) == words:
            found.setdefault(words, []).append(each.spot)
    return found


def _spots(group: list[Differing]) -> list[Spot]:
    return [each.spot for each in group]


def _number_of_a_person(case: SubApplication, field: str, value: Value) -> Sentence | None:
    """What such a number is called; None for any other value."""
    if value.kind == "identity":
        return IDENTITY
    if value.kind == "phone":
        return PHONE
    if field == "applicant.id_number" and case.applicant.id_type != "uscc":
        return ID_TYPES.get(case.applicant.id_type, SOME_NUMBER)
    return OF_PERSONS.get(field)


def _places(differing: Differing) -> Sentence:
    said = differing.text.replace("-", "")
    if differing.words.recognised:
        said = said.translate(DIGIT_SLIPS)
    places = _places_apart(said, differing.value.text)
    if len(places) > MOST_PLACES:
        return say("多位不同", "in many places")
    which = listed([say("第{place}位", "{place}", place=place) for place in places])
    return say("{which}不同", "in place {which}", which=which)


def _places_apart(one: str, other: str) -> list[int]:
    """From 1."""
    return [at for at, (a, b) in enumerate(zip_longest(one, other), 1) if a != b]


def _filled(value: Value) -> str:
    """What the form says: an amount with what it is counted in, anything else in quotes."""
    if value.amount is None:
        return f"“{value.shown}”"
    unit = "平方米" if value.unit == "M2" else value.unit
    return f"{value.shown}{'万' if value.scale > 1 else ''}{unit}"
