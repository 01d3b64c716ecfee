"""Which page of the handbook speaks of where the clerk is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cases.actions import RequestCorrection

if TYPE_CHECKING:
    from ui.window import DeskWindow


def page_for(window: DeskWindow) -> str:
    """The id of the page: of the part that has the focus among the cases, else of the page."""
    focus, cases = window.focused(), window.cases
    if window.papers.have_keys:
        return "judging"
    if focus is not None and window.drill.isAncestorOf(focus):
        return "practising"
    of_page = window.handbook_of_page()
    if window.pages.currentWidget() is not cases or cases.view is None or focus is None:
        return "conflicts" if of_page == "offline" and window.desk.deciding.counts()[1] else of_page
    review = window.review
    sheet = review.decision.sheet
    if cases.has_a_sheet() and sheet is not None:
        corrects = isinstance(sheet.payload(), RequestCorrection)
        return "correcting" if corrects else "deciding"
    if review.decision.isAncestorOf(focus):
        return "deciding"
    if review.materials.open_evidence is not None and review.isAncestorOf(focus):
        return "receiving"
    return "judging" if review.isAncestorOf(focus) else of_page
