"""Signing in again when a sign-in has expired; the desk goes on offline beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from app.desk import Account, Machine
from ui.background import Background
from ui.language import tr
from ui.parts.widgets import button, column, label
from ui.signin.password import PasswordForm
from ui.theme import with_text


class SignInAgainDialog(QDialog):
    """Asks for the password only; closes once the centre has accepted it."""

    def __init__(
        self, account: Account, machine: Machine, background: Background, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Sign in again"))
        self.setMinimumWidth(with_text(460))
        explained = tr(
            "Your sign-in has expired. Go on working if you like: what you decide is kept and is "
            "sent once you have signed in."
        )
        later = button(tr("Later"), self.reject)
        self.form = PasswordForm(background, tr("Sign in"), account.sign_in_again, later)
        self.form.fits.connect(self.accept)
        whose = label(tr("Password of {name}", name=machine.settings.username), "quiet")
        self.setLayout(column(label(explained), whose, self.form, margin=20, gap=10))
