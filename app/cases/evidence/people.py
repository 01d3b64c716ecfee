"""Papers of another person, and numbers of persons that are almost the form's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.cases.evidence.comparison import PaperFinding, finding_id
from app.cases.evidence.differences import Differing, apart, label_of
from app.cases.evidence.differences import findings as differences
from app.cases.evidence.forms import Slot, slots
from app.cases.evidence.labelled import AGREES, doubtful, read, words_end
from app.cases.evidence.papers import Paper, Passage
from app.cases.evidence.values import DIGIT_SLIPS, FIRM, NAME, Value, sound
from app.cases.evidence.wording import each_of, papers_at, quoted, with_source
from app.cases.evidence.words import PageWords
from app.cases.model import SubApplication
from app.cases.sentence import Sentence, say

OWN_NAMES = ("applicant.name", "representative.name")
NEARLY = 2  # digits that a number typed or copied wrong differs in
NAME_LABEL = "姓名"


class _Holder(Passage, frozen=True):
    """The name or the number by which a paper says whose it is; ``known``: the form has it;
    ``unsure``: a number that the form has settles it; ``is_named``: the paper says a name."""

    text: str
    known: bool
    unsure: bool = False
    is_name: bool = False
    is_named: bool = True

    def is_before(self, other: _Holder) -> bool:
        return (self.words.page, self.start) <= (other.words.page, other.start)


def strangers(
    case: SubApplication, values: Mapping[str, Value], papers: list[Paper]
) -> Iterator[PaperFinding]:
    """Papers whose holder is not who the item asks them of (``ItemMaterial.holder``), or is neither
    the applicant, nor who acts for them, nor anybody the form names; and where only the number is
    almost the form's, the difference."""
    own = {v.text for key in OWN_NAMES if (v := values.get(key)) is not None}
    # By whose it is to be, and the name, or the number where nobody read one.
    found: dict[tuple[str, str], list[_Holder]] = {}
    mistyped: list[Differing] = []
    for paper in papers:
        of = paper.asked.holder if paper.asked.holder in values else ""
        names = list(_names(values, paper))
        numbers = list(_numbers(values, paper, bool(names), mistyped))
        named = {name.text for name in names if name.known}
        numbered = any(number.known for number in numbers)
        unknown = [] if named else [n for n in names if not (n.unsure and numbered)]
        for name in unknown:
            found.setdefault((of, name.text), []).append(name)
        if not named or named & own:  # of others the form does not say the number
            for number in numbers:
                if not number.known:
                    found.setdefault((of, _whose(number, unknown).text), []).append(number)
    yield from differences(case, mistyped)
    field = _whose_field(case, values)
    for (of, _), group in found.items():
        filled = values[of].shown if of else ""
        yield _finding(case, of or field, filled, group)


def _whose(number: _Holder, names: list[_Holder]) -> _Holder:
    """The name a number belongs to, the last before it; itself where the paper has no such name."""
    before = [name for name in names if name.is_before(number)]
    return before[-1] if before else names[0] if names else number


def _whose_field(case: SubApplication, values: Mapping[str, Value]) -> str:
    """The key of the field that a paper of another person speaks of: of an organisation's form the
    one that names who acts for it, for an organisation has no such paper."""
    acting = values.get("representative.name")
    if case.applicant.kind != "organisation" or acting is None:
        return "applicant.name"
    fields = (key for key, value in values.items() if value == acting and "." not in key)
    return next(fields, "representative.name")


def _finding(case: SubApplication, field: str, filled: str, group: list[_Holder]) -> PaperFinding:
    """``filled``: whose paper it is to be, "" where the item does not say."""
    ids = list(dict.fromkeys(holder.paper.material.id for holder in group))
    if not group[0].is_name:
        text, fault = _number_unknown(case, group)
    elif filled:
        text, fault = _of_another(case, field, filled, group)
    else:
        text, fault = _name_unknown(case, group)
    return PaperFinding(
        id=finding_id("another_person", group[0].text, filled or case.applicant.name, *ids),
        kind="another_person",
        text=with_source(text, any(holder.words.recognised for holder in group)),
        fault=fault,
        field=field,
        places=tuple(holder.said().place for holder in group),
        material_id=ids[0],
    )


def _name_unknown(case: SubApplication, group: list[_Holder]) -> tuple[Sentence, str]:
    """The name is told to the clerk only: a notice is not the place for a third person's."""
    applicant, acting = case.applicant, case.applicant.representative
    spots, said = [holder.spot for holder in group], _names_said(group)
    if applicant.kind != "organisation":
        text = say(
            "{said}，与申请人“{applicant}”不同，申请表中也没有此人",
            '{said} is not that of the applicant "{applicant}", nor of anybody in the form',
            said=said,
            applicant=applicant.name,
        )
    elif acting is not None and acting.name:
        text = say(
            "{said}，法定代表人为“{acting}”，申请表中也没有“{name}”",
            '{said}, "{acting}" acts for the applicant, "{name}" is not in the form',
            said=said,
            acting=acting.name,
            name=group[0].said().value,
        )
    else:
        text = say("{said}，申请表中没有此人", "{said} is not in the form", said=said)
    several = each_of(spots).zh
    differ = "均与申请人、申请表所列人员" if several else "与申请人、申请表所列人员均"
    return text, (
        f"{papers_at(spots).zh}所载姓名{differ}不一致。请核实：提交有误的，请提交正确的{_names_of(group)}；"
        "申请表漏填或者填写有误的，请更正申请表。"
    )


