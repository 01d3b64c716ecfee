"""What is wrong with a screen that can be measured: words cut off, controls without a name."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)

from app.cases.model import SubApplication
from app.desk import CaseFilter
from app.support.licences import components
from ui.parts.widgets import Elided
from ui.rehearsal.screens import Look, Walk
from ui.settings.licences import Licences

NAMED = (
    QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox, QAbstractItemView,
    QScrollArea, QTabWidget, QAbstractScrollArea, QProgressBar,
)  # fmt: skip
UNDER_ICON = Qt.ToolButtonStyle.ToolButtonTextUnderIcon
SLACK = 1
MOST_ROWS = 200
NOWHERE = QModelIndex()
SNAKE = re.compile(r"[A-Za-z]+_\w+")
QUOTED = re.compile(r"[\"“]([a-z]{2,})[\"”]")
LOWER = re.compile(r"(?<![\w.@/:-])[a-z]{3,}(?![\w.@/:-])")


def unnamed(screen: QWidget) -> Iterator[str]:
    """Controls, tables and pages a screen reader could say nothing of."""
    for widget in screen.findChildren(QWidget):
        if not isinstance(widget, NAMED) or not widget.isVisible() or _is_a_part(widget):
            continue
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or text):
            yield _where(widget)


def cut_off(screen: QWidget) -> Iterator[str]:
    """Words that do not fit the place they have, and widgets the window's edge cuts."""
    for widget in screen.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not screen.window():
            continue
        if isinstance(widget, QLabel | QAbstractButton | QComboBox | QLineEdit | QTabBar):
            if _is_cut(widget):
                yield f"cut: {_where(widget)}"
            if _is_beyond(widget, screen):
                yield f"beyond the edge: {_where(widget)}"


def _is_cut(widget: QWidget) -> bool:
    metrics = widget.fontMetrics()
    if isinstance(widget, Elided):
        return widget.height() + SLACK < metrics.height()
    if isinstance(widget, QLabel):
        if not widget.text():
            return False
        words = re.findall(r"[!-~]+", widget.text())
        if widget.wordWrap():
            longest = max((metrics.horizontalAdvance(word) for word in words), default=0)
            if longest > widget.width() + SLACK:
                return True
            return widget.heightForWidth(widget.width()) > widget.height() + SLACK
        widest = max(metrics.horizontalAdvance(line) for line in widget.text().split("\n"))
        return widest > widget.width() + SLACK or metrics.height() > widget.height() + SLACK
    if isinstance(widget, QComboBox):
        shown = metrics.horizontalAdvance(widget.currentText()) + 30
        return not widget.isEditable() and shown > widget.width() and not widget.toolTip()
    if isinstance(widget, QLineEdit):
        words = widget.placeholderText() if not widget.text() else ""
        return metrics.horizontalAdvance(words) + 12 > widget.width() or (
            metrics.height() > widget.height()
        )
    if isinstance(widget, QTabBar):
        return any(
            metrics.horizontalAdvance(widget.tabText(at)) > widget.tabRect(at).width()
            for at in range(widget.count())
        ) or (not widget.usesScrollButtons() and widget.sizeHint().width() > widget.width() + SLACK)
    if isinstance(widget, QAbstractButton) and widget.text():
        below = isinstance(widget, QToolButton) and widget.toolButtonStyle() == UNDER_ICON
        words = widget.sizeHint().width() if below else metrics.horizontalAdvance(widget.text())
        tall = widget.sizeHint().height() if below else metrics.height()
        return words > widget.width() + SLACK or tall > widget.height() + SLACK
    return False


def _is_beyond(widget: QWidget, screen: QWidget) -> bool:
    """Whether a parent cuts it, where no scrolling brings it into sight."""
    place = QRect(widget.mapTo(screen, QPoint(0, 0)), widget.size())
    parent = widget.parentWidget()
    while parent is not None and parent is not screen.parentWidget():
        room = QRect(parent.mapTo(screen, QPoint(0, 0)), parent.size())
        if isinstance(parent.parentWidget(), QAbstractScrollArea):
            sideways = place.left() < room.left() - SLACK or place.right() > room.right() + SLACK
            inner = parent.parentWidget().horizontalScrollBar()
            return sideways and not inner.isVisible()
        if not room.adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(place):
            return True
        if parent is screen:
            return False
        parent = parent.parentWidget()
    return False


def _is_a_part(widget: QWidget) -> bool:
    """A piece of a control that has a name itself."""
    if isinstance(widget, QTabBar | QScrollBar | QHeaderView) or "qt_" in widget.objectName():
        return True
    if type(widget).__name__ in ("QTableCornerButton", "QComboBoxListView", "QMessageBox"):
        return True
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QComboBox | QAbstractSpinBox | QLineEdit | QTabBar | QMenu):
            return True
        parent = parent.parentWidget()
    return False


