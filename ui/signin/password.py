"""A password and the button that tries it: for whoever is known already."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from ui.background import Background
from ui.language import tr
from ui.parts.announcing import announce
from ui.parts.widgets import button, column, label, row


class PasswordForm(QWidget):
    """``tries`` is called on a thread with what was typed, and raises a Failure whose sentence is
    shown. ``beside`` stands left of the button."""

    fits = Signal()  # the password that was typed

    def __init__(
        self,
        background: Background,
        words: str,
        tries: Callable[[str], None],
        beside: QPushButton | None = None,
    ) -> None:
        super().__init__()
        self._background, self._tries = background, tries
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(tr("Password"))
        self.password.setMinimumHeight(34)
        self.password.returnPressed.connect(self.submit)
        self.said = label("", "red")
        self.said.setMinimumHeight(44)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.go = button(words, self.submit, "primary")
        self.go.setMinimumHeight(38)
        foot = row(None, beside, self.go) if beside is not None else self.go
        self.setLayout(column(self.password, self.said, foot, gap=10))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.password.clear()
            self.said.setText("")
            self.go.setEnabled(True)
        self.password.setFocus()

    def submit(self) -> None:
        password = self.password.text()
        if not password:
            self._refuse(tr("Enter your password"))
            return
        self.go.setEnabled(False)
        self._background.run(
            lambda: self._tries(password),
            lambda _: self.fits.emit(),
            say=self._refuse,
            ended=lambda: self.go.setEnabled(True),
        )

    def _refuse(self, sentence: str) -> None:
        self.said.setText(sentence)
        announce(self.said, sentence)
        self.password.selectAll()
        self.password.setFocus()