def _of_another(
    case: SubApplication, field: str, filled: str, group: list[_Holder]
) -> tuple[Sentence, str]:
    """Perhaps of somebody whom the form names as another officer."""
    spots, label = [holder.spot for holder in group], label_of(case, field)
    text = say(
        "{said}，申请表“{label}”为“{filled}”",
        '{said}, the form has "{filled}" for "{label}"',
        said=_names_said(group),
        label=label,
        filled=filled,
    )
    return text, (
        f"{papers_at(spots).zh}所载姓名{each_of(spots).zh}与申请表“{label.zh}”不一致。"
        f"请核实：提交有误的，请提交正确的{_names_of(group)}；申请表填写有误的，请更正申请表。"
    )


def _names_said(group: list[_Holder]) -> Sentence:
    spots = [holder.spot for holder in group]
    return say(
        "{papers}所载姓名{each}为“{name}”", '{papers}{each}: the name "{name}"',
        papers=papers_at(spots), each=each_of(spots), name=group[0].said().value,
    )  # fmt: skip


def _number_unknown(case: SubApplication, group: list[_Holder]) -> tuple[Sentence, str]:
    """The number itself is told to nobody."""
    said = say(
        "{papers}所载公民身份号码与申请人、申请表所列人员的均不一致",
        "{papers}: the identity number is not that of the applicant, nor of anybody in the form",
        papers=papers_at([holder.spot for holder in group]),
    )
    if not any(holder.is_named for holder in group):
        said = say("{said}，未识读到姓名", "{said}; no name was read", said=said)
    return say("{said}，请核实", "{said}: make sure", said=said), (
        f"{said.zh}，请核实后提交正确的{_names_of(group)}，或者更正申请表。"
    )


def _names_of(group: list[_Holder]) -> str:
    return quoted(holder.paper.material.name for holder in group).zh


def _names(values: Mapping[str, Value], paper: Paper) -> Iterator[_Holder]:
    """Each holder a paper names, but for what may be the name of whom it is to be of."""
    known, of_form = _expected(values, paper), {value.text for value in values.values()}
    for form, words, slot in _slots(paper, "holder"):
        is_behind = form.startswith("{}")  # other words may stand before the name
        verdicts = [(*read(value, words, slot), value.text) for value in known]
        agreeing = [(slot.start, end, text) for verdict, end, text in verdicts if verdict == AGREES]
        start, end = slot.start, words_end(words, slot)
        text = words.text[start:end]
        if is_behind:
            agreeing += [(end - len(v.text), end, v.text) for v in known if text.endswith(v.text)]
        if agreeing:
            yield _Holder(paper, words, *agreeing[0], known=True, is_name=True)
            continue
        if is_behind and text.startswith(NAME_LABEL):
            start, text = start + len(NAME_LABEL), text.removeprefix(NAME_LABEL)
        if _names_somebody(text) and not any(_maybe(text, v.text, words) for v in known):
            slip = words.recognised and any(apart(text, v.text) == 1 for v in known)
            unsure = (slip or is_behind) and text not in of_form
            yield _Holder(paper, words, start, end, text, False, unsure, is_name=True)


def _expected(values: Mapping[str, Value], paper: Paper) -> list[Value]:
    of = paper.asked.holder
    if of not in values:
        return [value for value in values.values() if value.kind in ("name", "text")]
    keys = OWN_NAMES if of == "applicant.name" else (of,)
    return [values[key] for key in keys if key in values]


def _names_somebody(text: str) -> bool:
    return bool(NAME.fullmatch(text) or (len(text) > 3 and FIRM.search(text)))


def _maybe(name: str, known: str, words: PageWords) -> bool:
    """Whether what stands there may be a known name: cut off by the line's end, or misread."""
    return (len(name) > 3 and known.startswith(name)) or (
        words.recognised and doubtful(name, known)
    )


def _numbers(
    values: Mapping[str, Value], paper: Paper, is_named: bool, mistyped: list[Differing]
) -> Iterator[_Holder]:
    known = {key: value for key, value in values.items() if value.kind == "identity"}
    for form, words, slot in _slots(paper, "holder.id_number"):
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
            mistyped.append(Differing(paper, words, slot.start, end, key, known[key], form))
        ours = bool(near) or any(value.text == number for value in known.values())
        yield _Holder(paper, words, slot.start, end, number, ours, is_named=is_named)


def _slots(paper: Paper, field: str) -> Iterator[tuple[str, PageWords, Slot]]:
    for fact in paper.asked.says:
        for words in paper.pages if fact.field == field else ():
            for slot in slots(fact.form, words):
                yield fact.form, words, slot
