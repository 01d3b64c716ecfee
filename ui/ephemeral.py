"""Where no keyring runs nothing is kept: it is said, and asked before anything is lost by it."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from app.desk import Desk
from ui.language import tr
from ui.parts.widgets import Surface, label, row


class EphemeralStrip(Surface):
    """Stands over the pages as long as it is so."""

    def __init__(self) -> None:
        super().__init__("wash")
        said = tr(
            "This machine's keyring does not run: nothing is kept here. Stay connected, and close "
            "the desk only when nothing is to be sent. Tell IT."
        )
        line = row(label(said, "amber"))
        line.setContentsMargins(16, 6, 12, 6)
        self.setLayout(line)


def may_close(desk: Desk, parent: QWidget) -> bool:
    """Asks only where something unsent would be lost: elsewhere closing loses nothing."""
    waiting, _ = desk.deciding.counts() if desk.account.clerk and desk.account.ephemeral else (0, 0)
    if not waiting:
        return True
    desk.centre.sync_now()  # it may be gone before the clerk has answered
    box = QMessageBox(parent)
    box.setWindowTitle(tr("Not sent yet"))
    box.setText(tr("{n} decisions are not sent and are lost when the desk closes now.", n=waiting))
    stay = box.addButton(tr("Stay"), QMessageBox.ButtonRole.RejectRole)
    box.addButton(tr("Close and lose them"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(stay)
    box.exec()
    return box.clickedButton() is not stay
