"""Signing in again when a sign-in has expired; the desk goes on offline beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from app.cases.failure import Failure
from app.desk import Desk
from ui.background import Background
from ui.language import spoken, tr
from ui.parts.widgets import button, column, label, row


class SignInAgainDialog(QDialog):
    """Asks for the password only; closes once the centre has accepted it."""

    def __init__(self, desk: Desk, background: Background, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._background = desk, background
        self.setWindowTitle(tr("Sign in again"))
        self.setMinimumWidth(460)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(tr("Password"))
        self.password.setMinimumHeight(34)
        self.password.returnPressed.connect(self.submit)
        self.said = label("", "red")
        self.said.setAccessibleName(tr("Sign-in result"))
        self.go = button(tr("Sign in"), self.submit, "primary")
        explained = tr(
            "Your sign-in has expired. Go on working if you like: what you decide is kept and is "
            "sent once you have signed in."
        )
        self.setLayout(
            column(
                label(explained),
                label(tr("Password of {name}", name=desk.settings.username), "quiet"),
                self.password,
                self.said,
                row(None, button(tr("Later"), self.reject), self.go),
                margin=20,
                gap=10,
            )
        )

    def submit(self) -> None:
        password = self.password.text()
        if not password:
            self.said.setText(tr("Enter your password"))
            return
        self.go.setEnabled(False)
        self._background.run(
            lambda: self._desk.sign_in_again(password), lambda _: self.accept(), self._failed
        )

    def _failed(self, error: BaseException) -> None:
        self.go.setEnabled(True)
        if not isinstance(error, Failure):
            raise error
        self.said.setText(spoken(error.sentence))
        self.password.selectAll()
        self.password.setFocus()
