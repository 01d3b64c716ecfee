"""What the papers say of the form, as the review shows it: signs, sentences and places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from app.cases.actions import BlockingReason
from app.cases.evidence import (
    LICENCE,
    Comparison,
    FieldEvidence,
    PaperFinding,
    Place,
    Said,
    Unreadable,
)
from app.cases.model import Tick
from app.cases.paper_text import WHOLE_PAGE
from app.desk import Box, CaseView
from ui.language import spoken, tr, tr_noop
from ui.parts.words import MASKED_KEYS, hide_numbers, masked

LONG_NUMBER = re.compile(r"\d(?:[ \u00a0\u3000]?[0-9XxOIl]){7,}")  # in groups, or misread
WHY_UNREADABLE = {
    "not_recognised": tr_noop("page {n} was not read (a scan: not tried here, or too many pages)"),
    "unreadable": tr_noop("page {n} is not legible"),
    "not_opened": tr_noop("could not be opened or read"),
}


class FieldMark(msgspec.Struct, frozen=True):
    """Behind a value of the form. ``about``: where the papers say what, a line each; ``places``:
    the same, in the order in which they are gone to."""

    sign: str
    tone: str
    about: str
    places: tuple[Place, ...] = ()


class PagePlace(msgspec.Struct, frozen=True):
    """A place on a page that speaks of ``key``: a field's, or a finding's id."""

    page: int
    box: Box
    key: str
    differs: bool


def field_marks(view: CaseView) -> dict[str, FieldMark]:
    """By the fields' keys; nothing for a field that no paper was read for yet."""
    comparison = view.situation.comparison
    if not comparison.fields:
        return {}
    names = _names(view)
    return {each.key: _mark(each, comparison, names, view) for each in comparison.fields}


def page_places(view: CaseView, material_id: str) -> tuple[PagePlace, ...]:
    """The words on one paper that speak of the form, what differs last: it is painted above the
    others."""
    comparison = view.situation.comparison
    of_fields = [
        PagePlace(said.place.page, said.place.box, field.key, differs)
        for field in comparison.fields
        for differs, all_said in ((False, field.agreeing), (True, field.differing))
        for said in all_said
        if said.place.material_id == material_id
    ]
    of_findings = [
        PagePlace(place.page, place.box, finding.field or finding.id, True)
        for finding in comparison.findings
        for place in places_of(finding)
        if place.material_id == material_id and place.box != WHOLE_PAGE
    ]
    return tuple(sorted({*of_fields, *of_findings}, key=lambda each: each.differs))


def open_findings(view: CaseView) -> tuple[PaperFinding, ...]:
    """Those that need an answer, and that the clerk has neither ticked nor made a fault."""
    ticks, faults = view.draft.over(view.case.review).checklist, view.draft.marks
    return tuple(
        finding
        for finding in view.situation.comparison.findings
        if finding.needs_answer
        and not ticks.get(finding.id, Tick()).done
        and finding.id not in faults
    )


def correction_barred(view: CaseView) -> tuple[BlockingReason, ...]:
    """Why no correction can be asked for any more, whatever it says."""
    return dict(view.actions).get("request_correction", ())


def about_paper(view: CaseView, material_id: str) -> tuple[str, ...]:
    """What is to be said of one paper: that it has something to look at, or could not be read."""
    comparison = view.situation.comparison
    only_told = (finding for finding in comparison.findings if not finding.needs_answer)
    said = [finding_words(finding, view) for finding in (*open_findings(view), *only_told)
            if material_id in papers_of(finding)]  # fmt: skip
    if material_id in view.unopened:
        return (*said, tr("could not be opened or read"))
    said += _unreadable(each for each in comparison.unreadable if each.material_id == material_id)
    return (*said, tr("not read yet")) if material_id in comparison.unread else tuple(said)


def unreadable_pages(comparison: Comparison, material_id: str) -> dict[int, str]:
    """By the number of the page, from 0, why nobody could read it."""
    return {
        each.page: " ".join(_unreadable([each]))
        for each in comparison.unreadable
        if each.material_id == material_id and each.page >= 0
    }


def not_read(view: CaseView) -> tuple[str, ...]:
    """Sentences that say what could not be read of the papers that open, and, once something was,
    what was not yet."""
    comparison, names = view.situation.comparison, _names(view)
    said = [
        tr("“{paper}”: {why}", paper=name, why=why)
        for id_, name in names.items()
        if id_ not in view.unopened
        for why in _unreadable(each for each in comparison.unreadable if each.material_id == id_)
    ]
    waiting = [names[id_] for id_ in comparison.unread if id_ in names and id_ not in view.unopened]
    if waiting and (comparison.fields or comparison.findings):
        said.append(tr("Not read yet: {names}", names="、".join(waiting)))
    return tuple(said)


