"""The lock: nothing of a case in sight, and the clerk's password to go on where it was."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QMainWindow

from app.cases.failure import Failure
from app.desk import Desk
from ui.background import Background
from ui.language import spoken, tr
from ui.parts.widgets import Surface, button, column, label, row


class LockWindow(QMainWindow):
    """Stands in the desk window's place. ``unlocked`` is called once the password fits, ``leave``
    where another clerk wants to sign in."""

    def __init__(
        self,
        desk: Desk,
        background: Background,
        unlocked: Callable[[], None],
        leave: Callable[[], None],
    ) -> None:
        super().__init__()
        self._desk, self._background, self._unlocked = desk, background, unlocked
        self.setWindowTitle(tr("Jianjian · locked"))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(tr("Password"))
        self.password.setMinimumHeight(34)
        self.password.returnPressed.connect(self.submit)
        self.said = label("", "red")
        self.said.setMinimumHeight(44)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.said.setAccessibleName(tr("Sign-in result"))
        self.go = button(tr("Unlock"), self.submit, "primary")
        self.go.setMinimumHeight(38)
        self.switch = button(tr("Another clerk…"), leave, "link")
        clerk = desk.clerk
        who = f"{clerk.name} · {clerk.window}" if clerk else ""
        card = QFrame()
        card.setProperty("surface", "card")
        card.setFixedWidth(420)
        card.setLayout(
            column(
                label(tr("Locked"), level="title"),
                label(tr("What you typed is saved. Unlocking brings you back to it."), "quiet"),
                12,
                label(who, level="heading"),
                self.password,
                self.said,
                self.go,
                row(None, self.switch),
                margin=28,
                gap=10,
            )
        )
        page = Surface("wash")
        page.setLayout(column(None, row(None, card, None), None))
        self.setCentralWidget(page)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.password.setFocus()

    def submit(self) -> None:
        password = self.password.text()
        if not password:
            self.said.setText(tr("Enter your password"))
            return
        self.go.setEnabled(False)
        self._background.run(
            lambda: self._desk.unlock(password), lambda _: self._unlocked(), self._failed
        )

    def _failed(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        if not isinstance(error, Failure):
            raise error
        self.said.setText(spoken(error.sentence))
        self.password.selectAll()
        self.password.setFocus()
