"""A sheet: the fields in which an action asks for what it needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFormLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from app.cases.actions import Payload
from app.cases.model import Fault
from app.desk import CaseView, SheetDraft
from ui.language import tr
from ui.parts.colleague import ColleaguePicker
from ui.parts.widgets import Surface, inset_words, label
from ui.theme import with_text

POPUP_EDGE = 40  # pixels of a list's own beside its words
Widget = TypeVar("Widget", bound=QWidget)
Begun = TypeVar("Begun", bound=Payload)


class Sheet(Surface):
    """Fields for one action; ``payload()`` is what they say, ``left_out()`` what a correction shall
    not name; ``follow()`` takes up what the case has come to hold since."""

    changed = Signal()  # the clerk changed a field
    paper_wanted = Signal()  # to be taken in at the counter

    def __init__(
        self,
        payload: Callable[[], Payload],
        left_out: Callable[[], tuple[Fault, ...]] = tuple,
        follow: Callable[[CaseView], None] = lambda _view: None,
    ) -> None:
        super().__init__("paper")
        self.payload, self.left_out, self.follow = payload, left_out, follow
        self.form = QFormLayout()
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.form.setVerticalSpacing(6)

    def text(self, name: str, start: str = "", lines: int = 4) -> QPlainTextEdit:
        edit = QPlainTextEdit(start)
        edit.setTabChangesFocus(True)
        edit.setFixedHeight(with_text(24) * lines)
        return self._added(name, edit)

    def line(self, name: str, start: str = "") -> QLineEdit:
        return self._added(name, QLineEdit(start))

    def colleague(self, name: str, id_: str = "") -> ColleaguePicker:
        """Whoever opens the sheet has it offer those there are."""
        return self._added(name, ColleaguePicker(id_))

    def days(self, name: str, least: int, most: int, start: int) -> QSpinBox:
        spin = QSpinBox()
        spin.setRange(least, most)
        spin.setValue(start)
        spin.setSuffix(tr(" working days"))
        inset_words(spin)
        return self._added(name, spin)

    def day(self, name: str, earliest: date, start: date, latest: date | None = None) -> QDateEdit:
        edit = QDateEdit(QDate(start.year, start.month, start.day))
        edit.setMinimumDate(QDate(earliest.year, earliest.month, earliest.day))
        if latest is not None:
            edit.setMaximumDate(QDate(latest.year, latest.month, latest.day))
        edit.setDisplayFormat("yyyy-MM-dd")
        edit.setCalendarPopup(True)
        return self._added(name, edit)

    def choice(self, name: str, options: list[tuple[str, str]]) -> QComboBox:
        combo = QComboBox()
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(8)
        for words, code in options:
            combo.addItem(words, code)
        widest = max((combo.fontMetrics().horizontalAdvance(w) for w, _ in options), default=0)
        combo.view().setMinimumWidth(widest + POPUP_EDGE)
        return self._added(name, combo)

    def add(self, widget: QWidget) -> None:
        self.form.addRow(widget)

    def watch(self, *widgets: QWidget) -> None:
        """Says that it has changed when one of these changes."""
        for widget in widgets:
            _change_of(widget).connect(self.changed)

    def draft(self) -> SheetDraft:
        return SheetDraft.of(self.payload(), self.left_out())

    def _added(self, name: str, widget: Widget) -> Widget:
        widget.setAccessibleName(name)
        words = label(name, "quiet", wrap=False)
        words.setBuddy(widget)
        self.form.addRow(words, widget)
        self.watch(widget)
        return widget


def _change_of(widget: QWidget) -> Any:
    match widget:
        case ColleaguePicker():
            return widget.picked
        case QLineEdit() | QPlainTextEdit():
            return widget.textChanged
        case QComboBox():
            return widget.currentTextChanged
        case QSpinBox():
            return widget.valueChanged
        case QDateEdit():
            return widget.dateChanged
        case QCheckBox():
            return widget.toggled
    raise TypeError(widget)


def begun(view: CaseView, blank: Begun) -> Begun:
    """What was filled in before, or else ``blank``."""
    kept = view.draft.sheets.get(blank.type)
    payload = kept.payload if kept is not None else blank
    return payload if isinstance(payload, type(blank)) else blank


def choose(combo: QComboBox, code: str) -> None:
    """Its option of this code; the first where there is none."""
    combo.setCurrentIndex(max(0, combo.findData(code)))


def chosen_day(edit: QDateEdit) -> date:
    """The day that stands there."""
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())


def translated(words: dict[str, str]) -> list[tuple[str, str]]:
    """Codes with their words, as the options of a choice."""
    return [(tr(text), code) for code, text in words.items()]


def ready_made(name: str, texts: tuple[str, ...], into: QPlainTextEdit) -> QPushButton:
    """Words that need no typing, each put on a line of its own."""
    offer = QPushButton(tr("Templates ▾"))
    offer.setAccessibleName(name)
    offer.setAutoDefault(False)
    menu = QMenu(offer)
    for text in texts:
        menu.addAction(text, partial(_add_line, into, text))
    offer.setMenu(menu)
    return offer


def _add_line(into: QPlainTextEdit, text: str) -> None:
    lines = [line for line in into.toPlainText().splitlines() if line.strip()]
    if text not in lines:
        into.setPlainText("\n".join([*lines, text]))