def papers_of(finding: PaperFinding) -> set[str]:
    """The ids of the materials that a finding speaks of."""
    ids = {place.material_id for place in finding.places}
    return ids | {finding.material_id} if finding.material_id else ids


def places_of(finding: PaperFinding) -> tuple[Place, ...]:
    """Where to look: a whole page where a place on it has no size, the first one where the finding
    is of a paper and names no place."""
    if not finding.places and finding.material_id:
        return (Place(finding.material_id, 0, WHOLE_PAGE),)
    return tuple(
        place if _has_size(place.box) else Place(place.material_id, place.page, WHOLE_PAGE)
        for place in finding.places
    )


def finding_words(finding: PaperFinding, view: CaseView) -> str:
    return _hidden(spoken(finding.text), finding.field, view)


def fault_words(finding: PaperFinding, view: CaseView) -> str:
    """For the applicant: the notice goes through many hands, so that numbers are masked in it."""
    return _hidden(finding.fault, finding.field, view)


def where(places: Iterable[Place], view: CaseView) -> str:
    """The papers and pages, each once."""
    names = _names(view)
    said = [_where(names[p.material_id], p.page) for p in places if p.material_id in names]
    return "、".join(dict.fromkeys(said))


def _mark(
    field: FieldEvidence, comparison: Comparison, names: dict[str, str], view: CaseView
) -> FieldMark:
    agreeing = [said for said in field.agreeing if said.place.material_id in names]
    differing = [said for said in field.differing if said.place.material_id in names]
    same = [tr("{where}: the same", where=_of(said, names)) for said in agreeing]
    others = [
        tr(
            "{where} says: {value}",
            where=_of(said, names),
            value=_hidden(said.value, field.key, view),
        )
        for said in differing
    ]
    places = tuple(said.place for said in (*differing, *agreeing))
    if field.agreement == "differs":
        head = tr("A paper says something else")
        return FieldMark("≠", "amber", _lines(head, *others, *same), places)
    if field.agreement == "agrees":
        papers = len({said.place.material_id for said in agreeing}.difference(comparison.forms))
        if not papers:
            head = tr("Only the application form itself says so")
            return FieldMark("✓", "quiet", _lines(head, *same, *others), places)
        head = tr("{n} papers say the same", n=papers) if papers != 1 else tr("1 paper says so")
        return FieldMark(f"✓ {papers}", "green", _lines(head, *same, *others), places)
    if unreadable := [each for each in comparison.unreadable if each.material_id in names]:
        return FieldMark("○", "quiet", _not_found_where_read(unreadable))
    if comparison.unread:
        return FieldMark("○", "quiet", tr("Not found in the papers read so far"))
    return FieldMark("○", "quiet", tr("Not found in any paper"))


def _not_found_where_read(unreadable: Sequence[Unreadable]) -> str:
    """It may stand where nobody could read; how many pages a file has that did not open is not
    known."""
    n = len(unreadable)
    if any(each.page < 0 for each in unreadable):
        return tr("Not found in what could be read; in {n} places nobody could read", n=n)
    return tr("Not found in what could be read; {n} more pages could not be", n=n)


def _unreadable(found: Iterable[Unreadable]) -> list[str]:
    """Of one paper, a sentence for each reason."""
    pages: dict[str, list[str]] = {}
    for each in found:
        pages.setdefault(each.problem, []).append(str(each.page + 1))
    return [tr(WHY_UNREADABLE[problem], n="、".join(of)) for problem, of in pages.items()]


def _of(said: Said, names: dict[str, str]) -> str:
    return _where(names[said.place.material_id], said.place.page)


def _where(name: str, page: int) -> str:
    if page == LICENCE:
        return tr("{name} (electronic licence)", name=name)
    return tr("{name}, page {n}", name=name, n=page + 1)


def _has_size(box: Box) -> bool:
    left, top, right, bottom = box
    return right > left and bottom > top


def _names(view: CaseView) -> dict[str, str]:
    return {material.id: material.name for material in view.case.current_materials()}


def _hidden(text: str, key: str, view: CaseView) -> str:
    """Without numbers of persons. Of a field that holds one, whatever looks like a number: what a
    paper says of it may be no sound one."""
    is_person = key == "applicant.id_number" and view.case.applicant.id_type != "uscc"
    if key in (*MASKED_KEYS, "applicant.phone") or is_person:
        text = LONG_NUMBER.sub(lambda found: masked(found[0]), text)
    return hide_numbers(text)


def _lines(*lines: str) -> str:
    return "\n".join(dict.fromkeys(lines))