def _where(widget: QWidget) -> str:
    names = []
    at: QWidget | None = widget
    while at is not None and len(names) < 4:
        names.append(type(at).__name__)
        at = at.parentWidget()
    text = getattr(widget, "text", str)() if not isinstance(widget, QTabBar) else widget.tabText(0)
    return f"{' < '.join(names)} {text[:30]!r} {widget.width()}×{widget.height()}"


def numbers(walk: Walk, known: dict[str, set[str]]) -> set[str]:
    """The identity and mobile numbers of all cases this desk holds; ``known`` are those read before,
    by case."""
    desk = walk.application.desk
    if desk.account.clerk is None:
        return set()
    rows = desk.cases.rows(desk.cases.numbers(CaseFilter(standing="")))
    for row in rows:
        if row.id not in known:
            known[row.id] = numbers_of(desk.cases.view(row.id).case)
    return set().union(*(known[row.id] for row in rows))


def numbers_of(case: SubApplication) -> set[str]:
    fields = [field for section in case.form for field in section.fields]
    found = {str(field.value) for field in fields if field.key in ("id_number", "phone")}
    found.add(case.applicant.phone)
    if case.applicant.id_type != "uscc":
        found.add(case.applicant.id_number)
    return {number for number in found if len(number) >= 8}


def said(screen: QWidget) -> Iterator[str]:
    """Every word of a screen: on it, in a title, in a list, in a menu, spoken, on hover."""
    for widget in (screen, *screen.findChildren(QWidget)):
        yield from (widget.windowTitle(), widget.toolTip())
        yield from (widget.accessibleName(), widget.accessibleDescription())
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            yield widget.text()
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            yield widget.placeholderText()
        if isinstance(widget, QPlainTextEdit):
            yield widget.toPlainText()
        if isinstance(widget, QMenu):
            yield from (action.text() for action in widget.actions())
        if isinstance(widget, QTabBar):
            yield from (widget.tabText(at) for at in range(widget.count()))
        if isinstance(widget, QComboBox | QAbstractItemView | QHeaderView):
            yield from _in_rows(widget.model())


def _in_rows(model: QAbstractItemModel | None) -> Iterator[str]:
    if model is None:
        return
    roles = (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
    )
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(NOWHERE)
    for row in range(min(MOST_ROWS, model.rowCount(NOWHERE))):
        for column in range(columns):
            yield from (str(model.index(row, column).data(role) or "") for role in roles)
    for column in range(columns):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")


def told(screen: QWidget, secret: set[str]) -> Iterator[str]:
    """Those of these numbers that some word of a screen says."""
    texts = list(said(screen))
    yield from (n for n in secret if any(n in text for text in texts))


def raw_words(screen: QWidget, language: str) -> Iterator[str]:
    """Codes and keys that stand where a word should: ``id_number``, 没有填写“uscc”. Not in the text
    of a licence, which is its author's."""
    quoted = {each.licence.toPlainText() for each in screen.findChildren(Licences)}
    for text in set(said(screen)) - quoted:
        found = [*SNAKE.findall(text), *QUOTED.findall(text)]
        if language == "zh":
            found += [word for word in LOWER.findall(text) if word not in _latin()]
        yield from (f"{word} in {text[:60]!r}" for word in found)


@cache
def _latin() -> set[str]:
    """How to search by pinyin; names of components."""
    return {"kuaican", "kcd"} | {each.name for each in components()}


def main(language: str, text_size: str, *sizes: str) -> None:
    """Prints, as JSON, each screen's faults: the window has each of these sizes, 1366x768, in turn,
    a dialog fits the first; text this many per cent."""
    found: dict[str, list[str]] = {}
    known: dict[str, set[str]] = {}
    rooms = [tuple(map(int, size.split("x"))) for size in sizes]
    with tempfile.TemporaryDirectory() as home:
        look = Look(language, "light", int(text_size), *rooms[0])
        walk = Walk(Path(home) / "home", Path(home), look)
        try:
            for name, screen in walk.every_screen():
                faults = [f"no name: {w}" for w in unnamed(screen)]
                is_window = screen is walk.application.window
                for room in rooms if is_window else rooms[:1]:
                    if is_window:
                        screen.resize(*room)
                    walk.clerk.rest(30)
                    if _not_in(screen, room):  # a change may have come this moment
                        walk.clerk.rest(100)
                    faults += _not_in(screen, room)
                if is_window:
                    screen.resize(*rooms[0])  # what opens over it fits there
                faults += [
                    f"says a number in full: {n}" for n in told(screen, numbers(walk, known))
                ]
                faults += [f"a code for a word: {raw}" for raw in raw_words(screen, language)]
                found[name] = faults
        finally:
            walk.close()
    print(json.dumps(found, ensure_ascii=False))


def _not_in(screen: QWidget, room: tuple[int, ...]) -> list[str]:
    QApplication.sendPostedEvents()
    width, height = room
    faults = [f"{width}×{height}: {cut}" for cut in cut_off(screen)]
    if screen.width() > width or screen.height() > height:
        faults.append(f"larger than {width}×{height}: {screen.width()}×{screen.height()}")
    return faults


if __name__ == "__main__":
    main(*sys.argv[1:])
