"""Caches that were set aside: the old password brings what is unsent back; a lead lets them go."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from app.desk import Account, QuarantinedCache
from ui.background import Background
from ui.language import tr
from ui.parts.widgets import button, card, column, label, row


class AsidesDialog(QDialog):
    """``told`` is called with a sentence when one was brought back or let go."""

    def __init__(
        self, account: Account, background: Background, told: Callable[[str], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._account, self._background, self._told = account, background, told
        self.setWindowTitle(tr("Cases set aside"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(520, 320)
        self.fields: list[QLineEdit] = []
        self.said = label("", "red")
        explained = tr(
            "They could not be opened when the password changed. The password of that time brings "
            "unsent decisions back; without it they stay here until a lead lets them go."
        )
        cards = [self._card(left) for left in account.quarantined()]
        foot = row(None, button(tr("Close"), self.accept, "primary"))
        self.setLayout(column(label(explained), *cards, self.said, None, foot, margin=20, gap=12))

    def _card(self, left: QuarantinedCache) -> QWidget:
        field = QLineEdit()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setAccessibleName(tr("Old password"))
        field.setPlaceholderText(tr("Old password"))
        self.fields.append(field)
        clerk = self._account.clerk
        release = button(tr("Discard"), partial(self._release, left), "danger")
        release.setVisible(clerk is not None and "lead" in clerk.roles)
        line = row(field, button(tr("Recover"), partial(self._bring_back, left, field)), release)
        line.setStretch(0, 1)
        set_aside = tr("Set aside {at}", at=f"{left.at:%Y-%m-%d %H:%M}")
        return card(column(label(set_aside, level="heading"), line, margin=12))

    def _bring_back(self, left: QuarantinedCache, field: QLineEdit) -> None:
        old = field.text()
        self._background.run(
            lambda: self._account.recover_unsent(left, old),
            lambda n: self._done(tr("{n} unsent decisions are back.", n=n)),
            say=self.said.setText,
        )  # fmt: skip

    def _release(self, left: QuarantinedCache) -> None:
        self._background.run(
            lambda: self._account.discard(left),
            lambda _: self._done(tr("Discarded.")),
            say=self.said.setText,
        )

    def _done(self, sentence: str) -> None:
        self._told(sentence)
        self.accept()
