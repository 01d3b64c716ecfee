"""Which papers of a case were held against its form, and of which nothing is known."""

from __future__ import annotations

from app.cases.evidence import Comparison
from app.desk import CaseView
from ui.language import tr


def nothing_found(view: CaseView) -> str:
    """What is said where there is no finding: that there is none only where every paper was read
    whole, else how many the clerk has to read alone."""
    comparison = view.situation.comparison
    filed = [material.id for material in view.case.current_materials() if material.sha256]
    unopened = set(view.unopened)
    waiting = set(filed if comparison == Comparison() else comparison.unread) - unopened
    failed = {place.material_id for place in comparison.unreadable} - waiting | unopened
    if not filed:
        return tr("There are no papers here to be compared with the form: look for yourself.")
    if waiting and failed:
        return tr("{n} papers are not read yet: what they say will be shown."
                  " {m} could not be read: look for yourself.",
                  n=len(waiting), m=len(failed))  # fmt: skip
    if waiting:
        return tr("{n} papers are not read yet: what they say will be shown."
                  " You may look for yourself meanwhile.", n=len(waiting))  # fmt: skip
    if failed:
        return tr("{n} papers could not be read whole: look for yourself.", n=len(failed))
    return tr("The papers have nothing against the form.")
