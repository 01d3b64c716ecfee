"""The cases behind a figure: those here that came, were decided or were rated in a span of days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal

import msgspec

from app.cases.deadlines import TimeTaken, time_taken
from app.cases.model import Evaluation, SubApplication, civil
from app.cases.typed import decode
from app.store import catalogue
from app.store.connection import Reader

Counted = Literal["received", "decided", "late", "late_by_law", "instant", "promised", "rated"]


class FigureQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """Which cases: those ``received`` from ``since`` to ``until``, both included, or of these the
    ``instant`` or the ``promised``; those ``decided`` then, or of these those ``late`` by the
    promise or by the law; those ``rated`` then with this ``grade``. ``item_code`` and
    ``department``, by its code or name: of these alone, where they say something."""

    counted: Counted
    since: date
    until: date
    item_code: str = ""
    department: str = ""
    grade: int = 0

    def holds(self, moment: datetime | None) -> bool:
        return moment is not None and self.since <= civil(moment) <= self.until


class CaseOfFigure(msgspec.Struct, frozen=True, kw_only=True):
    """``on``: the day for which it is counted; ``taken``: None where it is not decided."""

    id: str
    no: str
    item_name: str
    applicant: str
    state: str
    on: date
    taken: TimeTaken | None


def cases_of(db: Reader, question: FigureQuestion) -> list[CaseOfFigure]:
    """The latest first. Reads all bodies: not for the window's thread."""
    calendar = catalogue.calendar(db)
    found = []
    for case, moment in _counted(db, question):
        taken = time_taken(case, calendar)
        if _fits(question, case, taken):
            found.append(
                CaseOfFigure(
                    id=case.id,
                    no=case.no,
                    item_name=case.item.name,
                    applicant=case.applicant.name,
                    state=case.state,
                    on=civil(moment),
                    taken=taken,
                )
            )
    return sorted(found, key=lambda each: (each.on, each.no), reverse=True)


def _counted(db: Reader, question: FigureQuestion) -> Iterator[tuple[SubApplication, datetime]]:
    """Those of the span, each with the moment that lies in it."""
    rated = _rated(db, question) if question.counted == "rated" else {}
    for raw in db.column("select coalesce(local, centre) from bodies order by case_id"):
        case = decode(raw, SubApplication)
        moment = case.clock.received_at
        if question.counted in ("decided", "late", "late_by_law"):
            moment = case.clock.decided_at
        elif question.counted == "rated":
            moment = rated.get(case.id)
        if moment is not None and question.holds(moment):
            yield case, moment


def _rated(db: Reader, question: FigureQuestion) -> dict[str, datetime]:
    found = (
        decode(raw, Evaluation)
        for raw in db.column("select body from catalogue where kind = 'evaluation'")
    )
    return {
        each.sub_application_id: each.at
        for each in found
        if each.at is not None and each.graded == question.grade
    }


def _fits(question: FigureQuestion, case: SubApplication, taken: TimeTaken | None) -> bool:
    if question.item_code and case.item.code != question.item_code:
        return False
    department = question.department
    if department and department not in (case.department.code, case.department.name):
        return False
    match question.counted:
        case "instant" | "promised":
            return case.item.instant == (question.counted == "instant")
        case "late":
            return taken is not None and not taken.kept_promise
        case "late_by_law":
            return taken is not None and not taken.kept_law
    return True
