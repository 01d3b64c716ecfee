"""A colleague picked by name, pinyin, first letters or window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit
from shiboken6 import isValid

from app.desk import Cases, Colleague
from ui.background import Background
from ui.language import tr

IdRole = Qt.ItemDataRole.UserRole
FOR_A_MOMENT = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class ColleaguePicker(QLineEdit):
    """What is typed only narrows the list; a colleague is one that was picked from it."""

    picked = Signal()  # another one, or none any more

    def __init__(self, id_: str = "") -> None:
        """``id_``: of who was picked before; the name shows once ``offer`` has it."""
        super().__init__()
        self._id = id_
        self.colleagues: Sequence[Colleague] = ()  # those it offers
        self._rows = QStandardItemModel(0, 1, self)
        completer = QCompleter(self._rows, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(10)
        completer.activated[QModelIndex].connect(self._take_row)  # type: ignore[index]
        self.setCompleter(completer)
        if (popup := completer.popup()) is not None:
            popup.setAccessibleName(tr("Colleagues"))
        self.setPlaceholderText(tr("Name, pinyin or window"))
        self.textEdited.connect(self._typed)
        self.editingFinished.connect(self._take_the_only_one)

    @property
    def id(self) -> str:
        """The clerk's; ``""`` while nobody is picked."""
        return self._id

    def offer(self, colleagues: Sequence[Colleague]) -> None:
        self.colleagues = colleagues
        if not colleagues:
            self.setPlaceholderText(tr("No colleague is named in your cases yet"))
        self._list("")
        picked = next((each for each in colleagues if each.clerk.id == self._id), None)
        if picked is not None:
            self._show(picked)
        elif self.text():
            self._list(self.text())

    def pick(self, id_: str) -> None:
        picked = next(each for each in self.colleagues if each.clerk.id == id_)
        self._show(picked)
        if id_ != self._id:
            self._id = id_
            self.picked.emit()

    def show_list(self) -> None:
        """All there are while somebody is picked or nothing is typed."""
        self._list("" if self._id else self.text())
        self.completer().complete()

    def list_in_sight(self) -> QAbstractItemView | None:
        """The list, while it is open."""
        popup = self.completer().popup()
        return popup if popup is not None and popup.isVisible() else None

    def hide_list(self) -> None:
        if (popup := self.list_in_sight()) is not None:
            popup.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.show_list()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.show_list()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed and is nobody does not stand there as if it were."""
        super().focusOutEvent(event)
        if event.reason() not in FOR_A_MOMENT and not self._id:
            self.clear()

    def _typed(self, text: str) -> None:
        self._list(text)
        self.completer().complete()
        if self._id:
            self._id = ""
            self.picked.emit()

    def _take_the_only_one(self) -> None:
        if not self._id and self.text() and self._rows.rowCount() == 1:
            self.pick(self._rows.item(0).data(IdRole))

    def _take_row(self, index: QModelIndex) -> None:
        self.pick(index.data(IdRole))

    def _list(self, typed: str) -> None:
        self._rows.clear()
        for each in self.colleagues:
            if each.fits(typed):
                row = QStandardItem(self._words(each))
                row.setData(each.clerk.id, IdRole)
                self._rows.appendRow(row)

    def _show(self, picked: Colleague) -> None:
        with QSignalBlocker(self):
            self.setText(self._words(picked))
            self.setCursorPosition(0)

    def _words(self, colleague: Colleague) -> str:
        """Name and window; of two called the same, which one; until when they are away."""
        clerk, until = colleague.clerk, colleague.away_until
        same = [c for c in self.colleagues if c.clerk.known_as == clerk.known_as]
        words = clerk.known_as if len(same) < 2 else f"{clerk.known_as} ({clerk.id})"
        return words if until is None else tr("{who}, away until {day}", who=words, day=until)


def fill(picker: ColleaguePicker, cases: Cases, background: Background) -> None:
    """Reads the colleagues on a thread and has ``picker`` offer them, if it is still there."""
    background.run(cases.colleagues, lambda found: picker.offer(found) if isValid(picker) else None)
