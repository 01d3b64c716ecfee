"""What is shown goes again: the window is made of as much after hundreds of cases as before."""

import gc
from collections import Counter

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint
from PySide6.QtWidgets import QApplication, QLayoutItem, QMessageBox

from app.desk import CaseFilter
from ui.window import DeskWindow

CASES, TIMES = 300, 20
STRAY = 5  # of one kind: what a message from the centre may have made meanwhile


def let_go() -> None:
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def alive() -> Counter[str]:
    """What of Qt's is alive, by its kind: all widgets, and all that Python ever made or met."""
    let_go()
    gc.collect()
    widgets = Counter(type(widget).__name__ for widget in QApplication.allWidgets())
    others = [each for each in shiboken6.getAllValidWrappers() if isinstance(each, QObject)]
    return widgets + Counter(f"any {type(each).__name__}" for each in others)


def grown(before: Counter[str]) -> dict[str, int]:
    return {kind: count for kind, count in (alive() - before).items() if count > STRAY}


def show(clerk, case_id: str) -> None:
    clerk.window.review.show_case(case_id)
    let_go()


def case_ids(clerk) -> list[str]:
    desk = clerk.application.desk
    return [row.id for row in desk.cases.rows(desk.cases.numbers(CaseFilter(standing="")))]


def test_three_hundred_cases_leave_nothing_behind(clerk):
    clerk.until("the files", clerk.files_here)
    ids = case_ids(clerk)
    for case_id in (*ids, *ids[:1]):
        show(clerk, case_id)
    before = alive()
    for at in range(CASES + 1):
        show(clerk, ids[at % len(ids)])
    show(clerk, ids[0])
    assert grown(before) == {}


def open_and_close(clerk) -> None:
    """Everything that opens over or beside the case, once."""
    window = clerk.window
    for opens in (
        window.search.open,
        lambda: window.handbook.open("keys"),
        window.choose_from_pool,
        window.review.explain,
        window.ask_to_sign_in_again,
        window.worklist.filters.ask_for_name,
    ):
        opens()
        clerk.dialog().reject()
        let_go()
    filters, header = window.worklist.filters.menu, window.worklist.list.horizontalHeader()
    filters.popup(QPoint(0, 0))
    filters.close()
    header.customContextMenuRequested.emit(QPoint(0, 0))
    QApplication.activePopupWidget().close()
    window.review.materials.toggle_beside()
    window.review.materials.toggle_beside()
    window.review.decision.press("message")
    window.review.decision.close_sheet()
    let_go()


def test_what_is_opened_over_a_case_goes_when_it_is_closed(clerk):
    show(clerk, case_ids(clerk)[0])
    for _ in range(2):
        open_and_close(clerk)
    before = alive()
    for _ in range(TIMES):
        open_and_close(clerk)
    assert grown(before) == {}


def apply_appearance(clerk, theme: str) -> None:
    clerk.application.apply_appearance("", theme)
    clerk.until("the desk", lambda: clerk.window.review.view is not None)
    let_go()


def test_another_theme_leaves_no_window_behind(clerk):
    apply_appearance(clerk, "light")
    before = alive()
    for theme in ("dark", "light") * 4:
        apply_appearance(clerk, theme)
    assert len([w for w in QApplication.allWidgets() if isinstance(w, DeskWindow)]) == 1
    assert [w.text() for w in QApplication.allWidgets() if isinstance(w, QMessageBox)] == []
    assert grown(before) == {}


def items_of_layouts() -> int:
    """How many Python has met. Qt deletes one when its widget goes elsewhere, and Python's object
    for it then stands for whatever comes to lie in its place: a crash, sooner or later."""
    gc.collect()
    met = (each for each in shiboken6.getAllValidWrappers() if isinstance(each, QLayoutItem))
    return sum(not isinstance(each, QObject) for each in met)


def test_papers_put_apart_and_back_bring_no_item_of_a_layout_into_python(clerk):
    show(clerk, case_ids(clerk)[0])
    papers, before = clerk.window.papers, items_of_layouts()
    for _ in range(TIMES):
        papers.stand_on(clerk.window.screen())
        let_go()
        assert items_of_layouts() == before
        papers.settle()
        let_go()
        assert items_of_layouts() == before
