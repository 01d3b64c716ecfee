"""The lock: nothing of a case in sight, and the clerk's password to go on where it was."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QMainWindow

from app.desk import Account
from ui.background import Background
from ui.language import tr
from ui.parts.widgets import Surface, button, column, label, row
from ui.signin.password import PasswordForm
from ui.theme import with_text


class LockWindow(QMainWindow):
    """Stands in the desk window's place."""

    unlocked = Signal()  # the password fits
    left = Signal()  # another clerk wants to sign in
    handbook_wanted = Signal()

    def __init__(self, account: Account, background: Background) -> None:
        super().__init__()
        self.setWindowTitle(tr("Jianjian · locked"))
        self.form = PasswordForm(background, tr("Unlock"), account.unlock)
        self.form.fits.connect(self.unlocked)
        self.switch = button(tr("Another clerk…"), self.left.emit, "link")
        QShortcut(QKeySequence("F1"), self).activated.connect(self.handbook_wanted)
        clerk = account.clerk
        card = QFrame()
        card.setProperty("surface", "card")
        card.setFixedWidth(with_text(420))
        card.setLayout(
            column(
                row(
                    label(tr("Locked"), level="title", wrap=False),
                    None,
                    button(tr("Handbook"), self.handbook_wanted.emit, "link"),
                ),
                label(tr("What you typed is saved. Unlocking brings you back to it."), "quiet"),
                12,
                label(f"{clerk.name} · {clerk.window}" if clerk else "", level="heading"),
                self.form,
                row(None, self.switch),
                margin=28,
                gap=10,
            )
        )
        page = Surface("wash")
        page.setLayout(column(None, row(None, card, None), None))
        self.setCentralWidget(page)
