"""To whom cases go, and why: a colleague is picked, never typed as a number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from app.desk import Colleague
from ui.language import tr
from ui.parts.colleague import ColleaguePicker
from ui.parts.shortcut import install_key
from ui.parts.widgets import button, column, label, row
from ui.theme import with_text


class HandOverDialog(QDialog):
    """``wanted`` once both are said; it stays open until it is told that it was done."""

    wanted = Signal(str, str)  # the clerk's id, the reason

    def __init__(
        self, what: str, to_clerk: str, colleagues: Sequence[Colleague], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Hand over"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(with_text(420))
        self.picker = ColleaguePicker(to_clerk)
        self.picker.setAccessibleName(tr("To whom"))
        self.reason = QPlainTextEdit()
        self.reason.setAccessibleName(tr("Reason"))
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(with_text(64))
        self.said = label("", "red")
        self.said.hide()
        self.go = button(tr("Hand over"), self._go, "primary")
        self.setLayout(
            column(
                label(what),
                label(tr("To whom"), "quiet"),
                self.picker,
                label(tr("Reason"), "quiet"),
                self.reason,
                self.said,
                row(None, button(tr("Back"), self.reject), self.go),
                margin=16,
            )
        )
        self.picker.offer(colleagues)
        install_key(self, "Ctrl+Enter", self._go)
        (self.reason if to_clerk else self.picker).setFocus()

    def refuse(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.show()

    def _go(self) -> None:
        if not self.picker.id:
            self.refuse(tr("Pick a colleague from the list."))
            self.picker.setFocus()
        elif not self.reason.toPlainText().strip():
            self.refuse(tr("Say why."))
            self.reason.setFocus()
        else:
            self.wanted.emit(self.picker.id, self.reason.toPlainText().strip())
